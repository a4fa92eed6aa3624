import { isJsonObject, parseJsonText } from "../../base/json-reader.ts";
import { EvidenceError } from "../../base/errors.ts";
import { decodeText } from "../../base/text-decode.ts";
import { encodingOf } from "../../base/text-encoding.ts";
import { compareCodePoints } from "../../base/order.ts";
import type { Kind } from "../../model/kind.ts";
import type { Locator } from "../../model/locator.ts";
import type { Source } from "../../model/source.ts";
import type { MessageFacts, StatedAttachment, Yielded } from "../importer.ts";
import { epochOf } from "../wechat/epoch.ts";
import { fenOf } from "../wechat/money.ts";
import { callOf } from "../wechat/payload-call.ts";
import { forwardOfRecord } from "../wechat/payload-forward.ts";
import { statedMedia, UNNAMED_MEDIA } from "../wechat/payload-parts.ts";
import { kindOfRenderType } from "./kinds.ts";
import { count } from "./manifest.ts";
import { placesOf } from "./media.ts";
import { noticeFacts } from "./normalize.ts";
import { PageRows, type PageRow } from "./page-rows.ts";
import { conversationOf, opened, type Reading } from "./reading.ts";
import { transferState } from "./transfer.ts";

const SAMPLE_BYTES = 256 << 10;

/** True for a page with the exporter's marks near its beginning or its end. */
export function looksLikePage(source: Source, path: string): boolean {
  const size = source.file(path)?.sizeBytes ?? 0;
  const ends = [source.read(path, 0, SAMPLE_BYTES), source.read(path, Math.max(0, size - SAMPLE_BYTES), SAMPLE_BYTES)];
  return ends.some((bytes) => /data-wce-create-time|id="wce(?:MediaIndex|PageMeta|MessageList)"/.test(bytes.toString("latin1"))); // prettier-ignore
}

/** Reads a page and the older pages beside it. A page shows less than the other forms: no server id, no sender id. */
export function* readPage(reading: Reading): Generator<Yielded, void, void> {
  const { source, folder } = reading;
  yield* opened(
    reading,
    conversationOf(reading, { talker: null, title: headingOf(source, folder.entry), isGroup: null }),
  );
  const pages = source.files.map(({ path }) => path).filter((path) => path.startsWith(`${folder.path}pages/`) && /\.js$/i.test(path)); // prettier-ignore
  for (const path of pages.sort(compareCodePoints)) {
    yield { type: "used", path };
    yield* fragmentIn(reading, path);
  }
  yield* rowsIn(reading, folder.entry, textOf(reading, folder.entry));
}

/** The conversation's name is in the page's heading. */
function headingOf(source: Source, path: string): string | null {
  const rows = new PageRows(path);
  rows.take(source.read(path, 0, SAMPLE_BYTES).toString("utf8"));
  const heading = rows.heading?.trim() ?? "";
  return heading === "" ? null : heading;
}

function* textOf({ source, learned }: Reading, path: string): Generator<string, void, void> {
  const found = encodingOf(() => source.chunks(path), path);
  learned.encoding = found.encoding;
  yield* decodeText(source.chunks(path), found, () => undefined);
}

function* rowsIn(reading: Reading, path: string, pieces: Iterable<string>): Generator<Yielded, void, void> {
  const rows = new PageRows(path);
  for (const piece of pieces) for (const row of rows.take(piece)) yield recordOf(row, path, reading);
  for (const row of rows.end()) yield recordOf(row, path, reading);
  yield* totalOf(reading, path, rows.pageMeta);
}

/** The page states how many messages all pages hold; told where `meta.json` says otherwise. */
function* totalOf({ meta }: Reading, path: string, pageMeta: string | null): Generator<Yielded, void, void> {
  if (pageMeta === null) return;
  try {
    const { value } = parseJsonText(pageMeta, path);
    const total = isJsonObject(value) ? count(value["totalMessages"]) : null;
    const stated = count(meta?.["messageCount"]);
    if (total === null || stated === null || total === stated) return;
    const at = { path, pointer: "wcePageMeta" };
    yield { type: "repair", at, code: "stated-total-differs", detail: `messages ${total}, ${stated}` };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
  }
}

const MOST_FRAGMENT_BYTES = 64 << 20;

/**
 * An older page is a script that hands its HTML over as text. The text is taken from the literal, plain or base64; where
 * there is none to be read the page is told as one skipped record, with its name.
 */
function* fragmentIn(reading: Reading, path: string): Generator<Yielded, void, void> {
  const { source, folder } = reading;
  const size = source.file(path)?.sizeBytes ?? 0;
  const script = size > MOST_FRAGMENT_BYTES ? "" : source.read(path, 0, size).toString("utf8");
  const html = literalIn(script);
  if (html === null) {
    const raw = script.slice(0, 500);
    yield { type: "skipped", conversation: folder.entry, at: { path }, reason: "page-unreadable", raw };
    return;
  }
  yield* rowsIn(reading, path, [html]);
}

const SHORTEST_LITERAL = 40;

/** Texts in double quotes, quotes included; a literal may be as long as the page, too long for a pattern. */
function* literalsIn(script: string): Generator<string, void, void> {
  for (let start = script.indexOf('"'); start >= 0;) {
    let end = script.indexOf('"', start + 1);
    while (end >= 0 && isEscaped(script, end)) end = script.indexOf('"', end + 1);
    if (end < 0) return;
    yield script.slice(start, end + 1);
    start = script.indexOf('"', end + 1);
  }
}

function isEscaped(script: string, quote: number): boolean {
  let at = quote;
  while (script[at - 1] === "\\") at -= 1;
  return (quote - at) % 2 === 1;
}

function literalIn(script: string): string | null {
  for (const literal of literalsIn(script)) {
    if (literal.length < SHORTEST_LITERAL) continue;
    const text = unquoted(literal);
    if (text === null) continue;
    const html = text.includes("data-render-type") ? text : decodedBase64(text);
    if (html !== null) return html;
  }
  return null;
}

function unquoted(literal: string): string | null {
  try {
    const { value } = parseJsonText(literal, "literal");
    return typeof value === "string" ? value : null;
  } catch (error) {
    if (error instanceof EvidenceError) return null;
    throw error;
  }
}

function decodedBase64(text: string): string | null {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return null;
  const decoded = Buffer.from(text, "base64").toString("utf8");
  return decoded.includes("data-render-type") ? decoded : null;
}

function recordOf(row: PageRow, path: string, reading: Reading): Yielded {
  if (row.isTooLong) {
    const at = { path, row: row.number };
    const raw = `${row.timeText ?? ""} ${row.text.slice(0, 500)}`;
    return { type: "skipped", conversation: reading.folder.entry, at, reason: "value-too-large", raw };
  }
  const facts = factsOf(row, { path, row: row.number }, reading);
  reading.tally.count(facts);
  return { type: "message", conversation: reading.folder.entry, facts };
}

function factsOf(row: PageRow, locator: Locator, reading: Reading): MessageFacts {
  const kind = kindOfRenderType(row.renderType) ?? "unknown";
  const time = epochOf(row.createTime);
  const content = row.text === "" ? null : row.text;
  const own = kind === "system" ? noticeFacts("system", content) : factsOfKind(kind, row, content);
  return {
    locator,
    sentAt: time?.ms ?? null,
    sentAtText: row.timeText === "" ? null : row.timeText,
    timePrecision: time === null ? "none" : "s",
    timeBasis: time === null ? "none" : "epoch",
    direction: kind === "system" ? "system" : (row.direction ?? "unknown"),
    ...own,
    kindBasis: kind === "unknown" ? "none" : "word",
    ...senderOf(row, kind, reading),
    text: content,
    quote: row.quote === null ? null : { targetServerId: null, sender: null, sentAt: null, text: row.quote.trim() },
    attachments: attachmentsOf(row, kind, reading),
    extra: extraOf(row, kind),
    warnings: row.hasInlinePictures ? ["EMOJI_AS_PICTURE"] : [],
  };
}

/** Only voice messages show an id: too few of them to be read as a numbering. */
function extraOf({ id, renderType }: PageRow, kind: Kind): Record<string, string> {
  return {
    ...(id === null ? {} : { "data-voice-id": id }),
    ...(kind === "unknown" && renderType !== null ? { "data-render-type": renderType } : {}),
  };
}

function factsOfKind(
  kind: Kind,
  row: PageRow,
  content: string | null,
): Pick<MessageFacts, "kind"> & Partial<MessageFacts> {
  if (kind === "transfer") {
    const [amountText, word] = [row.amount?.trim() ?? null, row.status?.trim() ?? null];
    const state = transferState(word, null);
    const transfer = {
      amountText,
      amountFen: fenOf(amountText),
      memo: null,
      state,
      transferId: null,
      transactionId: null,
    };
    return { kind, transfer };
  }
  if (kind === "redPacket") return { kind, redPacket: { title: content } };
  if (kind === "call") return { kind, call: callOf(content, "unknown", null) };
  if (kind !== "forward") return { kind };
  const read = row.recordItem === null ? null : forwardOfRecord(row.recordItem);
  return {
    kind,
    payload: row.recordItem,
    forward: { title: row.title ?? read?.title ?? null, items: read?.items ?? [] },
  };
}

/** Sent rows are the account's; in a private chat the others are the other side's, where the folder says who that is. */
function senderOf(row: PageRow, kind: Kind, { learned, manifest, meta }: Reading) {
  if (kind === "system") return { sender: null, senderName: null, senderBasis: "none" as const };
  const owner = manifest?.account ?? learned.account;
  if (row.direction === "sent" && owner !== null) {
    return { sender: owner, senderName: null, senderBasis: "direction" as const };
  }
  const talker = meta?.["username"];
  if (
    row.direction === "received" &&
    row.name === null &&
    meta?.["isGroup"] === false &&
    typeof talker === "string" &&
    talker !== ""
  ) {
    return { sender: talker, senderName: null, senderBasis: "direction" as const };
  }
  return { sender: null, senderName: row.name, senderBasis: row.name === null ? ("none" as const) : ("name" as const) };
}

const HAS_MEDIA: ReadonlySet<Kind> = new Set(["image", "sticker", "video", "voice", "file"]);

function attachmentsOf(row: PageRow, kind: Kind, reading: Reading): StatedAttachment[] {
  if (!HAS_MEDIA.has(kind)) return [];
  const own = [...new Set(row.links)].flatMap((link) => attachmentOf(link, kind, row, reading));
  return own.some(({ role }) => role === "main") ? own : [UNNAMED_MEDIA, ...own];
}

function attachmentOf(link: string, kind: Kind, row: PageRow, { media }: Reading): StatedAttachment[] {
  if (/^https?:\/\//i.test(link)) return [statedMedia({ remoteUrl: link })];
  const inside = /(?:^|\/)(media\/.+)$/.exec(decoded(link))?.[1];
  if (inside === undefined) return [];
  const role = kind === "video" && inside.startsWith("media/video_thumbs/") ? "thumbnail" : "main";
  const name = kind === "file" ? (row.fileName?.trim() ?? null) : null;
  return [statedMedia({ role, statedPath: link, name, candidates: placesOf(inside, media.roots) })];
}

function decoded(link: string): string {
  try {
    return link.includes("%") ? decodeURIComponent(link) : link;
  } catch {
    return link;
  }
}
