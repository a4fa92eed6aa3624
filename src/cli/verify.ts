import { basename, resolve } from "node:path";
import type { Bilingual, Language } from "../base/bilingual.ts";
import { UsageError } from "../base/errors.ts";
import { countText } from "../base/sentence.ts";
import { TOOL } from "../base/tool.ts";
import { SEAL_PARTS, type SealExpectations } from "../model/seals.ts";
import type { Watch } from "../model/progress.ts";
import type { Fault, LevelAnswer, LevelOutcome, VerifyWord } from "../model/verdict.ts";
import { verify, type Verified } from "../verify.ts";
import { oneOf } from "./config.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { faultPhrase, placeAndExpected } from "./fault-phrases.ts";
import { faultName } from "./fault-words.ts";
import { givenFile } from "./given-file.ts";
import { dateOf, type Place } from "./options.ts";
import { receiptOf, receiptPath, writeReceipt, type ReceiptOptions } from "./receipt.ts";
import { SEAL_REASONS, sealLines } from "./seal-words.ts";
import { printable, say, type Terminal } from "./terminal.ts";

export const VERIFY_SCHEMA = "evidence.verify/1";

export interface VerifyCommandOptions extends ReceiptOptions {
  readonly date?: string;
  readonly rederive?: boolean;
  readonly expectFingerprint?: string;
  readonly expectKey?: string;
  readonly require?: string;
  readonly trust?: readonly string[];
}

/** A level as `--json` has it. */
type PrintedLevel = Omit<LevelAnswer, "faults"> & { readonly faults: readonly Omit<Fault, "says">[] };

/** What `--json` says of a bundle. */
export type PrintedVerified = Omit<Verified, "levels"> & { readonly levels: readonly PrintedLevel[] };

/** `evidence verify`: one bundle in, one of four words out. */
export async function verifyCommand(
  bundle: string,
  options: VerifyCommandOptions,
  terminal: Terminal,
  place: Place,
  watch: Watch,
): Promise<ExitCode> {
  const expectFingerprint = fingerprint(options.expectFingerprint);
  const receipt = receiptPath(options, place);
  const date = dateOf(options.date, place);
  const asked = { rederive: options.rederive !== false, expectFingerprint, seals: expectationsOf(options, place) };
  const verified = await verify(resolve(place.folder, bundle), asked, watch);
  const exit = verified.word.startsWith("intact") ? EXIT.done : EXIT.no;
  if (terminal.json) {
    const answer = { schema: VERIFY_SCHEMA, tool: TOOL, exit, bundle: basename(bundle), ...verified };
    terminal.out(`${JSON.stringify({ ...answer, levels: verified.levels.map(withoutSentences) })}\n`);
  } else terminal.out(verifyText(terminal, verified, basename(bundle)));
  if (receipt !== null) {
    const levels = verified.levels.map(withoutSentences);
    const digest = writeReceipt(receipt, receiptOf({ ...verified, levels }, bundle, options.by ?? null, date));
    if (!terminal.json) terminal.out(receiptText(terminal, basename(receipt), digest));
  }
  return exit;
}

function receiptText(terminal: Terminal, name: string, digest: string): string {
  return `${say(terminal, { zh: "核对记录", en: "Receipt" })}  ${printable(name)}  SHA-256 ${digest}\n`;
}

/** What the reader brings from outside the bundle. */
function expectationsOf({ expectKey, require, trust }: VerifyCommandOptions, place: Place): SealExpectations {
  const read = (flag: string, path: string): string => givenFile(flag, path, place).content.toString("latin1");
  const words = (require ?? "").split(/[,，、\s]+/).filter((word) => word !== "");
  return {
    expectKey: expectKey === undefined ? null : read("--expect-key", expectKey),
    trust: (trust ?? []).map((path) => read("--trust", path)),
    require: words.map((word) => oneOf(word, SEAL_PARTS, "REQUIRE_UNKNOWN", "--require")),
    now: place.now,
  };
}

/** Scripts read codes and values; the sentences are for the screen. */
function withoutSentences(level: LevelAnswer): PrintedLevel {
  return { ...level, faults: level.faults.map(({ says: _, ...fault }) => fault) };
}

function fingerprint(text: string | undefined): string | null {
  if (text === undefined) return null;
  const hex = text.replaceAll(/[\s-]/g, "").toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hex)) return hex;
  throw new UsageError(
    "FINGERPRINT_INVALID",
    { zh: `指纹“${text}”不是 64 位十六进制数字。`, en: `"${text}" is not a fingerprint of 64 hexadecimal digits.` },
    {
      hint: {
        zh: "请从信函、笔录或 .fingerprint.txt 文件中完整抄录。",
        en: "Copy it whole from the letter or the .fingerprint.txt file.",
      },
      facts: { value: text },
    },
  );
}

const WORDS: Record<VerifyWord, Bilingual> = {
  "intact-sealed": { zh: "完好且有封签", en: "INTACT AND SEALED" },
  "intact-not-anchored": { zh: "完好，未作外部固定", en: "INTACT, NOT ANCHORED" },
  "not-intact": { zh: "有改动", en: "NOT INTACT" },
  "cannot-tell": { zh: "无法判断", en: "CANNOT TELL" },
};

const MEANINGS: Record<VerifyWord, Bilingual> = {
  "intact-sealed": {
    zh: "各级核对一致，且有签名或时间戳，与所给的公钥或根证书核对一致。",
    en: "Every level agrees, and there is a signature or time stamp that checks by the key or root that was given.",
  },
  "intact-not-anchored": {
    zh: "自打包之时起，包内文件与清单一致。没有签名或时间戳：请与包外记下的指纹对照，否则整包被替换无从发现。",
    en: "Since packing, the files agree with their lists. There is no signature or time stamp: compare the fingerprint with one kept outside, or a wholly replaced bundle would not be noticed.",
  },
  "not-intact": { zh: "至少一级核对不一致，详见上面各项。", en: "At least one level does not agree; see above." },
  "cannot-tell": {
    zh: "有的级别无法核对，因此不作“完好”的答复，详见上面各项。",
    en: "Some level could not be checked, so the answer is not intact; see above.",
  },
};

/** Only the container differs: the usual case is a bundle that was unpacked and zipped again. */
const REZIPPED: Bilingual = {
  zh: "压缩包本身不是写成时的样子（多为解压后重新压缩，或经网盘、邮件改写），因此不作“完好”的答复；包内文件的内容与清单一致。请索取未经解压的 zip 再行核对。",
  en: "The zip itself is not as it was written (mostly because it was unpacked and zipped again, or rewritten on its way), so the answer is not intact; the files inside agree with their lists. Ask for the zip as first written.",
};

/** A bag by BagIt, but no bundle. */
const FOREIGN: Bilingual = {
  zh: "这是按 BagIt 规范制作的包，不是本程序的证据包：只按 BagIt 1.0 核对了清单和校验值，其余无从核对，因此不作“完好”的答复。",
  en: "This is a BagIt bag, not a bundle of this program: only what BagIt 1.0 defines (lists and digests) was checked, nothing else can be, so the answer is not intact.",
};

/** A signature holds, and nobody said whose key it should be: anybody can make a key and sign with it. */
const WHOSE_KEY: Bilingual = {
  zh: "自打包之时起，包内文件与清单一致；签名与包内所附的公钥相符。任何人都能另造密钥重新签名，因此这不算外部固定：请用 --expect-key 给出从签名人处取得的公钥，或与包外记下的指纹对照。",
  en: "Since packing, the files agree with their lists, and the signature fits the key that comes with the bundle. Anybody can make a key and sign anew, so this anchors nothing: give the key obtained from the signer with --expect-key, or compare the fingerprint with one kept outside.",
};

/** There are seals, and none could be verified. */
const NOT_VERIFIED: Bilingual = {
  zh: "自打包之时起，包内文件与清单一致。有封签文件但未能核对（见上）：请用 --expect-key 或 --trust 指明公钥或根证书，或与包外记下的指纹对照。",
  en: "Since packing, the files agree with their lists. There are seal files that could not be verified (see above): name a key with --expect-key or a root with --trust, or compare the fingerprint with one kept outside.",
};

function meaning(verified: Verified): Bilingual {
  const { kind, word, levels } = verified;
  if (kind === "foreign-bag") return FOREIGN;
  const [container, ...others] = levels;
  const onlyContainer =
    container?.outcome === "fail" && others.every(({ outcome }) => outcome === "pass" || outcome === "absent");
  const { signatures, timeStamps } = verified.seals;
  if (word === "intact-not-anchored" && signatures.length + timeStamps.length > 0) {
    return signatures.some(({ outcome }) => outcome === "pass") ? WHOSE_KEY : NOT_VERIFIED;
  }
  return word === "cannot-tell" && onlyContainer ? REZIPPED : MEANINGS[word];
}

const NAMES: Record<LevelAnswer["name"], Bilingual> = {
  container: { zh: "容器（zip 本身）", en: "container (the zip itself)" },
  bag: { zh: "清单与必备文件", en: "lists and required files" },
  digests: { zh: "校验值", en: "digests" },
  "closed-world": { zh: "无多余文件、文件名合规", en: "nothing unlisted, names in order" },
  derivation: { zh: "记录由原始文件重新推导", en: "records derived again" },
  signature: { zh: "签名", en: "signature" },
  "time-stamp": { zh: "时间戳", en: "time stamp" },
};

const OUTCOMES: Record<LevelOutcome, Bilingual> = {
  pass: { zh: "一致", en: "agrees" },
  fail: { zh: "不一致", en: "does not agree" },
  undetermined: { zh: "未能判断", en: "undetermined" },
  absent: { zh: "没有", en: "none" },
};

const REASONS: Readonly<Record<string, Bilingual>> = {
  "not-asked": { zh: "按要求跳过", en: "skipped as asked" },
  "other-version": {
    zh: "证据包由另一版本的程序写成，本版推导结果与之不同；请用该版本核对",
    en: "the bundle was written by another version of the program and this one derives otherwise; verify with that version",
  },
  "contents-not-readable": { zh: "前面各级不一致，无法推导", en: "not possible after the faults above" },
  "report-differs": {
    zh: "记录一致，但本机重新排版所得的报告与包内的不同",
    en: "the records agree, but the report as set again here is not the one in the bundle",
  },
  "report-not-set-again": { zh: "报告未在本机重新排版比较", en: "the report was not set again for comparison" },
  "foreign-bag": { zh: "不是本程序的证据包", en: "not a bundle of this program" },
  folder: { zh: "是文件夹，没有 zip", en: "a folder, not a zip" },
  "bagit-version-unsupported": { zh: "只核对 BagIt 1.0", en: "only BagIt 1.0 is checked" },
  "not-all-digests": { zh: "有的文件或算法无法计算", en: "some files or algorithms could not be computed" },
  "container-unreadable": { zh: "容器无法读取", en: "the container cannot be read" },
  "list-missing": { zh: "清单缺失或无法读取", en: "a list is missing or cannot be read" },
  ...SEAL_REASONS,
};

const SHOWN = 20;
const SHOWN_OF_CONTAINER = 5;

function verifyText(terminal: Terminal, verified: Verified, name: string): string {
  const { paint } = terminal;
  const lines = [`${printable(name)}`, ""];
  for (const answer of verified.levels) lines.push(...levelLines(terminal, answer));
  const { expectedFingerprint: expected, fingerprint: found } = verified;
  const sealed = sealLines(terminal, verified.seals);
  if (sealed.length > 0) lines.push("", ...sealed);
  lines.push(
    "",
    ...(verified.zipSha256 === null ? [] : [`SHA-256  ${verified.zipSha256}`]),
    `${say(terminal, { zh: "指纹", en: "Fingerprint" })}  ${found ?? say(terminal, { zh: "（读不出）", en: "(not readable)" })}`,
  );
  if (expected !== null) {
    const equal = expected === found;
    lines.push(
      equal
        ? say(terminal, { zh: "与所给指纹相同", en: "equal to the fingerprint given" })
        : paint.red(
            say(terminal, { zh: `与所给指纹不同（所给：${expected}）`, en: `NOT the fingerprint given (${expected})` }),
          ),
    );
  }
  const word = say(terminal, WORDS[verified.word]);
  lines.push(
    "",
    `${say(terminal, { zh: "答复：", en: "Answer: " })}${verified.word.startsWith("intact") ? paint.green.bold(word) : paint.red.bold(word)}`,
  );
  if (!terminal.quiet) lines.push(say(terminal, meaning(verified)));
  return `${lines.join("\n")}\n`;
}

function levelLines(terminal: Terminal, { level, name, outcome, reason, faults }: LevelAnswer): string[] {
  const why = reason === null ? "" : `（${say(terminal, REASONS[reason] ?? { zh: reason, en: reason })}）`;
  const lines = [`${level}  ${say(terminal, OUTCOMES[outcome])}  ${say(terminal, NAMES[name])}${why}`];
  // Fields of the zip are for an engineer; a person needs the first few to see what sort they are.
  const shown = name === "container" ? SHOWN_OF_CONTAINER : SHOWN;
  for (const fault of faults.slice(0, shown)) lines.push(`     ${faultText(terminal, fault)}`);
  const rest = faults.length - shown;
  if (rest > 0)
    lines.push(
      say(terminal, {
        zh: `     另有 ${countText(rest)} 处，用 --json 查看`,
        en: `     and ${countText(rest)} more: see --json`,
      }),
    );
  return lines;
}

/** What it is called, where it is, what was expected and found, and the code to ask about. */
function faultText(terminal: Terminal, fault: Fault): string {
  const { language, paint } = terminal;
  const { place, expected } = placeAndExpected(fault.expected, language);
  const zh = language === "zh";
  const at = place === "" ? "" : `${place}${zh ? "：" : ": "}`;
  const values = zh ? `应为 ${expected}，实为 ${found(fault, language)}` : `expected ${expected}, found ${found(fault, language)}`; // prettier-ignore
  const parts = [say(terminal, faultName(fault.code)), fault.path ?? "", `${at}${values}`].filter(
    (part) => part !== "",
  );
  return `${printable(parts.join("  "))}  ${paint.dim(fault.code)}`;
}

function found({ found: value, path, says }: Fault, language: Language): string {
  if (says) return says[language];
  if (Object.hasOwn(SEAL_REASONS, value)) return SEAL_REASONS[value]?.[language] ?? value;
  // A name is data, also where it reads like one of our words.
  return value === path ? value : faultPhrase(value, language);
}
