import type { Chat, Conversation, Export } from "../../model/chat.ts";
import type { Locator } from "../../model/locator.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { beginning, PLACES_SHOWN, placesOf } from "../places.ts";
import { unplacedRecords } from "../unplaced.ts";

/** Exporters of this defect delete from one mark to the next, across records. @source export-formats.md §4.4.3 (1), §14 */
const DEFECT = "ROWS_FUSED";

/**
 * Signs that an exporter swallowed rows: text that stood between an opening and a closing comment mark was deleted from
 * the finished file, so that the beginning of one record and the end of a later one became one.
 *
 * Speaks only where the exporter is known to do so. Findings of the prefix `fused-` belong here.
 */
export const rowsFused = defineCheck({
  id: "source/rows-fused",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: [],
  options: { listed: 200 },
  title: { zh: "行被导出工具吞并的迹象", en: "Signs that the exporter swallowed rows" },
  rule: {
    zh: "仅适用于已知会这样做的导出工具：它从写好的文件中删去“<!--”到下一个“-->”之间的内容，若两端落在不同消息里，其间的消息消失，前后两条的残段拼成一条。逐条查看：显示名是否属于另一个账号；是否带有该类型消息从不填写的字段；字段是否重复，或缺少该文件其他各行都有的字段；随附的清单所点名的消息是否不在；条数是否少于自述条数。",
    en: "Only for exporters known to do this: they delete from the finished file whatever stands between “<!--” and the next “-->”; where the two lie in different messages, those between vanish and the remains of two become one. Each record is looked at: does it show the name of another account; does it fill fields that its type never fills; does it state fields twice or lack what all other rows of the file have; is a message absent that a list beside it names; are there fewer records than stated.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十三条第四项考虑提取方法是否可靠；拼成的一条会把一方的话记到另一方名下，应以手机或另一份导出核对后再引用。",
    en: "Article 93 (4) of the Provisions on Evidence in Civil Procedure asks whether the method of extraction is reliable. A record made of two puts one party's words down to the other and should be compared with the phone or a second export before it is quoted.",
  },
  innocent: [
    {
      zh: "缺陷来自导出工具本身，聊天里有人发过含有“<!--”和“-->”的文字（例如网页代码）即会发生，与导出人无关。",
      en: "The defect is the exporter's own; it happens where somebody sent texts with “<!--” and “-->”, such as pieces of web pages, whoever made the export.",
    },
    {
      zh: "导出后有人手工编辑过文件，或由其他程序改写过字段。",
      en: "Somebody edited the file after the export, or another program rewrote its fields.",
    },
  ],
  reference: "export-formats.md §4.4.3 (1), §14 ROWS_FUSED; design.md §6.2",
  words: {
    "seam-name": {
      zh: "第 {seq} 条（{sentAt}）由账号 {account} 发出，显示的却是另一个账号的名字“{name}”，像是两条消息拼成的；其后缺 {missing} 个客户端编号。",
      en: 'Message {seq} ({sentAt}) is of the account {account} but shows the name "{name}" of another one, as if it were put together from two; {missing} of the client\'s number(s) behind it are absent.',
    },
    "seam-fields": {
      zh: "第 {seq} 条（{sentAt}）带有该类型消息从不填写的字段（{fields}），像是两条消息拼成的；其后缺 {missing} 个客户端编号。",
      en: "Message {seq} ({sentAt}) fills fields that its type never fills ({fields}), as if it were put together from two; {missing} of the client's number(s) behind it are absent.",
    },
    "seam-keys": {
      zh: "第 {seq} 条（{sentAt}）的字段重复，或缺少该文件其他各行都有的字段，像是两条消息拼成的；其后缺 {missing} 个客户端编号。",
      en: "Message {seq} ({sentAt}) states fields twice or lacks some that all other rows of the file have, as if it were put together from two; {missing} of the client's number(s) behind it are absent.",
    },
    more: {
      zh: "另有 {count} 条消息有同样的迹象。",
      en: "Another {count} message(s) show such signs.",
    },
    "named-absent": {
      zh: "导出包自带的清单点名了 {count} 条消息，消息文件里却没有，第一条是 {first}。",
      en: "A list in the archive names {count} message(s) that the message file does not hold, the first of them {first}.",
    },
    fewer: {
      zh: "该会话比自述的条数少 {difference} 条，其中 {explained} 条可由上列各处解释；该导出工具有吞并消息的缺陷，编号缺口前的那一条值得与手机核对。",
      en: "This conversation has {difference} record(s) fewer than stated, {explained} of which the places above may account for; the exporter has the defect of swallowing messages, and the message before each hole in the numbering is worth comparing with the phone.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation, export: of, options } = context;
    if (!of.knownDefects.some(({ code }) => code === DEFECT)) return { notApplicable: "exporter-does-not-fuse" };
    const seams = seamsOf(chat, of, conversation);
    const listed = seams.slice(0, options["listed"] ?? 200);
    let explained = 0;
    for (const seam of listed) {
      const missing = numbersBehind(chat, conversation, seam);
      explained += missing;
      yield { ...found(seam, missing), messages: [seam.seq] };
    }
    const rest = seams.slice(listed.length);
    if (rest.length > 0)
      yield { word: "more", facts: { count: rest.length }, at: placesOf(rest.slice(0, PLACES_SHOWN)) };
    const named = yield* namedAbsent(chat, of, conversation);
    const difference = differenceOf(chat, of, conversation);
    if (difference > explained) yield fewer(chat, conversation, difference, explained);
    return { counts: { examined: conversation.messageCount, seams: seams.length, named, difference } };
  },
});

/** A record that looks put together. */
interface Seam {
  readonly seq: number;
  readonly at: string;
  readonly sentAt: number | null;
  readonly localId: string | null;
  readonly scope: string | null;
  readonly word: "seam-name" | "seam-fields" | "seam-keys";
  readonly facts: Readonly<Record<string, string>>;
}

/** One seam for each record, the most telling sign first, in printed order. */
function seamsOf(chat: Chat, of: Export, conversation: Conversation): Seam[] {
  const bySeq = new Map<number, Seam>();
  for (const seam of [...namesOfOthers(chat, of, conversation), ...marked(chat, of, conversation)]) {
    if (!bySeq.has(seam.seq)) bySeq.set(seam.seq, seam);
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

interface Shown {
  readonly sender: string;
  readonly name: string;
  readonly count: number;
}

const SHOWN = `SELECT sender, sender_name AS name, count(*) AS count FROM message
  WHERE source = ? AND direction IN ('sent', 'received') AND sender IS NOT NULL AND sender_name IS NOT NULL
  GROUP BY sender, sender_name ORDER BY count DESC, sender, name`;

const BEARING = `SELECT seq, locator AS at, sent_at AS sentAt, local_id AS localId, local_id_scope AS scope FROM message
  WHERE conversation = ? AND sender = ? AND sender_name = ? AND direction IN ('sent', 'received') ORDER BY seq`;

/** This exporter shows each account by one name throughout; a record under another account's name took its end from there. */
function* namesOfOthers(chat: Chat, of: Export, { id }: Conversation): Generator<Seam, void, void> {
  const shown = [...chat.query<Shown>(SHOWN, of.id)];
  const usual = new Map<string, Shown>();
  for (const one of shown) if (!usual.has(one.sender)) usual.set(one.sender, one);
  const owners = new Map<string, string>();
  for (const { sender, name } of usual.values()) owners.set(name, sender);
  for (const { sender, name, count } of shown) {
    const own = usual.get(sender);
    const other = owners.get(name);
    if (own === undefined || own.name === name || other === undefined || other === sender || own.count <= count)
      continue;
    for (const row of chat.query<Omit<Seam, "word" | "facts">>(BEARING, id, sender, name)) {
      const account = sender.slice(`${of.id}:`.length);
      yield { ...row, word: "seam-name", facts: { account, name: beginning(name) } };
    }
  }
}

interface Marked extends Omit<Seam, "word" | "facts"> {
  readonly code: string;
  readonly detail: string;
}

const MARKED = `SELECT m.seq AS seq, m.locator AS at, m.sent_at AS sentAt, m.local_id AS localId, m.local_id_scope AS scope,
    r.code AS code, r.detail AS detail
  FROM (SELECT at, code, detail FROM repair WHERE source = ? AND code IN ('fused-fields', 'fused-keys-repeated', 'fused-keys-absent')) AS r
  JOIN message AS m ON m.locator = r.at AND m.conversation = ? ORDER BY r.code, m.seq`;

/** Records that the importer saw to be of an odd shape. */
function* marked(chat: Chat, of: Export, { id }: Conversation): Generator<Seam, void, void> {
  for (const { code, detail, ...row } of chat.query<Marked>(MARKED, of.id, id)) {
    if (code === "fused-fields") yield { ...row, word: "seam-fields", facts: { fields: beginning(detail) } };
    else yield { ...row, word: "seam-keys", facts: {} };
  }
}

const NEXT = `SELECT min(CAST(local_id AS INTEGER)) AS next FROM message
  WHERE conversation = ? AND local_id_scope IS ? AND CAST(local_id AS INTEGER) > CAST(? AS INTEGER)`;

/** Client's numbers between the seam and the next record of its numbering; 0 where there is no numbering. */
function numbersBehind(chat: Chat, { id }: Conversation, { localId, scope }: Seam): number {
  if (localId === null || !/^\d{1,15}$/.test(localId)) return 0;
  for (const { next } of chat.query<{ next: number | null }>(NEXT, id, scope, localId)) {
    return next === null ? 0 : next - Number(localId) - 1;
  }
  return 0;
}

function found({ seq, at, sentAt, word, facts }: Seam, missing: number): Found {
  return { word, facts: { seq, sentAt, ...facts, missing }, at: placesOf([{ at }]) };
}

const NAMED = `SELECT at, detail FROM repair WHERE source = ? AND code = 'fused-named-absent'
    AND json_extract(at, '$.path') IN (SELECT json_extract(locator, '$.path') FROM message WHERE conversation = ? LIMIT 1)
  ORDER BY rowid`;

function* namedAbsent(chat: Chat, of: Export, { id }: Conversation): Generator<Found, number, void> {
  const rows = [...chat.query<{ at: string; detail: string }>(NAMED, of.id, id)];
  const [first] = rows;
  if (first === undefined) return 0;
  const facts = { count: rows.length, first: beginning(first.detail) };
  yield { word: "named-absent", facts, at: placesOf(rows.slice(0, PLACES_SHOWN)) };
  return rows.length;
}

/** Records that the export states and that were neither read nor skipped. */
function differenceOf(chat: Chat, of: Export, conversation: Conversation): number {
  const { statedMessageCount: stated, messageCount, skippedCount } = conversation;
  if (stated === null) return 0;
  return Math.max(0, stated - messageCount - skippedCount - unplacedRecords(chat, of.id));
}

const BEFORE_HOLES = `SELECT at FROM (
    SELECT locator AS at, seq, CAST(local_id AS INTEGER) AS number,
      lead(CAST(local_id AS INTEGER)) OVER (PARTITION BY local_id_scope ORDER BY CAST(local_id AS INTEGER)) AS next
    FROM message WHERE conversation = ? AND local_id IS NOT NULL)
  WHERE next > number + 1 ORDER BY seq LIMIT ${PLACES_SHOWN}`;

function fewer(chat: Chat, { id }: Conversation, difference: number, explained: number): Found {
  const at: Locator[] = placesOf(chat.query<{ at: string }>(BEFORE_HOLES, id));
  return { word: "fewer", facts: { difference, explained }, at, strength: "C" };
}
