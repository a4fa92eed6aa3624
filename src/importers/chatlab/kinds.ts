import type { Kind } from "../../model/kind.ts";
import type { KindBasis } from "../../model/message.ts";
import { isJsonObject, type JsonValue } from "../../base/json-reader.ts";

/** @source documented: export-formats.md §5, table of codes (format 0.0.1 and 0.0.2) */
const CODES: Readonly<Record<string, Kind>> = {
  "0": "text",
  "1": "image",
  "2": "voice",
  "3": "video",
  "4": "file",
  "5": "sticker",
  "7": "link",
  "8": "location",
  "20": "redPacket",
  "21": "transfer",
  "22": "pat",
  "23": "call",
  "24": "link",
  "25": "quote",
  "26": "forward",
  "27": "card",
  "80": "system",
  "81": "recall",
};

/** Codes under which producers put several kinds; the label at the beginning of the content tells them apart. */
const WIDE: ReadonlySet<string> = new Set(["7", "24", "99"]);

/** @source documented: export-formats.md §4.1.2 (content), §4.1.3 (transfer as 99; forward, red packet, file variants as 7), §4.3 */
const LABELS: readonly (readonly [label: RegExp, kind: Kind])[] = [
  [/^\[转账(?:收款)?\]/, "transfer"],
  [/^\[红包\]/, "redPacket"],
  [/^\[(?:转发的)?聊天记录\]/, "forward"],
  [/^\[文件\]/, "file"],
  [/^\[小程序\]/, "miniProgram"],
  [/^\[音乐\]/, "music"],
  [/^\[视频号[^\]]{0,10}\]/, "channels"],
  [/^\[接龙\]/, "chain"],
  [/^\[群公告\]/, "announcement"],
  [/^\[拍一拍\]/, "pat"],
  [/^\[链接\]/, "link"],
];

/** Kind of a row by its code; where the code covers several, by its forwarded records or the label of its content. */
export function resolveKind(
  code: string | null,
  content: string | null,
  records: JsonValue | undefined,
): { readonly kind: Kind; readonly kindBasis: KindBasis } {
  if (code === null) return { kind: "unknown", kindBasis: "none" };
  const known = Object.hasOwn(CODES, code) ? (CODES[code] ?? "unknown") : "unknown";
  if (!WIDE.has(code)) return { kind: known, kindBasis: "code" };
  if (Array.isArray(records) && records.some(isJsonObject)) return { kind: "forward", kindBasis: "word" };
  const labelled = LABELS.find(([label]) => label.test(content ?? ""))?.[1];
  if (labelled === undefined || labelled === known) return { kind: known, kindBasis: "code" };
  return { kind: labelled, kindBasis: "placeholder" };
}
