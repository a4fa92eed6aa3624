// How each exporter writes a message of conversation.mjs. A format gives `path` of the file with the rows, `head`, `row`,
// `between` rows, `tail`, and the files `beside` it; `workbook` names the sheet whose rows are lists of cells instead.
import { clockOf, FIRST_S, lastOf, madeAt, OTHER, OWNER } from "./conversation.mjs";

const json = JSON.stringify;
const csv = (cells) => cells.map((cell) => (/[",\n]/.test(cell) ? `"${String(cell).replaceAll('"', '""')}"` : cell)).join(","); // prettier-ignore
const when = (kind, words) => words[kind] ?? words.text;
/** What stands in for the message where a format has no place for pictures and quotes. */
const shown = ({ kind, text }, picture = "[图片]") => (kind === "image" ? picture : text);
const rangeOf = (count) => [FIRST_S, lastOf(count)].map((time) => clockOf(time).slice(0, 10)).join("_");

const session = (count) => ({ wxid: OTHER.id, nickname: OTHER.nickname, remark: OTHER.name, displayName: OTHER.name, type: "私聊", lastTimestamp: lastOf(count), messageCount: count }); // prettier-ignore
const TYPE = { text: "文本消息", image: "图片消息", quote: "引用消息" };
const CODE = { text: 1, image: 3, quote: 244_813_135_921 };
const APP_CODE = { text: 1, image: 3, quote: 1 };

/** A row in the manner of the programs of the v4 generation, which copy from one another. */
const electronRow = (m) => ({
  localId: m.localId,
  createTime: m.time,
  formattedTime: m.clock,
  type: TYPE[m.kind],
  localType: CODE[m.kind],
  content: shown(m),
  isSend: m.isSend ? 1 : 0,
  senderUsername: m.sender.id,
  senderDisplayName: m.isSend ? "我" : m.sender.name,
  source: "",
});
const list = { between: ",\n", tail: "\n]}\n" };

const weflowJson = {
  name: "weflow-json",
  importer: "weflow-json",
  path: () => "texts/老王.json",
  head: (count) => `{"weflow":${json({ version: "1.0.3", exportedAt: madeAt(count), generator: "WeFlow" })},"session":${json({ ...session(count), avatar: "" })},"messages":[\n`, // prettier-ignore
  row: (m) => {
    const base = { ...electronRow(m), platformMessageId: m.serverId };
    if (m.quotes === null) return json(base);
    return json({ ...base, replyToMessageId: m.quotes.serverId, quotedSender: m.quotes.sender.name, quotedContent: m.quotes.text }); // prettier-ignore
  },
  ...list,
};

const SHEET_HEAD = (count) => [
  ["会话信息"],
  ["微信ID", OTHER.id, "昵称", OTHER.nickname],
  ["导出工具", "WeFlow", "导出版本", "0.0.2", "平台", "wechat", "导出时间", clockOf(madeAt(count))],
  ["序号", "时间", "发送者身份", "消息类型", "内容"],
];
const sheetRow = (m) => [m.localId, m.clock, m.isSend ? "我" : OTHER.name, TYPE[m.kind], shown(m)];

const SQL_COLUMNS = "session_id, local_id, message_id, create_time, sender, is_send, local_type, media_type, content, media_path"; // prettier-ignore
const SQL_TYPES = ["TEXT NOT NULL", "TEXT", "TEXT", "BIGINT NOT NULL", "TEXT", "BOOLEAN NOT NULL", "INTEGER", "TEXT", "TEXT", "TEXT"]; // prettier-ignore
const SQL_TABLE = SQL_COLUMNS.split(", ").map((column, at) => `  ${column} ${SQL_TYPES[at]}`).join(",\n"); // prettier-ignore

const weflowOther = [
  {
    name: "weflow-other, weclone CSV",
    path: () => "私聊_王经理.csv",
    head: () => "\ufeffid,MsgSvrID,type_name,is_sender,talker,msg,src,CreateTime\n",
    row: (m) => csv([m.localId, m.serverId, when(m.kind, { text: "text", image: "image" }), m.isSend ? 1 : 0, m.sender.name, shown(m), "", new Date(m.time * 1000).toISOString()]), // prettier-ignore
  },
  {
    name: "weflow-other, table as CSV",
    path: () => "王经理.csv",
    head: (count) => `\ufeff${SHEET_HEAD(count).map(csv).join("\n")}\n`,
    row: (m) => csv(sheetRow(m)),
  },
  {
    name: "weflow-other, SQL",
    path: () => "texts/私聊_王经理.sql",
    head: () => `BEGIN;\nCREATE TABLE IF NOT EXISTS weflow_messages (\n${SQL_TABLE}\n);\n`,
    row: (m) => `INSERT INTO weflow_messages (${SQL_COLUMNS}) VALUES ('${OTHER.id}', '${m.localId}', '${m.serverId}', ${m.time}, '${m.sender.id}', ${m.isSend ? "TRUE" : "FALSE"}, ${CODE[m.kind]}, NULL, '${shown(m)}', NULL);`, // prettier-ignore
    tail: "\nCOMMIT;\n",
  },
  {
    name: "weflow-other, TXT",
    path: () => "texts/私聊_王经理.txt",
    head: () => "",
    row: (m) => `${m.clock} '${m.isSend ? "我" : OTHER.name}'\n${shown(m)}\n`,
  },
  {
    name: "weflow-other, Markdown",
    path: () => "texts/王经理.md",
    head: (count) => `# 王经理\n\n- 会话ID: \`${OTHER.id}\`\n- 会话类型: 私聊\n- 消息数量: ${count}\n- 导出工具: WeFlow\n\n---\n\n`, // prettier-ignore
    row: (m) => `## ${m.clock.replaceAll("-", "\\-")} ${m.isSend ? "我" : OTHER.name}\n\n${shown(m, "\\[图片\\]")}\n`,
  },
  {
    name: "weflow-other, HTML",
    path: () => "texts/王经理.html",
    head: (count) => `<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="UTF-8" /><title>王经理 - 聊天记录</title></head><body><div class="header"><h1 class="title">王经理</h1><div class="meta"><span>${count} 条消息</span><span>私聊</span><span>${clockOf(madeAt(count))}</span></div></div>\n<script>\n      window.WEFLOW_DATA = [\n`, // prettier-ignore
    row: (m) => json({ i: m.localId, t: m.time, s: m.isSend ? 1 : 0, a: "<span>王</span>", b: `<div class="message-time">${m.clock}</div><div class="message-content"><div class="message-text">${shown(m)}</div></div>`, p: m.serverId }).replaceAll("<", "\\u003c"), // prettier-ignore
    between: ",\n",
    tail: "\n      ];\n</script></body></html>\n",
  },
  { name: "weflow-other, XLSX", path: () => "texts/私聊_王经理.xlsx", workbook: "聊天记录", head: SHEET_HEAD, row: sheetRow }, // prettier-ignore
].map((format) => ({ importer: "weflow-other", ...format }));

const WORDS = ["消息ID", "类型", "发送人", "时间", "内容", "备注", "昵称", "更多信息"];
const wordsRow = (m) => [m.serverId, when(m.kind, { text: "文本", image: "图片" }), m.sender.name, m.clock, shown(m, "【图片】"), OTHER.name, m.sender.name, "more"]; // prettier-ignore
const MEMOTRACE = `聊天记录/王经理(${OTHER.id})`;

const memotrace = [
  {
    name: "memotrace-csv, 2024",
    importer: "memotrace-csv",
    path: () => "王经理_utf8.csv",
    head: () => "\ufefflocalId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender\n", // prettier-ignore
    row: (m) => csv([m.localId, 7, APP_CODE[m.kind], 0, m.isSend ? 1 : 0, m.time, 2, shown(m), m.clock, "", m.sender.name, m.sender.id]), // prettier-ignore
  },
  {
    name: "memotrace-csv, 3.x",
    importer: "memotrace-csv",
    path: () => `${MEMOTRACE}/王经理.csv`,
    head: () => `\ufeff${csv(WORDS)}\n`,
    row: (m) => csv(wordsRow(m)),
  },
  { name: "memotrace-csv, XLSX", importer: "memotrace-csv", path: () => `${MEMOTRACE}/王经理.xlsx`, workbook: "聊天记录", head: () => [WORDS], row: wordsRow }, // prettier-ignore
  {
    name: "memotrace-html, .html.json",
    importer: "memotrace-html",
    path: () => `${MEMOTRACE}/王经理.html.json`,
    head: () => "[\n",
    row: (m) => json(memotraceItem(m)),
    between: ",\n",
    tail: "\n]\n",
  },
  {
    name: "memotrace-html, page",
    importer: "memotrace-html",
    path: () => `${MEMOTRACE}/王经理.html`,
    head: () => `<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="UTF-8"><title>王经理</title></head><body>\n<script>\n        const avatarPaths = [];\n        const wxid = "${OTHER.id}";\n        const chatMessages = [\n`, // prettier-ignore
    row: (m) => json(memotraceItem(m)),
    between: ",\n",
    tail: "\n];\n        const server_id_Page = {};\n</script></body></html>\n",
  },
  {
    name: "memotrace-html, TXT",
    importer: "memotrace-html",
    path: () => `${MEMOTRACE}/王经理.txt`,
    head: () => "",
    row: (m) => `${m.clock} ${m.sender.name}\n${shown(m, "【图片】")}\n`,
  },
];

function memotraceItem(m) {
  const item = { type: String(APP_CODE[m.kind]), is_send: m.isSend, timestamp: m.time, server_id: m.serverId, display_name: m.sender.name, avatar_src: "", xml_dict: {} }; // prettier-ignore
  return m.kind === "image" ? { ...item, path: "./image/none.png" } : { ...item, text: m.text };
}

const dumpRow = (m) => ({ id: m.localId, MsgSvrID: m.serverId, type_name: when(m.kind, { text: "文本", image: "图片" }), is_sender: m.isSend ? 1 : 0, talker: m.sender.id, room_name: OTHER.id, msg: shown(m, "图片"), src: "" }); // prettier-ignore

const pywxdump = [
  {
    name: "pywxdump, CSV",
    path: (count) => `${OTHER.id}/${OTHER.id}_0_${count}.csv`,
    head: () => "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime\n",
    row: (m) => csv([...Object.values(dumpRow(m)), m.clock]),
  },
  {
    name: "pywxdump, JSON",
    path: (count) => `${OTHER.id}/${OTHER.id}_0_${count}.json`,
    head: () => "[\n",
    row: (m) => json({ ...dumpRow(m), extra: {}, CreateTime: m.clock }),
    between: ",\n",
    tail: "\n]\n",
  },
  {
    name: "pywxdump, page",
    beside: () => ({ [`${OTHER.id}/index.html`]: '<!DOCTYPE html><html><head><script src="./data.js"></script></head><body></body></html>' }), // prettier-ignore
    path: () => `${OTHER.id}/data.js`,
    head: (count) => `localStorage.setItem('isUseLocalData', 't')  //  't' : 'f' \nconst local_msg_count = ${count}\nconst local_mywxid = '${OWNER.id}' \nconst local_user_list = {}\nconst local_msg_list = [`, // prettier-ignore
    row: (m) => json({ ...dumpRow(m), CreateTime: m.clock, extra: {} }),
    between: ",\n",
    tail: "]\n",
  },
].map((format) => ({ importer: "pywxdump", ...format }));

const chatlog = [
  {
    name: "chatlog, JSON",
    path: () => "chatlog.json",
    head: () => "[",
    row: (m) => json({ seq: m.time * 1000, time: `${m.clock.replace(" ", "T")}+08:00`, talker: OTHER.id, talkerName: OTHER.name, isChatRoom: false, sender: m.sender.id, senderName: m.sender.name, isSelf: m.isSend, type: APP_CODE[m.kind], subType: 0, content: m.kind === "image" ? "" : m.text }), // prettier-ignore
    between: ",\n",
    tail: "]\n",
  },
  {
    name: "chatlog, CSV",
    path: (count) => `${OTHER.id}_${rangeOf(count)}.csv`,
    head: () => "Time,SenderName,Sender,TalkerName,Talker,Content\n",
    row: (m) => csv([m.clock, m.sender.name, m.sender.id, OTHER.name, OTHER.id, shown(m)]),
  },
  {
    name: "chatlog, text",
    path: (count) => `${OTHER.id}_${rangeOf(count)}.txt`,
    head: () => "",
    row: (m) => `${m.sender.name}(${m.isSend ? "我" : m.sender.id}) ${m.clock}\n${shown(m)}\n`,
  },
].map((format) => ({ importer: "chatlog", ...format }));

const CIPHER_COLUMNS = ["序号", "时间", "日期", "时刻", "星期", "发送者", "微信ID", "消息类型", "消息内容", "原始类型代码", "时间戳"]; // prettier-ignore

const ciphertalk = [
  {
    name: "ciphertalk, JSON",
    importer: "ciphertalk",
    path: () => "王经理/王经理.json",
    head: (count) => `{"exportInfo":${json({ version: "0.0.2", exportedAt: madeAt(count), generator: "CipherTalk", format: "detailed-json" })},"session":${json({ ...session(count), platform: "wechat", isGroup: false, ownerId: OWNER.id, firstTimestamp: FIRST_S })},"messages":[\n`, // prettier-ignore
    row: (m) => json({ ...electronRow(m), platformMessageId: m.serverId, localType: APP_CODE[m.kind], chatLabType: when(m.kind, { text: 0, image: 1 }), rawContent: shown(m) }), // prettier-ignore
    ...list,
  },
  {
    name: "ciphertalk, HTML",
    importer: "ciphertalk",
    path: () => "王经理.html",
    head: (count) => `<!DOCTYPE html>\n<html lang="zh-CN"><head><title>王经理 - 聊天记录</title></head><body>\n  <script>window.CHAT_DATA = {"meta":${json({ sessionId: OTHER.id, sessionName: OTHER.name, isGroup: false, exportTime: madeAt(count) * 1000, messageCount: count, dateRange: { start: FIRST_S, end: lastOf(count) } })},"members":${json([OTHER, OWNER])},"messages":[\n`, // prettier-ignore
    row: (m) => json({ timestamp: m.time, sender: m.sender.id, senderName: m.sender.name, type: APP_CODE[m.kind], content: shown(m), rawContent: shown(m), isSend: m.isSend }), // prettier-ignore
    between: ",\n",
    tail: "\n]};</script></body></html>\n",
  },
  {
    name: "ciphertalk, XLSX",
    importer: "ciphertalk",
    path: () => "王经理.xlsx",
    workbook: "聊天记录",
    head: () => [CIPHER_COLUMNS],
    row: (m) => [m.localId, m.clock.replaceAll("-", "/"), m.day.replaceAll("-", "/"), m.clock.slice(11), "一", m.sender.name, m.sender.id, TYPE[m.kind], shown(m), APP_CODE[m.kind], m.time], // prettier-ignore
  },
];

const echotrace = [
  {
    name: "echotrace, JSON",
    importer: "echotrace",
    path: (count) => `王经理_聊天记录_${madeAt(count)}000.json`,
    head: (count) => `{"session":${json(session(count))},"messages":[\n`,
    row: (m) => json({ ...electronRow(m), localType: APP_CODE[m.kind], senderAvatarKey: m.sender.id }),
    between: ",\n",
    tail: `\n],"exportTime":"2021-11-20T00:00:00.000"}\n`,
  },
  {
    name: "echotrace, XLSX",
    importer: "echotrace",
    path: (count) => `王经理_聊天记录_${madeAt(count)}000.xlsx`,
    workbook: "聊天记录",
    head: () => [["会话信息"], ["微信ID", OTHER.id, "昵称", OTHER.nickname, "备注", OTHER.name], [], ["序号", "时间", "发送者昵称", "发送者微信ID", "发送者备注", "发送者身份", "消息类型", "内容"]], // prettier-ignore
    row: (m) => [m.localId, m.clock, m.sender.name, m.sender.id, m.isSend ? "" : OTHER.name, m.isSend ? "我" : OTHER.name, TYPE[m.kind], shown(m)], // prettier-ignore
  },
];

const labRow = (m) => ({ sender: m.sender.id, accountName: m.sender.name, timestamp: m.time, type: when(m.kind, { text: 0, image: 1 }), content: shown(m), platformMessageId: m.serverId }); // prettier-ignore
const labHead = (count) => ({ version: "0.0.2", exportedAt: madeAt(count), generator: "WeFlow" });
const LAB_META = { platform: "wechat", name: OTHER.name, type: "private" };
const LAB_MEMBERS = [OTHER, OWNER].map(({ id, name }) => ({ platformId: id, accountName: name }));

const chatlab = [
  {
    name: "chatlab, JSON",
    importer: "chatlab",
    path: () => "texts/王经理.json",
    head: (count) => `{"chatlab":${json(labHead(count))},"meta":${json(LAB_META)},"members":${json(LAB_MEMBERS)},"messages":[\n`, // prettier-ignore
    row: (m) => json(labRow(m)),
    ...list,
  },
  {
    name: "chatlab, JSONL",
    importer: "chatlab",
    path: () => "王经理.jsonl",
    head: (count) => [{ _type: "header", chatlab: labHead(count), meta: LAB_META }, ...LAB_MEMBERS.map((member) => ({ _type: "member", ...member }))].map((line) => `${json(line)}\n`).join(""), // prettier-ignore
    row: (m) => json({ _type: "message", ...labRow(m) }),
    tail: "\n",
  },
];

/** Fields that stand in every record, mostly empty. */
const ARCHIVE_EMPTY = Object.fromEntries("title url from fromUsername linkType linkStyle objectId objectNonceId recordItem thumbUrl imageMd5 imageFileId imageUrl emojiMd5 emojiUrl videoMd5 videoThumbMd5 videoFileId videoThumbFileId videoUrl videoThumbUrl voiceLength quoteUsername quoteServerId quoteType quoteThumbUrl quoteVoiceLength quoteTitle quoteContent amount coverUrl fileSize fileMd5 paySubType transferStatus transferId voipType locationPoiname locationLabel".split(" ").map((key) => [key, ""])); // prettier-ignore
const ARCHIVE = { exportedAt: "2026-03-20T11:00:00", account: OWNER.id };
const ARCHIVE_FOLDER = `conversations/0001_王经理_${OTHER.id}_0b9d2f41`;
const archiveFiles = (form) => (count) => ({
  "manifest.json": json({ schemaVersion: 1, ...ARCHIVE, exportId: "3f9c2a7be410", source: "decrypted", format: form, scope: "selected", filters: { startTime: null, endTime: null, messageTypes: [] }, options: { includeMedia: false, mediaKinds: [], privacyMode: false }, stats: { conversations: 1, messagesExported: count, mediaCopied: 0, mediaMissing: 0 }, accountsAvailable: [OWNER.id] }), // prettier-ignore
  "report.json": json({ schemaVersion: 1, exportId: "3f9c2a7be410", account: OWNER.id, createdAt: ARCHIVE.exportedAt, missingMedia: [], errors: [] }), // prettier-ignore
  [`${ARCHIVE_FOLDER}/meta.json`]: json({ schemaVersion: 1, username: OTHER.id, displayName: OTHER.name, avatarPath: "", isGroup: false, exportedAt: ARCHIVE.exportedAt, messageCount: count }), // prettier-ignore
});

const wechatdataanalysis = [
  {
    name: "wechatdataanalysis-zip, JSON",
    beside: archiveFiles("json"),
    path: () => `${ARCHIVE_FOLDER}/messages.json`,
    head: () => `{"schemaVersion":1,"exportedAt":"${ARCHIVE.exportedAt}","account":"${OWNER.id}","conversation":${json({ username: OTHER.id, displayName: OTHER.name, avatarPath: "", isGroup: false })},"filters":{"startTime":null,"endTime":null,"messageTypes":[]},"messages":[\n`, // prettier-ignore
    row: (m) => {
      const fields = { id: `message_0:Msg_e07c3b1a95d84f26:${m.localId}`, localId: m.localId, createTime: m.time, createTimeText: m.clock, sortSeq: m.time * 1000, type: APP_CODE[m.kind], renderType: when(m.kind, { text: "text", image: "image" }), isSent: m.isSend, senderUsername: m.sender.id, conversationUsername: OTHER.id, isGroup: false, content: shown(m), ...ARCHIVE_EMPTY, imageMd5Candidates: [], imageFileIdCandidates: [], locationLat: null, locationLng: null, senderDisplayName: m.sender.name, senderAvatarPath: "" }; // prettier-ignore
      // The id is a number longer than JavaScript holds.
      return json(fields).replace('"createTime":', `"serverId":${m.serverId},"createTime":`);
    },
    ...list,
  },
  {
    name: "wechatdataanalysis-zip, TXT",
    beside: archiveFiles("txt"),
    path: () => `${ARCHIVE_FOLDER}/messages.txt`,
    head: () => `会话: 王经理 (${OTHER.id})\n账号: ${OWNER.id}\n导出时间: ${ARCHIVE.exportedAt}\n\n`,
    row: (m) => `[${m.clock}] ${m.sender.name}(${m.sender.id}): ${shown(m)}`,
    tail: "\n",
  },
  {
    name: "wechatdataanalysis-zip, HTML",
    beside: archiveFiles("html"),
    path: () => `${ARCHIVE_FOLDER}/messages.html`,
    head: () => '<!doctype html>\n<html lang="zh-CN">\n<head><meta charset="utf-8" /></head>\n<body><h2 class="text-base">王经理</h2>\n<div id="wceMessageList">\n', // prettier-ignore
    row: (m) => `<div class="mb-6" data-render-type="text" data-wce-create-time="${m.time}" data-wce-date="${m.day}" title="${m.clock}"><div class="wce-msg-row wce-msg-row-${m.isSend ? "sent" : "received"} flex"><div class="wce-msg"><div class="wce-avatar"><div>王</div></div><div class="flex flex-col relative group"><div class="absolute -top-6 z-10">${m.clock}</div><div class="px-3 py-2 text-sm msg-bubble whitespace-pre-wrap">${shown(m)}</div></div></div></div></div>`, // prettier-ignore
    tail: '\n</div>\n<script type="application/json" id="wceMediaIndex">{}</script>\n</body>\n</html>\n',
  },
].map((format) => ({ importer: "wechatdataanalysis-zip", ...format }));

const ios = [
  {
    name: "wechatexporter-ios, TXT",
    path: () => "老王/index.txt",
    head: () => "老王 - 微信聊天记录\n\n",
    row: (m) => `${m.isSend ? OWNER.name : OTHER.nickname} (${m.clock}):${shown(m)}`,
    tail: "\n",
  },
  {
    name: "wechatexporter-ios, CSV",
    path: () => "0/王经理.csv",
    head: () => "\ufeff时刻,消息类型,消息方向,ID,微信号,昵称,备注名,内容\n",
    row: (m) => csv([m.clock, when(m.kind, { text: "文本", image: "图片" }), m.isSend ? "发送" : "接收", OTHER.id, "laowang88", OTHER.nickname, OTHER.name, shown(m)]), // prettier-ignore
  },
  {
    name: "wechatexporter-ios, HTML",
    path: () => "老王/index.html",
    head: (count) => `<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>老王 - 微信聊天记录</title>\n<script>\nwindow.moreWechatMsgs = [];\ninitPageData([]);\nvar numberOfMsgs = parseInt('${count}') || 0;\nvar numberOfPages = parseInt('0') || 0;\nvar asyncLoadingType = "";\nwindow.wechatMsgsIndexes = [];\n</script>\n</head>\n<body uid="" sid="">\n<div class="main">\n<div class="header"><span class="sname">老王</span></div>\n<div class="msgs" id="msgs-div">\n`, // prettier-ignore
    row: (m) => {
      const side = m.isSend ? "right" : "left";
      return `<div class="msg chat ${side} " msgid="${m.localId}" msgtype="1"><div class="avatar-box"><img src="Files/Portrait/${m.sender.id}.jpg" class="avatar"></div><div class="nt-box"><span class="dspname ${side}" wxId="${m.sender.id}">${m.sender.name}</span> ${m.clock}</div><div class="content-box"><div class="triangle"></div><span class="dont-break-out msg-text"><pre>${shown(m)}</pre></span></div></div>`; // prettier-ignore
    },
    tail: "\n</div>\n</div>\n</body>\n</html>\n",
  },
].map((format) => ({ importer: "wechatexporter-ios", ...format }));

const wechatDump = [
  {
    name: "wechat-dump, text",
    importer: "wechat-dump",
    path: () => "dump/老王.txt",
    head: () => "",
    row: (m) => `${APP_CODE[m.kind]}|${m.isSend ? "me" : "老王"}:${m.clock}:${m.kind === "image" ? "Image" : m.text}`,
    tail: "\n",
  },
  {
    name: "wechat-dump, HTML",
    importer: "wechat-dump",
    path: () => "output.html",
    head: () => '<html>\n<head>\n  <meta http-equiv="Content-Type" content="text/html;charset=utf8">\n  <title>Chat with 老王</title>\n</head>\n<body>\n  <div id="chat" class="chatPanel normalPanel"><div class="chatScorll"><div id="chat_chatmsglist" class="chatContent">\n', // prettier-ignore
    row: (m) => `<div class="chatItem ${m.isSend ? "me" : `you ${OTHER.id}`}"><div class="chatItemContent"><span class="avatar"></span><div class="cloud cloudText"><div class="cloudPannel" title="${m.clock}"  ><div class="cloudBody"><div class="cloudContent"><pre style="white-space:pre-wrap">${shown(m)}</pre></div></div></div></div></div></div>`, // prettier-ignore
    tail: "\n  </div></div></div>\n</body>\n</html>\n",
  },
];

const email = [
  {
    name: "email-text, text of a mail",
    importer: "email-text",
    path: () => "聊天记录.txt",
    head: () => "\ufeffDear:\n\n    王经理 和 李梅 在微信上的聊天记录如下，请查收。\n\n",
    row: (m) => {
      const begins = m.index === 0 || m.day !== clockOf(m.time - 37).slice(0, 10);
      return `${begins ? `—————  ${m.day}  —————\n\n` : ""}${m.sender.name}  ${m.clock.slice(11, 16)}\n\n${shown(m, "[图片: none.jpg(请在附件中查看)]")}\n`; // prettier-ignore
    },
  },
  {
    name: "email-text, copied text",
    importer: "email-text",
    path: () => "复制.txt",
    head: () => "",
    row: (m) => `${m.sender.name} ${m.day.replaceAll("-", "/")} ${m.clock.slice(11, 16)}\n${shown(m)}\n`,
  },
];

const BILL_COLUMNS = ["交易时间", "交易类型", "交易对方", "商品", "收/支", "金额(元)", "支付方式", "当前状态", "交易单号", "商户单号", "备注"]; // prettier-ignore
const billTitle = (count) => {
  const [from, until, made] = [FIRST_S, lastOf(count), madeAt(count)].map(clockOf);
  return ["微信支付账单明细", "微信昵称：[李梅]", `起始时间：[${from}] 终止时间：[${until}]`, "导出类型：[全部]", `导出时间：[${made}]`, "", `共${count}笔记录`]; // prettier-ignore
};
const billRow = (m) => [m.clock, "转账", OTHER.nickname, `转账备注:${m.text}`, m.isSend ? "支出" : "收入", `¥${100 + (m.index % 900)}.00`, "零钱", m.isSend ? "对方已收钱" : "已存入零钱", `10000500${m.serverId}`, "/", "/"]; // prettier-ignore
const bill = [
  {
    name: "wechat-pay-bill, CSV",
    path: () => "微信支付账单(20250301-20250331).csv",
    head: (count) => `\ufeff${billTitle(count).map((line) => `${line},,,,,,,,\n`).join("")}----------------------微信支付账单明细列表--------------------,,,,,,,,\n${BILL_COLUMNS.join(",")}\n`, // prettier-ignore
    row: (m) => billRow(m).map((cell, at) => (at === 8 || at === 9 ? `"${cell}"\t` : at > 2 && at !== 5 ? `"${cell}"` : cell)).join(","), // prettier-ignore
    tail: "\n",
  },
  {
    name: "wechat-pay-bill, XLSX",
    path: () => "微信支付账单(20250301-20250331).xlsx",
    workbook: "Sheet1",
    head: (count) => [...billTitle(count).map((line) => [line]), ["----------------------微信支付账单明细列表--------------------"], BILL_COLUMNS], // prettier-ignore
    row: billRow,
  },
].map((format) => ({ importer: "wechat-pay-bill", isBill: true, ...format }));

/** Every form of an export that is read row by row. */
export const FORMATS = [weflowJson, ...weflowOther, ...memotrace, ...pywxdump, ...chatlog, ...ciphertalk, ...echotrace, ...chatlab, ...wechatdataanalysis, ...ios, ...wechatDump, ...email, ...bill]; // prettier-ignore
