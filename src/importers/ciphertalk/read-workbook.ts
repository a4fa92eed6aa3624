import { posix } from "node:path";
import { SourceError } from "../../base/errors.ts";
import { openWorkbook, type XlsxRow } from "../../base/xlsx.ts";
import { instantOf, parseWallClock } from "../../base/time.ts";
import type { Locator } from "../../model/locator.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ConversationFacts, ExportFacts, MessageFacts, ReadSettings, Yielded } from "../importer.ts";
import { epochOf } from "../wechat/epoch.ts";
import { parseNotice } from "../wechat/notice.ts";
import { transferIn } from "../wechat/rendered.ts";
import { RowTally } from "../wechat/row-tally.ts";
import { resolveKind } from "./kinds.ts";
import { mediaOf } from "./media.ts";
import { fieldsOf, sheetOf, type Column, type Sheet } from "./table.ts";
import { CHAT, defectsOf } from "./words.ts";

/**
 * Reads the workbook: one sheet named after the chat. It states neither direction nor chat nor account; in groups the
 * room shows as the sender of notices.
 */
export async function* readWorkbook(source: Source, claim: Claim, settings: ReadSettings): AsyncGenerator<Yielded> {
  const { entry } = claim;
  const sizeBytes = source.file(entry)?.sizeBytes ?? 0;
  const read = (position: number, length: number) => source.read(entry, position, length);
  const workbook = await openWorkbook({ sizeBytes, read }, entry);
  try {
    const sheet = await sheetOf(workbook);
    if (sheet === null) throw headerGone(entry);
    const tally = new RowTally();
    yield { type: "export", facts: exportFacts(tally) };
    yield { type: "conversation", facts: conversationFacts(entry, sheet, null) };
    let room: string | null = null;
    for await (const row of workbook.rows(sheet.name)) {
      if (row.row <= sheet.headerRow) continue;
      const item = readRow(row, sheet, entry, settings);
      if (item.type === "message") {
        tally.count(item.facts);
        room ??= item.facts.extra?.["微信ID"]?.endsWith("@chatroom") === true ? item.facts.extra["微信ID"] : null;
      }
      yield item;
    }
    if (room !== null) yield { type: "conversation", facts: conversationFacts(entry, sheet, room) };
    yield { type: "export", facts: exportFacts(tally) };
    for (const defect of defectsOf(tally)) yield { type: "defect", defect };
  } finally {
    workbook.close();
  }
}

function readRow(row: XlsxRow, sheet: Sheet, path: string, settings: ReadSettings): Yielded {
  const at = { path, sheet: sheet.name, row: row.row - sheet.headerRow };
  const fields = fieldsOf(row, sheet);
  const isMessage = (["时间", "时间戳", "消息内容"] as const).some((column) => fields.has(column));
  if (isMessage) return { type: "message", conversation: CHAT, facts: normalizeFields(fields, at, settings) };
  const raw = [...fields.values()].join(",");
  return { type: "skipped", conversation: CHAT, at, reason: "not-a-message", raw };
}

type Fields = Map<string, string>;

function normalizeFields(fields: Fields, locator: Locator, settings: ReadSettings): MessageFacts {
  const take = (column: Column): string | null => {
    const text = fields.get(column) ?? null;
    fields.delete(column);
    return text;
  };
  const code = wholeNumber(take("原始类型代码"));
  const word = fields.get("消息类型") ?? null;
  const { kind, kindBasis, wordHeld } = resolveKind(code, word, null);
  if (wordHeld) fields.delete("消息类型");
  const content = take("消息内容");
  const time = timeOf(take("时间戳"), take("时间"), settings);
  const isNotice = kind === "system" || kind === "pat";
  const media = mediaOf({ kind, content, stated: [] }, posix.dirname(locator.path));
  const warnings = [...time.warnings, ...defectsFor(kind, content)];
  const said = kind === "system" ? parseNotice(content ?? "") : { kind };
  const sender = isNotice || fields.get("微信ID")?.endsWith("@chatroom") === true ? NOBODY : senderOf(take);
  for (const shown of ["日期", "时刻", "星期"]) fields.delete(shown);
  return {
    locator,
    ...time.facts,
    direction: isNotice ? "system" : "unknown",
    ...said,
    ...(kind === "transfer" ? { transfer: transferIn(content) } : {}),
    kindBasis,
    typeCode: code,
    exporterIndex: take("序号"),
    ...sender,
    text: media.contentIsPath ? null : content,
    attachments: media.attachments,
    extra: Object.fromEntries(fields),
    warnings,
  };
}

const NOBODY = { sender: null, senderName: null, senderBasis: "none" } as const;

function senderOf(take: (column: Column) => string | null) {
  const sender = take("微信ID");
  const senderName = take("发送者");
  return {
    sender,
    senderName,
    senderBasis: sender !== null ? "stated" : senderName !== null ? "name" : "none",
  } as const;
}

/** A spreadsheet may have written a long number as a power of ten; up to 2^53 nothing is lost by that. */
function wholeNumber(text: string | null): string | null {
  if (text === null || !/^\d(?:\.\d+)?E\+?\d{1,2}$/i.test(text)) return text;
  const value = Number(text);
  return Number.isSafeInteger(value) ? String(value) : text;
}

type TimeFacts = Pick<MessageFacts, "sentAt" | "sentAtText" | "timePrecision" | "timeBasis">;

/** The epoch goes before the text, which is in the zone of the exporting computer. */
function timeOf(
  stamp: string | null,
  text: string | null,
  { timeZone, timeZoneBasis }: ReadSettings,
): { readonly facts: TimeFacts; readonly warnings: readonly string[] } {
  const epoch = epochOf(wholeNumber(stamp));
  const facts = { sentAtText: text, timePrecision: "s" } as const;
  if (epoch !== null) return { facts: { ...facts, sentAt: epoch.ms, timeBasis: "epoch" }, warnings: [] };
  const clock = text === null ? null : parseWallClock(text);
  if (clock === null) {
    const none = { sentAt: null, sentAtText: text, timePrecision: "none", timeBasis: "none" } as const;
    return { facts: none, warnings: ["TIME_UNREADABLE"] };
  }
  const { epochMs, doubt } = instantOf(clock, timeZone);
  const read = { ...facts, sentAt: epochMs, timePrecision: clock.precision, timeBasis: timeZoneBasis };
  return { facts: read, warnings: ["TIME_ZONE_UNSTATED", ...(doubt === null ? [] : [`TIME_${doubt.toUpperCase()}`])] };
}

/** Nothing stored stands beside the rendered content here. @source export-formats.md §4.3, §14 */
function defectsFor(kind: string, content: string | null): string[] {
  const codes: Readonly<Record<string, string>> = {
    text: "TEXT_PREFIX_STRIPPED",
    transfer: "TRANSFER_STATE_UNRELIABLE",
    forward: "FORWARD_ITEMS_MISSING",
    quote: "QUOTE_TEXT_LOST",
  };
  const code = Object.hasOwn(codes, kind) ? codes[kind] : undefined;
  return code === undefined || content === null ? [] : [code];
}

function conversationFacts(entry: string, { name }: Sheet, room: string | null): ConversationFacts {
  const stem = posix.basename(entry).replace(/\.xlsx$/i, "");
  return {
    key: CHAT,
    type: room === null ? "unknown" : "group",
    talker: room,
    title: name === "" ? stem : name,
    statedMessageCount: null,
    statedLastMessageAt: null,
    members: [],
  };
}

function exportFacts(tally: RowTally): ExportFacts {
  return {
    variant: "xlsx",
    claimedTool: null,
    claimedVersion: null,
    exportedAt: null,
    exportedAtText: null,
    owner: null,
    ownerBasis: null,
    statedRange: null,
    localIdOrigin: "renumbered",
    serverIdOrigin: "none",
    provides: tally.provides(),
    encoding: "UTF-8",
  };
}

function headerGone(path: string): SourceError {
  return new SourceError(
    "CIPHERTALK_HEADER_GONE",
    {
      zh: `工作簿“${path}”中没有以密语（CipherTalk）列名开头的工作表。`,
      en: `No sheet of "${path}" begins with the column names of CipherTalk.`,
    },
    {
      hint: {
        zh: "请给出导出软件生成的原始文件，勿删除或改动第一行。",
        en: "Give the file as the exporting program wrote it, with its first row untouched.",
      },
      facts: { path },
    },
  );
}
