import type { CsvFile } from "./csv-file.ts";
import { clientRow, isClientRecord, type ClientRow } from "./client-row.ts";
import { isSystemType } from "./client-kind.ts";

/** What has to be known of a V1 to V4 file before its messages: who is who, and which generation it is. */
export interface ClientSurvey {
  readonly generation: "V1" | "V2" | "V3" | "V4";
  /** Account of the rows sent by the owner; null where none or several are stated. */
  readonly owner: string | null;
  readonly hasServerIds: boolean;
  /** Conversations in order of appearance; one for all generations but V2. */
  readonly chats: ReadonlyMap<string, SurveyedChat>;
}

/** People of one conversation as its rows name them. */
export interface SurveyedChat {
  readonly remark: string;
  readonly nickName: string;
  /** `Sender` of received messages with the names beside it. */
  readonly received: ReadonlyMap<string, { readonly remark: string; readonly nickName: string }>;
  /** A system row names nobody, as in groups. */
  readonly hasNamelessNotice: boolean;
  /** `TalkerId`s seen: several mean several database parts, or several chats of the same name. */
  readonly talkerIds: ReadonlySet<string>;
}

/** The owner as V2 writes it in place of an account. */
const ME = "我";
/** Far more names than a chat has members; beyond it nothing more is learnt. */
const MOST_REMEMBERED = 100_000;

/** Key of the conversation a row of this generation belongs to: V2 has no chat id but only the chat's names. */
export function chatKey(generation: ClientSurvey["generation"], row: Pick<ClientRow, "remark" | "nickName">): string {
  return generation === "V2" ? `${row.remark}\u0000${row.nickName}` : "chat";
}

/** Runs through the file once before its messages are read. Every fault is left to the second reading. */
export function surveyClientFile(file: CsvFile): ClientSurvey {
  const tally = new Tally();
  for (const { fields, isCutOff } of file.rows(isClientRecord(file.header), () => undefined)) {
    const row = clientRow(fields, file.header);
    if (row === null) continue;
    // The account in a line cut off may be a part of one: it makes nobody known.
    const sender = isCutOff && tally.knowsAnybody ? "" : row.sender;
    tally.take({ ...row, sender }, fields.length - (file.header.hasIndex ? 1 : 0));
  }
  return tally.survey(file);
}

interface Chat extends SurveyedChat {
  received: Map<string, { remark: string; nickName: string }>;
  hasNamelessNotice: boolean;
  talkerIds: Set<string>;
}

class Tally {
  private rows = 0;
  private oddRows = 0;
  private serverIds = 0;
  private readonly sent = new Set<string>();
  private readonly byNames = new Map<string, Chat>();

  get knowsAnybody(): boolean {
    return this.sent.size > 0 || [...this.byNames.values()].some(({ received }) => received.size > 0);
  }

  take(row: ClientRow, fieldCount: number): void {
    this.rows += 1;
    if (fieldCount === 9 || fieldCount === 13 || Object.keys(row.unnamed).length > 0) this.oddRows += 1;
    if (row.serverId !== null) this.serverIds += 1;
    if (row.isSender === "1" && row.sender !== "" && this.sent.size < MOST_REMEMBERED) this.sent.add(row.sender);
    this.takeChat(row);
  }

  survey(file: CsvFile): ClientSurvey {
    const generation = this.generation(file);
    const [owner] = this.sent;
    const isOwnerKnown = generation === "V4" && this.sent.size === 1;
    return {
      generation,
      owner: isOwnerKnown ? (owner ?? null) : null,
      hasServerIds: this.serverIds > 0,
      chats: generation === "V2" ? this.byNames : new Map([["chat", merged([...this.byNames.values()])]]),
    };
  }

  private generation(file: CsvFile): ClientSurvey["generation"] {
    if (file.header.layout === "client") return "V1";
    if (this.sent.has(ME) || /(?:^|\/)messages\.csv$/i.test(file.path)) return "V2";
    return this.oddRows * 2 > this.rows ? "V3" : "V4";
  }

  private takeChat(row: ClientRow): void {
    const key = chatKey("V2", row);
    const chat = this.byNames.get(key) ?? this.newChat(key, row);
    if (chat.talkerIds.size < MOST_REMEMBERED) chat.talkerIds.add(row.talkerId);
    if (isSystemType(row.type)) chat.hasNamelessNotice ||= row.sender === "";
    else if (row.isSender === "0" && row.sender !== "" && !chat.received.has(row.sender)) {
      if (chat.received.size < MOST_REMEMBERED)
        chat.received.set(row.sender, { remark: row.remark, nickName: row.nickName });
    }
  }

  private newChat(key: string, row: ClientRow): Chat {
    const chat = emptyChat(row.remark, row.nickName);
    if (this.byNames.size < MOST_REMEMBERED) this.byNames.set(key, chat);
    return chat;
  }
}

function emptyChat(remark: string, nickName: string): Chat {
  return { remark, nickName, received: new Map(), hasNamelessNotice: false, talkerIds: new Set() };
}

function merged(chats: readonly Chat[]): SurveyedChat {
  const all = emptyChat("", "");
  for (const chat of chats) {
    for (const [sender, names] of chat.received) all.received.set(sender, names);
    for (const id of chat.talkerIds) all.talkerIds.add(id);
    all.hasNamelessNotice ||= chat.hasNamelessNotice;
  }
  return all;
}
