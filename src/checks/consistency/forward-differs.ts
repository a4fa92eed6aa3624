import type { Chat, Conversation } from "../../model/chat.ts";
import type { Strength } from "../../model/finding.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { forwardedItems, type DifferingItem } from "../forwarded-items.ts";
import { placesOf } from "../places.ts";

/** Forwarded words or files that are not those of the message they were made from. */
export const forwardDiffers = defineCheck({
  id: "consistency/forward-differs",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "A",
  needs: ["server-id"],
  options: { listed: 100 },
  title: { zh: "转发的内容与原消息不同", en: "Forwarded content that differs from the message" },
  rule: {
    zh: "合并转发中以服务端编号指明的原消息在本会话记录中的，两处都是纯文字时比较文字，都是文件时比较两处写明的 MD5。空白、表情及其名称、转义字符不计；转发只存开头的，以省略号结尾时视为相同，否则只作提示。发送人名称可以正当地不同，不比较。",
    en: "Where a merged record names a message of this conversation by its server id, the words are compared when both are plain text, and the stated MD5 when both are files. Spaces, emoji and their names and escapes do not count; a forward that stops early counts as the same where it ends in an ellipsis and is noted otherwise. Names of senders may differ legitimately and are not compared.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无修改；原消息与转发时的内容不同，说明两处之一在转发之后有过变动，或转发经过改写。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were changed; where a message and its forward differ, one of both was changed after forwarding or the forward was rewritten.",
  },
  innocent: [
    {
      zh: "客户端转发较长的文字时只保存了一部分。",
      en: "The client kept only a part of a long text when forwarding.",
    },
    {
      zh: "导出工具改写了其中一处，例如替换表情、链接或提及的名字。",
      en: "The exporter rewrote one of both, such as emoji, links or the names of those mentioned.",
    },
    {
      zh: "文件在转发时由客户端重新上传，编号沿用而内容是另一份。",
      en: "The client uploaded a file anew when forwarding it, under the old id and with other content.",
    },
  ],
  reference: "wechat-databases.md §8.3 S-X09, §7.6 (19), §10.1; design.md §6.2",
  words: {
    text: {
      zh: "{heldIn} 第 {heldSeq} 条合并转发中，本会话第 {seq} 条（{sentAt}）的文字是「{itemText}」，而该条存储的文字是「{storedText}」。",
      en: "In the merged record in {heldIn}, message {heldSeq}, the words of message {seq} ({sentAt}) of this conversation are “{itemText}”, while those stored are “{storedText}”.",
    },
    "text-shorter": {
      zh: "{heldIn} 第 {heldSeq} 条合并转发中，本会话第 {seq} 条（{sentAt}）只有开头「{itemText}」，该条存储的文字更长：「{storedText}」。",
      en: "The merged record in {heldIn}, message {heldSeq}, has only the beginning “{itemText}” of message {seq} ({sentAt}) of this conversation; the words stored go on: “{storedText}”.",
    },
    md5: {
      zh: "{heldIn} 第 {heldSeq} 条合并转发中，本会话第 {seq} 条（{sentAt}）的文件 MD5 为 {itemText}，而该条写明的是 {storedText}。",
      en: "In the merged record in {heldIn}, message {heldSeq}, the file of message {seq} ({sentAt}) of this conversation has the MD5 {itemText}, while the message states {storedText}.",
    },
    more: {
      zh: "另有 {count} 处转发的内容与原消息不同。",
      en: "Another {count} forwarded item(s) differ from their message.",
    },
  },
  *run({ chat, conversation, export: of, judgement, options }: ConversationContext) {
    if (judgement.serverIds === "none") return { notApplicable: "no-server-ids" };
    if (judgement.serverIds === "rounded") return { notApplicable: "server-ids-rounded" };
    const { stated, from } = forwardedItems(chat, of.id);
    if (stated === 0) return { notApplicable: "no-forwarded-ids" };
    const told = from.get(conversation.id);
    const listed = (told?.differing ?? []).slice(0, options["listed"] ?? 100);
    for (const differing of listed) yield differenceFound(chat, conversation, differing, judgement.serverIds === "exact" ? "A" : "C"); // prettier-ignore
    const differing = told?.differingCount ?? 0;
    const rest = differing - listed.length;
    if (rest > 0) yield { word: "more", facts: { count: rest }, at: [], strength: "C" };
    return { counts: { stated, items: told?.items ?? 0, compared: told?.compared ?? 0, differing } };
  },
});

function differenceFound(
  chat: Chat,
  { id }: Conversation,
  { item, heldIn, heldSeq, locator, seq, field, itemText, storedText }: DifferingItem,
  strength: Strength,
): Found {
  const stored = chat.message(id, seq);
  return {
    word: field,
    facts: { heldIn, heldSeq, target: item.serverId, seq, sentAt: stored.sentAt, itemText, storedText },
    at: [...placesOf([{ at: locator }]), stored.locator],
    messages: heldIn === id ? [heldSeq, seq] : [seq],
    ...(field === "text-shorter" ? { level: "note", strength: "C" } : { strength: field === "md5" ? "B" : strength }),
  };
}
