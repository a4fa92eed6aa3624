import type { Bilingual } from "../../base/bilingual.ts";
import type { Chat, Export } from "../../model/chat.ts";
import type { Fact } from "../../model/finding.ts";
import { defineCheck, type ExportContext } from "../check.ts";
import { beginning, PLACES_SHOWN, placesOf } from "../places.ts";

/** Beginnings of records that stand in the facts of one finding: `raw`, `raw2`, `raw3`. */
const RAW_SHOWN = 3;

/** Reasons with a sentence of their own; any other is said with its code. */
const REASONS = {
  "malformed-json": {
    zh: "有 {count} 条记录不符合 JSON 语法，无法读取；第一条开头为「{raw}」。",
    en: "{count} record(s) are not valid JSON and could not be read; the first begins “{raw}”.",
  },
  "value-too-large": {
    zh: "有 {count} 条记录过大，未予读取；第一条开头为「{raw}」。",
    en: "{count} record(s) are too large and were not read; the first begins “{raw}”.",
  },
  "not-a-message": {
    zh: "有 {count} 条记录不具备消息的结构，无法读取；第一条开头为「{raw}」。",
    en: "{count} record(s) do not have the shape of a message and could not be read; the first begins “{raw}”.",
  },
  "malformed-row": {
    zh: "有 {count} 行的内容与各列应有的写法不符，无法确定各列的含义；第一行开头为「{raw}」。",
    en: "{count} row(s) do not fit what the columns should hold, so that their columns cannot be told; the first begins “{raw}”.",
  },
  "not-a-transaction": {
    zh: "账单中有 {count} 行既没有可读的时间，也没有交易单号和金额，不能作为交易读取；第一行开头为「{raw}」。",
    en: "{count} row(s) of a bill have neither a readable time nor a transaction number with an amount, and could not be read as transactions; the first begins “{raw}”.",
  },
  "wrong-field-count": {
    zh: "有 {count} 行的字段数与表头不符，无法确定各列的含义；第一行开头为「{raw}」。",
    en: "{count} row(s) have another number of fields than the header, so that their columns cannot be told; the first begins “{raw}”.",
  },
  "malformed-literal": {
    zh: "网页中有 {count} 处不是可读的消息对象；第一处开头为「{raw}」。",
    en: "{count} place(s) in the page are no readable message objects; the first begins “{raw}”.",
  },
  "time-without-message": {
    zh: "有 {count} 处时间行之后没有同一时刻的消息：该时刻有一条消息而导出工具没有写出（例如其类型不被支持或未勾选）；第一处为「{raw}」。",
    en: "{count} time line(s) are not followed by a message of that time: there was a message then which the exporter did not write (its kind may be unsupported or not ticked); the first is “{raw}”.",
  },
} as const satisfies Record<string, Bilingual>;

/** Records that stand in the file and not in the record made from it, by reason. */
export const skippedRecord = defineCheck({
  id: "source/skipped-record",
  version: 1,
  scope: "export",
  level: "warning",
  strength: "C",
  needs: [],
  options: {},
  title: { zh: "无法读取的记录", en: "Records that could not be read" },
  rule: {
    zh: "导出文件中的每一条记录要么读入，要么计为无法读取；后者按原因合并列出，给出条数、最先出现的位置和原文开头。这些记录仍在随附的导出文件中，只是没有编入消息清单。",
    en: "Every record of an export is either read or counted as unreadable; the latter are listed by reason with their number, first places and the beginning of their text. They remain in the enclosed export file and are only absent from the list of messages.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无增加、删除、修改等情形；清单没有列入的记录应当主动说明。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were added to, deleted from or changed; records that the list leaves out should be named without being asked.",
  },
  innocent: [
    {
      zh: "导出工具写出了自己也无法识别的消息类型或残缺的行。",
      en: "The exporter wrote a kind of message it did not know itself, or a row cut short.",
    },
    {
      zh: "文件在传输中损坏，或被文本编辑器、表格软件保存过。",
      en: "The file was damaged in transfer, or saved by a text editor or a spreadsheet.",
    },
    {
      zh: "本程序尚不认识该工具较新版本的写法。",
      en: "This program does not yet know how a newer version of the exporter writes.",
    },
  ],
  reference: "design.md §2 (3); style.md §1 (3); law.md §2.3 (5)",
  words: {
    ...REASONS,
    other: {
      zh: "有 {count} 条记录无法读取（原因代码 {reason}）；第一条开头为「{raw}」。",
      en: "{count} record(s) could not be read (reason code {reason}); the first begins “{raw}”.",
    },
    "not-shown": {
      zh: "有 {count} 条记录无法读取（原因代码 {reason}）；所属会话不明，因只选取了部分会话，原文不予列出。",
      en: "{count} record(s) could not be read (reason code {reason}); their conversation is unknown, and as only some conversations were selected their text is not shown.",
    },
  },
  *run({ chat, export: of, conversations }: ExportContext) {
    const selected = new Set(conversations.map(({ id }) => id));
    const siblings = chat.conversations.filter(({ source }) => source === of.id);
    const mayQuote = siblings.every(({ id }) => selected.has(id));
    let skipped = 0;
    for (const group of chat.query<Group>(GROUPS, of.id)) {
      const { conversation, reason, count } = group;
      if (conversation !== null && !selected.has(conversation)) continue;
      skipped += count;
      yield found(
        chat,
        of,
        group,
        conversation !== null || mayQuote,
        Object.hasOwn(REASONS, reason) ? reason : "other",
      );
    }
    const read = conversations.reduce((sum, { messageCount }) => sum + messageCount, 0);
    return { counts: { read, skipped } };
  },
});

interface Group {
  readonly conversation: string | null;
  readonly reason: string;
  readonly count: number;
}

const GROUPS = `SELECT conversation, reason, count(*) AS count FROM skipped WHERE source = ?
  GROUP BY conversation, reason ORDER BY min(rowid)`;

const FIRST = `SELECT at, raw FROM skipped WHERE source = ? AND conversation IS ? AND reason = ?
  ORDER BY rowid LIMIT ${PLACES_SHOWN}`;

function found(chat: Chat, of: Export, { conversation, reason, count }: Group, mayQuote: boolean, word: string) {
  const rows = [...chat.query<{ at: string; raw: string }>(FIRST, of.id, conversation, reason)];
  const facts: Record<string, Fact> = { reason, count, conversation };
  if (!mayQuote) return { word: "not-shown", facts, at: placesOf(rows) };
  for (const [index, { raw }] of rows.slice(0, RAW_SHOWN).entries()) {
    facts[index === 0 ? "raw" : `raw${index + 1}`] = beginning(raw);
  }
  return { word, facts, at: placesOf(rows) };
}
