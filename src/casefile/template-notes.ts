import type { Language } from "../base/bilingual.ts";
import { countText } from "../base/sentence.ts";
import { zonedDay, zonedTime } from "../base/zoned-time.ts";
import type { Export, ObservedName, Participant } from "../model/chat.ts";
import type { ConversationDescription, Dossier } from "../model/dossier.ts";

/** The part of a dossier that a case file is begun from. */
export type Shown = Pick<Dossier, "exports" | "conversations" | "participants" | "settings">;

const LONGEST = 80;
const MOST_NAMES = 8;
const MOST_CONVERSATIONS = 60;

const NAME_KINDS: Readonly<Record<ObservedName["kind"], Readonly<Record<Language, string>>>> = {
  nickname: { zh: "昵称", en: "nickname" },
  remark: { zh: "备注名", en: "remark" },
  "group-nickname": { zh: "群昵称", en: "group nickname" },
  "display-name": { zh: "显示名称", en: "shown name" },
  alias: { zh: "微信号", en: "WeChat id" },
};

const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Other people's text in a comment: one line, nothing invisible, not too long. */
export function shownText(text: string): string {
  const visible = text.replace(UNSEEN, (c) => `[U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
  const characters = [...visible];
  return characters.length <= LONGEST ? visible : `${characters.slice(0, LONGEST).join("")}…`;
}

/** What the export shows as a whole: exports, then conversations. */
export function overview(shown: Shown, language: Language): string[] {
  const { exports, conversations } = shown;
  const listed = conversations.filter(({ selected }) => selected);
  const lines = listed.slice(0, MOST_CONVERSATIONS).map((c) => conversationNote(c, shown, language));
  const rest = listed.length - lines.length;
  if (rest > 0) lines.push(language === "zh" ? `另有 ${rest} 个会话` : `and ${rest} more conversations`);
  return [...exports.map((e) => exportNote(e, shown, language)), ...lines];
}

function exportNote(of: Export, { settings }: Shown, language: Language): string {
  const zh = language === "zh";
  const parts = [`${of.id}  ${of.importer}`];
  const tool = toolOf(of);
  if (tool !== null) parts.push(zh ? `文件自称由 ${tool} 导出` : `says it was made by ${tool}`);
  const at = of.exportedAt === null ? of.exportedAtText : zonedTime(of.exportedAt, settings.timeZone);
  if (at !== null) parts.push(`${zh ? "自述导出时间 " : "states as time of export "}${shownText(at)}`);
  return [...parts, shownText(of.entry)].join(" · ");
}

function toolOf({ claimedTool, claimedVersion }: Pick<Export, "claimedTool" | "claimedVersion">): string | null {
  return claimedTool === null ? null : shownText(`${claimedTool} ${claimedVersion ?? ""}`.trim());
}

/** Number, title, messages, days and, of a group, its members and owner. */
export function conversationNote(c: ConversationDescription, shown: Shown, language: Language): string {
  const { timeZone } = shown.settings;
  const zh = language === "zh";
  const parts = [`${c.id}  ${shownText(c.title)}`];
  parts.push(zh ? `消息 ${countText(c.messageCount)} 条` : `${countText(c.messageCount)} messages`);
  if (c.firstMessageAt !== null && c.lastMessageAt !== null)
    parts.push(`${zonedDay(c.firstMessageAt, timeZone)} — ${zonedDay(c.lastMessageAt, timeZone)}`);
  if (c.members.length > 0) parts.push(zh ? `列出成员 ${c.members.length} 人` : `${c.members.length} members listed`);
  const stated = c.group?.statedMemberCount ?? null;
  if (stated !== null) parts.push(zh ? `自述成员 ${stated} 人` : `states ${stated} members`);
  const owners = c.members
    .filter(({ role }) => role === "owner")
    .map(({ participant }) => accountOf(participant, shown));
  if (owners.length > 0) parts.push(`${zh ? "群主 " : "owner "}${owners.join(", ")}`);
  return parts.join(" · ");
}

function accountOf(id: string, { participants }: Shown): string {
  const found = participants.find((participant) => participant.id === id);
  return shownText(found?.accountId ?? found?.names[0]?.text ?? id);
}

/** Every name an account was seen with, and when. */
export function accountNote(of: readonly Participant[], { settings }: Shown, language: Language): string {
  const zh = language === "zh";
  const names = of.flatMap(({ names }) => names).map((name) => nameNote(name, settings.timeZone, language));
  const shown = [...new Set(names)];
  const parts = [shown.slice(0, MOST_NAMES).join(zh ? "、" : ", ")];
  if (shown.length > MOST_NAMES) parts.push(zh ? `另有名称 ${shown.length - MOST_NAMES} 个` : `${shown.length - MOST_NAMES} more names`); // prettier-ignore
  const count = of.reduce((sum, { messageCount }) => sum + messageCount, 0);
  parts.push(zh ? `消息 ${countText(count)} 条` : `${countText(count)} messages`);
  if (of.some(({ isOwner }) => isOwner)) parts.push(zh ? "导出账号" : "exporting account");
  return parts.filter((part) => part !== "").join(" · ");
}

function nameNote({ kind, text, firstSeenAt, lastSeenAt }: ObservedName, timeZone: string, language: Language): string {
  const days = [firstSeenAt, lastSeenAt].filter((at) => at !== null).map((at) => zonedDay(at, timeZone));
  const period = [...new Set(days)].join(" — ");
  const about = [NAME_KINDS[kind][language], period].filter((part) => part !== "").join(" ");
  return language === "zh" ? `${shownText(text)}（${about}）` : `${shownText(text)} (${about})`;
}

const TOOL_NOTES: Readonly<Record<Language, readonly [string, string]>> = {
  zh: ["导出文件自称由 ", " 导出，核对后填写"],
  en: ["The export says it was made by ", "; fill in after checking"],
};

/** What the export says that belongs beside a field, by the path of the field. */
export function notesOf({ exports }: Shown, language: Language): (path: string) => readonly string[] {
  const owners = exports.flatMap(({ owner, ownerBasis }) =>
    owner === null ? [] : [ownerNote(owner, ownerBasis, language)],
  );
  const [before, after] = TOOL_NOTES[language];
  const tools = exports.map(toolOf).flatMap((tool) => (tool === null ? [] : [`${before}${tool}${after}`]));
  const notes = new Map([
    ["devices.account", [...new Set(owners)]],
    ["collection.tools", [...new Set(tools)]],
  ]);
  return (path) => notes.get(path) ?? [];
}

function ownerNote(owner: string, basis: Export["ownerBasis"], language: Language): string {
  const stated = basis === "stated";
  if (language === "zh") return `导出文件的账号：${shownText(owner)}（${stated ? "文件写明" : "由“发送”的消息得出"}）`;
  return `Account of the export: ${shownText(owner)} (${stated ? "stated in the file" : "taken from messages marked as sent"})`;
}
