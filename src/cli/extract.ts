import { basename, resolve } from "node:path";
import type { Bilingual } from "../base/bilingual.ts";
import { UsageError } from "../base/errors.ts";
import { countText, sizeText } from "../base/sentence.ts";
import { TOOL } from "../base/tool.ts";
import { extract, NAME_RULES, type ExtractedBundle, type NameRulesId } from "../extract.ts";
import type { Watch } from "../model/progress.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import type { Place } from "./options.ts";
import { printable, say, type Terminal } from "./terminal.ts";

export const EXTRACT_SCHEMA = "evidence.extract/1";

export interface ExtractCommandOptions {
  readonly directory?: string;
  readonly names?: string;
}

/** `evidence extract`: the received files under the names they were received with. */
export async function extractCommand(
  bundle: string,
  options: ExtractCommandOptions,
  terminal: Terminal,
  place: Place,
  watch: Watch,
): Promise<ExitCode> {
  const folder = resolve(place.folder, folderOf(options.directory));
  const extracted = await extract(resolve(place.folder, bundle), folder, namesOf(options.names), watch);
  if (terminal.json) {
    const answer = { schema: EXTRACT_SCHEMA, tool: TOOL, exit: EXIT.done, bundle: basename(bundle), ...extracted };
    terminal.out(`${JSON.stringify(answer)}\n`);
  } else terminal.out(extractText(terminal, extracted));
  return EXIT.done;
}

function folderOf(directory: string | undefined): string {
  if (directory !== undefined && directory !== "") return directory;
  throw new UsageError(
    "DIRECTORY_MISSING",
    { zh: "没有写明取出到哪个文件夹。", en: "No folder to extract to was given." },
    { hint: { zh: "用 -d 指定一个新的或空的文件夹，例如：-d 取出", en: "Name a new or empty folder with -d, such as -d received." } }, // prettier-ignore
  );
}

const BY_PLATFORM: Partial<Record<NodeJS.Platform, NameRulesId>> = { darwin: "macos", win32: "windows" };

/** The rules asked for; else those of this computer. */
function namesOf(asked: string | undefined): NameRulesId {
  if (asked === undefined) return BY_PLATFORM[process.platform] ?? "linux";
  const known = NAME_RULES.find((rules) => rules === asked);
  if (known !== undefined) return known;
  throw new UsageError(
    "NAMES_UNKNOWN",
    { zh: `--names 不能是“${asked}”。`, en: `--names cannot be "${asked}".` },
    { hint: { zh: `应为：${NAME_RULES.join("、")}`, en: `Expected one of: ${NAME_RULES.join(", ")}` }, facts: { value: asked } }, // prettier-ignore
  );
}

const REASONS: Record<ExtractedBundle["renamed"][number]["reason"], Bilingual> = {
  "empty-or-dots": { zh: "路径中有空的或只有点的一段", en: "a part of the path is empty or only dots" },
  "control-character": { zh: "含控制字符", en: "a control character" },
  "forbidden-character": { zh: "含系统不允许的字符", en: "a character the system does not allow" },
  "trailing-dot-or-space": { zh: "以点或空格结尾", en: "ends in a dot or a blank" },
  "reserved-name": { zh: "系统保留名", en: "a name the system reserves" },
  "segment-too-long": { zh: "名称过长", en: "a name too long" },
  "path-too-long": { zh: "路径过长", en: "a path too long" },
  "not-text": { zh: "名称不是可读文字", en: "a name that is no text" },
  taken: { zh: "与另一文件同名（系统不区分）", en: "the system takes it for the name of another file" },
  "refused-by-disk": { zh: "该磁盘不接受此名称", en: "the disk does not take the name" },
};

const SHOWN = 20;

function extractText(terminal: Terminal, extracted: ExtractedBundle): string {
  const { folder, sourceFiles, enclosedFiles, sizeBytes, renamed, list, container, fingerprint } = extracted;
  const size = sizeText(sizeBytes);
  const lines = [
    say(terminal, {
      zh: `已取出 ${countText(sourceFiles + enclosedFiles)} 个文件（导出文件 ${countText(sourceFiles)}，附材料 ${countText(enclosedFiles)}；${size}），校验值逐一相符。`,
      en: `${countText(sourceFiles + enclosedFiles)} files taken out (export ${countText(sourceFiles)}, enclosed ${countText(enclosedFiles)}; ${size}); the digest of each agrees.`,
    }),
    say(terminal, { zh: `位置  ${printable(folder)}`, en: `Folder  ${printable(folder)}` }),
    say(terminal, {
      zh: `指纹  ${fingerprint ?? "（读不出）"}`,
      en: `Fingerprint  ${fingerprint ?? "(not readable)"}`,
    }),
  ];
  if (container === "repacked") lines.push(say(terminal, REPACKED));
  if (list !== null) {
    const count = countText(renamed.length);
    lines.push(
      say(terminal, {
        zh: `${count} 个文件不能使用原名，改用包内名称，见 ${list}：`,
        en: `${count} files cannot bear their names and have those of the bundle; see ${list}:`,
      }),
    );
    for (const { originalPath, path, reason } of renamed.slice(0, SHOWN))
      lines.push(`  ${printable(originalPath)} → ${printable(path)}  ${say(terminal, REASONS[reason])}`);
    if (renamed.length > SHOWN) lines.push(say(terminal, { zh: "  ……", en: "  …" }));
  }
  return `${lines.join("\n")}\n`;
}

const REPACKED: Bilingual = {
  zh: "注意：这个 zip 不是写成时的样子（多为解压后重新压缩）；取出的文件与包内清单一致。",
  en: "Note: the zip is not as it was written (mostly because it was zipped again); the files taken out agree with its lists.",
};
