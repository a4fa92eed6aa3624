import type { Kind } from "../../../src/model/kind.ts";
import { baseType, ME, PEER, ROOM, wallClock, wideType, type Said } from "../conversation.ts";
import { workbookOf } from "../workbook.ts";
import { pywxdumpWords, weflowTextWords } from "./rendered.ts";
import { csv } from "./table.ts";

const flag = ({ by }: Said): number => (by === ME ? 1 : 0);

/** V4. @source documented: export-formats.md §1.2 */
export function memotraceCsv(chat: readonly Said[], zone: string): Record<string, string> {
  const header = "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender";
  const rows = chat.map((said, index) => [
    5000 + index * 3, 7, said.kind === "pat" ? 10000 : baseType(said), said.kind === "pat" ? 4 : (said.app ?? 0), flag(said),
    said.at, 2, said.app === null || said.kind === "pat" ? (said.kind === "pat" ? said.words : said.stored) : "",
    wallClock(said, zone), "", said.by?.name ?? "", said.by?.id ?? "",
  ]); // prettier-ignore
  return { "三号楼施工群_utf8.csv": `\ufeff${csv([header.split(","), ...rows])}` };
}

const MEMOTRACE_TYPES: Partial<Record<Kind, string>> = {
  text: "文本", image: "图片", video: "视频", voice: "语音", sticker: "表情包", call: "音视频通话", file: "文件", location: "位置分享",
  link: "分享链接", redPacket: "红包", transfer: "转账", quote: "引用消息", forward: "合并转发的聊天记录", miniProgram: "小程序",
  card: "个人/公众号名片", system: "系统消息", recall: "系统消息", pat: "拍一拍",
}; // prettier-ignore

/** V5. @source documented: export-formats.md §1.2 */
export function memotraceWordsCsv(words: (said: Said) => string) {
  return (chat: readonly Said[], zone: string): Record<string, string> => {
    const header = "消息ID,类型,发送人,时间,内容,备注,昵称,更多信息";
    const rows = chat.map((said) => [
      said.id, MEMOTRACE_TYPES[said.kind] ?? "未知类型", said.by?.name ?? "", wallClock(said, zone), words(said), "", said.by?.name ?? "", "more",
    ]); // prettier-ignore
    return { "三号楼施工群.csv": `\ufeff${csv([header.split(","), ...rows])}` };
  };
}

const PYWXDUMP_TYPES: Partial<Record<Kind, string>> = {
  text: "文本", image: "图片", voice: "语音", video: "视频", sticker: "动画表情", location: "位置", file: "文件", card: "推荐公众号",
  link: "(分享)卡片式链接", miniProgram: "(分享)小程序", forward: "合并转发的聊天记录", quote: "引用回复", transfer: "转账",
  redPacket: "未知", call: "语音通话", system: "系统通知", recall: "系统通知", pat: "拍一拍",
}; // prettier-ignore

/** P3. @source documented: export-formats.md §2 */
export function pywxdump(chat: readonly Said[], zone: string): Record<string, string> {
  const header = "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime";
  const rows = chat.map((said, index) => [
    index + 1, said.id, PYWXDUMP_TYPES[said.kind] ?? "未知", flag(said), said.by?.id ?? "系统", ROOM.id, pywxdumpWords(said), "",
    wallClock(said, zone),
  ]); // prettier-ignore
  return { [`export/${ME.id}/csv/${ROOM.id}/${ROOM.id}_0_5000.csv`]: csv([header.split(","), ...rows]) };
}

const WEFLOW_TYPES: Partial<Record<Kind, string>> = {
  text: "文本消息", image: "图片消息", voice: "语音消息", card: "名片消息", video: "视频消息", sticker: "动画表情", location: "位置消息",
  link: "链接消息", call: "通话消息", quote: "引用消息", file: "文件消息", miniProgram: "小程序消息", transfer: "转账消息",
  forward: "聊天记录", redPacket: "其他消息", pat: "其他消息", system: "系统消息", recall: "系统消息",
}; // prettier-ignore

function weflowSheet(chat: readonly Said[], zone: string): string[][] {
  return [
    ["会话信息"],
    ["微信ID", ROOM.id, "", "昵称", ROOM.name],
    ["导出工具", "WeFlow", "导出版本", "0.0.2", "平台", "wechat", "导出时间", "2026-06-22 12:00:00"],
    ["序号", "时间", "发送者昵称", "发送者微信ID", "发送者备注", "群昵称", "发送者身份", "消息类型", "内容"],
    ...chat.map((said, index) => [
      String(index + 1), wallClock(said, zone), said.by?.name ?? ROOM.name, said.by?.id ?? ROOM.id, "", "",
      said.by?.name ?? ROOM.name, WEFLOW_TYPES[said.kind] ?? "其他消息", weflowTextWords(said),
    ]), // prettier-ignore
  ];
}

/** The full sheet, as a workbook and as CSV. @source documented: export-formats.md §4.1.3 */
export function weflowExcel(chat: readonly Said[], zone: string): Record<string, Uint8Array> {
  return { "三号楼施工群.xlsx": workbookOf([{ name: "聊天记录", rows: weflowSheet(chat, zone) }]) };
}

export function weflowCsv(chat: readonly Said[], zone: string): Record<string, string> {
  return { "三号楼施工群.csv": `\ufeff${csv(weflowSheet(chat, zone))}` };
}

/** @source documented: export-formats.md §4.1.3 */
export function weflowSql(chat: readonly Said[]): Record<string, string> {
  const columns =
    "session_id, local_id, message_id, create_time, sender, is_send, local_type, media_type, content, media_path";
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const inserts = chat.map((said, index) => {
    const sender = said.by?.id ?? ROOM.id;
    const values = [quoted(ROOM.id), quoted(String(11 + index)), quoted(said.id), said.at, quoted(sender), said.by === ME ? "TRUE" : "FALSE", wideType(said), "NULL", quoted(weflowTextWords(said)), "NULL"]; // prettier-ignore
    return `INSERT INTO weflow_messages (${columns}) VALUES (${values.join(", ")});\n`;
  });
  const table = `CREATE TABLE IF NOT EXISTS weflow_messages (\n  session_id TEXT NOT NULL\n);\n`;
  return { "群聊_三号楼施工群.sql": `BEGIN;\n${table}${inserts.join("")}COMMIT;\n` };
}

const EXPORTER_TYPES: Partial<Record<Kind, string>> = {
  text: "文本", image: "图片", voice: "语音", card: "名片", video: "视频", sticker: "表情", location: "位置", call: "通话",
  system: "系统消息", recall: "撤回的消息",
}; // prettier-ignore

/** 12425's, which names the other side on every row; a private chat. @source documented: export-formats.md §6.4 */
export function exporterCsv(chat: readonly Said[], zone: string): Record<string, string> {
  const header = "时刻,消息类型,消息方向,ID,微信号,昵称,备注名,内容";
  const rows = chat.map((said) => [
    wallClock(said, zone), EXPORTER_TYPES[said.kind] ?? "链接", said.by === ME ? "发送" : "接收", PEER.id, "wangjg88", PEER.name, "", said.stored,
  ]); // prettier-ignore
  return { "0/王建国.csv": `\ufeff${csv([header.split(","), ...rows])}` };
}
