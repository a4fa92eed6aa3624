import { posix } from "node:path";
import { jsonFile } from "../../base/json-reader.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ConversationFacts, NameSeen, ReadSettings, Yielded } from "../importer.ts";
import { epochOf } from "../wechat/epoch.ts";
import { JsonDocument, listedRows } from "../wechat/json-document.ts";
import { textIn, type Row } from "../wechat/json-row.ts";
import { RowTally } from "../wechat/row-tally.ts";
import { CHAT, conversationType, defectsOf, exportFacts, exportInstant } from "./export-facts.ts";
import { normalizeRow, type RowContext } from "./normalize.ts";

/** Keys by which a row is known to be a message. */
const ROW_KEYS = ["createTime", "content", "localType", "formattedTime", "localId"];
/** More members than any group has. */
const MEMBERS_KEPT = 100_000;

/** Reads the JSON of any version; `avatars` is never loaded. */
export function* readJsonExport(
  source: Source,
  { entry }: Claim,
  settings: ReadSettings,
): Generator<Yielded, void, void> {
  const file = jsonFile(source, entry);
  const document = new JsonDocument(file);
  const lists = document.lists("messages");
  const session = document.object("session");
  const exportTime = document.text("exportTime");
  const members = [...document.objects("groupMembers", MEMBERS_KEPT)];
  const conversation = conversationFacts(document, session, members, entry);
  const tally = new RowTally();
  const own = {
    // The first releases called the chat's id `username`. @source observed: the exporter's source @09a7969
    variant: session.object["wxid"] === undefined ? "json-early" : "json",
    encoding: document.encoding,
    localIdOrigin: "carried",
    exportedAt: exportInstant(exportTime, settings),
    exportedAtText: exportTime,
    hasCount: conversation.statedMessageCount !== null,
  } as const;
  yield { type: "export", facts: exportFacts(tally, own) };
  yield { type: "conversation", facts: conversation };
  for (const seen of namesOf(session, conversation, members)) yield { type: "name", seen };
  const mediaBase = document.text("mediaBase");
  yield* document.told();
  const context: RowContext = {
    folder: posix.dirname(entry),
    mediaBase,
    talker: conversation.talker,
    isGroup: conversation.type === "group",
  };
  for (const list of lists) {
    for (const listed of listedRows(file, list, ROW_KEYS, CHAT)) {
      if (listed.type !== "row") {
        yield listed;
        continue;
      }
      const { row, pointer, byte } = listed;
      const facts = normalizeRow(row, { path: entry, pointer, byte }, context);
      tally.count(facts);
      yield { type: "message", conversation: CHAT, facts };
    }
  }
  yield { type: "export", facts: exportFacts(tally, own) };
  for (const defect of defectsOf(tally, own.exportedAt)) yield { type: "defect", defect };
}

function conversationFacts(
  document: JsonDocument,
  session: Row,
  members: readonly Row[],
  entry: string,
): ConversationFacts {
  const text = (name: string) => document.field("session", session, name);
  const talker = text("wxid") ?? text("username");
  const type = conversationType(talker, text("type"));
  const count = text("messageCount");
  const stem = posix
    .basename(entry)
    .replace(/\.json$/i, "")
    .replace(/_聊天记录_\d{13}$/, "");
  const views = members.flatMap((member) => {
    const participant = accountOf(member);
    const groupNickname = textIn(member, "groupNickname");
    return participant === null ? [] : [{ participant, role: "unknown" as const, groupNickname }];
  });
  return {
    key: CHAT,
    type,
    talker,
    title: text("displayName") ?? text("remark") ?? text("nickname") ?? talker ?? stem,
    statedMessageCount: count !== null && /^\d{1,15}$/.test(count) ? Number(count) : null,
    statedLastMessageAt: epochOf(text("lastTimestamp"))?.ms ?? null,
    members: type === "group" ? views : [],
  };
}

function accountOf(member: Row): string | null {
  return textIn(member, "wxid") ?? textIn(member, "username");
}

/** Names the file states for accounts; those of a room are the conversation's. */
function* namesOf(
  session: Row,
  { talker, type }: ConversationFacts,
  members: readonly Row[],
): Generator<NameSeen, void, void> {
  if (type !== "group") yield* namesIn(session, talker);
  for (const member of members) yield* namesIn(member, accountOf(member));
}

function* namesIn(row: Row, account: string | null): Generator<NameSeen, void, void> {
  if (account === null) return;
  for (const kind of ["nickname", "remark"] as const) {
    const text = textIn(row, kind);
    if (text !== null) yield { account, name: { kind, text }, seenAt: null };
  }
  const shown = textIn(row, "displayName");
  if (shown !== null) yield { account, name: { kind: "display-name", text: shown }, seenAt: null };
}
