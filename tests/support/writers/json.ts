import type { Kind } from "../../../src/model/kind.ts";
import { baseType, ME, PEER, ROOM, wallClock, wideType, type Said } from "../conversation.ts";
import { echotraceWords, weflowWords } from "./rendered.ts";

const isSent = ({ by }: Said): boolean => by === ME;
/** Exporters that need a sender put the room where a notice has none. */
const senderOrRoom = ({ by }: Said): string => by?.id ?? ROOM.id;
const nameOf = ({ by }: Said): string => by?.name ?? ROOM.name;

const WEFLOW_TYPES: Partial<Record<Kind, string>> = {
  text: "文本消息", image: "图片消息", voice: "语音消息", card: "名片消息", video: "视频消息", sticker: "动画表情", location: "位置消息",
  link: "链接消息", call: "通话消息", quote: "引用消息", file: "文件消息", miniProgram: "小程序消息", transfer: "转账消息",
  forward: "聊天记录", redPacket: "其他消息", pat: "其他消息", system: "系统消息", recall: "系统消息",
}; // prettier-ignore
const ECHO_TYPES: Partial<Record<Kind, string>> = {
  ...WEFLOW_TYPES, link: "卡片式链接", miniProgram: "小程序分享", redPacket: "红包卡片", forward: "聊天记录合并转发",
  pat: "拍一拍消息", transfer: "转账卡片",
}; // prettier-ignore

const session = (count: number) => ({
  wxid: ROOM.id,
  nickname: ROOM.name,
  remark: "",
  displayName: ROOM.name,
  type: "群聊",
  messageCount: count,
});

/** @source documented: export-formats.md §4.1.2 */
export function weflowJson(chat: readonly Said[], zone: string): Record<string, string> {
  const messages = chat.map((said, index) => ({
    localId: index + 1,
    createTime: said.at,
    formattedTime: wallClock(said, zone),
    type: WEFLOW_TYPES[said.kind],
    localType: wideType(said),
    content: weflowWords(said),
    isSend: isSent(said) ? 1 : 0,
    senderUsername: senderOrRoom(said),
    senderDisplayName: nameOf(said),
    source: "",
    platformMessageId: said.id,
  }));
  const weflow = { version: "1.0.3", exportedAt: 1_782_000_000, generator: "WeFlow" };
  return { "texts/三号楼施工群.json": JSON.stringify({ weflow, session: session(chat.length), messages }) };
}

/** @source documented: export-formats.md §4.2 */
export function echotrace(chat: readonly Said[], zone: string): Record<string, string> {
  const messages = chat.map((said, index) => ({
    localId: 300 + index,
    createTime: said.at,
    formattedTime: wallClock(said, zone),
    type: ECHO_TYPES[said.kind],
    localType: wideType(said),
    content: echotraceWords(said),
    isSend: said.by === null ? null : isSent(said) ? 1 : 0,
    senderUsername: said.by?.id ?? null,
    senderDisplayName: nameOf(said),
    source: "",
  }));
  const exported = { session: session(chat.length), messages, exportTime: "2026-07-01T10:00:00" };
  return { "三号楼施工群.json": JSON.stringify(exported, null, 2) };
}

/** @source documented: export-formats.md §4.3 */
export function ciphertalk(chat: readonly Said[], zone: string): Record<string, string> {
  const messages = chat.map((said, index) => ({
    localId: index + 3,
    platformMessageId: String(Number(said.id)),
    createTime: said.at,
    formattedTime: wallClock(said, zone),
    type: WEFLOW_TYPES[said.kind],
    localType: wideType(said),
    chatLabType: 99,
    content: weflowWords(said),
    rawContent: said.stored,
    isSend: isSent(said) ? 1 : 0,
    senderUsername: senderOrRoom(said),
    senderDisplayName: nameOf(said),
    source: "",
  }));
  const exportInfo = { version: "0.0.2", exportedAt: 1_782_000_000, generator: "CipherTalk", format: "detailed-json" };
  const about = { ...session(chat.length), platform: "wechat", isGroup: true, groupId: ROOM.id, ownerId: ME.id };
  return { "三号楼施工群.json": JSON.stringify({ exportInfo, session: about, messages }) };
}

const CHATLAB_CODES: Partial<Record<Kind, number>> = {
  text: 0, image: 1, voice: 2, video: 3, file: 4, sticker: 5, link: 7, location: 8, call: 23, miniProgram: 24, quote: 25,
  card: 27, pat: 22, system: 80, recall: 80, transfer: 99, redPacket: 7, forward: 7,
}; // prettier-ignore

/** The parts of ChatLab's format as WeFlow fills them. @source documented: export-formats.md §4.1.3, §5 */
function chatlabParts(chat: readonly Said[]) {
  const chatlab = { version: "0.0.2", exportedAt: 1_782_000_000, generator: "WeFlow" };
  const meta = { name: ROOM.name, platform: "wechat", type: "group", groupId: ROOM.id, ownerId: ME.id };
  const members = [ME, PEER].map(({ id, name }) => ({ platformId: id, accountName: name }));
  const messages = chat.map((said) => ({
    sender: senderOrRoom(said),
    accountName: nameOf(said),
    timestamp: said.at,
    type: CHATLAB_CODES[said.kind],
    content: weflowWords(said),
    platformMessageId: said.id,
    ...(said.kind === "forward"
      ? { chatRecords: [{ sender: "赵会计", accountName: "赵会计", timestamp: said.at, type: 0, content: "发票已开" }] }
      : {}),
  }));
  return { chatlab, meta, members, messages };
}

export function chatlabJson(chat: readonly Said[]): Record<string, string> {
  return { "三号楼施工群.json": JSON.stringify(chatlabParts(chat)) };
}

export function chatlabLines(chat: readonly Said[]): Record<string, string> {
  const { chatlab, meta, members, messages } = chatlabParts(chat);
  const lines = [
    { _type: "header", chatlab, meta },
    ...members.map((member) => ({ _type: "member", ...member })),
    ...messages.map((message) => ({ _type: "message", ...message })),
  ];
  return { "三号楼施工群.jsonl": lines.map((line) => `${JSON.stringify(line)}\n`).join("") };
}

/** @source documented: export-formats.md §3.1 */
export function chatlogJson(chat: readonly Said[], zone: string): Record<string, string> {
  const offset = (at: number) => {
    const minutes = Math.round((Date.parse(`${wallClock({ at }, zone).replace(" ", "T")}Z`) - at * 1000) / 60_000);
    const size = Math.abs(minutes);
    const text = `${String(Math.floor(size / 60)).padStart(2, "0")}:${String(size % 60).padStart(2, "0")}`;
    return `${minutes < 0 ? "-" : "+"}${text}`;
  };
  const items = chat.map((said, index) => ({
    seq: said.at * 1000 + index,
    time: `${wallClock(said, zone).replace(" ", "T")}${offset(said.at)}`,
    talker: ROOM.id,
    talkerName: ROOM.name,
    isChatRoom: true,
    sender: said.by?.id ?? "系统消息",
    senderName: said.by?.name ?? "",
    isSelf: isSent(said),
    type: baseType(said),
    subType: said.app ?? 0,
    content: CHATLOG_TEXTS[said.kind]?.(said) ?? "",
    contents: CHATLOG_CONTENTS[said.kind]?.(said) ?? {},
  }));
  return { "answer.json": JSON.stringify(items) };
}

type Fill<Value> = Partial<Record<Kind, (said: Said) => Value>>;
const written = ({ words }: Said) => words;
const CHATLOG_TEXTS: Fill<string> = {
  text: written, quote: written, system: written, recall: written, pat: written,
  call: () => "[语音通话]", card: () => "[名片]", redPacket: () => "[红包]",
  transfer: ({ stored }) => `[转账|${stored.includes("<paysubtype>3<") ? "接收" : "发送"} ￥5000.00](首期)`,
}; // prettier-ignore
const MD5 = "1b0a7c6e5d4f3a2918e7d6c5b4a39281";
const CHATLOG_CONTENTS: Fill<object> = {
  image: () => ({ md5: MD5 }),
  video: () => ({ md5: MD5 }),
  voice: ({ id }) => ({ voice: id }),
  sticker: () => ({ cdnurl: "http://emoji.example/1" }),
  location: ({ words }) => ({ x: "31.230416", y: "121.473701", label: words, cityname: "上海市" }),
  link: ({ words }) => ({ title: words, url: "https://example.com/a" }),
  file: ({ words }) => ({ title: words, md5: MD5 }),
  miniProgram: ({ words }) => ({ title: words }),
  quote: () => ({ refer: { type: 1, subType: 0, sender: ME.id, senderName: ME.name, content: "收到" } }),
  forward: ({ words }) => ({
    title: words,
    recordInfo: { DataList: { DataItems: [{ DataType: "1", SourceName: "赵会计", SourceTime: "2026-06-20 09:00", DataDesc: "发票已开" }] } },
  }),
}; // prettier-ignore

const WDA_FORMS: Partial<Record<Kind, string>> = {
  sticker: "emoji", miniProgram: "link", call: "voip", forward: "chatHistory", card: "text", pat: "system", recall: "system",
}; // prettier-ignore

/** The archive with one conversation, unpacked. @source documented: export-formats.md §4.4 */
export function wechatDataAnalysis(chat: readonly Said[], zone: string): Record<string, string> {
  const rows = chat.map((said, index) => {
    const row = {
      id: `message_0:Msg_5c1f0a9b3e7d4286:${index + 1}`,
      localId: index + 1,
      serverId: "SERVER",
      createTime: said.at,
      createTimeText: wallClock(said, zone),
      sortSeq: said.at * 1000,
      type: wideType(said),
      renderType: WDA_FORMS[said.kind] ?? said.kind,
      isSent: isSent(said),
      senderUsername: senderOrRoom(said),
      conversationUsername: ROOM.id,
      isGroup: true,
      content: said.kind === "image" ? "[图片]" : said.words,
      senderDisplayName: nameOf(said),
      ...WDA_FIELDS[said.kind]?.(said),
    };
    // A number in the file, which no double holds.
    return JSON.stringify(row).replace('"SERVER"', said.id);
  });
  const head = { schemaVersion: 1, exportedAt: "2026-05-01T10:00:00", account: ME.id };
  const conversation = { username: ROOM.id, displayName: ROOM.name, avatarPath: "", isGroup: true };
  const filters = { startTime: null, endTime: null, messageTypes: null };
  const folder = `conversations/0001_${ROOM.name}_${ROOM.id}_0b9d2f41`;
  const list = JSON.stringify({ ...head, conversation, filters, messages: [] }).replace("[]}", `[${rows.join(",")}]}`);
  return {
    "manifest.json": JSON.stringify({
      ...head,
      exportId: "3f9c2a7be410",
      format: "json",
      filters,
      options: { privacyMode: false },
      stats: { conversations: 1, messagesExported: chat.length, mediaCopied: 0, mediaMissing: 0 },
    }),
    "report.json": JSON.stringify({ missingMedia: [], errors: [] }),
    [`${folder}/meta.json`]: JSON.stringify({ ...conversation, messageCount: chat.length }),
    [`${folder}/messages.json`]: list,
  };
}

const WDA_FIELDS: Fill<object> = {
  call: ({ words }) => ({ content: `通话时长 ${words}`, voipType: "audio" }),
  quote: () => ({ quoteUsername: ME.id, quoteServerId: "5520013399120045513", quoteType: "1", quoteContent: "收到" }),
  location: ({ words }) => ({ locationLat: 31.230416, locationLng: 121.473701, locationPoiname: words }),
  link: ({ words }) => ({ title: words, url: "https://example.com/a", linkType: "web" }),
  miniProgram: ({ words }) => ({ title: words, linkType: "mini_program" }),
  file: ({ words }) => ({ title: words, content: "[文件]", fileSize: "18", fileMd5: MD5 }),
  transfer: ({ stored }) => ({ amount: "￥5000.00", paySubType: stored.includes("<paysubtype>3<") ? "3" : "1", transferId: "1000050001202606210000000001" }),
  forward: ({ words }) => ({ title: words, recordItem: "<recordinfo><datalist count=\"1\"><dataitem datatype=\"1\"><sourcename>赵会计</sourcename><datadesc>发票已开</datadesc></dataitem></datalist></recordinfo>" }),
}; // prettier-ignore

/** The list of a page of MemoTrace 3.x. @source documented: export-formats.md §1.5 */
export function memotraceList(chat: readonly Said[]): Record<string, string> {
  const records = chat.map((said) => ({
    type: said.kind === "pat" ? "10000" : String(wideType(said)),
    is_send: isSent(said),
    timestamp: said.at,
    server_id: said.id,
    display_name: said.by?.name ?? "",
    avatar_src: "",
    xml_dict: {},
    ...(MEMOTRACE_FIELDS[said.kind] ?? ((of: Said) => ({ text: of.words })))(said),
  }));
  return { [`聊天记录/${ROOM.name}(${ROOM.id})/${ROOM.name}.html.json`]: JSON.stringify(records) };
}

const media = (path: string) => () => ({ path, file_name: path.split("/").at(-1), file_size: 0, file_type: "" });
const MEMOTRACE_FIELDS: Fill<object> = {
  image: media("./image/2026-06/a"),
  voice: media("./voice/2026-06/a.mp3"),
  video: media("./video/2026-06/a.mp4"),
  sticker: media("http://emoji.example/1"),
  file: ({ words }) => media(`./file/2026-06/${words}`)(),
  location: ({ words }) => ({ x: 31.230416, y: 121.473701, label: "上海市青浦区示例路", poiname: words, scale: 16 }),
  card: ({ words }) => ({ username: "wxid_zhao7788kj", nickname: words, alias: "" }),
  link: ({ words }) => ({ url: "https://example.com/a", title: words, description: "" }),
  miniProgram: ({ words }) => ({ url: "", title: words, app_name: "" }),
  quote: ({ words }) => ({ text: words, quote_server_id: "5520013399120045513", quote_type: 1, quote_text: "李梅: 收到" }),
  transfer: ({ words, stored }) => ({ text: "转账", pay_subtype: stored.includes("<paysubtype>3<") ? 3 : 1, pay_memo: words, fee_desc: "￥5000.00" }),
  redPacket: ({ words }) => ({ text: words, inner_type: 0 }),
  call: ({ words }) => ({ invite_type: 1, display_content: `通话时长 ${words}`, duration: "201" }),
  forward: ({ words, at }) => ({ title: words, description: "", messages: [{ type: "1", is_send: false, timestamp: at, display_name: "赵会计", text: "发票已开" }] }),
  pat: ({ words }) => ({ text: words, xml_dict: { msg: { appmsg: { type: "62", title: words } } } }),
}; // prettier-ignore
