import { textOf, type Value } from "../../../base/sqlite/tables.ts";
import { storedContent, type StoredContent } from "../../wechat/database/stored-content.ts";
import { kindOfV3Type } from "../../wechat/types.ts";
import { unpackedText } from "../packed-text.ts";
import { isSystemType } from "../row.ts";

/** The columns of a row that hold its content, and its type as decimal text. */
export interface ContentColumns {
  readonly type: string;
  readonly subType: string;
  readonly strContent: Value;
  readonly compressContent: Value;
  readonly displayContent: Value;
}

/** Reads the content of a row of `MSG` by its type. @source wechat-databases.md §2.1, §6, §7 */
export function contentOf(row: ContentColumns): StoredContent {
  const { body, warnings } = bodyOf(row);
  const coded = kindOfV3Type(row.type, row.subType);
  // A pat is told in words, like any other notice.
  const isPatNotice = isSystemType(row.type) && coded === "pat";
  const read = storedContent({ kind: isPatNotice ? "system" : coded, isApp: row.type === "49" }, body);
  const content = isPatNotice ? { ...read, kind: coded } : read;
  const differs = subTypeDiffers(row, content) ? ["TYPE_PAYLOAD_DIFFERS"] : [];
  const caption = content.text == null && CAPTIONED.has(content.kind) ? textOf(row.displayContent) : null;
  return {
    ...content,
    ...(caption === null || caption === "" || caption.includes("<") ? {} : { text: caption }),
    ...(content.kind === "recall" ? { recall: content.recall ?? NAMELESS_RECALL } : {}),
    warnings: [...new Set([...warnings, ...content.warnings, ...differs])],
  };
}

/** Kinds whose caption the client keeps in `DisplayContent`. */
const CAPTIONED: ReadonlySet<string> = new Set(["call", "pat"]);
const NAMELESS_RECALL = { by: null, byName: null, targetServerId: null };

/** What the row carries: `CompressContent` unpacked where there is any, else `StrContent`. */
function bodyOf(row: ContentColumns): { body: string | null; warnings: string[] } {
  const plain = textOf(row.strContent);
  const packed = row.compressContent;
  if (packed === null || packed === "" || (Buffer.isBuffer(packed) && packed.length === 0)) {
    return { body: plain, warnings: [] };
  }
  const unpacked = Buffer.isBuffer(packed) ? unpackedText(packed) : null;
  if (unpacked !== null) return { body: unpacked, warnings: [] };
  // The client never leaves text unpacked in this column; programs that unpack in place do.
  const asFound = textOf(packed);
  if (asFound !== null && /^\s{0,20}</.test(asFound)) return { body: asFound, warnings: ["STORAGE_TAG_DIFFERS"] };
  return { body: plain, warnings: ["CONTENT_NOT_DECODED"] };
}

/** A file being sent keeps its row while its type goes from 74 to 6. */
const FILE_TYPES: ReadonlySet<string> = new Set(["6", "74"]);

/** Whether the column and the payload name two sub-types. @source wechat-databases.md §8.4 S-R08 */
function subTypeDiffers({ type, subType }: ContentColumns, { extra }: StoredContent): boolean {
  const stated = extra?.["payload.appmsg.type"];
  if (type !== "49" || stated === undefined || subType === "0" || subType === stated) return false;
  return !(FILE_TYPES.has(subType) && FILE_TYPES.has(stated));
}
