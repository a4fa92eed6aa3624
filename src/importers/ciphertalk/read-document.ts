import { posix } from "node:path";
import { isJsonObject, jsonFile, type JsonValue } from "../../base/json-reader.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ConversationFacts, ExportFacts, NameSeen, Yielded } from "../importer.ts";
import { epochOf } from "../wechat/epoch.ts";
import { JsonDocument, listedRows } from "../wechat/json-document.ts";
import { rowFrom, textIn, type Row } from "../wechat/json-row.ts";
import { RowTally } from "../wechat/row-tally.ts";
import { dataOfPage, type Form } from "./detect.ts";
import { normalizeRow, type RowContext } from "./normalize.ts";
import { JSON_FIELDS, PAGE_FIELDS, ROW_KEYS } from "./shape.ts";
import { SharedMedia } from "../wechat/shared-media.ts";
import { CHAT, conversationType, defectsOf } from "./words.ts";

/** Reads the detailed JSON, or the same rows out of a page. */
export function* readDocument(source: Source, { entry }: Claim, form: Form): Generator<Yielded, void, void> {
  const file = jsonFile(source, entry);
  const within = form === "page" ? (dataOfPage(source, entry) ?? undefined) : undefined;
  const document = new JsonDocument(file, within);
  const lists = document.lists("messages");
  const head = form === "page" ? pageHead(document, entry) : jsonHead(document, entry);
  const tally = new RowTally();
  yield { type: "export", facts: exportFacts(head, document, tally) };
  yield { type: "conversation", facts: head.conversation };
  for (const seen of head.names) yield { type: "name", seen };
  yield* document.told();
  const context: RowContext = {
    folder: posix.dirname(entry),
    talker: head.conversation.talker,
    isGroup: head.conversation.type === "group",
    fields: form === "page" ? PAGE_FIELDS : JSON_FIELDS,
  };
  for (const list of lists) {
    yield* counted(tally, messagesIn(listedRows(file, list, ROW_KEYS, CHAT), entry, context));
  }
  yield { type: "export", facts: exportFacts(head, document, tally) };
  for (const defect of defectsOf(tally)) yield { type: "defect", defect };
}

function* messagesIn(
  rows: ReturnType<typeof listedRows>,
  path: string,
  context: RowContext,
): Generator<Yielded, void, void> {
  const shared = new SharedMedia();
  for (const listed of rows) {
    if (listed.type !== "row") {
      yield listed;
      continue;
    }
    const { row, pointer, byte } = listed;
    const facts = normalizeRow(row, { path, pointer, byte }, context);
    yield* nicknameOf(row, facts.sender ?? null, facts.sentAt);
    const before = shared.next(facts);
    if (before !== null) yield { type: "message", conversation: CHAT, facts: before };
  }
  const last = shared.last();
  if (last !== null) yield { type: "message", conversation: CHAT, facts: last };
}

function* nicknameOf(row: Row, account: string | null, seenAt: number | null): Generator<Yielded, void, void> {
  const text = typeof row.object["groupNickname"] === "string" ? row.object["groupNickname"] : "";
  if (account === null || text === "") return;
  yield { type: "name", seen: { account, name: { kind: "group-nickname", text }, seenAt } };
}

function* counted(tally: RowTally, items: Iterable<Yielded>): Generator<Yielded, void, void> {
  for (const item of items) {
    if (item.type === "message") tally.count(item.facts);
    yield item;
  }
}

/** What a file says of itself before its messages. */
interface Head {
  readonly variant: string;
  readonly tool: string | null;
  readonly version: string | null;
  readonly exportedAtText: string | null;
  readonly owner: string | null;
  readonly statedRange: string | null;
  readonly conversation: ConversationFacts;
  readonly names: readonly NameSeen[];
}

function jsonHead(document: JsonDocument, entry: string): Head {
  const info = document.object("exportInfo");
  const session = document.object("session");
  const infoText = (name: string) => document.field("exportInfo", info, name);
  const text = (name: string) => document.field("session", session, name);
  const talker = text("wxid") ?? text("groupId");
  const stem = posix.basename(entry).replace(/\.json$/i, "");
  const title = text("displayName") ?? text("nickname") ?? talker ?? stem;
  const type = conversationType(talker, text("type"), session.object["isGroup"] === true);
  return {
    variant: "detailed-json",
    tool: infoText("generator"),
    version: infoText("version"),
    exportedAtText: infoText("exportedAt"),
    owner: text("ownerId"),
    statedRange: null,
    conversation: {
      key: CHAT,
      type,
      talker,
      title,
      statedMessageCount: countOf(text("messageCount")),
      statedLastMessageAt: epochOf(text("lastTimestamp"))?.ms ?? null,
      members: [],
    },
    names: type === "group" ? [] : namesOf(session, talker, title),
  };
}

/** The program writes one name three times; programs made from it tell them apart. */
function namesOf(session: Row, account: string | null, shown: string): NameSeen[] {
  if (account === null) return [];
  const named = (["nickname", "remark"] as const).flatMap((kind): NameSeen[] => {
    const text = textIn(session, kind);
    return text === null || text === shown ? [] : [{ account, name: { kind, text }, seenAt: null }];
  });
  return [{ account, name: { kind: "display-name", text: shown }, seenAt: null }, ...named];
}

function pageHead(document: JsonDocument, entry: string): Head {
  const meta = document.object("meta");
  const text = (name: string) => document.field("meta", meta, name);
  const talker = text("sessionId");
  const title = text("sessionName") ?? talker ?? posix.basename(entry).replace(/\.html?$/i, "");
  return {
    variant: "html",
    tool: null,
    version: null,
    exportedAtText: text("exportTime"),
    owner: null,
    statedRange: rangeOf(meta.object["dateRange"]),
    conversation: {
      key: CHAT,
      type: conversationType(talker, null, meta.object["isGroup"] === true),
      talker,
      title,
      statedMessageCount: countOf(text("messageCount")),
      statedLastMessageAt: null,
      members: [],
    },
    names: [],
  };
}

function rangeOf(range: JsonValue | undefined): string | null {
  if (!isJsonObject(range)) return null;
  const row = rowFrom(range);
  return `${textIn(row, "start") ?? ""}–${textIn(row, "end") ?? ""}`;
}

function countOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function exportFacts(head: Head, document: JsonDocument, tally: RowTally): ExportFacts {
  const exportedAt = epochOf(head.exportedAtText)?.ms ?? null;
  const sender = tally.owner();
  return {
    variant: head.variant,
    claimedTool: head.tool,
    claimedVersion: head.version,
    exportedAt,
    exportedAtText: head.exportedAtText,
    owner: head.owner ?? sender,
    ownerBasis: head.owner !== null ? "stated" : sender === null ? null : "sent-rows",
    statedRange: head.statedRange,
    localIdOrigin: head.variant === "html" ? "none" : "carried",
    serverIdOrigin: tally.has("server-id") ? "through-double" : "none",
    provides: tally.provides(
      ...(head.conversation.statedMessageCount === null ? [] : (["stated-count"] as const)),
      ...(exportedAt === null ? [] : (["stated-export-time"] as const)),
    ),
    encoding: document.encoding,
  };
}
