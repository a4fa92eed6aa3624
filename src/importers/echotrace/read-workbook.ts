import { posix } from "node:path";
import { SourceError } from "../../base/errors.ts";
import { instantOf, parseWallClock } from "../../base/time.ts";
import { openWorkbook, type XlsxRow } from "../../base/xlsx.ts";
import type { Kind } from "../../model/kind.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ConversationFacts, MessageFacts, NameSeen, ReadSettings, Yielded } from "../importer.ts";
import { RowTally } from "../wechat/row-tally.ts";
import { NOTICE_KINDS } from "../wechat/stated-direction.ts";
import { attachmentsOf, defectsFor, partsOf } from "./content.ts";
import { CHAT, conversationType, defectsOf, exportFacts } from "./export-facts.ts";
import { resolveKind } from "./kinds.ts";
import { fieldsOf, sheetOf, type Sheet } from "./table.ts";

/** Reads the sheet with the messages. Times are the exporting computer's, without zone. */
export async function* readWorkbook(source: Source, claim: Claim, settings: ReadSettings): AsyncGenerator<Yielded> {
  const { entry } = claim;
  const sizeBytes = source.file(entry)?.sizeBytes ?? 0;
  const read = (position: number, length: number) => source.read(entry, position, length);
  const workbook = await openWorkbook({ sizeBytes, read }, entry);
  try {
    const sheet = await sheetOf(workbook);
    if (sheet === null) throw headerGone(entry);
    const conversation = conversationFacts(sheet, entry);
    const tally = new RowTally();
    const own = {
      variant: sheet.layout === "early" ? "xlsx-early" : "xlsx",
      encoding: "UTF-8",
      localIdOrigin: "renumbered",
      exportedAt: null,
      exportedAtText: null,
      hasCount: false,
    } as const;
    yield { type: "export", facts: exportFacts(tally, own) };
    yield { type: "conversation", facts: conversation };
    for (const seen of namesOf(sheet, conversation)) yield { type: "name", seen };
    for await (const row of workbook.rows(sheet.name)) {
      if (row.row <= sheet.headerRow) continue;
      const item = readRow(row, sheet, conversation, { path: entry, settings });
      if (item.type === "message") tally.count(item.facts);
      yield item;
    }
    yield { type: "export", facts: exportFacts(tally, own) };
    for (const defect of defectsOf(tally, null)) yield { type: "defect", defect };
    yield { type: "defect", defect: { code: "TIME_ZONE_UNSTATED", records: null } };
  } finally {
    workbook.close();
  }
}

function readRow(
  row: XlsxRow,
  sheet: Sheet,
  conversation: ConversationFacts,
  { path, settings }: { readonly path: string; readonly settings: ReadSettings },
): Yielded {
  const at = { path, sheet: sheet.name, row: row.row - sheet.headerRow };
  const fields = fieldsOf(row, sheet);
  if (!fields.has("时间") && !fields.has("消息类型")) {
    const raw = [...fields.values()].join(",");
    return { type: "skipped", conversation: CHAT, at, reason: "not-a-message", raw };
  }
  const take = (column: string): string | null => {
    const text = fields.get(column) ?? null;
    fields.delete(column);
    return text;
  };
  const { kind, wordHeld, kindBasis, typeCode } = resolveKind(null, fields.get("消息类型") ?? null);
  if (wordHeld) fields.delete("消息类型");
  const text = take("内容");
  const parts = partsOf(kind, text);
  const time = timeOf(take("时间"), settings);
  const sender = senderOf(parts.kind, conversation, fields, take);
  const facts: MessageFacts = {
    locator: at,
    ...time.facts,
    ...sender.facts,
    ...parts,
    kindBasis,
    typeCode,
    exporterIndex: take("序号"),
    text,
    attachments: attachmentsOf({ kind: parts.kind, content: text, path: null, md5: null }, () => []),
    extra: Object.fromEntries(fields),
    warnings: [...time.warnings, ...sender.warnings, ...defectsFor(parts.kind, text)],
  };
  return { type: "message", conversation: CHAT, facts };
}

type TimeFacts = Pick<MessageFacts, "sentAt" | "sentAtText" | "timePrecision" | "timeBasis">;

function timeOf(text: string | null, { timeZone, timeZoneBasis }: ReadSettings) {
  const clock = text === null ? null : parseWallClock(text);
  if (clock === null) {
    const facts: TimeFacts = { sentAt: null, sentAtText: text, timePrecision: "none", timeBasis: "none" };
    return { facts, warnings: ["TIME_UNREADABLE"] };
  }
  const { epochMs, doubt } = instantOf(clock, timeZone);
  const facts: TimeFacts = {
    sentAt: epochMs,
    sentAtText: text,
    timePrecision: clock.precision,
    timeBasis: timeZoneBasis,
  };
  return { facts, warnings: doubt === null ? [] : [`TIME_${doubt.toUpperCase()}`] };
}

const OWN = "我";

type SenderFacts = Pick<MessageFacts, "direction" | "sender" | "senderName" | "senderBasis">;

/** In a private chat every row that was not sent, notices included, is headed with the other side's name. */
function senderOf(
  kind: Kind,
  { talker, type }: ConversationFacts,
  fields: ReadonlyMap<string, string>,
  take: (column: string) => string | null,
): { readonly facts: SenderFacts; readonly warnings: readonly string[] } {
  if (NOTICE_KINDS.has(kind)) {
    const facts = { direction: "system", sender: null, senderName: null, senderBasis: "none" } as const;
    return { facts, warnings: type === "private" ? ["SENDER_IS_PEER_HEADER"] : [] };
  }
  const role = fields.get("发送者身份") ?? fields.get("发送者") ?? null;
  const sender = take("发送者微信ID");
  const senderName = take("发送者昵称") ?? take("发送者");
  const isOwn = role === OWN && (sender === null || sender !== talker);
  if (isOwn || role === senderName) take("发送者身份");
  const direction = isOwn ? "sent" : role === null || role === OWN ? "unknown" : "received";
  const senderBasis = sender !== null ? "stated" : senderName !== null ? "name" : "none";
  return { facts: { direction, sender, senderName, senderBasis }, warnings: [] };
}

function conversationFacts({ info }: Sheet, entry: string): ConversationFacts {
  const talker = info.get("微信ID") || null;
  const stem = posix
    .basename(entry)
    .replace(/\.xlsx$/i, "")
    .replace(/_聊天记录_\d{13}$/, "");
  return {
    key: CHAT,
    type: conversationType(talker, null),
    talker,
    title: info.get("备注") || info.get("昵称") || stem,
    statedMessageCount: null,
    statedLastMessageAt: null,
    members: [],
  };
}

function* namesOf({ info }: Sheet, { talker, type }: ConversationFacts): Generator<NameSeen, void, void> {
  if (talker === null || type === "group") return;
  for (const [label, kind] of [
    ["昵称", "nickname"],
    ["备注", "remark"],
  ] as const) {
    const text = info.get(label) ?? "";
    if (text !== "") yield { account: talker, name: { kind, text }, seenAt: null };
  }
}

function headerGone(path: string): SourceError {
  return new SourceError(
    "ECHOTRACE_HEADER_GONE",
    {
      zh: `工作簿“${path}”的工作表“聊天记录”中没有 EchoTrace 的表头。`,
      en: `The sheet "聊天记录" of "${path}" has no header of EchoTrace.`,
    },
    {
      hint: {
        zh: "请给出导出软件生成的原始文件，勿删除或改动表头和其上各行。",
        en: "Give the file as the exporting program wrote it, with its header and the rows above.",
      },
      facts: { path },
    },
  );
}
