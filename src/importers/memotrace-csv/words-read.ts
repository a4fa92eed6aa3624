import { exceedsDouble } from "../../base/decimal-id.ts";
import { wallClockOfSerial } from "../../base/xlsx-date.ts";
import { parseWallClock } from "../../base/time.ts";
import type { KnownDefect, MemberView, Signal } from "../../model/chat.ts";
import type { ConversationFacts, MessageFacts, ReadSettings, StatedAttachment, Yielded } from "../importer.ts";
import { noteCarried } from "./carried.ts";
import type { FoundHeader } from "./csv-file.ts";
import { candidatePaths, typeOfTalker, type Place } from "../wechat/memotrace-place.ts";
import { isExportersTime, isScientific, type Resaved } from "./resaved.ts";
import { rawText, type Row } from "./row.ts";
import { timeOfText } from "../wechat/sent-time.ts";
import { kindOfWord, renderedContent } from "../wechat/memotrace-words.ts";

const KEY = "chat";
const FIELDS = 8;
const TIME = 3;
/** 0-based column of the content, which also carries the links of a workbook. */
export const CONTENT = 4;

/** True for fields that can only be a whole record of V5: a server id, a time, and the literal `more` at the end. */
export function isWordsRecord(fields: readonly string[]): boolean {
  const [id = "", , , time = ""] = fields;
  return fields.at(FIELDS - 1) === "more" && (/^\d+$/.test(id) || isScientific(id)) && parseWallClock(time) !== null;
}

/** Reads the records of V5 (3.x), from CSV and XLSX alike. */
export class WordsReader {
  private readonly place: Place;
  private readonly settings: ReadSettings;
  private readonly resaved: Resaved;
  private readonly delimiter: string;
  private readonly dateSystem: 1900 | 1904;
  private readonly isWorkbook: boolean;
  private readonly senders = new Set<string>();
  /** Signals that the rows read so far carry. */
  readonly carried = new Set<Signal>();
  private readonly counts = { rows: 0, texts: 0, files: 0, unlinked: 0 };

  constructor(
    place: Place,
    settings: ReadSettings,
    resaved: Resaved,
    from: Pick<FoundHeader, "delimiter"> | { readonly dateSystem: 1900 | 1904 },
  ) {
    this.place = place;
    this.settings = settings;
    this.resaved = resaved;
    this.isWorkbook = "dateSystem" in from;
    this.delimiter = "delimiter" in from ? from.delimiter : ",";
    this.dateSystem = "dateSystem" in from ? from.dateSystem : 1900;
  }

  /** The conversation; told again at the end, when three or more speakers have shown that it is a group. */
  conversation(members: readonly MemberView[]): Yielded {
    const { talker, title } = this.place;
    const type = talker === null ? (this.senders.size > 2 ? "group" : "unknown") : typeOfTalker(talker);
    const facts: ConversationFacts = {
      key: KEY,
      type,
      talker,
      title,
      statedMessageCount: null,
      statedLastMessageAt: null,
      members,
    };
    return { type: "conversation", facts };
  }

  *row(row: Row): Generator<Yielded> {
    const fields = this.eightFields(row.fields);
    if (fields === null) {
      const raw = rawText(row.fields);
      yield { type: "skipped", conversation: KEY, at: row.at, reason: "wrong-field-count", raw };
      return;
    }
    if (fields.code !== null) {
      yield { type: "repair", at: row.at, code: fields.code, detail: `${row.fields.length} fields` };
    }
    if (!this.isMessage(fields.fields, row)) {
      yield { type: "skipped", conversation: KEY, at: row.at, reason: "malformed-row", raw: rawText(row.fields) };
      return;
    }
    this.counts.rows += 1;
    yield { type: "message", conversation: KEY, facts: this.message(fields.fields, row) };
  }

  /** Without an id, a time and a type that can be read there is nothing by which a row is a message. */
  private isMessage([id = "", word = "", , time = ""]: readonly string[], row: Row): boolean {
    const hasId = /^\d{1,20}$/.test(id) || isScientific(id);
    return hasId || kindOfWord(word) !== null || this.clock(time, row) !== null;
  }

  *defects(): Generator<Yielded> {
    const { rows, texts, files, unlinked } = this.counts;
    const isGroup = this.place.talker === null ? this.senders.size > 2 : typeOfTalker(this.place.talker) === "group";
    const defects: KnownDefect[] = [{ code: "TIME_ZONE_UNSTATED", records: rows }];
    if (isGroup && texts > 0) defects.push({ code: "TEXT_TRIM_CHARS", records: texts });
    if (files > 0) defects.push({ code: "MEDIA_WRONG_FILE", records: files });
    if (unlinked > 0) defects.push({ code: "MEDIA_NOT_COPIED", records: unlinked });
    if (this.isWorkbook) defects.push({ code: "ROWS_DROPPED_BY_ERROR", records: null });
    for (const defect of defects) yield { type: "defect", defect };
  }

  /** More fields than eight: only the text can hold the delimiter that nobody quoted, if the ends are as they must be. */
  private eightFields(fields: readonly string[]): { fields: readonly string[]; code: string | null } | null {
    if (fields.length === FIELDS) return { fields, code: null };
    const behind = FIELDS - CONTENT - 1;
    if (fields.length > FIELDS) {
      if (fields.at(-1) !== "more") return null;
      const content = fields.slice(CONTENT, -behind).join(this.delimiter);
      const joined = [...fields.slice(0, CONTENT), content, ...fields.slice(-behind)];
      return isWordsRecord(joined) ? { fields: joined, code: "unquoted-delimiter-joined" } : null;
    }
    const isBeginning = fields.length > CONTENT && isWordsRecord([...fields, "", "", ""].slice(0, 7).concat("more"));
    return isBeginning ? { fields, code: "field-count" } : null;
  }

  private message(fields: readonly string[], row: Row): MessageFacts {
    const [id = "", word = "", sender = "", , content = ""] = fields;
    const rendered = renderedContent(kindOfWord(word), content);
    const { doubt, traces, ...times } = this.times(fields[3] ?? "", row);
    const { serverId, idTraces } = this.serverId(id, row);
    noteCarried(this.carried, times, serverId);
    const isNotice = kindOfWord(word) === "system" || kindOfWord(word) === "pat";
    this.count(rendered.kind, isNotice ? "" : sender);
    return {
      ...rendered,
      ...times,
      attachments: rendered.attachments.map((attachment) => this.placed(attachment, row)),
      locator: row.at,
      serverId,
      direction: isNotice ? "system" : "unknown",
      senderName: isNotice || sender === "" ? null : sender,
      senderBasis: isNotice || sender === "" ? "none" : "name",
      kindBasis: rendered.kind === "unknown" ? "none" : "word",
      typeCode: word === "" ? null : word,
      extra: {
        ...row.added,
        ...extraOf(fields, { hasServerId: serverId !== null, isNotice, isRewritten: rendered.text !== content }),
      },
      warnings: [...(doubt === null ? [] : [doubt]), ...traces, ...idTraces],
    };
  }

  private count(kind: MessageFacts["kind"], sender: string): void {
    if (sender !== "" && this.senders.size < 3) this.senders.add(sender);
    if (kind === "text") this.counts.texts += 1;
    if (kind === "file") this.counts.files += 1;
  }

  /** A server id is digits; what a spreadsheet made of it is kept, but is no id any more. */
  private serverId(id: string, row: Row): { serverId: string | null; idTraces: readonly string[] } {
    const isNumberCell = row.cells?.get(0)?.type === "number";
    if (isScientific(id)) {
      this.resaved.note("resaved-number", row.at, id);
      return { serverId: null, idTraces: ["RESAVED_NUMBER", "SVRID_ROUNDED"] };
    }
    if (!/^\d{1,20}$/.test(id)) return { serverId: null, idTraces: [] };
    if (isNumberCell && exceedsDouble(id)) {
      this.resaved.note("resaved-number", row.at, id);
      return { serverId: id, idTraces: ["RESAVED_NUMBER", "SVRID_ROUNDED"] };
    }
    return { serverId: /^0+$/.test(id) ? null : id, idTraces: [] };
  }

  private times(text: string, row: Row) {
    const times = timeOfText(text, this.settings, this.clock(text, row));
    if (isExportersTime(text) || text === "") return { ...times, traces: [] };
    this.resaved.note("resaved-date", row.at, text);
    return { ...times, traces: ["RESAVED_DATE"] };
  }

  private clock(text: string, row: Row) {
    const isSerial = row.cells?.get(TIME)?.type === "date" || row.cells?.get(TIME)?.type === "number";
    return isSerial ? wallClockOfSerial(text, this.dateSystem) : parseWallClock(text);
  }

  /** The file a message names in its text, or in the link of the cell of a workbook. */
  private placed(stated: StatedAttachment, row: Row): StatedAttachment {
    const link = row.cells?.get(CONTENT)?.link ?? null;
    if (link !== null && /^https?:/i.test(link)) return { ...stated, remoteUrl: link, notExported: false };
    const paths = [link, stated.statedPath].filter((path) => path !== null);
    const isNamed = paths.length > 0;
    if (!isNamed) this.counts.unlinked += 1;
    const candidates = paths.flatMap((path) => candidatePaths(path, this.place.folder));
    return { ...stated, statedPath: stated.statedPath ?? link, candidates, notExported: !isNamed };
  }
}

/** Columns that no field of the message holds as they stand. */
function extraOf(
  [id = "", , sender = "", , content = "", remark = "", nickName = "", more = ""]: readonly string[],
  { hasServerId, isNotice, isRewritten }: { hasServerId: boolean; isNotice: boolean; isRewritten: boolean },
): Record<string, string> {
  const extra = {
    消息ID: hasServerId ? "" : id,
    发送人: isNotice ? sender : "",
    内容: isRewritten ? content : "",
    备注: remark,
    昵称: nickName,
    更多信息: more === "more" ? "" : more,
  };
  return Object.fromEntries(Object.entries(extra).filter(([, text]) => text !== ""));
}
