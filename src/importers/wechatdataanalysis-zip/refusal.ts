import { SourceError } from "../../base/errors.ts";

/** @returns {SourceError} WDA_PRIVACY_MODE: names, ids and contents were replaced when it was exported. */
export function privacyRefused(path: string): SourceError {
  return new SourceError(
    "WDA_PRIVACY_MODE",
    {
      zh: `“${path}”是 WeChatDataAnalysis 在隐私模式下导出的：发送人已换成“我”“对方”“成员#n”，会话编号和消息内容已换成占位文字，无法作为聊天记录读取。`,
      en: `"${path}" was exported by WeChatDataAnalysis in privacy mode: senders, ids and contents were replaced by stand-ins, so it cannot be read as a chat.`,
    },
    {
      hint: {
        zh: "请当事人在同一电脑上关闭“隐私模式”、以 JSON 格式并勾选媒体文件重新导出该会话，并提供整个 zip。",
        en: "Ask the client to export the conversation again on the same computer with privacy mode off, as JSON and with media ticked, and to hand over the whole zip.",
      },
      facts: { path },
    },
  );
}

/** @returns {SourceError} WDA_SHAPE: a file of the format without what it must hold. */
export function shapeRefused(path: string, missing: string): SourceError {
  return new SourceError(
    "WDA_SHAPE",
    {
      zh: `${path} 像是 WeChatDataAnalysis 导出件，但其中没有 ${missing}。`,
      en: `${path} looks like an export of WeChatDataAnalysis, but there is no ${missing} in it.`,
    },
    {
      hint: {
        zh: "文件可能导出未完成或被改动过；请提供导出时得到的整个 zip，不要解压后挑选文件。",
        en: "The export may not have finished or was changed; give the whole zip as it was exported, not files picked from it.",
      },
      facts: { path, missing },
    },
  );
}
