import type { Kind } from "../../model/kind.ts";
import { kindOfV3Type } from "../wechat/types.ts";

/**
 * Words of the column `type_name` and the pair of type and sub-type each stands for.
 *
 * @source documented: export-formats.md §2.2; the pairs observed in the exporter's table of names @d62e846
 */
const TYPES: Readonly<Record<string, readonly [string, string]>> = {
  文本: ["1", "0"],
  图片: ["3", "0"],
  语音: ["34", "0"],
  添加好友: ["37", "0"],
  推荐公众号: ["42", "0"],
  视频: ["43", "0"],
  动画表情: ["47", "0"],
  位置: ["48", "0"],
  文件: ["49", "6"],
  粘贴的文本: ["49", "1"],
  "(分享)音乐": ["49", "3"],
  "(分享)卡片式链接": ["49", "5"],
  游戏相关: ["49", "7"],
  用户上传的GIF表情: ["49", "8"],
  位置共享: ["49", "17"],
  合并转发的聊天记录: ["49", "19"],
  "(分享)笔记": ["49", "24"],
  "(分享)小程序": ["49", "33"],
  "(分享)收藏夹": ["49", "40"],
  "(分享)小说(猜)": ["49", "44"],
  "(分享)视频号名片": ["49", "50"],
  "(分享)视频号视频": ["49", "51"],
  接龙: ["49", "53"],
  引用回复: ["49", "57"],
  视频号直播或直播回放: ["49", "63"],
  "文件(猜)": ["49", "74"],
  群公告: ["49", "87"],
  视频号直播或直播回放等: ["49", "88"],
  转账: ["49", "2000"],
  赠送红包封面: ["49", "2003"],
  语音通话: ["50", "0"],
  "企业微信打招呼(猜)": ["65", "0"],
  "企业微信添加好友(猜)": ["66", "0"],
  系统通知: ["10000", "0"],
  消息撤回1: ["10000", "1"],
  拍一拍: ["10000", "4"],
  消息撤回5: ["10000", "5"],
  消息撤回6: ["10000", "6"],
  消息撤回33: ["10000", "33"],
  消息撤回36: ["10000", "36"],
  消息撤回57: ["10000", "57"],
  邀请加群: ["10000", "8000"],
};

/** Kind of a word; `unknown` for 未知 and any word that is not the exporter's. `未知-49,15` carries its pair. */
export function kindOfWord(word: string): Kind {
  const named = Object.hasOwn(TYPES, word) ? TYPES[word] : undefined;
  if (named) return kindOfV3Type(named[0], named[1]);
  const [, type, subType] = /^未知-(\d{1,9}),(\d{1,9})$/.exec(word) ?? [];
  return type === undefined || subType === undefined ? "unknown" : kindOfV3Type(type, subType);
}
