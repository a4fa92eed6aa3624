import type { MessageFacts } from "../importer.ts";
import { parseNotice } from "../wechat/notice.ts";
import { plainNotice } from "../wechat/payload-system.ts";

/** Name of the sender of notices. @source documented: export-formats.md §3.1 */
export const SYSTEM_SENDER = "系统消息";

type Noticed = Pick<MessageFacts, "kind" | "system" | "recall" | "text" | "payload">;

/** What a notice says. A pat keeps its kind, and its accounts stand in `${…}`. */
export function noticeOf(content: string, kind: "system" | "pat"): Noticed {
  const text = plainNotice(content);
  const notice = parseNotice(text.replace(/\$\{([^{}]*)\}/g, "$1"));
  const held = { text: text === "" ? null : text, payload: text === content.trim() ? null : content };
  return kind === "pat" ? { kind, system: notice.system, ...held } : { ...notice, ...held };
}
