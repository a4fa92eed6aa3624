import { jsObjects, type JsElement } from "../../base/js-objects.ts";
import { decodeText } from "../../base/text-decode.ts";
import { encodingOf, type EncodingFound } from "../../base/text-encoding.ts";
import type { Locator } from "../../model/locator.ts";
import type { Source } from "../../model/source.ts";
import type { ConversationFacts, ExportFacts, Yielded } from "../importer.ts";
import { placeOf } from "../wechat/memotrace-place.ts";
import { earlyMessage } from "./early-message.ts";
import { exportOf, furnitureOf } from "./export.ts";
import { Fields } from "./fields.ts";
import { MediaPlaces } from "./media.ts";
import type { Page } from "./page.ts";
import { counted, Tally } from "./tally.ts";

const KEY = "chat";
const CHUNK_BYTES = 1 << 20;

type JsObject = Extract<JsElement, { type: "object" }>;

/** Reads a page of 1.x: object literals, and lines that show the time above a message after a pause of five minutes. */
export class EarlyPageReader {
  private readonly source: Source;
  private readonly page: Page;
  private readonly encoding: EncodingFound;
  private readonly places: MediaPlaces;
  private readonly folder: string;
  private readonly title: string;
  private readonly tally = new Tally();
  private row = 0;
  private shown: { text: string; timestamp: string; at: Locator; raw: string } | null = null;
  private type: ConversationFacts["type"] = "unknown";
  private lastName: string | null = null;

  /** @throws {SourceError} ENCODING_UNKNOWN */
  constructor(source: Source, page: Page) {
    const place = placeOf({ entry: page.path });
    this.source = source;
    this.page = page;
    this.folder = place.folder;
    this.title = page.title ?? place.title;
    this.encoding = encodingOf(() => source.chunks(page.path), page.path);
    this.places = new MediaPlaces(source, place.folder);
  }

  *read(): Generator<Yielded> {
    yield { type: "export", facts: this.exportFacts() };
    yield this.conversation();
    const told: Yielded[] = [];
    for (const element of jsObjects(this.text(told), this.page.line)) {
      yield* told.splice(0);
      yield* this.element(element);
    }
    yield* told;
    yield* this.withoutMessage();
    yield* furnitureOf(this.source, this.folder);
    yield { type: "export", facts: this.exportFacts() };
    yield this.conversation();
    yield { type: "defect", defect: { code: "ROWS_DROPPED_BY_TYPE", records: null } };
    const { files, remote } = this.tally;
    const carried = this.tally.warnedOf("SENDER_CARRIED_OVER");
    const defects = { MEDIA_WRONG_FILE: files, REMOTE_URLS: remote, SENDER_CARRIED_OVER: carried };
    for (const defect of counted(defects)) yield { type: "defect", defect };
  }

  private exportFacts(): ExportFacts {
    return exportOf({
      variant: "HTML 1.x",
      encoding: this.encoding.encoding,
      provides: this.tally.provided(),
      serverIdOrigin: this.tally.hasServerIds ? "exact" : "none",
    });
  }

  private conversation(): Yielded {
    const stated = { statedMessageCount: null, statedLastMessageAt: null, members: [] };
    return { type: "conversation", facts: { key: KEY, type: this.type, talker: null, title: this.title, ...stated } };
  }

  private text(told: Yielded[]): Generator<string> {
    const { source, page } = this;
    const start = page.open + 1;
    return decodeText(bytesFrom(source, page.path, start), this.encoding, ({ byte, length, hex }) => {
      const at = { path: page.path, byte: start + byte };
      told.push({ type: "repair", at, code: "undecodable-bytes", detail: `${length}: ${hex}` });
    });
  }

  private *element(element: JsElement): Generator<Yielded> {
    if (element.type === "open") {
      yield { type: "repair", at: this.at(element.line), code: "truncated", detail: "chatMessages" };
      return;
    }
    this.row += 1;
    const at = { ...this.at(element.line), row: this.row };
    if (element.type === "damaged") {
      yield { type: "skipped", conversation: KEY, at, reason: "malformed-literal", raw: element.raw };
      return;
    }
    const fields = Fields.ofLiteral(element.fields);
    if (isTimeLine(element, fields)) {
      yield* this.withoutMessage();
      const text = fields.text("text") ?? "";
      this.shown = { text, timestamp: fields.text("timestamp") ?? "", at, raw: element.raw };
      return;
    }
    yield* this.object(element, fields, at);
  }

  private *object({ mended, raw }: JsObject, fields: Fields, at: Locator): Generator<Yielded> {
    if (!fields.has("type")) {
      yield { type: "skipped", conversation: KEY, at, reason: "not-a-message", raw };
      return;
    }
    for (const code of mended) yield { type: "repair", at, code, detail: raw.slice(0, 200) };
    const isShown = this.shown !== null && this.shown.timestamp === fields.text("timestamp");
    const shownTime = isShown ? (this.shown?.text ?? null) : null;
    if (!isShown) yield* this.withoutMessage();
    this.shown = null;
    if (this.type === "unknown") this.type = typeOf(fields.text("is_chatroom"));
    const carriedName = this.type === "group" ? this.lastName : null;
    const facts = earlyMessage(fields, at, { places: this.places, shownTime, carriedName });
    if (facts.direction !== "system") this.lastName = facts.senderName ?? null;
    this.tally.count(facts);
    yield { type: "message", conversation: KEY, facts };
  }

  /** The exporter shows the time of every message after a pause, also of those it then does not write. */
  private *withoutMessage(): Generator<Yielded> {
    if (this.shown === null) return;
    const { at, raw } = this.shown;
    this.shown = null;
    yield { type: "skipped", conversation: KEY, at, reason: "time-without-message", raw };
  }

  private at(line: number): Locator {
    return { path: this.page.path, line };
  }
}

/** A time line is written like a notice, but without the members that every message has. */
function isTimeLine({ fields: written }: JsObject, fields: Fields): boolean {
  if (written.get("type")?.text !== "0" || fields.has("displayname") || fields.has("is_chatroom")) return false;
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(written.get("text")?.text ?? "");
}

function typeOf(isChatroom: string | null): ConversationFacts["type"] {
  return isChatroom === "1" ? "group" : isChatroom === "0" ? "private" : "unknown";
}

function* bytesFrom(source: Source, path: string, start: number): Generator<Buffer> {
  for (let at = start; ;) {
    const bytes = source.read(path, at, CHUNK_BYTES);
    if (bytes.length === 0) return;
    yield bytes;
    at += bytes.length;
  }
}
