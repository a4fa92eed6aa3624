import type { ReadSettings, ConversationFacts, MessageFacts, Yielded } from "../importer.ts";
import { contentOf, isMediaKind, isSystemType } from "./client-kind.ts";
import type { CsvFile } from "./csv-file.ts";
import type { Place } from "../wechat/memotrace-place.ts";
import { isExportersTime, type Resaved } from "./resaved.ts";
import { rawText, type Row } from "./row.ts";
import { kindOfWord } from "../wechat/memotrace-words.ts";
import { timeOfEpoch, timeOfText } from "../wechat/sent-time.ts";

interface BackupRow {
  readonly index: string;
  readonly user: string;
  readonly content: string;
  readonly time: string;
  readonly status: string;
  readonly type: string;
  readonly isSend: string;
  readonly msgId: string;
}

/** Reads a table of V0 (2023-10, rows of an Android backup). */
export class BackupReader {
  private readonly file: CsvFile;
  private readonly place: Place;
  private readonly settings: ReadSettings;
  private readonly resaved: Resaved;
  private readonly chats: readonly string[] | null;
  private rows = 0;
  private media = 0;
  private withoutZone = 0;

  constructor(file: CsvFile, place: Place, settings: ReadSettings, resaved: Resaved) {
    this.file = file;
    this.place = place;
    this.settings = settings;
    this.resaved = resaved;
    this.chats = this.chatsByUser();
  }

  *read(): Generator<Yielded> {
    yield { type: "export", facts: this.exportFacts() };
    for (const title of this.chats ?? [this.place.title]) yield { type: "conversation", facts: conversation(title) };
    const pending: Yielded[] = [];
    for (const row of this.file.rows(isBackupRecord, (item) => pending.push(item))) {
      yield* pending.splice(0);
      yield this.row(row);
    }
    yield* pending;
    yield { type: "defect", defect: { code: "LOCALID_SYNTHETIC", records: this.rows } };
    if (this.media > 0) yield { type: "defect", defect: { code: "MEDIA_NOT_COPIED", records: this.media } };
    if (this.withoutZone > 0)
      yield { type: "defect", defect: { code: "TIME_ZONE_UNSTATED", records: this.withoutZone } };
    if (this.chats !== null) yield { type: "defect", defect: { code: "CHATS_TOLD_APART_BY_NAME", records: this.rows } };
  }

  /** `用户名` is the chat's where one value stands on sent and received rows alike; otherwise it is the sender's. */
  private chatsByUser(): readonly string[] | null {
    const sent = new Set<string>();
    const received = new Set<string>();
    for (const { fields } of this.file.rows(isBackupRecord, () => undefined)) {
      const row = backupRow(fields);
      if (row !== null && !isSystemType(row.type)) (row.isSend === "1" ? sent : received).add(row.user);
    }
    const isOfChat = [...sent].some((user) => received.has(user));
    return isOfChat ? [...new Set([...sent, ...received])] : null;
  }

  private exportFacts() {
    return {
      variant: "V0",
      claimedTool: null,
      claimedVersion: null,
      exportedAt: null,
      exportedAtText: null,
      owner: null,
      ownerBasis: null,
      statedRange: null,
      localIdOrigin: "renumbered",
      serverIdOrigin: "none",
      provides: ["sent-second", "row-order", "type-code", "direction", "system-notices"],
      encoding: this.file.encoding.encoding,
    } as const;
  }

  private row(row: Row): Yielded {
    const read = backupRow(row.fields);
    if (read === null) {
      const reason = row.fields.length === this.file.header.fieldCount ? "malformed-row" : "wrong-field-count";
      const chat = this.chats === null ? this.place.title : null;
      return { type: "skipped", conversation: chat, at: row.at, reason, raw: rawText(row.fields) };
    }
    this.rows += 1;
    const known = this.chats?.includes(read.user) === true;
    const chat = this.chats === null ? this.place.title : known ? read.user : (this.chats[0] ?? this.place.title);
    return { type: "message", conversation: chat, facts: this.message(read, row) };
  }

  private message(read: BackupRow, row: Row): MessageFacts {
    const { doubt, ...times } = this.times(read, row);
    const content = this.content(read);
    if (isMediaKind(content.kind)) this.media += 1;
    const direction = isSystemType(read.type) ? "system" : read.isSend === "1" ? "sent" : "received";
    const name = this.chats === null && direction !== "system" ? read.user : "";
    return {
      ...content.parts,
      ...times,
      kind: content.kind,
      text: content.text,
      payload: content.payload,
      attachments: content.attachments,
      locator: row.at,
      direction,
      kindBasis: content.kind === "unknown" ? "none" : /^-?\d+$/.test(read.type) ? "code" : "word",
      typeCode: read.type,
      exporterIndex: read.index === "" ? null : read.index,
      senderName: name === "" ? null : name,
      senderBasis: name === "" ? "none" : "name",
      extra: { ...content.extra, ...row.added, msgId: read.msgId, 发送状态: read.status, 用户名: read.user },
      warnings: [...content.warnings, ...(doubt === null ? [] : [doubt])],
    };
  }

  /** The type column holds the client's codes; a word is read as in V5. */
  private content({ type, content }: BackupRow) {
    const coded = contentOf({ type, subType: "", content });
    return { ...coded, kind: coded.kind === "unknown" ? (kindOfWord(type) ?? coded.kind) : coded.kind };
  }

  private times(read: BackupRow, row: Row) {
    const isMillis = /^\d{13}$/.test(read.time);
    const times = timeOfEpoch(isMillis ? read.time.slice(0, 10) : read.time, read.time);
    if (times !== null) return isMillis ? { ...times, sentAt: Number(read.time), timePrecision: "ms" as const } : times;
    this.withoutZone += 1;
    if (!isExportersTime(read.time)) this.resaved.note("resaved-date", row.at, read.time);
    return timeOfText(read.time, this.settings);
  }
}

function conversation(title: string): ConversationFacts {
  const stated = { statedMessageCount: null, statedLastMessageAt: null, members: [] };
  return { key: title, type: "unknown", talker: null, title, ...stated };
}

function isBackupRecord(fields: readonly string[]): boolean {
  const row = backupRow(fields);
  return row !== null && /^\d+$/.test(row.type) && (/^\d{10}(?:\d{3})?$/.test(row.time) || isExportersTime(row.time));
}

function backupRow(fields: readonly string[]): BackupRow | null {
  const hasIndex = fields.length === 8;
  const [user = "", content = "", time = "", status = "", type = "", isSend = "", msgId = ""] = hasIndex
    ? fields.slice(1)
    : fields;
  if (fields.length < 7 || fields.length > 8 || !/^[01]$/.test(isSend)) return null;
  return { index: hasIndex ? (fields[0] ?? "") : "", user, content, time, status, type, isSend, msgId };
}
