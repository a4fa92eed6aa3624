import type { Chat, Export } from "../../model/chat.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { placesOf } from "../places.ts";
import { numberingsConcerning, type TableNumbering } from "../table-numbering.ts";

/** Numbers that the database says it handed out after the newest row that is there. */
export const localIdTail = defineCheck({
  id: "continuity/local-id-tail",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["sequence"],
  needsGrade: ["native"],
  continuity: "gap-by-witness",
  leavesOpen: ["shared-tail"],
  options: {},
  title: { zh: "末尾的客户端编号没有对应记录", en: "Numbers handed out after the last record" },
  rule: {
    zh: "带 AUTOINCREMENT 的数据表由数据库在计数表（sqlite_sequence）中记下已发出的最大编号，删除记录后该数不会变小。计数大于表中现有的最大编号时列出：其间的编号发出过，而没有对应记录。编号由多个会话共用的（Windows 3.x），只在持有最大编号的会话列为警告，在其余会话只作提示。",
    en: "For a table with AUTOINCREMENT the database keeps the highest number ever handed out in its counter (sqlite_sequence), which never falls when rows are deleted. Reported where the counter is above the highest number in the table: the numbers between were handed out and have no record. Where several conversations share the numbering (Windows 3.x) it is a warning in the conversation that holds the highest number and a note in the others.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无增加、删除、修改及不完整等情形；最后若干条记录缺失的，应以手机或对方设备核对。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were added to, deleted from, changed or are incomplete; where the last records are absent the phone or the other side's device is the place to look.",
  },
  innocent: [
    {
      zh: "账号使用人删除了最新的若干条消息。",
      en: "The holder of the account deleted the newest messages.",
    },
    {
      zh: "发送失败后移除的消息、发送文件时的占位记录用去了编号。",
      en: "Failed messages that were removed, and placeholders of files being sent, used up numbers.",
    },
    {
      zh: "没有随附预写日志，最近写入的记录不在材料中。",
      en: "The write-ahead log was not given, and the most recent records are not here.",
    },
  ],
  reference: "wechat-databases.md §8.0, §8.2 S-N01",
  words: {
    tail: {
      zh: "数据库计数显示编号已发到 {sequence}，现有最大编号为 {highest}（第 {seq} 条，{sentAt}）：其后 {missing} 个编号没有对应记录，原因无法从本数据判断。",
      en: "The database's counter says that numbers were handed out up to {sequence}; the highest present is {highest} (message {seq}, {sentAt}). The {missing} number(s) after it have no record; the cause cannot be told from these data.",
    },
    "shared-tail": {
      zh: "多个会话共用的编号已发到 {sequence}，现有最大编号为 {highest}，其后 {missing} 个编号没有对应记录；本会话在该表中的最后一条是第 {seq} 条（{sentAt}），所缺属于哪个会话无法从本数据判断。",
      en: "The numbering that several conversations share was handed out up to {sequence} while the highest number present is {highest}: {missing} number(s) have no record. The last record of this conversation in that table is message {seq} ({sentAt}); whose the absent ones were cannot be told from these data.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation, export: of } = context;
    const numberings = numberingsConcerning(chat, conversation);
    if (numberings.length === 0) return { notApplicable: "no-numbering" };
    const counted = numberings.filter(({ sequence, highest }) => sequence !== null && highest !== null);
    for (const numbering of counted) {
      const found = tailFound(chat, conversation.id, of, numbering);
      if (found) yield found;
    }
    return { counts: { tables: numberings.length, counted: counted.length } };
  },
});

function tailFound(chat: Chat, conversation: string, of: Export, numbering: TableNumbering): Found | null {
  const { scope, table, path, sequence, highest, isShared } = numbering;
  if (sequence === null || highest === null || sequence <= highest) return null;
  const last = lastNumbered(chat, conversation, scope);
  const facts = {
    ...{ scope, table, sequence: String(sequence), highest: String(highest), missing: Number(sequence - highest) },
    ...{ seq: last?.seq ?? null, sentAt: last?.sentAt ?? null },
  };
  const at = last ? placesOf([last]) : [{ path, table }];
  const messages = last ? [last.seq] : [];
  if (!isShared) return { word: "tail", facts, at, messages, strength: lacksLog(of, path) ? "C" : "B" };
  const holdsHighest = last?.number === String(highest);
  return { word: "shared-tail", facts, at, messages, level: holdsHighest ? "warning" : "note", strength: "C" };
}

/** A main file without its log may have a newer counter than rows. */
function lacksLog(of: Export, path: string): boolean {
  return (of.databases ?? []).some((file) => file.path === path && file.journal === "wal" && file.wal === null);
}

interface LastRow {
  readonly number: string;
  readonly seq: number;
  readonly sentAt: number | null;
  readonly at: string;
}

const LAST = `SELECT local_id AS number, seq, sent_at AS sentAt, locator AS at FROM message
  WHERE conversation = ? AND local_id_scope = ? AND local_id NOT GLOB '*[^0-9]*'
  ORDER BY CAST(local_id AS INTEGER) DESC LIMIT 1`;

function lastNumbered(chat: Chat, conversation: string, scope: string): LastRow | null {
  for (const row of chat.query<LastRow>(LAST, conversation, scope)) return row;
  return null;
}
