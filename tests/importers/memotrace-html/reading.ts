import { Scratch } from "../../../src/base/scratch.ts";
import { importSource } from "../../../src/importers/import.ts";
import type { Claim } from "../../../src/importers/importer.ts";
import { memotraceHtml } from "../../../src/importers/memotrace-html/index.ts";
import { memorySource } from "../../support/memory-source.ts";
import { settingsOf } from "../../support/settings.ts";

export type Files = Record<string, string | Uint8Array>;

/** What importing these files gives, as plain values. */
export async function read(files: Files, name = "export") {
  const scratch = new Scratch();
  try {
    const { chat } = await importSource(memorySource(files, name), settingsOf({}), scratch, {}, [memotraceHtml]);
    const result = {
      exports: chat.exports,
      conversations: chat.conversations,
      participants: chat.participants,
      messages: chat.conversations
        .flatMap(({ id }) => [...chat.messages(id)])
        .sort((a, b) => (a.locator.row ?? a.position) - (b.locator.row ?? b.position)),
      skipped: [...chat.query<{ reason: string; raw: string; at: string }>("SELECT reason, raw, at FROM skipped")],
      repairs: [...chat.query<{ code: string; at: string; detail: string }>("SELECT code, at, detail FROM repair")],
    };
    chat.close();
    return result;
  } finally {
    scratch.dispose();
  }
}

export async function claimsOf(files: Files, name?: string): Promise<Claim[]> {
  const claims: Claim[] = [];
  for await (const claim of memotraceHtml.detect(memorySource(files, name))) claims.push(claim);
  return claims;
}

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
