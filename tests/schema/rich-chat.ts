import { defineCheck } from "../../src/checks/check.ts";
import { KINDS, type Kind } from "../../src/model/kind.ts";
import type { MessageFacts, StatedAttachment } from "../../src/importers/importer.ts";
import type { ChatCase } from "../support/chat.ts";

const image: StatedAttachment = {
  role: "main", statedPath: "图片/1.jpg", remoteUrl: null, name: "1.jpg", claimedMd5: "d41d8cd98f00b204e9800998ecf8427e",
  claimedSizeBytes: 3, claimedDurationMs: null, candidates: ["图片/1.jpg"],
}; // prettier-ignore

const quote = { targetServerId: "8123456789012345678", sender: "wxid_me", sentAt: 1_772_413_200_000, text: "货到了吗" };
const transfer = {
  amountText: "￥5000.00", amountFen: 500_000, memo: "首付款", state: "received", transferId: "1000050001",
  transactionId: "53010000", 
} as const; // prettier-ignore

const rich: readonly Partial<MessageFacts>[] = [
  { serverId: "8123456789012345678", localId: "17", localIdScope: "message_0", exporterIndex: "1", sortSeq: "1772413200001" },
  { kind: "quote", quote, extra: { "1": "一", isSend: "0" }, warnings: ["ROUNDED_IDS"] },
  { kind: "forward", forward: { title: "群聊的聊天记录", items: [{ sender: "老王", sentAtText: "2026-03-01 10:00", kind: "text", text: "在吗" }] } },
  { kind: "transfer", transfer, payload: "<msg/>", typeCode: "49" },
  { kind: "redPacket", redPacket: { title: "恭喜发财" } },
  { kind: "call", call: { media: "voice", outcome: "已取消", durationSec: null } },
  { kind: "location", location: { latitudeText: "31.2304", longitudeText: "121.4737", label: "人民广场", poi: null } },
  { kind: "recall", direction: "system", recall: { by: "wxid_peer", byName: "老王", targetServerId: null } },
  { kind: "system", direction: "system", system: { event: "member-joined", actor: null, subjects: ["小李"], value: null } },
  { kind: "image", attachments: [image, { ...image, role: "thumbnail", statedPath: null, name: null, candidates: [], notExported: true }] },
  { kind: "image", attachments: [{ ...image, statedPath: "图片/2.jpg", name: "2.jpg", candidates: ["图片/2.jpg"] }] },
  { sentAt: null, sentAtText: "昨天", timePrecision: "none", timeBasis: "none", sender: null, senderName: "老王", senderBasis: "name" },
  { sentAtText: "2026-03-02 09:00", timePrecision: "min", timeBasis: "zone-assumed", direction: "sent", sender: "wxid_me", text: "半个字\ud83d" },
]; // prettier-ignore

const everyKind = (Object.keys(KINDS) as Kind[]).map((kind): Partial<MessageFacts> => ({ kind, kindBasis: "word" }));

/** Two conversations with every kind of message, media present and missing, skipped records and repairs. */
export const richChat: ChatCase = {
  files: { "图片/1.jpg": "abc", "没人用.txt": "x" },
  export: {
    claimedVersion: null,
    exportedAt: 1_772_413_200_000,
    statedRange: "全部时间",
    bill: {
      rows: 1,
      in: null,
      out: { count: 1, sumText: "5000.00", sumFen: 500_000 },
      neutral: null,
      from: 0,
      until: null,
    },
    media: [{ path: "图片/1.jpg", format: "jpg", width: 96, height: null, durationMs: null, takenAtText: null }],
    extra: { 微信昵称: "小李" },
  },
  conversation: {
    type: "group",
    statedMessageCount: 99,
    statedLastMessageAt: 1_772_413_200_000,
    members: [{ participant: "wxid_peer", role: "owner", groupNickname: "王总" }],
  },
  messages: [...rich, ...everyKind],
  yields: [
    {
      type: "skipped",
      conversation: "k",
      at: { path: "chat.json", line: 3 },
      reason: "malformed-json",
      raw: "{".repeat(900),
    },
    {
      type: "skipped",
      conversation: null,
      at: { path: "chat.json", byte: 0, pointer: "/x" },
      reason: "wrong-field-count",
      raw: "",
    },
    { type: "repair", at: { path: "chat.json", sheet: "聊天", row: 1 }, code: "undecodable-bytes", detail: "2" },
    {
      type: "bill",
      facts: {
        locator: { path: "chat.json", row: 18 }, at: 1_772_413_200_000, atText: "2026-03-02 09:00:00",
        timePrecision: "s", timeBasis: "zone-assumed", type: "转账",
        counterparty: "老王", product: "/", direction: "out", directionText: "支出", amountText: "¥5000.00",
        amountFen: 500_000, method: "零钱", status: "支付成功", transactionId: "1000050101202603020012345678901",
        merchantId: "/", memo: "首期", extra: {}, warnings: [],
      },
    }, // prettier-ignore
    { type: "defect", defect: { code: "ROUNDED_IDS", records: null } },
    { type: "name", seen: { account: "wxid_me", name: { kind: "nickname", text: "小李" }, seenAt: null } },
    {
      type: "conversation",
      facts: {
        key: "other",
        type: "private",
        talker: null,
        title: "家人",
        statedMessageCount: null,
        statedLastMessageAt: null,
        members: [],
      },
    },
    {
      type: "message",
      conversation: "other",
      facts: {
        locator: { path: "chat.json", table: "Msg_1", rowid: "9" }, sentAt: null, sentAtText: null, timePrecision: "none",
        timeBasis: "none", direction: "unknown", kind: "text", kindBasis: "none",
      }, // prettier-ignore
    },
  ],
};

const card = {
  version: 1, scope: "conversation", level: "warning", strength: "C", needs: [], options: { hours: 72 },
  title: { zh: "测试", en: "test" }, rule: { zh: "", en: "" }, legalHook: { zh: "", en: "" }, innocent: [], reference: "",
  words: { one: { zh: "一", en: "one" } },
} as const; // prettier-ignore

const found = { word: "one", facts: { n: 1, share: 0.5, sure: true, none: null }, messages: [1] };

/** A check that finds, one that may not speak of these ids and one that crashes half-way. */
export const CHECKS = [
  defineCheck({
    ...card,
    id: "continuity/finds",
    *run() {
      yield { ...found, at: [{ path: "chat.json", row: 1 }] };
      return { counts: { examined: 2 } };
    },
  }),
  defineCheck({
    ...card,
    id: "continuity/may-not",
    needsGrade: ["native"],
    *run() {
      yield { ...found, at: [] };
      return { counts: {} };
    },
  }),
  defineCheck({
    ...card,
    id: "continuity/crashes",
    *run() {
      yield { ...found, at: [] };
      throw new Error("boom");
    },
  }),
];
