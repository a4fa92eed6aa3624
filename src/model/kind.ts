import type { Bilingual } from "../base/bilingual.ts";

interface KindCard {
  /** Evidence class of the court guide with our sub-code. @source law.md §6 */
  readonly evidenceClass: string;
  readonly name: Bilingual;
}

/** Every kind of message, its evidence class and its name. */
export const KINDS = {
  text: { evidenceClass: "C1.01", name: { zh: "文字", en: "text" } },
  image: { evidenceClass: "C1.02", name: { zh: "图片", en: "image" } },
  sticker: { evidenceClass: "C1.03", name: { zh: "动图/表情", en: "sticker" } },
  voice: { evidenceClass: "C1.04", name: { zh: "语音", en: "voice" } },
  video: { evidenceClass: "C1.05", name: { zh: "视频", en: "video" } },
  file: { evidenceClass: "C1.06", name: { zh: "文件", en: "file" } },
  link: { evidenceClass: "C1.07", name: { zh: "链接", en: "link" } },
  music: { evidenceClass: "C1.07", name: { zh: "音乐", en: "music" } },
  channels: { evidenceClass: "C1.07", name: { zh: "视频号", en: "channels" } },
  location: { evidenceClass: "C1.08", name: { zh: "位置", en: "location" } },
  liveLocation: { evidenceClass: "C1.08", name: { zh: "实时位置", en: "live location" } },
  card: { evidenceClass: "C1.09", name: { zh: "名片", en: "contact card" } },
  miniProgram: { evidenceClass: "C1.10", name: { zh: "小程序", en: "mini program" } },
  quote: { evidenceClass: "C1.11", name: { zh: "引用", en: "quote" } },
  forward: { evidenceClass: "C1.12", name: { zh: "合并转发", en: "merged forward" } },
  call: { evidenceClass: "C1.13", name: { zh: "通话", en: "call" } },
  recall: { evidenceClass: "C1.14", name: { zh: "撤回", en: "recall" } },
  pat: { evidenceClass: "C1.15", name: { zh: "拍一拍", en: "pat" } },
  system: { evidenceClass: "C1.15", name: { zh: "系统提示", en: "system notice" } },
  announcement: { evidenceClass: "C1.16", name: { zh: "群公告", en: "group announcement" } },
  chain: { evidenceClass: "C1.16", name: { zh: "接龙", en: "sign-up chain" } },
  note: { evidenceClass: "C1.17", name: { zh: "笔记/收藏", en: "note" } },
  transfer: { evidenceClass: "C3.01", name: { zh: "转账", en: "transfer" } },
  redPacket: { evidenceClass: "C3.02", name: { zh: "红包", en: "red packet" } },
  unknown: { evidenceClass: "C4.99", name: { zh: "未识别类型", en: "unknown" } },
} as const satisfies Record<string, KindCard>;

export type Kind = keyof typeof KINDS;
