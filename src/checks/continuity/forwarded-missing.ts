import type { Strength } from "../../model/finding.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { damagedTables, lacksShard } from "../coverage.ts";
import { forwardedItems, type HeldItem } from "../forwarded-items.ts";
import { neighboursAt } from "../neighbours.ts";
import { beginning, placesOf } from "../places.ts";
import { revokedIds } from "../recalls.ts";
import { unplacedRecords } from "../unplaced.ts";

/** Messages of this conversation that were forwarded, here or elsewhere, and are not in its record. */
export const forwardedMissing = defineCheck({
  id: "continuity/forwarded-missing",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["server-id"],
  continuity: "gap-by-witness",
  options: { listed: 100 },
  title: { zh: "被转发的消息不在记录中", en: "Forwarded messages that are not in the record" },
  rule: {
    zh: "合并转发的记录逐条写明原消息的服务端编号和时间。一份合并转发取自同一会话：其中能在本会话找到的条目、或条目写明的群，说明其余条目也出自本会话。出自本会话、时间在记录首末时间之间而没有对应行的，列出转发中保留的文字和时间上相邻的两行。来源会话不明的不作判断，只计数。",
    en: "A merged record states the server id and the time of each message it was made from. A list is taken from one conversation: items of it that are found here, or the group that the items name, say that the rest come from here too. Items of this conversation with a time between its first and last record and without a row are listed, with the words that the forward kept and the neighbouring rows in time. Where the conversation is not known nothing is said; such items are counted.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无删除及不完整等情形；转发保留了删除之前的内容。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were deleted from or are incomplete; a forward keeps what was there before.",
  },
  innocent: [
    {
      zh: "转发之后，原消息被撤回，或账号使用人在本设备上删除了它。",
      en: "After the forward the message was recalled, or the holder of the account deleted it on this device.",
    },
    {
      zh: "他人转发的是本设备没有收到的消息。",
      en: "Somebody else forwarded a message that never reached this device.",
    },
    {
      zh: "导出时限定了范围，或消息所在的分片没有提供。",
      en: "The export was limited, or the shard in which the message lies was not given.",
    },
    {
      zh: "转发前后服务端编号因文件重新发送而改变。",
      en: "A file was sent anew, so that its server id changed.",
    },
  ],
  reference: "wechat-databases.md §8.3 S-X09, §7.6 (19); design.md §6.2",
  words: {
    absent: {
      zh: "{heldIn} 第 {heldSeq} 条合并转发中有 {sender} 于 {at} 发送的「{text}」（服务端编号 {target}），出自本会话而不在记录中；相邻的是第 {beforeSeq} 条（{beforeAt}）与第 {afterSeq} 条（{afterAt}）。",
      en: "The merged record in {heldIn}, message {heldSeq}, holds “{text}” by {sender} of {at} (server id {target}), which comes from this conversation and is not in the record; its neighbours are message {beforeSeq} ({beforeAt}) and message {afterSeq} ({afterAt}).",
    },
    recalled: {
      zh: "{heldIn} 第 {heldSeq} 条合并转发中有 {sender} 于 {at} 发送的「{text}」（服务端编号 {target}），该消息已撤回；相邻的是第 {beforeSeq} 条（{beforeAt}）与第 {afterSeq} 条（{afterAt}）。",
      en: "The merged record in {heldIn}, message {heldSeq}, holds “{text}” by {sender} of {at} (server id {target}), which was recalled; its neighbours are message {beforeSeq} ({beforeAt}) and message {afterSeq} ({afterAt}).",
    },
    more: {
      zh: "另有 {count} 条被转发的消息不在记录中。",
      en: "Another {count} forwarded message(s) are not in the record.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation, export: of, judgement, options } = context;
    if (judgement.serverIds === "none") return { notApplicable: "no-server-ids" };
    if (judgement.serverIds === "rounded") return { notApplicable: "server-ids-rounded" };
    const { stated, originUnknown, from } = forwardedItems(chat, of.id);
    if (stated === 0) return { notApplicable: "no-forwarded-ids" };
    const told = from.get(conversation.id);
    const [items, present, absent] = [told?.items ?? 0, told?.present ?? 0, told?.absentCount ?? 0];
    const listed = [...(told?.absent.values() ?? [])].slice(0, options["listed"] ?? 100);
    const recalled = revokedIds(chat, conversation.id, new Set(listed.map(({ item }) => item.serverId)));
    const strength = strengthOf(context);
    for (const held of listed) yield absentFound(context, held, recalled.has(held.item.serverId), strength);
    if (absent > listed.length) yield { word: "more", facts: { count: absent - listed.length }, at: [], strength: "C" };
    return { counts: { stated, originUnknown, items, present, absent } };
  },
});

/** The message may lie in what is not here, or be a row that could not be read. */
function strengthOf({ chat, conversation, export: of, judgement }: ConversationContext): Strength {
  const unread = conversation.skippedCount + unplacedRecords(chat, of.id) + damagedTables(chat, of);
  return lacksShard(of) || unread > 0 || judgement.serverIds !== "exact" ? "C" : "B";
}

function absentFound(
  { chat, conversation }: ConversationContext,
  { item, heldIn, heldSeq, locator }: HeldItem,
  isRecalled: boolean,
  strength: Strength,
): Found {
  const { before, after } = neighboursAt(chat, conversation, item.sentAt ?? 0);
  const rows = [before, after].filter((row) => row !== null);
  return {
    word: isRecalled ? "recalled" : "absent",
    facts: {
      ...{ heldIn, heldSeq, target: item.serverId, at: item.sentAt ?? null, sender: item.sender, itemKind: item.kind },
      text: item.text === null ? null : beginning(item.text),
      ...{ beforeSeq: before?.seq ?? null, beforeAt: before?.sentAt ?? null },
      ...{ afterSeq: after?.seq ?? null, afterAt: after?.sentAt ?? null },
    },
    at: placesOf([{ at: locator }, ...rows]),
    messages: [...(heldIn === conversation.id ? [heldSeq] : []), ...rows.map(({ seq }) => seq)],
    ...(isRecalled ? { level: "note", strength: "D" } : { strength }),
  };
}
