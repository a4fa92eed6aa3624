import type { Zstd } from "../../base/zstd.ts";
import type { Kind } from "../../model/kind.ts";
import { columnText } from "../wechat/database/column.ts";
import { storedContent, type StoredContent } from "../wechat/database/stored-content.ts";
import type { splitLocalType } from "../wechat/types.ts";
import type { MessageRow } from "./message-row.ts";
import type { TableContext } from "./table-context.ts";

/** The texts of a row, unpacked. */
interface RowTexts {
  readonly content: string | null;
  readonly source: string | null;
  /** What the second column for content holds beside the first. */
  readonly second: string | null;
}

/** Unpacks the columns that may be packed. */
export function textsOf(row: MessageRow, zstd: Zstd, warnings: string[]): RowTexts {
  const content = columnText(row.content, row.contentTag, zstd);
  const source = columnText(row.source, row.sourceTag, zstd);
  const second = columnText(row.secondContent, undefined, zstd);
  if (content.tagDiffers || source.tagDiffers) warnings.push("STORAGE_TAG_DIFFERS");
  if (content.isUndecodable) warnings.push("CONTENT_NOT_DECODED");
  const isSecond = !content.text && !content.isUndecodable && second.text !== null;
  return { content: isSecond ? second.text : content.text, source: source.text, second: isSecond ? null : second.text };
}

const PREFIX = /^([0-9A-Za-z_@.-]{1,119}):\n/;

/** A text and the account it began with. */
interface Prefixed {
  readonly prefix: string | null;
  readonly body: string | null;
}

/** In groups the text of others begins with their account; own text does not, whatever was typed. */
export function splitPrefix(content: string | null, row: MessageRow, context: TableContext): Prefixed {
  const isPossible = context.type === "group" || context.type === "unknown";
  const prefix = content === null || !isPossible ? null : (PREFIX.exec(content)?.[1] ?? null);
  if (prefix === null || content === null) return { prefix: null, body: content };
  const sender = context.names.get(String(row.realSenderId));
  const isOwn = sender === context.owner && sender !== undefined && !context.isShifted;
  const isNamed = prefix === sender || context.isAccount(prefix);
  if (!isNamed || (isOwn && prefix === sender)) return { prefix: null, body: content };
  return { prefix, body: content.slice(prefix.length + 2) };
}

type Halves = ReturnType<typeof splitLocalType>;

/** Content by the type of the row. The sub-type stands both in the number of the row and in the XML. */
export function contentFacts(body: string | null, halves: Halves, kind: Kind, warnings: string[]): StoredContent {
  const stored = storedContent({ kind, isApp: halves?.base === "49" }, body);
  const { sub = "0" } = halves ?? {};
  const appType = stored.extra?.["payload.appmsg.type"];
  const isEmptyText = halves?.base === "1" && (body ?? "") === "" && !warnings.includes("CONTENT_NOT_DECODED");
  const differs = halves?.base === "49" && sub !== "0" && appType !== undefined && appType !== sub;
  for (const code of stored.warnings) if (!warnings.includes(code)) warnings.push(code);
  if ((isEmptyText || differs) && !warnings.includes("TYPE_PAYLOAD_DIFFERS")) warnings.push("TYPE_PAYLOAD_DIFFERS");
  return stored;
}
