import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Scratch } from "../../src/base/scratch.ts";
import { importSource } from "../../src/importers/import.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Message } from "../../src/model/message.ts";
import { memorySource } from "../support/memory-source.ts";
import { settingsOf } from "../support/settings.ts";

const ME = "wxid_me00me00me";
const PEER = "wxid_aa11bb22cc";
const START_S = 1_781_990_000;

/** One invented conversation, said once; the writers below say it in the words of each exporter. */
interface Said {
  readonly at: number;
  readonly sent: boolean | null;
  readonly kind: Extract<Kind, "text" | "image" | "voice" | "recall" | "system">;
  readonly text: string;
  readonly id: string;
}
const CHAT: readonly Said[] = [
  { at: 0, sent: false, kind: "text", text: "你好，上次说的钢管到了吗", id: "5520013399120045511" },
  { at: 65, sent: true, kind: "text", text: "到了，下午三点前送到工地", id: "5520013399120045987" },
  { at: 65, sent: true, kind: "text", text: "一共四十二根，麻烦签收", id: "5520013399120046011" },
  { at: 3600, sent: false, kind: "image", text: "", id: "5520013399120047777" },
  { at: 3700, sent: false, kind: "text", text: "数量对，“合格证”还差两份", id: "5520013399120048123" },
  { at: 90_000, sent: null, kind: "recall", text: '"老王" 撤回了一条消息', id: "5520013399120050001" },
  { at: 90_500, sent: true, kind: "text", text: "好的，周五补给您😊", id: "5520013399120050555" },
];

const seconds = (said: Said): number => START_S + said.at;
const clock = (said: Said): string =>
  new Date((seconds(said) + 28_800) * 1000).toISOString().slice(0, 19).replace("T", " ");
const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csv = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.map((value) => cell(String(value))).join(",")}\r\n`).join("");

const TYPE = { text: 1, image: 3, voice: 34, recall: 10000, system: 10000 } as const;

const WRITERS: Readonly<Record<string, () => Record<string, string>>> = {
  "weflow-json": () => {
    const words = { text: "文本消息", image: "图片消息", voice: "语音消息", recall: "系统消息", system: "系统消息" };
    const messages = CHAT.map((said, index) => ({
      localId: index + 1, createTime: seconds(said), formattedTime: clock(said), type: words[said.kind],
      localType: TYPE[said.kind], content: said.kind === "image" ? "[图片]" : said.text, isSend: said.sent === true ? 1 : 0,
      senderUsername: said.sent === true ? ME : PEER, senderDisplayName: said.sent === true ? "我" : "王经理",
      source: "", platformMessageId: said.id,
    })); // prettier-ignore
    const session = { wxid: PEER, nickname: "老王", remark: "王经理", displayName: "王经理", type: "私聊", messageCount: CHAT.length }; // prettier-ignore
    return { "texts/王经理.json": JSON.stringify({ weflow: { version: "1.0.3", generator: "WeFlow" }, session, messages }) }; // prettier-ignore
  },
  "memotrace-csv": () => {
    const header = "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender";
    const rows = CHAT.map((said, index) => [
      5000 + index * 3, 7, TYPE[said.kind], 0, said.sent === true ? 1 : 0, seconds(said), 2,
      said.kind === "image" ? '<msg><img length="51234" md5="5d41402abc4b2a76b9719d911017c592"/></msg>' : said.text,
      clock(said), said.sent === true ? "" : "王经理", said.sent === true ? "" : "老王", said.sent === true ? ME : PEER,
    ]); // prettier-ignore
    return { "王经理_utf8.csv": `\ufeff${csv([header.split(","), ...rows])}` };
  },
  pywxdump: () => {
    const header = "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime";
    const words = { text: "文本", image: "图片", voice: "语音", recall: "系统通知", system: "系统通知" };
    const rows = CHAT.map((said, index) => [
      index + 1, said.id, words[said.kind], said.sent === true ? 1 : 0,
      said.sent === null ? "系统" : said.sent ? ME : PEER, PEER, said.kind === "image" ? "图片" : said.text, "", clock(said),
    ]); // prettier-ignore
    return { [`export/${ME}/csv/${PEER}/${PEER}_0_5000.csv`]: csv([header.split(","), ...rows]) };
  },
  chatlog: () => {
    const items = CHAT.map((said, index) => ({
      seq: seconds(said) * 1000 + index, time: `${clock(said).replace(" ", "T")}+08:00`, talker: PEER, talkerName: "王经理",
      isChatRoom: false, sender: said.sent === null ? "系统消息" : said.sent ? ME : PEER, senderName: "",
      isSelf: said.sent === true, type: TYPE[said.kind], subType: 0, content: said.text,
      ...(said.kind === "image" ? { contents: { md5: "5d41402abc4b2a76b9719d911017c592" } } : {}),
    })); // prettier-ignore
    return { "answer.json": JSON.stringify(items) };
  },
  echotrace: () => {
    const words = { text: "文本消息", image: "图片消息", voice: "语音消息", recall: "系统消息", system: "系统消息" };
    const messages = CHAT.map((said, index) => ({
      localId: 300 + index * 2, createTime: seconds(said), formattedTime: clock(said), type: words[said.kind],
      localType: TYPE[said.kind], content: said.kind === "image" ? "[图片]" : said.text, isSend: said.sent === true ? 1 : 0,
      senderUsername: said.sent === true ? ME : PEER, senderDisplayName: said.sent === true ? "我" : "王经理", source: "",
    })); // prettier-ignore
    const session = { wxid: PEER, nickname: "老王", remark: "王经理", displayName: "王经理", type: "私聊", messageCount: CHAT.length }; // prettier-ignore
    return { "王经理.json": JSON.stringify({ session, messages, exportTime: "2026-07-01T10:00:00" }, null, 2) };
  },
};

let scratch: Scratch;
beforeAll(() => {
  scratch = new Scratch();
});
afterAll(() => {
  scratch.dispose();
});

async function read(files: Record<string, string>) {
  const { chat } = await importSource(memorySource(files), settingsOf({}), scratch);
  const messages = chat.conversations.flatMap(({ id }) => [...chat.messages(id)]);
  const importers = chat.exports.map(({ importer }) => importer);
  const provides = chat.exports.flatMap((made) => made.provides);
  chat.close();
  return { messages, importers, provides };
}

/** What every format carries: when, by whom, of what kind, and the words of a text. */
function common({ sentAt, sender, kind, text, direction }: Message) {
  return { sentAt, sender: sender?.replace(/^s\d+:/, "") ?? null, kind, direction, text: kind === "text" ? text : "" };
}

const expected = CHAT.map((said) => ({
  sentAt: seconds(said) * 1000,
  sender: said.sent === null ? null : said.sent ? ME : PEER,
  kind: said.kind,
  direction: said.sent === null ? "system" : said.sent ? "sent" : "received",
  text: said.kind === "text" ? said.text : "",
}));

describe("one conversation in the words of several exporters", () => {
  test.each(Object.entries(WRITERS))("%s gives the same messages", async (importer, files) => {
    const found = await read(files());
    expect(found.importers).toEqual([importer]);
    expect(found.messages.map(common)).toEqual(expected);
  });

  test.each(Object.entries(WRITERS))("%s keeps its server ids exactly, or says that it has none", async (_, files) => {
    const { messages, provides } = await read(files());
    const ids = messages.map(({ serverId }) => serverId);
    expect(ids).toEqual(provides.includes("server-id") ? CHAT.map(({ id }) => id) : CHAT.map(() => null));
  });

  test("all of them in one folder are several sources of one bundle, none mixed with another", async () => {
    const files = Object.entries(WRITERS).map(([name, write]) =>
      Object.fromEntries(Object.entries(write()).map(([path, content]) => [`${name}/${path}`, content])),
    );
    const found = await read(Object.assign({}, ...files) as Record<string, string>);
    expect(found.importers.toSorted()).toEqual(Object.keys(WRITERS).toSorted());
    expect(found.messages).toHaveLength(CHAT.length * Object.keys(WRITERS).length);
    expect(new Set(found.messages.map(({ source }) => source)).size).toBe(Object.keys(WRITERS).length);
  });
});
