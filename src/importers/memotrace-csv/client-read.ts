import type { KnownDefect, Signal } from "../../model/chat.ts";
import type { Direction, Message } from "../../model/message.ts";
import type { ConversationFacts, ExportFacts, MessageFacts, ReadSettings, Yielded } from "../importer.ts";
import { contentOf, type Content, isMediaKind, isSystemType } from "./client-kind.ts";
import { clientRow, isClientRecord, type ClientRow } from "./client-row.ts";
import { chatKey, surveyClientFile, type ClientSurvey, type SurveyedChat } from "./client-survey.ts";
import type { CsvFile } from "./csv-file.ts";
import { NameTally } from "./names.ts";
import { typeOfTalker, type Place } from "../wechat/memotrace-place.ts";
import { isExportersTime, isScientific, Resaved } from "./resaved.ts";
import { rawText, type Row } from "./row.ts";
import { timeOfEpoch, timeOfText } from "../wechat/sent-time.ts";
import { noteCarried, withoutLost } from "./carried.ts";

/** Accounts of a group or a contact list beside the table: names by account. */
export type KnownNames = ReadonlyMap<
  string,
  readonly { readonly kind: "nickname" | "remark" | "alias"; readonly text: string }[]
>;

/** Reads a table of V1 to V4 (rows of the client's own database). */
export class ClientReader {
  private readonly file: CsvFile;
  private readonly place: Place;
  private readonly settings: ReadSettings;
  private readonly survey: ClientSurvey;
  private readonly types = new Map<string, ConversationFacts["type"]>();
  private readonly names = new NameTally();
  private readonly resaved: Resaved;
  private readonly counts = { rows: 0, unexported: 0, media: 0, carriedOver: 0, withoutEpoch: 0 };
  private readonly carried = new Set<Signal>();
  private lastSender = "";

  constructor(file: CsvFile, place: Place, settings: ReadSettings, resaved: Resaved) {
    this.file = file;
    this.place = place;
    this.settings = settings;
    this.resaved = resaved;
    this.survey = surveyClientFile(file);
  }

  get accounts(): ReadonlySet<string> {
    const accounts = new Set<string>(this.survey.owner === null ? [] : [this.survey.owner]);
    if (this.survey.generation !== "V4") return accounts;
    for (const chat of this.survey.chats.values()) for (const sender of chat.received.keys()) accounts.add(sender);
    return accounts;
  }

  *read(): Generator<Yielded> {
    yield { type: "export", facts: this.exportFacts() };
    for (const [key, chat] of this.survey.chats) yield* this.conversation(key, chat);
    const pending: Yielded[] = [];
    for (const row of this.file.rows(isClientRecord(this.file.header), (item) => pending.push(item))) {
      yield* pending.splice(0);
      yield* this.row(row);
    }
    yield* pending;
    yield* this.names.names();
    yield { type: "export", facts: withoutLost(this.exportFacts(), this.carried) };
    for (const defect of this.defects()) yield { type: "defect", defect };
  }

  private exportFacts(): ExportFacts {
    const { generation, owner, hasServerIds } = this.survey;
    const provides: Signal[] = [
      "sent-second",
      "time-text-and-epoch",
      "row-order",
      "type-code",
      "direction",
      "system-notices",
    ];
    if (generation === "V4") provides.push("sender-id");
    if (hasServerIds) provides.push("server-id");
    return {
      variant: generation,
      claimedTool: null,
      claimedVersion: null,
      exportedAt: null,
      exportedAtText: null,
      owner,
      ownerBasis: owner === null ? null : "sent-rows",
      statedRange: null,
      localIdOrigin: "renumbered",
      serverIdOrigin: hasServerIds ? "exact" : "none",
      provides,
      encoding: this.file.encoding.encoding,
    };
  }

  private *conversation(key: string, chat: SurveyedChat): Generator<Yielded> {
    const talker = this.talkerOf(chat);
    const type = talker === null ? this.typeOf(chat) : typeOfTalker(talker);
    this.types.set(key, type);
    const stated = { statedMessageCount: null, statedLastMessageAt: null, members: [] };
    yield { type: "conversation", facts: { key, type, talker, title: this.titleOf(chat), ...stated } };
    if (this.survey.generation !== "V2" || chat.talkerIds.size < 2) return;
    const detail = `${chat.remark || chat.nickName}: TalkerId ${[...chat.talkerIds].slice(0, 20).join(", ")}`;
    yield { type: "repair", at: { path: this.file.path }, code: "chats-told-apart-by-name", detail };
  }

  private titleOf(chat: SurveyedChat): string {
    if (this.survey.generation !== "V2") return this.remarkIn(chat) ?? this.place.title;
    return chat.remark || chat.nickName || this.place.title;
  }

  /** In a private chat everything received bears the talker's account, and the file the talker's remark. */
  private talkerOf(chat: SurveyedChat): string | null {
    if (this.place.talker !== null && this.survey.generation !== "V2") return this.place.talker;
    if (this.survey.generation !== "V4" || this.typeOf(chat) !== "private") return null;
    return [...chat.received.keys()][0] ?? null;
  }

  /** The remark or nickname of the only one who was received from, where file or folder are named after it. */
  private remarkIn(chat: SurveyedChat): string | null {
    const [only, ...more] = chat.received.values();
    if (this.survey.generation !== "V4" || only === undefined || more.length > 0) return null;
    return this.place.names.find((name) => name === only.remark || name === only.nickName) ?? null;
  }

  private typeOf(chat: SurveyedChat): "private" | "group" | "unknown" {
    if (chat.received.size > 1) return "group";
    const [sender] = chat.received.keys();
    if (sender === undefined) return "unknown";
    const isPrivate =
      this.survey.generation === "V2"
        ? sender === this.titleOf(chat) || sender === chat.nickName
        : this.remarkIn(chat) !== null;
    if (isPrivate) return "private";
    return chat.hasNamelessNotice && this.survey.generation === "V4" ? "group" : "unknown";
  }

  private *row(row: Row): Generator<Yielded> {
    const read = this.trusted(clientRow(row.fields, this.file.header), row);
    if (read === null) {
      const reason = row.fields.length === this.file.header.fieldCount ? "malformed-row" : "wrong-field-count";
      yield { type: "skipped", conversation: this.onlyChat(), at: row.at, reason, raw: rawText(row.fields) };
      return;
    }
    this.counts.rows += 1;
    if (read.mended !== null) {
      yield { type: "repair", at: row.at, code: read.mended, detail: `${row.fields.length} fields` };
    }
    const key = chatKey(this.survey.generation, read);
    yield { type: "message", conversation: key, facts: this.message(read, row, key) };
  }

  /** An account that only a line cut off names may be a part of one: it is kept as a column, and is nobody. */
  private trusted(read: ClientRow | null, row: Row): ClientRow | null {
    if (read === null || !row.isCutOff || this.survey.generation !== "V4") return read;
    const { accounts } = this;
    if (read.sender === "" || accounts.size === 0 || accounts.has(read.sender)) return read;
    return { ...read, sender: "", unnamed: { ...read.unnamed, "column-12": read.sender } };
  }

  private onlyChat(): string | null {
    return this.survey.generation === "V2" ? null : "chat";
  }

  /** Written out field by field: a million rows of one shape cost a third of what spreading parts together does. */
  private message(read: ClientRow, row: Row, key: string): MessageFacts {
    const content = contentOf(read);
    const times = this.times(read, row);
    const direction = directionOf(read);
    const { sender, senderName, senderBasis } = this.sender(read, direction);
    const { quote, forward, transfer, redPacket, call, location, recall, system } = content.parts;
    this.noteNames(read, direction, times.sentAt);
    noteCarried(this.carried, times, read.serverId);
    return {
      locator: row.at,
      sentAt: times.sentAt,
      sentAtText: times.sentAtText,
      timePrecision: times.timePrecision,
      timeBasis: times.timeBasis,
      direction,
      sender,
      senderName,
      senderBasis,
      kind: content.kind,
      kindBasis: content.kind === "unknown" ? "none" : "code",
      typeCode: read.subType === "" ? read.type : `${read.type}/${read.subType}`,
      serverId: read.serverId,
      exporterIndex: read.localId === "" ? null : read.localId,
      text: content.text,
      payload: content.payload,
      quote,
      forward,
      transfer,
      redPacket,
      call,
      location,
      recall,
      system,
      attachments: content.attachments,
      extra: this.extra(read, row, { direction, content }),
      warnings: this.warnings(read, row, { key, content, doubt: times.doubt }),
    };
  }

  private warnings(
    read: ClientRow,
    row: Row,
    { key, content, doubt }: { key: string; content: Content; doubt: string | null },
  ): readonly string[] {
    // In V3 the payload stands in a column of its own, as the database packs it.
    const isPacked = Object.keys(read.unnamed).length > 0;
    const warnings = content.warnings.filter((warning) => warning !== "PAYLOAD_NOT_EXPORTED" || !isPacked);
    if (warnings.includes("PAYLOAD_NOT_EXPORTED")) this.counts.unexported += 1;
    if (isMediaKind(content.kind)) this.counts.media += 1;
    if (doubt !== null) warnings.push(doubt);
    if (isScientific(read.createTime)) warnings.push("RESAVED_NUMBER");
    if (read.timeText !== "" && !isExportersTime(read.timeText)) {
      this.resaved.note("resaved-date", row.at, read.timeText);
      warnings.push("RESAVED_DATE");
    }
    if (this.isCarriedOver(read, key)) warnings.push("SENDER_CARRIED_OVER");
    this.lastSender = read.sender;
    return warnings;
  }

  private times(read: ClientRow, row: Row) {
    const times = timeOfEpoch(read.createTime, read.timeText);
    if (times !== null) return times;
    if (isScientific(read.createTime)) this.resaved.note("resaved-number", row.at, read.createTime);
    this.counts.withoutEpoch += 1;
    return timeOfText(read.timeText, this.settings);
  }

  /** In groups a row without its own data repeats the speaker of the row before. */
  private isCarriedOver(read: ClientRow, key: string): boolean {
    const isGroup = this.types.get(key) === "group" && this.survey.generation === "V4";
    const isSuspect = isGroup && read.isSender === "0" && read.type !== "1" && read.sender !== "";
    if (!isSuspect || read.sender !== this.lastSender) return false;
    this.counts.carriedOver += 1;
    return true;
  }

  private sender(read: ClientRow, direction: Direction): Pick<Message, "sender" | "senderName" | "senderBasis"> {
    const { generation, owner } = this.survey;
    if (direction === "system") return { sender: null, senderName: null, senderBasis: "none" };
    if (generation === "V2") return named(read.sender);
    if (generation === "V4" && read.sender !== "") {
      return { sender: read.sender, senderName: read.remark || read.nickName || null, senderBasis: "stated" };
    }
    const account = direction === "sent" ? owner : direction === "received" ? this.privateTalker() : null;
    if (account === null) return named(read.remark || read.nickName);
    return { sender: account, senderName: null, senderBasis: "direction" };
  }

  private privateTalker(): string | null {
    const { talker } = this.place;
    return talker !== null && typeOfTalker(talker) === "private" ? talker : null;
  }

  private noteNames(read: ClientRow, direction: Direction, sentAt: number | null): void {
    if (this.survey.generation !== "V4" || direction === "system") return;
    this.names.note(read.sender, "remark", read.remark, sentAt);
    this.names.note(read.sender, "nickname", read.nickName, sentAt);
  }

  /** Columns that no field of the message holds; for notices also whom the exporter put beside them. */
  private extra(
    read: ClientRow,
    { added }: Row,
    { direction, content }: { direction: Direction; content: Content },
  ): Record<string, string> {
    const extra: Record<string, string> = {};
    for (const known of [content.extra, read.unnamed, added]) {
      for (const [name, text] of Object.entries(known)) extra[name] = text;
    }
    if (read.index !== "") extra["index"] = read.index;
    if (read.talkerId !== "") extra["TalkerId"] = read.talkerId;
    if (read.status !== "") extra["Status"] = read.status;
    if (!/^\d{9,10}$/.test(read.createTime)) extra["CreateTime"] = read.createTime;
    if (direction === "unknown") extra["IsSender"] = read.isSender;
    if (direction !== "system") {
      if (read.remark !== "" && read.nickName !== "") extra["NickName"] = read.nickName;
      return extra;
    }
    for (const [name, text] of [
      ["Remark", read.remark],
      ["NickName", read.nickName],
      ["Sender", read.sender],
    ] as const) {
      if (text !== "") extra[name] = text;
    }
    return extra;
  }

  private *defects(): Generator<KnownDefect> {
    const { rows, unexported, media, carriedOver, withoutEpoch } = this.counts;
    yield { code: "LOCALID_SYNTHETIC", records: rows };
    if (unexported > 0) yield { code: "APP_PAYLOAD_NOT_EXPORTED", records: unexported };
    if (media > 0) yield { code: "MEDIA_NOT_COPIED", records: media };
    if (carriedOver > 0) yield { code: "SENDER_CARRIED_OVER", records: carriedOver };
    if (withoutEpoch > 0) yield { code: "TIME_ZONE_UNSTATED", records: withoutEpoch };
    if (this.survey.generation === "V2") yield { code: "CHATS_TOLD_APART_BY_NAME", records: rows };
    if (this.survey.generation === "V3") yield { code: "COLUMNS_MISALIGNED", records: rows };
  }
}

function directionOf(read: ClientRow): Direction {
  if (isSystemType(read.type)) return "system";
  if (read.isSender === "1") return "sent";
  return read.isSender === "0" ? "received" : "unknown";
}

function named(name: string): Pick<Message, "sender" | "senderName" | "senderBasis"> {
  return { sender: null, senderName: name === "" ? null : name, senderBasis: name === "" ? "none" : "name" };
}
