import {
  elements,
  indexJson,
  isJsonObject,
  jsonFile,
  printJson,
  readJson,
  type JsonElement,
  type JsonFile,
  type JsonIndex,
  type JsonMember,
  type JsonObject,
  type JsonValue,
} from "../../base/json-reader.ts";
import type { Locator } from "../../model/locator.ts";
import type { Yielded } from "../importer.ts";
import { repairsOf, repeatedKeys, repeatedKeysUnread } from "../wechat/json-repairs.ts";
import { rowWith, textIn, warn, type Row } from "../wechat/json-row.ts";
import { filtersOf, isHidden, rangeText, text } from "./manifest.ts";
import { isRowId, normalizeRow, type RowContext } from "./normalize.ts";
import { conversationOf, opened, type Reading } from "./reading.ts";
import { privacyRefused, shapeRefused } from "./refusal.ts";
import { foreignFields, seam, Unminified, Widths } from "./seams.ts";

/** Read as a whole, so that what is repeated in them is known from reading. */
const READ_WHOLE = ["conversation", "filters"];
/** Keys by which a row is known to be a message. */
const ROW_KEYS = ["createTime", "content", "renderType", "localId", "serverId", "createTimeText"];

/**
 * Reads `messages.json` of one conversation, in order and in flat memory.
 *
 * @throws {SourceError} JSON_… where the file is broken, WDA_SHAPE without messages, WDA_PRIVACY_MODE
 */
export function* readMessages(reading: Reading): Generator<Yielded, void, void> {
  const { source, folder, learned } = reading;
  const file = jsonFile(source, folder.entry);
  const index = indexJson(file);
  const head = yield* headOf(file, index, reading);
  const conversation = conversationOf(reading, head);
  yield* opened(reading, conversation);
  learned.encoding = index.hasByteOrderMark ? "UTF-8 with BOM" : "UTF-8";
  if (conversation.talker !== null) learned.jsonFiles.set(folder.entry, conversation.talker);
  const isGroup = conversation.type === "group";
  const context = { talker: conversation.talker, isGroup, media: reading.media };
  const rows = new Rows(reading, context);
  const lists = index.members.filter(({ key }) => key === "messages");
  if (!lists.some(({ type }) => type === "array")) throw shapeRefused(folder.entry, "messages");
  for (const list of lists) {
    if (list.type !== "array") continue;
    for (const element of elements(file, list.span)) yield* rows.row(element);
  }
  yield* rows.end();
}

function* headOf(file: JsonFile, index: JsonIndex, { learned, settings }: Reading) {
  yield* repeatedKeys(file, index);
  yield* repeatedKeysUnread(
    file,
    index.members.filter(({ key }) => !READ_WHOLE.includes(key)),
  );
  const account = text(yield* scalarAt(file, last(index, "account")));
  const conversation = yield* objectAt(file, last(index, "conversation"));
  const title = text(conversation["displayName"]);
  if (isHidden(account)) throw privacyRefused(file.path);
  learned.account ??= account;
  learned.exportedAtText ??= text(yield* scalarAt(file, last(index, "exportedAt")));
  const range = rangeText(filtersOf(yield* objectAt(file, last(index, "filters"))), settings.timeZone);
  if (range !== null) learned.ranges.add(range);
  const { isGroup } = conversation;
  return {
    talker: text(conversation["username"]),
    title,
    isGroup: typeof isGroup === "boolean" ? isGroup : null,
  };
}

/** Of a repeated key the last one stands, as for every other reader. */
function last(index: JsonIndex, key: string): JsonMember | undefined {
  return index.members.findLast((member) => member.key === key);
}

function* scalarAt(file: JsonFile, member: JsonMember | undefined): Generator<Yielded, JsonValue | undefined, void> {
  return member?.type === "scalar" ? yield* valueAt(file, member) : undefined;
}

function* objectAt(file: JsonFile, member: JsonMember | undefined): Generator<Yielded, JsonObject, void> {
  const value = member?.type === "object" ? yield* valueAt(file, member) : undefined;
  return isJsonObject(value) ? value : {};
}

function* valueAt(file: JsonFile, { key, span }: JsonMember): Generator<Yielded, JsonValue, void> {
  const { value, repairs } = readJson(file, span);
  yield* repairsOf(file, `/${key}`, repairs);
  return value;
}

/** The rows of one file. */
class Rows {
  private readonly reading: Reading;
  private readonly context: RowContext;
  private readonly widths = new Widths();
  private readonly unminified = new Unminified();
  private index = 0;

  constructor(reading: Reading, context: RowContext) {
    this.reading = reading;
    this.context = context;
  }

  *row(element: JsonElement): Generator<Yielded, void, void> {
    const { entry } = this.reading.folder;
    const at = { path: entry, pointer: `/messages/${this.index}`, byte: element.byte };
    this.index += 1;
    if (element.type === "damaged") {
      yield { type: "skipped", conversation: entry, at, reason: element.reason, raw: element.raw };
      return;
    }
    const row = rowWith(element.value, ROW_KEYS);
    if (row === null) {
      yield { type: "skipped", conversation: entry, at, reason: "not-a-message", raw: printJson(element.value) };
      return;
    }
    for (const { code, byte, detail } of element.repairs) {
      yield { type: "repair", at: { ...at, byte }, code, detail };
      warn(row, code === "duplicate-key" ? "DUPLICATE_KEY" : "UNDECODABLE_BYTES");
    }
    yield* this.seams(row, at);
    yield* this.avatar(row);
    const facts = normalizeRow(row, at, this.context);
    this.reading.tally.count(facts);
    yield { type: "message", conversation: entry, facts };
  }

  *end(): Generator<Yielded, void, void> {
    if (this.unminified.isProven()) this.reading.learned.isUnminified = true;
    yield* this.widths.seams();
  }

  private *seams(row: Row, at: Locator): Generator<Yielded, void, void> {
    const { object } = row;
    const id = text(object["id"]);
    this.unminified.take(object);
    if (id === null || !isRowId(id)) return;
    this.reading.report.unseen.delete(id);
    this.widths.take(object, at);
    if (row.warnings.includes("DUPLICATE_KEY")) yield seam("fused-keys-repeated", at, id);
    const foreign = foreignFields(object, text(object["type"]));
    if (foreign.length > 0) yield seam("fused-fields", at, foreign.join(", "));
  }

  private readonly avatars = new Set<string>();

  /** Avatars belong to the export although no message sends them. */
  private *avatar(row: Row): Generator<Yielded, void, void> {
    const path = textIn(row, "senderAvatarPath");
    row.held.delete("senderAvatarPath");
    if (path === null || this.avatars.has(path) || this.avatars.size > MOST_AVATARS) return;
    this.avatars.add(path);
    yield* avatarUsed(this.reading, path);
  }
}

const MOST_AVATARS = 100_000;

/** The avatar's file, where it is there. */
export function* avatarUsed({ source, media }: Reading, path: string): Generator<Yielded, void, void> {
  const place = media.roots.map((root) => root + path).find((candidate) => source.file(candidate) !== undefined);
  if (place !== undefined) yield { type: "used", path: place };
}
