import { SourceError } from "../../base/errors.ts";
import { isJsonObject, parseJsonText } from "../../base/json-reader.ts";
import { openWorkbook, type Workbook, type XlsxRow } from "../../base/xlsx.ts";
import type { Locator } from "../../model/locator.ts";
import type { Source } from "../../model/source.ts";
import type { MessageFacts, Yielded } from "../importer.ts";
import { UNNAMED_MEDIA, serverId } from "../wechat/payload-parts.ts";
import { timeOfEpoch, timeOfText } from "../wechat/sent-time.ts";
import { kindOfRenderType } from "./kinds.ts";
import { filtersOf, isHidden, rangeText } from "./manifest.ts";
import { noticeFacts } from "./normalize.ts";
import { conversationOf, opened, type Reading } from "./reading.ts";
import { privacyRefused, shapeRefused } from "./refusal.ts";

const MESSAGES = "消息";
const ABOUT = "会话信息";
/** @source documented: export-formats.md §4.4.2; observed: exporter's source @a7092e7 */
const COLUMNS = ["序号", "时间", "发送者", "消息类型", "内容", "本地 ID", "服务 ID"];
const MOST_ABOUT_ROWS = 100;

/** True for a workbook with both sheets and the columns of the first. */
export async function isMessageWorkbook(source: Source, path: string): Promise<boolean> {
  try {
    const workbook = await open(source, path);
    try {
      if (!workbook.sheets.includes(MESSAGES) || !workbook.sheets.includes(ABOUT)) return false;
      for await (const row of workbook.rows(MESSAGES)) return isHeader(textsOf(row));
      return false;
    } finally {
      workbook.close();
    }
  } catch (error) {
    if (error instanceof SourceError) return false;
    throw error;
  }
}

function open(source: Source, path: string): Promise<Workbook> {
  const sizeBytes = source.file(path)?.sizeBytes ?? 0;
  return openWorkbook({ sizeBytes, read: (position, length) => source.read(path, position, length) }, path);
}

function isHeader(texts: readonly string[]): boolean {
  return COLUMNS.every((name, at) => texts[at]?.trim() === name);
}

function textsOf({ cells }: XlsxRow): string[] {
  const texts: string[] = [];
  for (const { column, text } of cells) texts[column] = text;
  return Array.from(texts, (text?: string) => text ?? "");
}

/** Reads `messages.xlsx`: one sheet with the messages, one with the conversation. */
export async function* readSheet(reading: Reading): AsyncGenerator<Yielded, void, void> {
  const workbook = await open(reading.source, reading.folder.entry);
  try {
    yield* readOpened(workbook, reading);
  } finally {
    workbook.close();
  }
}

async function* readOpened(workbook: Workbook, reading: Reading): AsyncGenerator<Yielded, void, void> {
  const { entry } = reading.folder;
  const about = await aboutOf(workbook);
  const account = about.get("账号") ?? null;
  if (isHidden(account)) throw privacyRefused(entry);
  learn(reading, about);
  const talker = about.get("用户名") ?? null;
  const isGroup = TRUTH[about.get("是否群聊") ?? ""] ?? null;
  yield* opened(reading, conversationOf(reading, { talker, title: about.get("会话") ?? null, isGroup }));
  if (!workbook.sheets.includes(MESSAGES)) throw shapeRefused(entry, MESSAGES);
  let headerRow = 0;
  for await (const row of workbook.rows(MESSAGES)) {
    const texts = textsOf(row);
    if (headerRow === 0) {
      if (!isHeader(texts)) throw shapeRefused(entry, COLUMNS.join(", "));
      headerRow = row.row;
      continue;
    }
    if (texts.some((text) => text !== "")) yield recordOf(texts, row.row - headerRow, reading);
  }
}

const TRUTH: Readonly<Record<string, boolean>> = { True: true, False: false, true: true, false: false, 是: true, 否: false }; // prettier-ignore

async function aboutOf(workbook: Workbook): Promise<Map<string, string>> {
  const about = new Map<string, string>();
  if (!workbook.sheets.includes(ABOUT)) return about;
  for await (const row of workbook.rows(ABOUT)) {
    const [key, value] = textsOf(row);
    if (key !== undefined && value !== undefined && value !== "") about.set(key, value);
    if (about.size > MOST_ABOUT_ROWS) break;
  }
  return about;
}

function learn({ learned, settings, folder }: Reading, about: ReadonlyMap<string, string>): void {
  learned.account ??= about.get("账号") ?? null;
  learned.exportedAtText ??= about.get("导出时间") ?? null;
  const filters = about.get("筛选条件");
  if (filters === undefined) return;
  try {
    const { value } = parseJsonText(filters, folder.entry);
    const range = isJsonObject(value) ? rangeText(filtersOf(value), settings.timeZone) : filters;
    if (range !== null) learned.ranges.add(range);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    learned.ranges.add(filters);
  }
}

function recordOf(texts: readonly string[], number: number, reading: Reading): Yielded {
  const { entry } = reading.folder;
  const at = { path: entry, sheet: MESSAGES, row: number };
  const isMessage = texts.slice(0, 4).filter((text, column) => column !== SENDER && text !== "").length >= 2;
  if (!isMessage) return { type: "skipped", conversation: entry, at, reason: "not-a-message", raw: texts.join("\t") };
  const facts = factsOf(texts, at, reading);
  reading.tally.count(facts);
  return { type: "message", conversation: entry, facts };
}

const SENDER = 2;

function factsOf(texts: readonly string[], locator: Locator, reading: Reading): MessageFacts {
  const [index = "", time = "", name = "", word = "", content = "", localId = "", svrid = "", ...more] = texts;
  const { doubt, ...sent } = timeOfEpoch(time, "") ?? timeOfText(time, reading.settings);
  const kind = kindOfRenderType(word) ?? "unknown";
  const isNotice = kind === "system";
  const text = filled(content);
  return {
    locator,
    ...sent,
    ...(isNotice ? noticeFacts("system", text) : { kind }),
    kindBasis: kind === "unknown" ? "none" : "word",
    // The sheet does not say whose account a row was sent from.
    direction: isNotice ? "system" : "unknown",
    ...senderOf(isNotice ? "" : name),
    text,
    exporterIndex: filled(index),
    localId: LOCAL_ID.test(localId) ? localId : null,
    serverId: serverId(svrid),
    attachments: MEDIA_WORDS.has(word) ? [UNNAMED_MEDIA] : [],
    extra: extraOf({ word: kind === "unknown" ? word : "", name: isNotice ? name : "", localId, svrid, more }),
    warnings: doubt === null ? [] : [doubt],
  };
}

function filled(text: string): string | null {
  return text === "" ? null : text;
}

const LOCAL_ID = /^[1-9]\d{0,18}$/;
const MEDIA_WORDS: ReadonlySet<string> = new Set(["image", "emoji", "video", "voice", "file"]);

function senderOf(name: string): Pick<MessageFacts, "sender" | "senderName" | "senderBasis"> {
  // Where no name was known the exporter shows the account itself.
  if (/^(?:wxid_[0-9A-Za-z]+|gh_[0-9a-f]+)$/.test(name))
    return { sender: name, senderName: null, senderBasis: "stated" };
  return { sender: null, senderName: name === "" ? null : name, senderBasis: name === "" ? "none" : "name" };
}

/** Cells that hold something no field took. */
function extraOf(cells: { word: string; name: string; localId: string; svrid: string; more: string[] }) {
  const extra: Record<string, string> = {};
  if (cells.word !== "") extra["消息类型"] = cells.word;
  if (cells.name !== "") extra["发送者"] = cells.name;
  if (cells.localId !== "" && cells.localId !== "0" && !LOCAL_ID.test(cells.localId)) extra["本地 ID"] = cells.localId; // prettier-ignore
  if (cells.svrid !== "" && cells.svrid !== "0" && serverId(cells.svrid) === null) extra["服务 ID"] = cells.svrid;
  for (const [at, text] of cells.more.entries()) if (text !== "") extra[`column ${COLUMNS.length + at + 1}`] = text;
  return extra;
}
