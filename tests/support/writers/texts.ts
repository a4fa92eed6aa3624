import type { Kind } from "../../../src/model/kind.ts";
import { ME, ROOM, wallClock, wideType, type Said } from "../conversation.ts";
import { memotraceWords, weflowTextWords } from "./rendered.ts";

/** @source documented: export-formats.md §4.1.3 */
export function weflowText(chat: readonly Said[], zone: string): Record<string, string> {
  const blocks = chat.map(
    (said) => `${wallClock(said, zone)} '${said.by?.name ?? ROOM.name}'\n${weflowTextWords(said)}\n\n`,
  );
  return { "群聊_三号楼施工群.txt": blocks.join("") };
}

/** @source documented: export-formats.md §4.1.3 */
export function weflowMarkdown(chat: readonly Said[], zone: string): Record<string, string> {
  const escaped = (text: string) => text.replace(/[\\`*_{}[\]#+\-.!|>]/g, "\\$&");
  const head = `# ${ROOM.name}\n\n- 会话ID: \`${ROOM.id}\`\n- 会话类型: 群聊\n- 消息数量: ${chat.length}\n- 导出时间: 2026\\-06\\-22 12:00:00\n- 导出工具: WeFlow\n\n---\n\n`;
  const blocks = chat.map((said) => `## ${escaped(wallClock(said, zone))} ${said.by?.name ?? ROOM.name}\n\n${escaped(weflowTextWords(said))}\n\n`); // prettier-ignore
  return { "群聊_三号楼施工群.md": head + blocks.join("") };
}

/** 3.x. @source documented: export-formats.md §1.6 */
export function memotraceText(chat: readonly Said[], zone: string): Record<string, string> {
  const blocks = chat.map((said) => {
    const body = said.kind === "miniProgram" ? `${wideType(said)}\n{'msg': {'appmsg': {'title': '${said.words}'}}}` : memotraceWords(said);
    return `${wallClock(said, zone)} ${said.by?.name ?? ""}\n${body}\n\n`;
  }); // prettier-ignore
  return { [`聊天记录/${ROOM.name}(${ROOM.id})/${ROOM.name}.txt`]: blocks.join("") };
}

const ANDROID_TYPES: Partial<Record<Kind, number>> = {
  text: 1, image: 3, voice: 34, card: 42, video: 43, sticker: 47, location: 48, link: 49, call: 50, file: 1_090_519_089,
  transfer: 419_430_449, redPacket: 436_207_665, quote: 822_083_633, miniProgram: 553_648_177, forward: 268_435_505,
}; // prettier-ignore
const ANDROID_WORDS: Partial<Record<Kind, (said: Said) => string>> = {
  image: () => "Image|img:THUMBNAIL_DIRPATH://th_1b0a7c6e",
  voice: () => "Voice",
  video: () => "VIDEO FILE",
  sticker: () => "Emoji",
  card: ({ stored }) => `NAMECARD: ${stored}`,
  location: ({ words }) => `LOCATION:${words} (31.2304,121.4737)`,
  link: () => "URL:https://example.com/a",
  file: ({ words }) => `FILE:${words}`,
  transfer: () => "[Money Transfer]\n收到转账5000.00元。如需收钱，请点此升级至最新版本",
  redPacket: ({ words }) => `[RED ENVELOPE]\n${words}`,
  call: () => "REQUEST VIDEO CHAT",
  miniProgram: ({ stored }) => stored,
  forward: ({ stored }) => stored,
};

/** The exporter leaves out every notice. @source documented: export-formats.md §7 */
export function wechatDump(chat: readonly Said[], zone: string): Record<string, string> {
  const lines = chat.flatMap((said) => {
    if (said.by === null) return [];
    const words = ANDROID_WORDS[said.kind]?.(said) ?? said.words;
    return [`${ANDROID_TYPES[said.kind] ?? 1}|${said.by === ME ? "me" : said.by.name}:${wallClock(said, zone)}:${words}\n`];
  }); // prettier-ignore
  return { "三号楼施工群.txt": lines.join("") };
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const pre = (words: string) =>
  `<div class="triangle"></div><span class="dont-break-out msg-text"><pre>${escaped(words)}</pre></span>`;
const IOS_BODIES: Partial<Record<Kind, (said: Said) => string>> = {
  image: () => '<img rawUrl="Files/a.jpg" src="Files/a_thumb.jpg" class="image img-left_triangle" />',
  voice: () => '<div class="voicebox" style="width:35px" audio="Files/a.mp3"><div class="voiceimg"></div><div class="voicetime">0:03</div></div>',
  sticker: () => '<img src="Files/Emoji/e1.gif" alt="" rawsrc="http://emoji.example/1" />',
  location: ({ words }) => pre(`[位置] ${words} (31.2304,121.4737)`),
  card: ({ words }) => pre(`[个人名片] ${words}`),
  file: ({ words }) => pre(`[文件: ${words}]`),
  redPacket: () => pre("[红包]"),
  call: () => pre("[视频/语音通话]"),
  video: () => pre("[视频]"),
  link: ({ words }) => `<div><a href="https://example.com/a"><b><span class="dont-break-out msg-text"><pre>${words}</pre></span></b></a></div>`,
  transfer: ({ words }) => `${pre(`￥5000.00\r\n${words}`)}<div class="appinfo"><img src="" class="transfer-icon" /><span class="app-name">微信转账</span></div>`,
  quote: ({ words }) => `<div class="triangle"></div><span class="dont-break-out refermsg msg-text">「李梅：收到」</span><br /><span>- - - - - - - - - - - - - - -</span><br /><span class="dont-break-out msg-text">${words}</span>`,
}; // prettier-ignore

/** Notices bear an id and no time. @source documented: export-formats.md §6.1 */
export function wechatExporterPage(chat: readonly Said[], zone: string): Record<string, string> {
  const bubbles = chat.map((said, index) => {
    const id = 301 + index;
    if (said.by === null) {
      return `<div class="msg chat-notice " msgid="${id}"><div class="content-box"><span class="dont-break-out msg-text">${escaped(said.words)}</span></div></div>\n`;
    }
    const side = said.by === ME ? "right" : "left";
    const type = said.kind === "image" ? "image" : (said.app === null ? wideType(said) : 49);
    const body = IOS_BODIES[said.kind]?.(said) ?? pre(said.words);
    return `<div class="msg chat ${side} " msgid="${id}" msgtype="${type}"><div class="nt-box"><span class="dspname ${side}" wxId="${said.by.id}">${said.by.name}</span> ${wallClock(said, zone)}</div><div class="content-box">${body}</div></div>\n${said.kind === "forward" ? forwarded(id) : ""}`;
  }); // prettier-ignore
  const page = `<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>${ROOM.name} - 微信聊天记录</title>\n<script>\nvar numberOfMsgs = parseInt('${chat.length}') || 0;\n</script>\n</head>\n<body><div class="main"><div class="header"><span class="sname">${ROOM.name}</span></div><div class="msgs" id="msgs-div">\n${bubbles.join("")}</div></div></body></html>\n`;
  return { [`${ROOM.name}/index.html`]: page };
}

function forwarded(id: number): string {
  const tag = (words: string) => `<div class="msg chat-notice fmsgtag" msgid=""><div class="content-box"><span class="dont-break-out msg-text">${escaped(words)}</span></div></div>\n`; // prettier-ignore
  const item = `<div class="msg chat left fmsg" msgid="${id}_a1" msgtype=""><div class="nt-box"><span class="dspname left" wxId="">赵会计</span> 2026-06-20 09:00:00</div><div class="content-box">${pre("发票已开")}</div></div>\n`; // prettier-ignore
  return `${tag("<< 群聊的聊天记录")}${item}${tag("群聊的聊天记录 结束 >>")}`;
}
