import { wallClockOfSerial } from "../../base/xlsx-date.ts";
import { parseWallClock } from "../../base/time.ts";
import type { Kind } from "../../model/kind.ts";
import type { Locator } from "../../model/locator.ts";
import type { ConversationFacts, MessageFacts, ReadSettings, Yielded } from "../importer.ts";
import { timeOfText } from "../wechat/sent-time.ts";
import { resolveKind } from "../wechat/weflow-kinds.ts";
import { weflowName } from "../wechat/weflow-name.ts";
import { bodyOf } from "./body.ts";
import { CHAT, conversationOf, folderOf, SELF, typeOfTalker } from "./headed.ts";
import { guessKind, isNotice, type Guess } from "./placeholder.ts";

/** A row of a table, whatever file it comes from. */
export interface TableRow {
  readonly at: Locator;
  readonly cells: readonly string[];
  /** Columns whose cell is a date of the workbook. */
  readonly dates?: ReadonlySet<number>;
  /** Target of the link of a cell, by column. */
  readonly links?: ReadonlyMap<number, string>;
}

/** The three rows above the table. */
export interface SheetHead {
  readonly talker: string | null;
  readonly nickname: string | null;
  readonly remark: string | null;
  readonly tool: string | null;
  readonly version: string | null;
  readonly platform: string | null;
  readonly exportedAtText: string | null;
}

/** Labels of the rows above the table; later versions say 账号ID. @source export-formats.md §4.1.3; 账号ID observed @9fa96cd */
const LABELS: Readonly<Record<string, keyof SheetHead>> = {
  微信ID: "talker",
  账号ID: "talker",
  昵称: "nickname",
  备注: "remark",
  导出工具: "tool",
  导出版本: "version",
  平台: "platform",
  导出时间: "exportedAtText",
};
export const SHEET_TITLE = "会话信息";

/** Columns of the table by their name; those of the account changed theirs. */
const COLUMNS = {
  序号: "index",
  时间: "time",
  发送者昵称: "nickname",
  发送者微信ID: "account",
  发送者账号ID: "account",
  发送者备注: "remark",
  群昵称: "groupNickname",
  发送者身份: "role",
  消息类型: "word",
  内容: "content",
} as const;
type Column = (typeof COLUMNS)[keyof typeof COLUMNS];

/** Place of each column of a table. */
export type Columns = ReadonlyMap<Column, number>;

/** What the rows above a table say. A label is followed by its value, with empty cells of merged ones between. */
export function headOf(rows: readonly (readonly string[])[]): SheetHead {
  const head: Record<keyof SheetHead, string | null> = {
    talker: null, nickname: null, remark: null, tool: null, version: null, platform: null, exportedAtText: null,
  }; // prettier-ignore
  for (const row of rows) {
    let label: keyof SheetHead | null = null;
    for (const text of row) {
      if (text === "") continue;
      if (label === null && Object.hasOwn(LABELS, text)) {
        label = LABELS[text] ?? null;
        continue;
      }
      if (label !== null) head[label] ??= text;
      label = null;
    }
  }
  return head;
}

/** The columns of a header row; null where it is none of this exporter's. */
export function columnsOf(cells: readonly string[]): Columns | null {
  const columns = new Map<Column, number>();
  for (const [at, text] of cells.entries()) {
    if (Object.hasOwn(COLUMNS, text)) columns.set(COLUMNS[text as keyof typeof COLUMNS], at);
    else if (text !== "") return null;
  }
  const needed: Column[] = ["index", "time", "role", "word", "content"];
  return needed.every((column) => columns.has(column)) ? columns : null;
}

/** Whether the rows at the top are those of this exporter: title, then `导出工具 WeFlow`. */
export function isOurHead(rows: readonly (readonly string[])[]): boolean {
  return rows[0]?.find((text) => text !== "") === SHEET_TITLE && headOf(rows).tool === "WeFlow";
}

/** Rows above the table, with its header. */
export const HEAD_ROWS = 8;

/** Reads the rows of one table. */
export class SheetReader {
  readonly head: SheetHead;
  private readonly columns: Columns;
  private readonly entry: string;
  private readonly settings: ReadSettings;
  private readonly dateSystem: 1900 | 1904;
  private readonly isGroup: boolean;
  private readonly names = new Map<string, Set<string>>();

  constructor(
    entry: string,
    settings: ReadSettings,
    found: { readonly head: SheetHead; readonly columns: Columns; readonly dateSystem: 1900 | 1904 },
  ) {
    this.entry = entry;
    this.settings = settings;
    this.head = found.head;
    this.columns = found.columns;
    this.dateSystem = found.dateSystem;
    this.isGroup = typeOfTalker(found.head.talker, weflowName(entry).type) === "group";
  }

  /** `compact` without the columns of the sender's account. */
  get shape(): "full" | "compact" {
    return this.columns.has("account") ? "full" : "compact";
  }

  conversation(): Yielded {
    const { talker, nickname, remark } = this.head;
    const named = weflowName(this.entry);
    const type: ConversationFacts["type"] = typeOfTalker(talker, named.type);
    return conversationOf({ talker, type, title: remark ?? nickname ?? talker ?? named.title });
  }

  /** Names of the chat's other side, which the rows above the table state. */
  *headNames(): Generator<Yielded> {
    const { talker, nickname, remark } = this.head;
    if (talker === null || this.isGroup) return;
    if (nickname !== null) yield nameOf(talker, "nickname", nickname);
    if (remark !== null) yield nameOf(talker, "remark", remark);
  }

  *row(row: TableRow): Generator<Yielded> {
    const of = (column: Column) => this.cell(row, column);
    if (of("time") === null && of("content") === null && of("word") === null) {
      const raw = row.cells.join("\t");
      yield { type: "skipped", conversation: CHAT, at: row.at, reason: "not-a-message", raw };
      return;
    }
    const facts = this.message(row);
    yield { type: "message", conversation: CHAT, facts };
    if (facts.sender != null) yield* this.newNames(facts.sender, row);
  }

  private cell(row: TableRow, column: Column): string | null {
    const at = this.columns.get(column);
    const text = at === undefined ? "" : (row.cells[at] ?? "");
    return text === "" ? null : text;
  }

  private message(row: TableRow): MessageFacts {
    const of = (column: Column) => this.cell(row, column);
    const content = of("content");
    const resolved = kindOf(of("word"), content);
    const { warnings, ...body } = bodyOf(resolved, content, folderOf(this.entry));
    const { doubt, ...time } = this.time(row);
    const index = of("index");
    const isNumbered = index !== null && /^\d{1,15}$/.test(index);
    const sender = this.sender(of, resolved.kindBasis !== "placeholder" && isNotice(body.kind));
    const extra = { ...sender.extra, ...this.linkOf(row, content), ...this.unnamed(row) };
    if (index !== null && !isNumbered) extra["序号"] = index;
    if (resolved.kind === "unknown" || resolved.kindBasis === "placeholder") extra["消息类型"] = of("word") ?? "";
    return {
      locator: row.at,
      ...time,
      ...body,
      ...sender,
      exporterIndex: isNumbered ? index : null,
      extra: Object.fromEntries(Object.entries(extra).filter(([, text]) => text !== "")),
      warnings: doubt === null ? warnings : [...warnings, doubt],
    };
  }

  private time(row: TableRow) {
    const text = this.cell(row, "time") ?? "";
    const isDate = row.dates?.has(this.columns.get("time") ?? -1) === true;
    return timeOfText(text, this.settings, isDate ? wallClockOfSerial(text, this.dateSystem) : parseWallClock(text));
  }

  /** Cells under no column name, which the exporter never writes. */
  private unnamed({ cells }: TableRow): Record<string, string> {
    const known = new Set(this.columns.values());
    const found = [...cells.entries()].filter(([at, text]) => text !== "" && !known.has(at));
    return Object.fromEntries(found.map(([at, text]) => [`column ${at + 1}`, text]));
  }

  /** The link of a card stands only on the cell. */
  private linkOf(row: TableRow, content: string | null): Record<string, string> {
    const link = row.links?.get(this.columns.get("content") ?? -1);
    const isHeld = link === undefined || link === content?.replaceAll("\\", "/");
    return isHeld || link === content ? {} : { "内容.链接": link };
  }

  /**
   * Notices bear the account the exporter fell back to: the other side in private chats, in groups the owner or the room,
   * which is nobody.
   */
  private sender(
    of: (column: Column) => string | null,
    isSystem: boolean,
  ): Pick<MessageFacts, "direction" | "sender" | "senderName" | "senderBasis"> & {
    readonly extra: Record<string, string>;
  } {
    const [account, role] = [of("account"), of("role")];
    if (isSystem) {
      const extra = { 发送者身份: role ?? "", 发送者微信ID: account ?? "" };
      return { direction: "system", sender: null, senderName: null, senderBasis: "none", extra };
    }
    if (this.isGroup && account !== null && account === this.head.talker) {
      const extra = { 发送者身份: role ?? "", 发送者微信ID: account };
      return { direction: "unknown", sender: null, senderName: null, senderBasis: "none", extra };
    }
    const direction = this.isGroup ? "unknown" : role === SELF ? "sent" : role === null ? "unknown" : "received";
    const basis = account !== null ? "stated" : role !== null ? "name" : "none";
    return { direction, sender: account, senderName: role, senderBasis: basis, extra: {} };
  }

  private *newNames(account: string, row: TableRow): Generator<Yielded> {
    const known = this.names.get(account) ?? new Set<string>();
    this.names.set(account, known);
    for (const [column, kind] of NAMES) {
      const text = this.cell(row, column);
      if (text === null || known.has(kind + text)) continue;
      known.add(kind + text);
      yield nameOf(account, kind, text);
    }
  }
}

const NAMES = [
  ["nickname", "nickname"],
  ["remark", "remark"],
  ["groupNickname", "group-nickname"],
] as const;

function nameOf(account: string, kind: (typeof NAMES)[number][1], text: string): Yielded {
  return { type: "name", seen: { account, name: { kind, text }, seenAt: null } };
}

/** The word of the type column; where it is the word for everything else, how the content begins. */
function kindOf(word: string | null, content: string | null): Guess {
  const byWord = resolveKind(null, word);
  if (byWord.kind !== "unknown") return { kind: byWord.kind, kindBasis: byWord.kindBasis };
  const guess = guessKind(content);
  const isTelling: (kind: Kind) => boolean = (kind) => kind !== "text" && kind !== "unknown";
  return isTelling(guess.kind) ? guess : { kind: "unknown", kindBasis: word === null ? "none" : "word" };
}
