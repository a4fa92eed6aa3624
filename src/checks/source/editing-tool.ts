import type { Chat, Conversation, Export } from "../../model/chat.ts";
import { defineCheck, type ExportContext, type Found } from "../check.ts";
import { placesOf } from "../places.ts";

/** Triggers and tables that keep, or bring back, what a sender recalls. */
const ANTI_RECALL = /anti[-_]?(revoke|recall|withdraw|delete)|(keep|block|prevent)[-_]?(revoke|recall|delete)/i;
/** Sentences that such software writes into notices. @source wechat-databases.md §8.5 S-L01 */
const MARKER = /rawid\s*[:：]|尝试撤回(此消息|上一条消息)|撤回[^]{0,200}内容为[“"]/iu;
/** Names printed in one sentence. */
const NAMED = 3;

/** Software that can change records, or keeps recalled ones, having been at work on the source. */
export const editingTool = defineCheck({
  id: "source/editing-tool",
  version: 1,
  scope: "export",
  level: "warning",
  strength: "A",
  needs: [],
  options: { listed: 50 },
  title: { zh: "可改动记录的软件留下的痕迹", en: "Traces of software that can change records" },
  rule: {
    zh: "列出四类情形：改动软件自己的记录（如 message_edits 表）写明改过的消息；数据库中用于拦截撤回或删除的触发器和数据表；通知文字中此类软件的固定标记（如“尝试撤回此消息”“rawid：”）；导出工具的该版本本身带有修改记录的功能。只看文件中写明的内容，不判断改成了什么是否有误。",
    en: "Reports four things: messages that an editing program's own journal (such as the table message_edits) says it changed; triggers and tables in a database that intercept recalls or deletions; fixed marks of such software in notices; and an exporter that, in this version, can itself change records. It repeats what the files state and does not judge the changes.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条审查电子数据有无增加、删除、修改；有改动记录的消息应以改动前的内容、对方设备或其他备份核对，对方撤回而被软件留存的内容应在举证时主动说明。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were added to, deleted from or changed. A message with a recorded change should be held against its earlier content, the other side's device or another copy; content that its sender withdrew and software kept should be pointed out by whoever relies on it.",
  },
  innocent: [
    {
      zh: "使用人试用过该软件的编辑功能，随后恢复了原状。",
      en: "The user tried the program's editing function and put things back.",
    },
    {
      zh: "防撤回软件只是保留了撤回的消息，没有改动其他记录。",
      en: "Software that keeps recalled messages kept them and changed nothing else.",
    },
    {
      zh: "通知文字恰由使用人手工输入或复制而来。",
      en: "The words of a notice were typed or pasted by a person.",
    },
    {
      zh: "导出工具虽有编辑功能，但没有用过。",
      en: "The exporter can edit, but the function was never used.",
    },
  ],
  reference: "wechat-databases.md §10.1, §8.5 S-L01, §8.6 S-F04; export-formats.md §14 EDITED_DB_POSSIBLE",
  words: {
    edited: {
      zh: "改动软件的记录写明：会话 {conversation} 第 {seq} 条（{sentAt}）被改过（次数 {times}，所改栏目 {columns}）。",
      en: "The journal of an editing program says that message {seq} of conversation {conversation} ({sentAt}) was changed (times: {times}; columns: {columns}).",
    },
    "edited-absent": {
      zh: "改动软件的记录写明会话 {conversation} 有一条消息（本地编号 {localId}）被改过，而该消息现不在记录中。",
      en: "The journal of an editing program says that a message of conversation {conversation} (local id {localId}) was changed; no such message is in the record.",
    },
    "edited-elsewhere": {
      zh: "改动软件的记录另写明有 {count} 条消息被改过，它们在未选入或不明的会话中。",
      en: "The journal of an editing program further says that {count} message(s) of conversations left out or unknown were changed.",
    },
    "recall-interception": {
      zh: "数据库中有 {count} 个用于拦截撤回或删除的触发器或数据表：{names}（已知软件：{tool}）；其中可能保存着对方已撤回的内容。",
      en: "The database has {count} trigger(s) or table(s) that intercept recalls or deletions: {names} (known software: {tool}); content that its sender withdrew may have been kept.",
    },
    marker: {
      zh: "会话 {conversation} 第 {seq} 条（{sentAt}）的通知文字带有拦截撤回的软件所用的标记“{mark}”。",
      en: "The notice in message {seq} of conversation {conversation} ({sentAt}) bears a mark of software that intercepts recalls: “{mark}”.",
    },
    "can-edit": {
      zh: "导出工具“{tool}”在该版本或更高版本中带有修改聊天记录的功能；文件本身看不出是否用过。",
      en: "The exporter ({tool}) can change chat records in this version or later ones; the file does not show whether that was done.",
    },
    more: {
      zh: "另有 {count} 处同类痕迹。",
      en: "{count} further trace(s) of these sorts.",
    },
  },
  *run(context: ExportContext) {
    const { export: of, conversations, options } = context;
    const listed = options["listed"] ?? 50;
    const edits = editsFound(context);
    const marks = conversations.flatMap((conversation) => [...markersFound(context.chat, conversation)]);
    const shown = [...edits.found, ...marks];
    yield* interceptionFound(of);
    yield* shown.slice(0, listed);
    if (shown.length > listed) yield { word: "more", facts: { count: shown.length - listed }, at: [] };
    if (edits.elsewhere > 0) {
      yield { word: "edited-elsewhere", facts: { count: edits.elsewhere }, at: [{ path: of.entry }] };
    }
    if (of.knownDefects.some(({ code }) => code === "EDITED_DB_POSSIBLE")) {
      const facts = { tool: of.claimedTool ?? of.importer };
      yield { word: "can-edit", facts, at: [{ path: of.entry }], level: "note", strength: "D" };
    }
    const messages = conversations.reduce((sum, { messageCount }) => sum + messageCount, 0);
    return { counts: { messages, edits: edits.found.length + edits.elsewhere, marks: marks.length } };
  },
});

function* interceptionFound(of: Export): Generator<Found, void, void> {
  for (const { path, foreign } of of.databases ?? []) {
    const made = foreign.filter(({ name }) => ANTI_RECALL.test(name));
    const [first] = made;
    if (!first) continue;
    const names = made.slice(0, NAMED).map(({ name }) => name).join(", "); // prettier-ignore
    const facts = { count: made.length, names: made.length > NAMED ? `${names} …` : names, tool: first.tool };
    yield { word: "recall-interception", facts, at: [{ path }] };
  }
}

interface Edit {
  readonly conversation: string | null;
  readonly localId: string | null;
  readonly scope: string | null;
  readonly serverId: string | null;
  readonly detail: string;
  readonly at: string;
}

const EDITS = `SELECT conversation, local_id AS localId, local_id_scope AS scope, server_id AS serverId, detail, locator AS at
  FROM trace WHERE source = ? AND relation = 'edited' ORDER BY id`;

function editsFound({ chat, export: of, conversations }: ExportContext): { found: Found[]; elsewhere: number } {
  const selected = new Set<string | null>(conversations.map(({ id }) => id));
  const found: Found[] = [];
  let elsewhere = 0;
  for (const edit of chat.query<Edit>(EDITS, of.id)) {
    if (edit.conversation !== null && selected.has(edit.conversation))
      found.push(editFound(chat, edit, edit.conversation)); // prettier-ignore
    else elsewhere += 1;
  }
  return { found, elsewhere };
}

function editFound(chat: Chat, edit: Edit, conversation: string): Found {
  const detail = JSON.parse(edit.detail) as Readonly<Record<string, string>>;
  const row = editedRow(chat, edit, conversation);
  const stated = {
    conversation,
    localId: edit.localId,
    times: detail["edit_count"] ?? detail["times"] ?? null,
    columns: detail["edited_cols_json"] ?? detail["columns"] ?? null,
    firstEditedAt: detail["first_edited_at"] ?? null,
    lastEditedAt: detail["last_edited_at"] ?? null,
  };
  if (row === null) return { word: "edited-absent", facts: stated, at: placesOf([edit]) };
  const facts = { ...stated, seq: row.seq, sentAt: row.sentAt };
  return { word: "edited", facts, at: placesOf([row, edit]), messages: [row.seq] };
}

interface Place {
  readonly seq: number;
  readonly sentAt: number | null;
  readonly at: string;
}

const BY_LOCAL_ID = `SELECT seq, sent_at AS sentAt, locator AS at FROM message
  WHERE conversation = ? AND local_id = ? AND (? IS NULL OR local_id_scope = ?) ORDER BY seq LIMIT 2`;
const BY_SERVER_ID = "SELECT seq, sent_at AS sentAt, locator AS at FROM message WHERE conversation = ? AND server_id = ? ORDER BY seq LIMIT 2"; // prettier-ignore

/** The row an entry of the journal is about, where exactly one is. */
function editedRow(chat: Chat, { localId, scope, serverId }: Edit, conversation: string): Place | null {
  const byLocalId = localId === null ? [] : [...chat.query<Place>(BY_LOCAL_ID, conversation, localId, scope, scope)];
  if (byLocalId.length === 1) return byLocalId[0] ?? null;
  const byServerId = serverId === null ? [] : [...chat.query<Place>(BY_SERVER_ID, conversation, serverId)];
  return byServerId.length === 1 ? (byServerId[0] ?? null) : (byLocalId[0] ?? null);
}

function* markersFound(chat: Chat, { id }: Conversation): Generator<Found, void, void> {
  for (const { seq, sentAt, line } of chat.lines(id, ["system", "recall"])) {
    if (!MARKER.test(line)) continue;
    const { text, locator } = chat.message(id, seq);
    const mark = MARKER.exec(text ?? "")?.[0];
    if (mark === undefined) continue;
    const facts = { conversation: id, seq, sentAt, mark: mark.slice(0, 40) };
    yield { word: "marker", facts, at: [locator], messages: [seq] };
  }
}
