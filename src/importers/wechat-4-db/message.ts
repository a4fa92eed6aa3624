import { idOf, textOf, type Cell } from "../../base/sqlite/tables.ts";
import { remembered } from "../../base/remembered.ts";
import type { Transfer } from "../../model/message.ts";
import type { MessageFacts } from "../importer.ts";
import { kindOfHalves, splitLocalType } from "../wechat/types.ts";
import { contentFacts, splitPrefix, textsOf } from "./content.ts";
import { mediaOf } from "./media.ts";
import type { MessageRow } from "./message-row.ts";
import type { PackedInfo } from "./packed-info.ts";
import { senderOf } from "./row-sender.ts";
import { epochSeconds } from "./survey.ts";
import type { TableContext } from "./table-context.ts";

/** The message of a row. Pure but for the look at recordings. */
export function messageOf(row: MessageRow, context: TableContext): MessageFacts {
  const warnings: string[] = [];
  const texts = textsOf(row, context.zstd, warnings);
  const typeCode = textOf(row.localType);
  const halves = halvesOf(typeCode ?? "");
  const isNotice = halves !== null && NOTICES.has(halves.base);
  const { prefix, body } = isNotice ? { prefix: null, body: texts.content } : splitPrefix(texts.content, row, context);
  const stored = contentFacts(body, halves, kindOfHalves(halves), warnings);
  const packed = context.packed.of(row.packedInfo);
  const sentAt = epochSeconds(row.createTime);
  const serverId = idOf(row.serverId);
  const localId = textOf(row.localId) ?? textOf(row.rowid);
  const sender = senderOf(row, prefix, isNotice, context, warnings);
  warnOfTimes(row, stored.transfer ?? null, sentAt, warnings);
  if (serverId !== null && context.isHistory(serverId)) warnings.push("FETCHED_AS_HISTORY");
  const media = { kind: stored.kind, hash: context.hash, talker: context.talker, localId, serverId, createTime: wholeOf(row.createTime), sentAt, packed, stated: stored.attachments ?? [] }; // prettier-ignore
  return {
    kind: stored.kind,
    kindBasis: stored.kindBasis,
    text: stored.text ?? null,
    payload: stored.payload ?? null,
    quote: stored.quote ?? null,
    forward: stored.forward ?? null,
    transfer: stored.transfer ?? null,
    redPacket: stored.redPacket ?? null,
    call: stored.call ?? null,
    location: stored.location ?? null,
    recall: stored.recall ?? null,
    system: stored.system ?? null,
    locator: { path: context.path, table: context.table, rowid: String(row.rowid ?? localId) },
    localId,
    localIdScope: context.scope,
    serverId,
    sortSeq: textOf(row.sortSeq),
    serverSeq: idOf(row.serverSeq),
    sentAt,
    sentAtText: sentAt === null ? textOf(row.createTime) : null,
    timePrecision: sentAt === null ? "none" : "s",
    timeBasis: sentAt === null ? "none" : "epoch",
    sender: sender.sender,
    senderBasis: sender.senderBasis,
    direction: sender.direction,
    typeCode,
    attachments: mediaOf(media, context.places),
    extra: extraOf(row, { packed, prefix, source: texts.source, second: texts.second, payload: stored.extra }),
    warnings,
  };
}

/** There are some dozens of types. */
const halvesOf = remembered(splitLocalType, 1000);

const NOTICES: ReadonlySet<string> = new Set(["10000", "10001", "10002", "9999"]);

/** Offers of a transfer bear the second they were made; a row of another time was not written with it. */
const OFFERS: ReadonlySet<string> = new Set(["1", "7", "8"]);
const MOST_APART_MS = 10 * 60_000;

function warnOfTimes(row: MessageRow, transfer: Transfer | null, sentAt: number | null, warnings: string[]): void {
  if (sentAt === null) warnings.push("TIME_UNREADABLE");
  if (sentAt !== null && !isOfSecond(row.sortSeq, row.createTime)) warnings.push("SORT_SEQ_DIFFERS");
  const beganAt = OFFERS.has(transfer?.subtype ?? "") ? (transfer?.beganAt ?? null) : null;
  if (beganAt !== null && sentAt !== null && Math.abs(beganAt - sentAt) > MOST_APART_MS) {
    warnings.push("PAYLOAD_TIME_DIFFERS");
  }
}

/** Whether a sort sequence, which is in milliseconds, falls in a second; also where one of them says nothing. */
function isOfSecond(sortSeq: Cell, createTime: Cell): boolean {
  if (typeof sortSeq === "string" && sortSeq.slice(0, -3) === String(createTime)) return true;
  const [ms, seconds] = [wholeOf(sortSeq), wholeOf(createTime)];
  return ms === null || seconds === null || ms === 0 || (ms - (ms % 1000)) / 1000 === seconds;
}

/** A whole number, as far as a double holds it; null for anything else. */
function wholeOf(value: Cell): number | null {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : null;
  return typeof value === "string" && /^-?\d{1,19}$/.test(value) ? Number(value) : null;
}

interface Beside {
  readonly packed: PackedInfo | null;
  readonly prefix: string | null;
  readonly source: string | null;
  readonly second: string | null;
  readonly payload: MessageFacts["extra"] | undefined;
}

/**
 * What a row has beside the fields of a message. The first are those that all rows have: in code-unit order, as the
 * record needs them, and as one literal, because one that grows name by name takes four times as long. A name without a
 * value is not printed.
 */
function extraOf(row: MessageRow, { packed, prefix, source, second, payload }: Beside): Record<string, string> {
  const extra: Record<string, string | undefined> = {
    WCDB_CT_message_content: wordOf(row.contentTag ?? null),
    WCDB_CT_source: wordOf(row.sourceTag ?? null),
    download_status: wordOf(row.downloadStatus),
    origin_source: wordOf(row.originSource),
    "packed_info.1": packed?.first ?? undefined,
    "packed_info.2": packed?.second ?? undefined,
    real_sender_id: wordOf(row.realSenderId),
    server_seq: wordOf(row.serverSeq),
    source: source || undefined,
    status: wordOf(row.status),
    upload_status: wordOf(row.uploadStatus),
  };
  if (second) extra["compress_content"] = second;
  if (packed?.voiceText != null) extra["packed_info.5.2"] = packed.voiceText;
  if (packed?.dimensions != null) extra["packed_info.dimensions"] = packed.dimensions;
  if (prefix !== null) extra["prefix"] = prefix;
  if (row.further !== null) Object.assign(extra, row.further);
  if (payload !== undefined) Object.assign(extra, payload);
  return extra as Record<string, string>;
}

function wordOf(value: Cell): string | undefined {
  return value === null || Buffer.isBuffer(value) ? undefined : String(value);
}
