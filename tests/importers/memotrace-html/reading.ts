import { memotraceHtml } from "../../../src/importers/memotrace-html/index.ts";
import { readerOf } from "../../support/reading.ts";

export const { claimsOf, read } = readerOf(memotraceHtml, "file");

/** A page of 1.x around object literals. */
export function earlyPage(objects: string, title = "王经理"): string {
  return `<!DOCTYPE html>\n<html><head><title>${title}</title></head>\n<body><div id="chat-container"></div>\n<script>\nconst chatMessages = [\n${objects}\n];\n</script></body></html>\n`;
}

/** A page of 3.x around the records as the page writes them. */
export function laterPage(records: readonly object[], wxid = "wxid_aa11bb22cc"): string {
  return `<!DOCTYPE html>\n<html><head><title>王经理</title></head><body><div id="chat-container"></div><script>\nconst wxid = "${wxid}";\nconst chatMessages = ${JSON.stringify(records)};\nconst server_id_Page = {};\n</script></body></html>`;
}

/** A text record of 3.x. */
export function record(id: string, text: string, further: object = {}): Record<string, unknown> {
  return {
    type: "1",
    is_send: false,
    timestamp: 1709000001,
    server_id: id,
    display_name: "王经理",
    avatar_src: "",
    xml_dict: {},
    text,
    ...further,
  };
}
