import { looksRounded } from "../../base/decimal-id.ts";
import {
  elements,
  indexJson,
  isJsonObject,
  jsonFile,
  JsonNumber,
  printJson,
  readJson,
  type JsonElement,
  type JsonFile,
  type JsonIndex,
  type JsonObject,
} from "../../base/json-reader.ts";
import type { KnownDefect } from "../../model/chat.ts";
import type { Kind } from "../../model/kind.ts";
import type { Quote } from "../../model/message.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, MessageFacts, StatedAttachment, Yielded } from "../importer.ts";
import { rowTime } from "../wechat/epoch.ts";
import { repairsOf, repeatedKeys, repeatedKeysUnread, type Repair } from "../wechat/json-repairs.ts";
import { extraOf, release, rowWith, textIn, warn, type Row } from "../wechat/json-row.ts";
import { mediaPlaces } from "../wechat/media-path.ts";
import { statedMedia } from "../wechat/payload-parts.ts";
import { readPayload, type PayloadFacts } from "../wechat/payload.ts";
import { kindOfLocalType } from "../wechat/types.ts";
import { weflowName } from "../wechat/weflow-name.ts";
import { bodyOf } from "./body.ts";
import { CHAT, conversationOf, folderOf, typeOfTalker } from "./headed.ts";
import { isNotice, type Guess } from "./placeholder.ts";
import { Tally, defectsOf, exportOf, type Draft } from "./tally.ts";

/** Keys by which a row of an answer is known; its `localId` is the client's own. @source export-formats.md §4.1.3 */
export const API_ROW_KEYS = ["localId", "serverId", "rawContent", "createTime"];

/** Reads a saved answer of the exporter's HTTP interface: the stored content itself, read again from its XML. */
export function* readApi(source: Source, { entry }: Claim): Generator<Yielded> {
  const file = jsonFile(source, entry);
  const index = indexJson(file);
  const { head, repairs } = headIn(file, index);
  const tally = new Tally();
  const talker = textAt(head, "talker");
  const count = textAt(head, "count");
  const statedMessageCount = count !== null && /^\d{1,15}$/.test(count) ? Number(count) : null;
  const encoding = index.hasByteOrderMark ? "UTF-8 with BOM" : "UTF-8";
  const known = { entry, variant: "http-api", encoding, hasStatedCount: statedMessageCount !== null };
  const draft: Draft = { ...known, localIdOrigin: "carried" };
  const named = weflowName(entry);
  yield exportOf(draft, tally);
  const type = typeOfTalker(talker, named.type);
  yield conversationOf({ talker, title: talker ?? named.title, type, statedMessageCount });
  yield* repairs;
  for (const member of index.members.filter(({ key, type: found }) => key === "messages" && found === "array")) {
    for (const element of elements(file, member.span)) {
      for (const item of itemsOf(element, entry, talker)) {
        if (item.type === "message") tally.count(item.facts);
        yield item;
      }
    }
  }
  yield exportOf(draft, tally);
  // An answer with `hasMore` is one page of several; each page has a limit.
  const limited: KnownDefect[] = head["hasMore"] === true ? [{ code: "LIMIT_SUSPECTED", records: null }] : [];
  yield* defectsOf(tally, limited, []);
}

/** Everything of an answer but its messages; of a repeated key the last stands, as for every other reader, and is told. */
function headIn(file: JsonFile, index: JsonIndex): { head: JsonObject; repairs: Repair[] } {
  const head = Object.create(null) as JsonObject;
  const repairs = [...repeatedKeys(file, index), ...repeatedKeysUnread(file, index.members)];
  for (const { key, type, span } of index.members) {
    if (type !== "scalar") continue;
    const read = readJson(file, span);
    repairs.push(...repairsOf(file, `/${key}`, read.repairs));
    head[key] = read.value;
  }
  return { head, repairs };
}

function textAt(object: JsonObject, key: string): string | null {
  const value = object[key];
  if (value instanceof JsonNumber) return value.text;
  return typeof value === "string" && value !== "" ? value : null;
}

function* itemsOf(element: JsonElement, path: string, talker: string | null): Generator<Yielded> {
  const at = { path, pointer: `/messages/${element.index}`, byte: element.byte };
  if (element.type === "damaged") {
    yield { type: "skipped", conversation: CHAT, at, reason: element.reason, raw: element.raw };
    return;
  }
  const row = rowWith(element.value, API_ROW_KEYS);
  if (row === null) {
    yield { type: "skipped", conversation: CHAT, at, reason: "not-a-message", raw: printJson(element.value) };
    return;
  }
  for (const { code, byte, detail } of element.repairs) yield { type: "repair", at: { ...at, byte }, code, detail };
  yield { type: "message", conversation: CHAT, facts: messageOf(row, at, talker) };
}

function messageOf(row: Row, locator: MessageFacts["locator"], talker: string | null): MessageFacts {
  const raw = textIn(row, "rawContent");
  const payload = raw === null ? null : readPayload(raw);
  const code = textIn(row, "localType");
  const sender = textIn(row, "senderUsername");
  const words = wordsOf(raw, payload, sender);
  const content = textIn(row, "content");
  const guess = kindOf(code, payload);
  const { warnings, ...rendered } = bodyOf(guess, words ?? content, folderOf(locator.path), NO_MEDIA);
  const isSystem = isNotice(payload?.recall != null ? "recall" : rendered.kind);
  const facts = {
    locator,
    ...timeOf(row),
    ...rendered,
    ...(payload === null ? {} : partsOf(payload, rendered.kind)),
    ...senderOf(row, sender, isSystem, talker),
    ...idsOf(row),
    typeCode: code,
    payload: payload === null ? null : raw,
    quote: quoteOf(row, payload?.quote ?? rendered.quote ?? null, rendered.kind),
    attachments: attachmentsOf(row, rendered.attachments, payload, folderOf(locator.path)),
  } as const;
  // What the exporter made of it is kept where it says something else than the stored content.
  if (content !== null && content !== facts.text) release(row, "content");
  if (textIn(row, "parsedContent") !== facts.text) release(row, "parsedContent");
  // What the exporter does to its renderings does not touch the stored content.
  if (words === null && payload === null) for (const warning of warnings) warn(row, warning);
  if (payload?.isDamaged === true) warn(row, "PAYLOAD_DAMAGED");
  return { ...facts, extra: { ...extraOf(row), ...payload?.extra }, warnings: row.warnings };
}

function timeOf(row: Row): Pick<MessageFacts, "sentAt" | "sentAtText" | "timePrecision" | "timeBasis"> {
  const time = rowTime(row);
  if (time === null) return { sentAt: null, sentAtText: null, timePrecision: "none", timeBasis: "none" };
  const hasMs = time.unit === "ms" && time.ms % 1000 !== 0;
  return { sentAt: time.ms, sentAtText: null, timePrecision: hasMs ? "ms" : "s", timeBasis: "epoch" };
}

const NO_MEDIA = { path: null, url: null };

/** What was said, from the stored content: behind `id:` and a line feed in groups. */
function wordsOf(raw: string | null, payload: PayloadFacts | null, sender: string | null): string | null {
  if (payload !== null) return payload.text;
  if (raw === null || raw.trimStart().startsWith("<")) return null;
  const prefix = sender === null ? "" : `${sender}:\n`;
  return prefix !== "" && raw.startsWith(prefix) ? raw.slice(prefix.length) : raw;
}

function kindOf(code: string | null, payload: PayloadFacts | null): Guess {
  const byCode = code === null ? "unknown" : kindOfLocalType(code);
  if (byCode !== "unknown") return { kind: byCode, kindBasis: "code" };
  // 49 alone says only that there is a payload; its own type is a code as well.
  if (payload?.kind != null) return { kind: payload.kind, kindBasis: "code" };
  return { kind: "unknown", kindBasis: code === null ? "none" : "code" };
}

/** The stored XML speaks before its rendering. */
function partsOf(payload: PayloadFacts, kind: Kind): Partial<MessageFacts> {
  const { forward, transfer, redPacket, call, location, recall, system } = payload;
  const parts = { forward, transfer, redPacket, call, location, recall, system };
  const stated = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== null)) as Partial<MessageFacts>;
  const isNotices = recall !== null || payload.kind === "pat";
  return isNotices && kind === "system" ? { ...stated, kind: payload.kind ?? kind } : stated;
}

function senderOf(row: Row, stated: string | null, isSystem: boolean, talker: string | null) {
  const flag = textIn(row, "isSend");
  if (isSystem) {
    if (flag === "1") release(row, "isSend");
    release(row, "senderUsername");
    return { direction: "system", sender: null, senderBasis: "none" } as const;
  }
  const direction = flag === "1" ? "sent" : flag === "0" ? "received" : "unknown";
  const isRoom = stated !== null && stated === talker && talker.endsWith("@chatroom");
  if (isRoom) release(row, "senderUsername");
  if (stated === null || isRoom) return { direction, sender: null, senderBasis: "none" } as const;
  return { direction, sender: stated, senderBasis: "stated" } as const;
}

function idsOf(row: Row): Pick<MessageFacts, "localId" | "serverId" | "sortSeq"> {
  const local = textIn(row, "localId");
  const server = textIn(row, "serverId");
  const sortSeq = textIn(row, "sortSeq");
  const isServer = server !== null && /^[1-9]\d{0,19}$/.test(server);
  if (server !== null && !isServer && server !== "0") release(row, "serverId");
  if (isServer && row.object["serverId"] instanceof JsonNumber && looksRounded(server)) warn(row, "SVRID_ROUNDED");
  const isLocal = local !== null && /^[1-9]\d{0,17}$/.test(local);
  if (!isLocal) release(row, "localId");
  return {
    localId: isLocal ? local : null,
    serverId: isServer ? server : null,
    sortSeq: sortSeq === "0" ? null : sortSeq,
  };
}

function quoteOf(row: Row, quote: Quote | null, kind: Kind): Quote | null {
  const reply = textIn(row, "replyToMessageId");
  const target = reply !== null && /^[1-9]\d{0,19}$/.test(reply) ? reply : null;
  if (reply !== target) release(row, "replyToMessageId");
  if (kind !== "quote" && target === null) return quote;
  const none: Quote = { targetServerId: null, sender: null, sentAt: null, text: null };
  return { ...(quote ?? none), targetServerId: quote?.targetServerId ?? target };
}

/** Digest and size from the stored XML, the place from the answer; its address is one of the exporter's own computer. */
function attachmentsOf(
  row: Row,
  rendered: readonly StatedAttachment[],
  payload: PayloadFacts | null,
  folder: string,
): StatedAttachment[] {
  const pathKey = textIn(row, "mediaLocalPath") === null ? "mediaPath" : "mediaLocalPath";
  const path = textIn(row, pathKey);
  const name = textIn(row, "mediaFileName");
  if (path !== null) textIn(row, "mediaType");
  const stated = payload !== null && payload.attachments.length > 0 ? payload.attachments : rendered;
  const base = stated[0] ?? (path === null ? null : statedMedia({}));
  if (base === null) return [];
  const candidates = path === null ? [] : mediaPlaces(path, folder);
  const { notExported: _notExported, ...placed } = base;
  const main = { ...placed, statedPath: path, name: placed.name ?? name, candidates };
  const isElsewhere = path !== null || main.remoteUrl !== null;
  return [isElsewhere ? main : { ...main, notExported: true }, ...stated.slice(1)];
}

/** Whether a value is a row of an answer: the client's id beside the server's or the stored content. */
export function isApiRow(value: unknown): boolean {
  return (
    isJsonObject(value as never) &&
    "localId" in (value as object) &&
    ["serverId", "rawContent"].some((key) => key in (value as object))
  );
}
