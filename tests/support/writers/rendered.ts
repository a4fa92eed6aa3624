import type { Kind } from "../../../src/model/kind.ts";
import type { Said } from "../conversation.ts";

type Words = Partial<Record<Kind, (said: Said) => string>>;

/** The words of a record: those of the format where it has its own, else as they were written. */
export const inWords =
  (words: Words) =>
  (said: Said): string =>
    words[said.kind]?.(said) ?? said.words;

const isReceipt = (said: Said): boolean => said.stored.includes("<paysubtype>3<");

/** @source documented: export-formats.md §4.1.2, §4.1.3 */
export const weflowWords = inWords({
  image: () => "[图片]",
  voice: () => "[语音消息]",
  video: () => "[视频]",
  sticker: () => "[表情包：好的]",
  location: ({ words }) => `[位置] ${words} 上海市青浦区示例路 (31.230416,121.473701)`,
  card: ({ words }) => `[名片]${words}`,
  link: ({ words }) => `[链接] ${words}`,
  file: ({ words }) => `[文件] ${words}`,
  miniProgram: ({ words }) => `[小程序] ${words}`,
  quote: ({ words }) => `${words}[引用 李梅：收到]`,
  transfer: (said) => isReceipt(said) ? "[转账收款] (王建国 转账给 我) ￥5000.00 首期" : "[转账] (王建国 转账给 我) ￥5000.00 首期",
  call: () => "[语音通话] 03:21",
  forward: ({ words }) => `[转发的聊天记录]${words}\n赵会计: 发票已开`,
}); // prettier-ignore

/** In tables and texts a title with 红包 gets a label. @source documented: export-formats.md §4.1.4 (3) */
export const weflowTextWords = (said: Said): string =>
  said.kind === "redPacket" ? `[红包]${said.words}` : weflowWords(said);

/** @source documented: export-formats.md §4.2 */
export const echotraceWords = inWords({
  image: () => "[图片]",
  voice: () => "[语音 3秒]",
  video: () => "[视频 12秒]",
  sticker: () => "[动画表情]",
  location: ({ words }) => `[位置] ${words}`,
  card: ({ words }) => `[名片] ${words}`,
  link: ({ words }) => `[链接] ${words}`,
  file: ({ words }) => `[文件] ${words}`,
  miniProgram: ({ words }) => `[小程序] ${words}`,
  transfer: () => "转账[5000.00元]",
  redPacket: () => "[红包]",
  call: () => "[通话消息]",
  forward: () => "[聊天记录]",
  pat: () => "[拍一拍]",
});

/** @source documented: export-formats.md §2.2 */
export const pywxdumpWords = inWords({
  image: () => "图片",
  voice: () => "语音时长：3.48秒\n翻译结果：",
  video: () => "视频",
  sticker: () => "表情",
  location: ({ words }) => `纬度:【31.230416】 经度:【121.473701】\n位置：上海市青浦区示例路 ${words}\n其他信息：{}`,
  card: ({ stored }) => stored,
  link: ({ words }) => `${words}\n\n\n<a href="https://example.com/a">点击查看详情</a>`,
  miniProgram: () => "(分享)小程序",
  quote: ({ words }) => `${words}\n\n[引用](2026-06-21 05:17:35)李梅:收到`,
  transfer: (said) => `${isReceipt(said) ? "已收款" : "转账"}：￥5000.00\n转账说明：首期\n转账时间：2026-06-21 05:29:30\n`,
  redPacket: () => "",
  call: () => "语音/视频通话[通话时长 03:21]",
  forward: ({ words }) => `${words}\n赵会计: 发票已开`,
}); // prettier-ignore

/** @source documented: export-formats.md §1.6 */
export const memotraceWords = inWords({
  image: () => "【图片】",
  voice: () => "【语音】",
  video: () => "【视频】",
  sticker: () => "【表情包】 ",
  location: ({ words }) => `【位置分享】\n坐标: (31.230416,121.473701)\n名称: ${words}\n标签: 上海市青浦区示例路\n`,
  card: ({ words }) => `【名片】\n微信号:wxid_zhao7788kj\n昵称: ${words}\n签名: \n性别: \n地区: \n`,
  link: ({ words }) => `【分享链接】\n标题：${words}\n描述：\n链接: https://example.com/a\n应用：\n`,
  file: ({ words }) => `【文件】${words} 0.00 MB ./file/2026-06/${words} pdf 1b0a7c6e5d4f3a2918e7d6c5b4a39281`,
  quote: ({ words }) => `${words}\n引用：李梅: 收到`,
  transfer: (said) => `【${isReceipt(said) ? "已收款" : "发起转账"}】:￥5000.00\n备注: 首期\n`,
  redPacket: ({ words }) => `【红包】: ${words}`,
  call: ({ words }) => `【音视频通话】\n通话时长 ${words}`,
  forward: ({ words: _title }) => "【合并转发的聊天记录】\n\n- 2026-06-20 09:00:00 赵会计: 发票已开\n",
});
