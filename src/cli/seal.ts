import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../base/errors.ts";
import { TOOL } from "../base/tool.ts";
import type { Watch } from "../model/progress.ts";
import { isLocked, requestTimeStamp, sealBundle, type NamedFile, type SealingRequest } from "../seal.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { givenFile } from "./given-file.ts";
import { passphraseOf, type PassphrasePlace } from "./passphrase.ts";
import { sealLines } from "./seal-words.ts";
import { printable, say, type Terminal } from "./terminal.ts";

export const SEAL_SCHEMA = "evidence.seal/1";

/** Options of `evidence seal` as commander hands them over. */
export interface SealCommandOptions {
  readonly key?: string;
  readonly passphraseFile?: string;
  readonly attach?: readonly string[];
  readonly timestampRequest?: boolean;
  readonly tsa?: string;
  readonly output?: string;
}

type Sealing = Awaited<ReturnType<typeof sealBundle>>;

/** `evidence seal`: signature and time stamp over a bundle whose fingerprint stays what it is. */
export async function sealCommand(
  bundle: string,
  options: SealCommandOptions,
  terminal: Terminal,
  place: PassphrasePlace,
  watch: Watch,
): Promise<ExitCode> {
  const path = resolve(place.folder, bundle);
  const request = await requestOf(path, options, terminal, place, watch);
  const adds = request.key !== null || request.authority !== null || request.attachments.length > 0;
  if (!adds && options.timestampRequest !== true) throw nothingAsked();
  const requestFile = options.timestampRequest === true ? requestFileOf(path) : null;
  if (requestFile !== null) await requestTimeStamp(path, requestFile, watch);
  if (request.authority !== null) announce(terminal, request.authority);
  const sealed = adds ? await sealBundle(path, request, watch) : null;
  if (terminal.json) terminal.out(`${JSON.stringify(sealJson(requestFile, sealed))}\n`);
  else terminal.out(sealText(terminal, requestFile, sealed));
  return EXIT.done;
}

async function requestOf(
  path: string,
  { key, passphraseFile, attach, tsa, output }: SealCommandOptions,
  terminal: Terminal,
  place: PassphrasePlace,
  { signal }: Watch,
): Promise<SealingRequest> {
  const authority = tsa === undefined ? null : addressOf(tsa);
  const attachments = withRequest(path, (attach ?? []).map((file) => givenFile("--attach", file, place)), place); // prettier-ignore
  const target = output === undefined ? null : resolve(place.folder, output);
  const file = key === undefined ? null : givenFile("--key", key, place);
  if (file === null) return { key: null, attachments, authority, target };
  const locked = isLocked(file.content.toString("latin1"));
  const passphrase = locked ? await passphraseOf(passphraseFile, false, terminal, place, signal) : null;
  return { key: { ...file, passphrase }, attachments, authority, target };
}

/** The request that was carried out lies beside the bundle; with it the nonce of the response can be checked. */
function withRequest(path: string, files: readonly NamedFile[], place: PassphrasePlace): readonly NamedFile[] {
  const request = requestFileOf(path);
  const isResponse = files.some(({ name }) => /(?<!\.sm3)\.tsr$/i.test(name));
  if (!isResponse || files.some(({ name }) => /\.tsq$/i.test(name)) || !existsSync(request)) return files;
  return [...files, givenFile("--attach", request, place)];
}

function requestFileOf(path: string): string {
  return join(dirname(path), `${basename(path).replace(/\.zip$/i, "")}.tsq`);
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new UsageError(
    "TSA_ADDRESS_INVALID",
    { zh: `--tsa 的地址“${text}”无法使用。`, en: `--tsa has no usable address: "${text}".` },
    { hint: { zh: "应以 http:// 或 https:// 开头，由时间戳机构提供。", en: "It begins with http:// or https:// and comes from the authority." }, facts: { value: text } }, // prettier-ignore
  );
}

/** The one use of the network is said before it happens, whatever else is silenced. */
function announce(terminal: Terminal, url: URL): void {
  const address = printable(`${url.protocol}//${url.host}${url.pathname}`);
  terminal.err(
    `${say(terminal, {
      zh: `联网：将向 ${address} 申请时间戳，只发送 tagmanifest-sha256.txt 的 SHA-256（指纹）和一个随机数，不发送任何内容。`,
      en: `Network: asking ${address} for a time stamp; only the SHA-256 of tagmanifest-sha256.txt (the fingerprint) and a random number are sent, no content.`,
    })}\n`,
  );
}

function nothingAsked(): UsageError {
  return new UsageError(
    "SEAL_NOTHING_ASKED",
    { zh: "没有写明要怎样加封。", en: "Nothing says how to seal the bundle." },
    {
      hint: {
        zh: "请写 --key（签名）、--attach（附上已有的签名或时间戳）、--timestamp-request（写出时间戳请求）或 --tsa（联网申请时间戳）。",
        en: "Give --key (sign), --attach (add a signature or time stamp), --timestamp-request (write the request) or --tsa (ask an authority).",
      },
    },
  );
}

function sealJson(timestampRequest: string | null, sealed: Sealing | null) {
  const bundle = sealed && {
    name: basename(sealed.path),
    path: sealed.path,
    sizeBytes: sealed.sizeBytes,
    sha256: sealed.sha256,
    fingerprint: sealed.fingerprint,
  };
  const seals = sealed && { signatures: sealed.signatures, timeStamps: sealed.timeStamps };
  return { schema: SEAL_SCHEMA, tool: TOOL, exit: EXIT.done, timestampRequest, bundle, seals };
}

function sealText(terminal: Terminal, requestFile: string | null, sealed: Sealing | null): string {
  const lines: string[] = [];
  if (requestFile !== null) {
    lines.push(
      say(terminal, {
        zh: `时间戳请求  ${printable(requestFile)}\n下一步  交时间戳机构，取回响应后运行：evidence seal 证据包.zip --attach 响应.tsr（请求文件留在原处）`,
        en: `Time-stamp request  ${printable(requestFile)}\nNext  submit it to the authority, then run: evidence seal bundle.zip --attach response.tsr (leave the request where it is)`,
      }),
    );
  }
  if (sealed !== null) {
    lines.push(
      ...sealLines(terminal, sealed),
      "",
      `${say(terminal, { zh: "证据包", en: "Bundle" })}  ${printable(sealed.path)}`,
      `SHA-256  ${sealed.sha256}`,
      `${say(terminal, { zh: "指纹（未变）", en: "Fingerprint (unchanged)" })}  ${sealed.fingerprint}`,
    );
  }
  return `${lines.join("\n")}\n`;
}
