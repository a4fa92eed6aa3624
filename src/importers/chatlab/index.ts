import type { Importer } from "../importer.ts";
import { detectChatLab, look } from "./detect.ts";
import { readJsonForm } from "./read-json.ts";
import { readLinesForm } from "./read-lines.ts";

/**
 * The ChatLab interchange format, as JSON (0.0.1, 0.0.2) and JSONL (0.0.2), with or without its header, by whichever
 * program. Known producers (WeFlow, Weport, CipherTalk) bring their defects along; other platforms than WeChat are refused.
 *
 * @source documented: export-formats.md §5, ChatLab v0.19.0 @4e7ba91
 */
export const chatLab: Importer = {
  id: "chatlab",
  title: { zh: "ChatLab 交换格式", en: "ChatLab interchange format" },
  about: {
    zh: "WeFlow、Weport、密语等工具按 ChatLab 格式导出的 .json 或 .jsonl 文件，每个会话一个；有媒体文件夹的请一起提供。它比这些工具自己的 JSON 少写许多内容，能导出后者时请优先提供。",
    en: "A .json or .jsonl file in the ChatLab format by WeFlow, Weport, CipherTalk or others, one for each conversation; hand over media folders with it. It holds much less than those programs' own JSON, which is better where it can be had.",
  },

  detect(source) {
    return detectChatLab(source, this.id);
  },

  *read(source, claim) {
    if (look(source, claim.entry)?.form === "jsonl") yield* readLinesForm(source, claim);
    else yield* readJsonForm(source, claim);
  },
};
