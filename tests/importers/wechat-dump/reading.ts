import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { Scratch } from "../../../src/base/scratch.ts";
import { importSource } from "../../../src/importers/import.ts";
import type { Claim } from "../../../src/importers/importer.ts";
import { wechatDump } from "../../../src/importers/wechat-dump/index.ts";
import type { Message } from "../../../src/model/message.ts";
import { memorySource } from "../../support/memory-source.ts";
import { settingsOf } from "../../support/settings.ts";

export type Files = Readonly<Record<string, string | Uint8Array>>;

const FIXTURES = resolve(import.meta.dirname, "../../../fixtures/importers/wechat-dump");

/** The files of a fixture. */
export function fixture(name: string): Files {
  const root = join(FIXTURES, name, "source");
  const files = readdirSync(root, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path)]));
}

export async function claimsOf(files: Files): Promise<Claim[]> {
  const claims: Claim[] = [];
  for await (const claim of wechatDump.detect(memorySource(files))) claims.push(claim);
  return claims;
}

/** Everything an import of these files gives; messages in the order of the file. */
export async function read(files: Files) {
  const scratch = new Scratch();
  try {
    const { chat } = await importSource(memorySource(files), settingsOf({}), scratch, {}, [wechatDump]);
    const messages: Message[] = chat.conversations.flatMap(({ id }) =>
      [...chat.messages(id)].sort((a, b) => a.position - b.position),
    );
    const result = {
      exports: chat.exports,
      export: chat.exports[0],
      conversation: chat.conversations[0],
      participants: chat.participants,
      messages,
      texts: messages.map(({ text }) => text),
      skipped: [...chat.query<{ reason: string; raw: string; at: string }>("SELECT reason, raw, at FROM skipped")],
      repairs: [...chat.query<{ code: string; at: string }>("SELECT code, at FROM repair")],
    };
    chat.close();
    return result;
  } finally {
    scratch.dispose();
  }
}
