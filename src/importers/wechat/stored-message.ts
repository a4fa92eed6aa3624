import type { Kind } from "../../model/kind.ts";
import { kindOfAndroidType } from "./android-types.ts";
import { parseNotice } from "./notice.ts";
import { callOf } from "./payload-call.ts";
import { facts, sizeBytes, statedMedia } from "./payload-parts.ts";
import { plainNotice } from "./payload-system.ts";
import { type PayloadFacts, readPayload, voiceDurationOf } from "./payload.ts";
import { kindOfBaseType, kindOfLocalType, kindOfV3Type } from "./types.ts";

/** A row as a client stores it: its type codes as decimal text and its content as text, decompressed. */
export interface StoredMessage {
  /** `windows-3`: `Type` and `SubType`; `client-4`: `local_type`; `android`: `type`; `ios`: `Type`. */
  readonly client: "windows-3" | "client-4" | "android" | "ios";
  readonly type: string;
  /** `SubType` of Windows 3.x; null elsewhere. */
  readonly subType: string | null;
  readonly content: string;
  /** A group's row that the account did not send: `wxid_x:` and a line feed may stand before its content. */
  readonly mayNameSender: boolean;
}

/** What a stored row says, without regard to any exporter. */
export interface StoredFacts extends PayloadFacts {
  /** By the payload where it shows one, else by the code. */
  readonly kind: Kind;
  /** By the code alone; differs from `kind` where code and payload disagree or the code does not tell. */
  readonly kindOfCode: Kind;
  /** Account named before the content; null where none is. */
  readonly namedSender: string | null;
  /** The content where people do not read it as it stands, as found; null for plain text. */
  readonly payload: string | null;
}

/** @source documented: wechat-databases.md §2.1, §3.1, §5 (`wxid:\n` before the content of groups) */
const NAMED_SENDER = /^([A-Za-z0-9_@.-]{1,80}):\r?\n/;

/** Length-value list of old Android clients: no XML. @source documented: wechat-databases.md §7 */
const SEMI_XML = "~SEMI_XML~";

/**
 * Reads one stored row. Texts are never looked into for markup: somebody may send XML as a text.
 *
 * @source documented: wechat-databases.md §6–7
 */
export function readStoredMessage(message: StoredMessage): StoredFacts {
  const named = message.mayNameSender ? NAMED_SENDER.exec(message.content) : null;
  const content = message.content.slice(named?.[0].length ?? 0);
  const kindOfCode = kindOf(message);
  const read = readContent(kindOfCode, content);
  const isPlain = kindOfCode === "text" || (read.text !== null && read.text === content.trim());
  return {
    ...read,
    kind: read.kind ?? kindOfCode,
    kindOfCode,
    namedSender: named?.[1] ?? null,
    payload: isPlain || content === "" ? null : content,
  };
}

function kindOf({ client, type, subType }: StoredMessage): Kind {
  if (client === "windows-3") return kindOfV3Type(type, subType ?? "0");
  if (client === "client-4") return kindOfLocalType(type);
  return client === "android" ? kindOfAndroidType(type) : kindOfBaseType(type);
}

function readContent(kind: Kind, content: string): PayloadFacts {
  if (kind === "text") return facts({ text: content });
  if (content.trimStart().startsWith(SEMI_XML)) return facts({ extra: { "payload.form": "SEMI_XML" } });
  return readPayload(content) ?? readShort(kind, content);
}

/** Content that is no XML: a notice in words, or one of the short forms. */
function readShort(kind: Kind, content: string): PayloadFacts {
  if (kind === "system" || kind === "recall" || kind === "pat") return readNotice(kind, content);
  if (kind === "voice") return readShortVoice(content);
  if (kind === "video") return readShortVideo(content);
  const text = content.trim() === "" ? null : content.trim();
  if (kind === "call") return facts({ text, call: callOf(text, "unknown", null) });
  return facts({ text });
}

function readNotice(kind: Kind, content: string): PayloadFacts {
  const text = plainNotice(content) || null;
  const notice = parseNotice(text ?? "");
  if (kind !== "recall" || notice.kind === "recall") {
    return facts({ ...notice, text, kind: kind === "pat" ? kind : notice.kind });
  }
  // A row that is a recall by its code holds what was withdrawn, or words we do not know.
  return facts({ text, recall: { by: null, byName: null, targetServerId: null } });
}

function readShortVoice(content: string): PayloadFacts {
  return facts({ attachments: [statedMedia({ claimedDurationMs: voiceDurationOf(content) })] });
}

/** `user:length:flag` of Android. @source documented: wechat-databases.md §7.2 */
function readShortVideo(content: string): PayloadFacts {
  const [, user, length] = /^([^:\s]{1,80}):(\d{1,12}):\d/.exec(content) ?? [];
  return facts({
    attachments: [statedMedia({ claimedSizeBytes: sizeBytes(length ?? null) })],
    extra: user === undefined ? {} : { "payload.fromusername": user },
  });
}
