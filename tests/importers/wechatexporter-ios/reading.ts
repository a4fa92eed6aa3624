import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { Scratch } from "../../../src/base/scratch.ts";
import { importSource } from "../../../src/importers/import.ts";
import { wechatExporterIos } from "../../../src/importers/wechatexporter-ios/index.ts";
import type { Message } from "../../../src/model/message.ts";
import { memorySource } from "../../support/memory-source.ts";
import { settingsOf } from "../../support/settings.ts";

export type Files = Readonly<Record<string, string | Uint8Array>>;

const FIXTURES = resolve(import.meta.dirname, "../../../fixtures/importers/wechatexporter-ios");

/** The files of a fixture. */
export function fixture(name: string): Files {
  const root = join(FIXTURES, name, "source");
  const files = readdirSync(root, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path)]));
}

export function claimed(files: Files): string[] {
  return [...(wechatExporterIos.detect(memorySource(files)) as Iterable<{ entry: string }>)].map(({ entry }) => entry);
}

/** Everything an import of these files gives. */
export async function read(files: Files) {
  const scratch = new Scratch();
  try {
    const { chat } = await importSource(memorySource(files), settingsOf({}), scratch, {}, [wechatExporterIos]);
    const messages: Message[] = chat.conversations.flatMap(({ id }) => [...chat.messages(id)]);
    const result = {
      export: chat.exports[0],
      conversation: chat.conversations[0],
      messages,
      skipped: [...chat.query<{ reason: string; raw: string }>("SELECT reason, raw FROM skipped")],
      repairs: [...chat.query<{ code: string; detail: string }>("SELECT code, detail FROM repair")],
    };
    chat.close();
    return result;
  } finally {
    scratch.dispose();
  }
}
