import type { Source } from "../../model/source.ts";

/** A page of ours, and where its messages stand. */
export interface Page {
  readonly path: string;
  /** Byte of the opening bracket of the messages. */
  readonly open: number;
  /** Line of that bracket, 1-based. */
  readonly line: number;
  /** `literal`: object literals of 1.x; `json`: 3.x. An empty list is told by what stands before it. */
  readonly form: "literal" | "json";
  /** Remark of the chat, as the title of the page gives it. */
  readonly title: string | null;
  /** Id of the chat, stated by pages of 3.x only. */
  readonly talker: string | null;
}

const MARK = /(?:const|let|var)\s{1,8}chatMessages\s{0,8}=\s{0,8}\[/;
/** Longest match of the mark. */
const MARK_BYTES = 64;
/** Style sheets, scripts and pictures of 3.x fill 400 KiB before the messages. @source observed: template of 3.x */
const HEAD_BYTES = 8 << 20;
const CHUNK_BYTES = 256 << 10;
const FIRST_BYTES = 4096;

/** The page at `path`; null where it is no page, or not one of MemoTrace. Nothing in it is executed. */
export function pageAt(source: Source, path: string): Page | null {
  if (!/^(?:\xef\xbb\xbf)?\s*</.test(source.read(path, 0, 256).toString("latin1"))) return null;
  const open = markIn(source, path);
  if (open === null) return null;
  const form = formOf(source.read(path, open, FIRST_BYTES).toString("latin1"));
  const head = source.read(path, 0, open);
  if (form === null || (form === "empty" && !head.includes("chat-container"))) return null;
  const text = head.toString("utf8");
  const talker = /const\s{1,8}wxid\s{0,8}=\s{0,8}["']([^"'\s<>]{1,100})["']/.exec(text)?.[1] ?? null;
  return {
    path,
    open,
    line: text.split("\n").length,
    form: form === "empty" ? (talker === null ? "literal" : "json") : form,
    title: titleIn(text),
    talker,
  };
}

/** Byte of the bracket that opens the messages. */
function markIn(source: Source, path: string): number | null {
  let carried = "";
  for (let base = 0; base < HEAD_BYTES;) {
    const bytes = source.read(path, base, CHUNK_BYTES);
    if (bytes.length === 0) return null;
    // Byte for byte, so that places in the text are places in the file.
    const text = carried + bytes.toString("latin1");
    const match = MARK.exec(text);
    if (match !== null) return base - carried.length + match.index + match[0].length - 1;
    carried = text.slice(-MARK_BYTES);
    base += bytes.length;
  }
  return null;
}

/** Keys every object of 1.x or of 3.x has; other pages keep other objects under the same name. */
function formOf(messages: string): Page["form"] | "empty" | null {
  const start = messages.slice(1).replace(/^(?:\s|\/\*[^]{0,200}?\*\/)+/, "");
  if (start === "" || start.startsWith("]")) return "empty";
  if (/^\{\s*"/.test(start)) return /"is_send"\s*:/.test(start) && /"server_id"\s*:/.test(start) ? "json" : null;
  return /^\{\s*type\s*:/.test(start) && /\b(?:is_send|avatar_path)\s*:/.test(start) ? "literal" : null;
}

/** The title is the remark as it is, not escaped; `出错了` stands in the empty form. */
function titleIn(head: string): string | null {
  const title = /<title>([^]{0,1000}?)<\/title>/i.exec(head)?.[1]?.trim() ?? "";
  return title === "" || title === "出错了" || title === "Chat Records" ? null : title;
}
