import { posix } from "node:path";
import type { Locator } from "../../model/locator.ts";
import type { Direction } from "../../model/message.ts";
import type { MessageFacts } from "../importer.ts";
import { rowTime } from "../wechat/epoch.ts";
import { extraOf, release, textIn, warn, type Row } from "../wechat/json-row.ts";
import { mediaPlaces } from "../wechat/media-path.ts";
import { directionOf } from "../wechat/stated-direction.ts";
import { attachmentsOf, defectsFor, partsOf } from "./content.ts";
import { resolveKind } from "./kinds.ts";

/** What a row is read against. */
export interface RowContext {
  /** Folder of the export file, `.` at the top. */
  readonly folder: string;
  /** Folder of the media as the file states it. */
  readonly mediaBase: string | null;
  readonly talker: string | null;
  readonly isGroup: boolean;
}

/** The message a row states. Pure. @source documented: export-formats.md §4.2 */
export function normalizeRow(row: Row, locator: Locator, context: RowContext): MessageFacts {
  const word = textIn(row, "type");
  const resolved = resolveKind(textIn(row, "localType"), word);
  if (resolved.disagree) warn(row, "TYPE_WORD_DISAGREES");
  if (!resolved.wordHeld) release(row, "type");
  const content = textIn(row, "content");
  const parts = partsOf(resolved.kind, content);
  const direction = directionOf(row, parts.kind);
  const media = { kind: parts.kind, content, path: textIn(row, "mediaPath"), md5: textIn(row, "emojiMd5") };
  const attachments = attachmentsOf(media, (stated) => places(stated, context));
  if (attachments[0]?.claimedMd5 == null) release(row, "emojiMd5");
  for (const code of defectsFor(parts.kind, content)) warn(row, code);
  const facts = {
    locator,
    ...timeOf(row),
    direction,
    ...parts,
    kindBasis: resolved.kindBasis,
    typeCode: resolved.typeCode,
    localId: textIn(row, "localId"),
    ...senderOf(row, direction, context),
    text: content,
    attachments,
  } as const;
  return { ...facts, extra: extraOf(row), warnings: row.warnings };
}

type TimeFacts = Pick<MessageFacts, "sentAt" | "sentAtText" | "timePrecision" | "timeBasis">;

function timeOf(row: Row): TimeFacts {
  const time = rowTime(row);
  const sentAtText = textIn(row, "formattedTime");
  if (time === null) return { sentAt: null, sentAtText, timePrecision: "none", timeBasis: "none" };
  const isFine = time.unit === "ms" && time.ms % 1000 !== 0;
  return { sentAt: time.ms, sentAtText, timePrecision: isFine ? "ms" : "s", timeBasis: "epoch" };
}

/** The path as stated, from the file's folder and from the media folder the file names. */
function places(stated: string, { folder, mediaBase }: RowContext): string[] {
  const base = mediaBase
    ?.replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "")
    .at(-1);
  const inBase = base === undefined ? [] : mediaPlaces(stated, posix.join(folder, base));
  return [...new Set([...mediaPlaces(stated, folder), ...inBase])];
}

type SenderFacts = Required<Pick<MessageFacts, "sender" | "senderName" | "senderBasis">>;

/** Sender of a row; the key of its portrait is the same id again. */
function senderOf(row: Row, direction: Direction, { talker, isGroup }: RowContext): SenderFacts {
  const sender = textIn(row, "senderUsername");
  const senderName = textIn(row, "senderDisplayName");
  if (textIn(row, "senderAvatarKey") !== sender) release(row, "senderAvatarKey");
  if (direction === "system" || (isGroup && sender !== null && sender === talker)) {
    release(row, "senderUsername", "senderDisplayName");
    return { sender: null, senderName: null, senderBasis: "none" };
  }
  return { sender, senderName, senderBasis: sender !== null ? "stated" : senderName !== null ? "name" : "none" };
}
