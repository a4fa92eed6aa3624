import type { Source } from "../../model/source.ts";
import type { ConversationFacts, ReadSettings, Yielded } from "../importer.ts";
import { count, text, type Manifest } from "./manifest.ts";
import type { MediaContext } from "./media.ts";
import type { JsonObject } from "../../base/json-reader.ts";
import type { Folder } from "./archive.ts";
import type { Tally } from "./tally.ts";

/** Everything the reading of one conversation file needs to know, and where it leaves what it learns of the export. */
export interface Reading {
  readonly source: Source;
  readonly settings: ReadSettings;
  readonly folder: Folder;
  /** `meta.json` of the folder; null where there is none. */
  readonly meta: JsonObject | null;
  readonly manifest: Manifest | null;
  readonly media: MediaContext;
  readonly tally: Tally;
  readonly report: Report;
  readonly learned: Learned;
}

/** `report.json`: media that were absent when the archive was made. */
export interface Report {
  /** Message ids not yet seen among the messages, with the conversation they were in. */
  readonly unseen: Map<string, string>;
  readonly missing: ReadonlySet<string>;
}

/** What only the conversation files say of the export. */
export interface Learned {
  account: string | null;
  exportedAtText: string | null;
  encoding: string;
  hasGroup: boolean;
  /** Talker by path of the file, for those that came as JSON. */
  readonly jsonFiles: Map<string, string>;
  /** Seen something that the minifier of later versions would have taken away. */
  isUnminified: boolean;
  /** Ranges and filters that the conversation files state themselves. */
  readonly ranges: Set<string>;
}

/** What a conversation file says of its conversation, where it does. */
export interface Head {
  readonly talker: string | null;
  readonly title: string | null;
  readonly isGroup: boolean | null;
}

/** The conversation, by its own file and by `meta.json` beside it. */
export function conversationOf({ folder, meta }: Reading, head: Head): ConversationFacts {
  const talker = head.talker ?? text(meta?.["username"]);
  const isGroup = head.isGroup ?? (typeof meta?.["isGroup"] === "boolean" ? meta["isGroup"] : null);
  const folderName = folder.path.split("/").at(-2) ?? "";
  return {
    key: folder.entry,
    type: typeOf(talker, isGroup),
    talker,
    title: head.title ?? text(meta?.["displayName"]) ?? talker ?? (folderName || folder.file),
    statedMessageCount: count(meta?.["messageCount"]),
    statedLastMessageAt: null,
    members: [],
  };
}

function typeOf(talker: string | null, isGroup: boolean | null): ConversationFacts["type"] {
  if (isGroup === true || talker?.endsWith("@chatroom") === true) return "group";
  if (talker?.startsWith("gh_") === true) return "official";
  // Collected records have stand-in ids and are nobody's conversation.
  return isGroup === false && talker !== null && !talker.startsWith("__prepared_") ? "private" : "unknown";
}

/** The conversation and, for a private one, the name its other side is shown by. */
export function* opened(reading: Reading, facts: ConversationFacts): Generator<Yielded, void, void> {
  yield { type: "conversation", facts };
  if (facts.type === "group") reading.learned.hasGroup = true;
  const { talker, title, type } = facts;
  if ((type !== "private" && type !== "official") || talker === null || title === talker) return;
  yield { type: "name", seen: { account: talker, name: { kind: "display-name", text: title }, seenAt: null } };
}
