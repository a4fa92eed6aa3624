import { looksRounded } from "../../base/decimal-id.ts";
import type { Kind } from "../../model/kind.ts";
import type { Locator } from "../../model/locator.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, MessageFacts, Yielded } from "../importer.ts";
import { epochOf } from "../wechat/epoch.ts";
import { kindOfLocalType } from "../wechat/types.ts";
import { weflowName } from "../wechat/weflow-name.ts";
import { bodyOf } from "./body.ts";
import { conversationOf, folderOf, typeOfTalker } from "./headed.ts";
import { guessKind, isNotice, mediaKind, type Guess } from "./placeholder.ts";
import { InsertReader, SqlFault, type SqlRow, type SqlValue } from "./sql-literal.ts";
import { SqlStatements, type SqlStatement } from "./sql-statements.ts";
import { defectsOf, exportOf, Tally, type Draft } from "./tally.ts";
import { TextFile } from "../wechat/text-file.ts";

/** @source documented: export-formats.md §4.1.3 */
export const SQL_TABLE = "weflow_messages";

/** Where rows that name no chat go. */
const NAMELESS = "";
const INSERT = /^(?:\s|--[^\n]*\n)*INSERT\s/i;

/** Reads a dump as text: literals only, nothing is run. */
export function* readSql(source: Source, { entry }: Claim): Generator<Yielded> {
  const file = new TextFile(source, entry);
  const tally = new Tally();
  const variant = { entry, variant: "sql", encoding: file.encoding };
  const draft: Draft = { ...variant, localIdOrigin: "carried", mayFallBack: true };
  yield exportOf(draft, tally);
  const pending: Yielded[] = [];
  const opened = new Set<string>();
  for (const item of itemsIn(new SqlStatements(file.pieces((told) => pending.push(told))), entry)) {
    yield* pending.splice(0);
    if (item.type === "message") {
      if (!opened.has(item.conversation)) yield chatOf(item.conversation, entry);
      opened.add(item.conversation);
      tally.count(item.facts);
    }
    yield item;
  }
  yield* pending;
  if (opened.size === 0) yield chatOf(NAMELESS, entry);
  yield exportOf(draft, tally);
  yield* defectsOf(tally, []);
}

/** A file holds one chat, but each row names its own. */
function chatOf(key: string, entry: string): Yielded {
  const talker = key === NAMELESS ? null : key;
  const name = weflowName(entry);
  return conversationOf({ key, talker, title: name.title, type: typeOfTalker(talker, name.type) });
}

function* itemsIn(statements: SqlStatements, entry: string): Generator<Yielded> {
  let row = 0;
  for (let statement = statements.next(); statement !== null; statement = statements.next()) {
    // Comments may stand before it.
    const begun = INSERT.exec(statement.text)?.[0].length;
    if (begun === undefined) {
      if (!statement.isEnded) {
        yield damaged(statement, entry, 0);
        statements.goOn(statement, 1);
      }
      continue;
    }
    let read = 0;
    try {
      for (const item of rowsIn(statement, entry, row)) {
        yield item;
        read += 1;
      }
    } catch (error) {
      if (!(error instanceof SqlFault)) throw error;
      yield damaged(statement, entry, error.offset);
      statements.goOn(statement, begun);
    }
    row += read;
  }
}

function* rowsIn(statement: SqlStatement, entry: string, before: number): Generator<Yielded> {
  const insert = new InsertReader(statement.text);
  if (insert.table !== SQL_TABLE) {
    const at = { path: entry, line: statement.line };
    yield { type: "skipped", conversation: null, at, reason: "not-a-message", raw: statement.text };
    return;
  }
  let line = statement.line;
  let counted = 0;
  let row = before;
  for (const { offset, row: values } of insert.rows()) {
    line += statement.text.slice(counted, offset).split("\n").length - 1;
    counted = offset;
    row += 1;
    yield messageOf(values, { path: entry, line, row, table: SQL_TABLE });
  }
}

function damaged({ line, text }: SqlStatement, path: string, offset: number): Yielded {
  const at = { path, line: line + text.slice(0, offset).split("\n").length - 1 };
  return { type: "skipped", conversation: null, at, reason: "malformed-sql", raw: text };
}

function textOf(value: SqlValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  const text = value.type === "boolean" ? String(value.value) : value.text;
  return text === "" ? null : text;
}

const COLUMNS = [
  "session_id", "local_id", "message_id", "create_time", "sender", "is_send", "local_type", "media_type", "content", "media_path",
] as const; // prettier-ignore

function messageOf(values: SqlRow, locator: Locator): Yielded {
  const of = (column: (typeof COLUMNS)[number]) => textOf(values.get(column));
  const [content, path, talker] = [of("content"), of("media_path"), of("session_id")];
  const folder = folderOf(locator.path);
  const { warnings, ...body } = bodyOf(kindOf(values), content, folder, { path, url: null });
  const ids = idsOf(of("local_id"), of("message_id"));
  const direction = directionOf(values.get("is_send"), body.kind);
  const time = timeOf(of("create_time"));
  const others = [...values].filter(([column, value]) => !(COLUMNS as readonly string[]).includes(column) && value !== null); // prettier-ignore
  const added = Object.fromEntries(others.map(([column, value]) => [column, textOf(value) ?? ""]));
  const extra: Record<string, string> = { ...ids.extra, ...time.extra, ...added };
  if (path !== null && !body.attachments.some(({ statedPath }) => statedPath === path)) extra["media_path"] = path;
  if (body.kind === "unknown" && of("media_type") !== null) extra["media_type"] = of("media_type") ?? "";
  const facts: MessageFacts = {
    locator,
    ...time.facts,
    direction,
    ...body,
    ...senderOf(of("sender"), direction, talker),
    typeCode: of("local_type"),
    localId: ids.localId,
    serverId: ids.serverId,
    extra,
    warnings: [...warnings, ...ids.warnings, ...time.warnings],
  };
  return { type: "message", conversation: talker ?? NAMELESS, facts };
}

const MEDIA_TYPES: Readonly<Record<string, Kind>> = {
  image: "image",
  voice: "voice",
  video: "video",
  emoji: "sticker",
  file: "file",
};

/** The type code; where it says nothing the word beside it, then the words of the content. */
function kindOf(values: SqlRow): Guess {
  const code = textOf(values.get("local_type"));
  const byCode = code === null ? "unknown" : kindOfLocalType(code);
  if (byCode !== "unknown") return { kind: byCode, kindBasis: "code" };
  const word = textOf(values.get("media_type"));
  const byWord = word !== null && Object.hasOwn(MEDIA_TYPES, word) ? MEDIA_TYPES[word] : undefined;
  const byPath = mediaKind(textOf(values.get("media_path")) ?? "");
  if (byWord !== undefined || byPath !== null) return { kind: byWord ?? byPath ?? "unknown", kindBasis: "word" };
  const guess = guessKind(textOf(values.get("content")));
  const isTelling = guess.kind !== "text" && guess.kind !== "unknown";
  return isTelling ? guess : { kind: "unknown", kindBasis: code === null ? "none" : "code" };
}

function directionOf(value: SqlValue | undefined, kind: Kind): MessageFacts["direction"] {
  if (isNotice(kind)) return "system";
  const text = textOf(value)?.toLowerCase();
  if (text === "true" || text === "1") return "sent";
  return text === "false" || text === "0" ? "received" : "unknown";
}

/** Notices, and group rows whose sender was not found, name the chat. */
function senderOf(
  stated: string | null,
  direction: MessageFacts["direction"],
  talker: string | null,
): Pick<MessageFacts, "sender" | "senderBasis"> {
  const isRoom = stated !== null && stated === talker && talker.endsWith("@chatroom");
  if (stated === null || isRoom || direction === "system") return { sender: null, senderBasis: "none" };
  return { sender: stated, senderBasis: "stated" };
}

/** `message_id` is the local id again where there is no server id. @source documented: export-formats.md §4.1.3, §14 */
function idsOf(local: string | null, message: string | null) {
  const localId = local !== null && /^\d{1,18}$/.test(local) ? local : null;
  const extra: Record<string, string> = local === localId ? {} : { local_id: local ?? "" };
  const none = { localId, serverId: null, extra, warnings: [] as string[] };
  if (message === null || /^0+$/.test(message)) return none;
  if (message === local) return { ...none, warnings: ["ID_FALLBACK"] };
  if (!/^\d{1,20}$/.test(message)) {
    return { ...none, extra: { ...extra, message_id: message }, warnings: ["FIELD_TYPE_UNEXPECTED"] };
  }
  return { ...none, serverId: message, warnings: looksRounded(message) ? ["SVRID_ROUNDED"] : [] };
}

function timeOf(text: string | null) {
  const epoch = epochOf(text);
  const isMs = epoch?.unit === "ms" && epoch.ms % 1000 !== 0;
  const facts = {
    sentAt: epoch?.ms ?? null,
    sentAtText: null,
    timePrecision: epoch === null ? "none" : isMs ? "ms" : "s",
    timeBasis: epoch === null ? "none" : "epoch",
  } as const;
  const extra: Record<string, string> = epoch === null && text !== null ? { create_time: text } : {};
  return { facts, extra, warnings: epoch === null ? ["TIME_UNREADABLE"] : [] };
}
