/** Header fields of a mail or of one of its parts: lower-case name -> values in order, unfolded, words decoded. */
export type MailHeaders = ReadonlyMap<string, readonly string[]>;

const MOST_FIELDS = 2000;

/** Reads the bytes above the first empty line. @source documented: RFC 5322 §2.2, RFC 2047 */
export function mailHeaders(bytes: Buffer): MailHeaders {
  const fields = new Map<string, string[]>();
  let count = 0;
  for (const line of rawText(bytes)
    .replace(/\r?\n[ \t]+/g, " ")
    .split(/\r?\n/)) {
    const match = /^([!-9;-~]{1,100}):[ \t]*(.*)$/s.exec(line);
    if (match === null || (count += 1) > MOST_FIELDS) continue;
    const name = (match[1] ?? "").toLowerCase();
    const values = fields.get(name);
    if (values) values.push(match[2] ?? "");
    else fields.set(name, [match[2] ?? ""]);
  }
  return fields;
}

/** First value of a field, with encoded words read; null where the field is absent. */
export function headerText(headers: MailHeaders, name: string): string | null {
  const value = headers.get(name)?.[0];
  return value === undefined ? null : decodedWords(value).trim();
}

/** Header bytes are ASCII by rule; what breaks the rule is UTF-8 or, from Chinese programs, GB18030. */
function rawText(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

const WORDS = /=\?([^?\s]{1,40})\?([bq])\?([^?\s]*)\?=(?:\s+(?==\?[^?\s]{1,40}\?[bq]\?[^?\s]*\?=))?/gi;

/** Text with its encoded words read. Neighbours of one charset are joined as bytes: programs cut characters in two. */
export function decodedWords(text: string): string {
  let out = "";
  let last = 0;
  let held: { readonly charset: string; bytes: Buffer } | null = null;
  const flush = (): void => {
    if (held !== null) out += decodedBytes(held.bytes, held.charset);
    held = null;
  };
  for (const match of text.matchAll(WORDS)) {
    const [whole, charset = "", method = "", content = ""] = match;
    if (match.index > last) flush();
    out += text.slice(last, match.index);
    last = match.index + whole.length;
    const bytes: Buffer = method.toLowerCase() === "b" ? Buffer.from(content, "base64") : quotedWord(content);
    const before: { readonly charset: string; bytes: Buffer } | null = held;
    if (before !== null && before.charset === charset.toLowerCase())
      before.bytes = Buffer.concat([before.bytes, bytes]);
    else {
      flush();
      held = { charset: charset.toLowerCase(), bytes };
    }
  }
  flush();
  return out + text.slice(last);
}

function quotedWord(content: string): Buffer {
  const bytes = content
    .replaceAll("_", " ")
    .replace(/=([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1");
}

/** Bytes in a named charset; UTF-8 where the name is none. */
export function decodedBytes(bytes: Uint8Array, charset: string): string {
  return decoderOf(charset).decode(bytes);
}

/** A decoder for a charset as mails name it; GB2312 is read as its superset, an unknown name as UTF-8. */
export function decoderOf(charset: string | null): InstanceType<typeof TextDecoder> {
  const name = (charset ?? "utf-8").toLowerCase().replace(/\*.*$/, "");
  try {
    return new TextDecoder(/^(gb2312|gbk|gb_2312.*|cp936)$/.test(name) ? "gb18030" : name);
  } catch {
    return new TextDecoder("utf-8");
  }
}

/** A structured value such as `text/plain; charset="utf-8"`: the value in lower case, and its parameters. */
export interface Parameterised {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const PARAMETER = /;\s*([!#$&+.\w*-]{1,80})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g;

/** @source documented: RFC 2045 §5.1, RFC 2231 §3–4 (continuations, charsets), and encoded words in names as programs write them */
export function parameterised(text: string): Parameterised {
  const parameters = new Map<string, string>();
  const pieces = new Map<string, { index: number; text: string; isEncoded: boolean }[]>();
  for (const [, name = "", quoted, plain] of text.matchAll(PARAMETER)) {
    const value = quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "";
    const [, base = "", index, star] = /^([^*]+)(?:\*(\d{1,3}))?(\*)?$/.exec(name.toLowerCase()) ?? [];
    if (base === "") continue;
    if (index === undefined && star === undefined) parameters.set(base, decodedWords(value));
    else
      pieces.set(base, [
        ...(pieces.get(base) ?? []),
        { index: Number(index ?? 0), text: value, isEncoded: star !== undefined },
      ]);
  }
  for (const [base, parts] of pieces) parameters.set(base, continued(parts));
  return { value: (text.split(";")[0] ?? "").trim().toLowerCase(), parameters };
}

function continued(parts: readonly { index: number; text: string; isEncoded: boolean }[]): string {
  const sorted = [...parts].sort((a, b) => a.index - b.index);
  const [, charset = "utf-8", rest] = /^([^']*)'[^']*'(.*)$/s.exec(sorted[0]?.text ?? "") ?? [];
  const bytes = sorted.map(({ text, isEncoded }, at) => {
    const own = at === 0 && isEncoded && rest !== undefined ? rest : text;
    return isEncoded ? percentDecoded(own) : Buffer.from(own, "utf8");
  });
  return decodedBytes(Buffer.concat(bytes), charset);
}

function percentDecoded(text: string): Buffer {
  const raw = text.replace(/%([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(raw, "latin1");
}
