import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { Claim, MessageFacts, Yielded } from "../../../src/importers/importer.ts";
import { weflowJson } from "../../../src/importers/weflow-json/index.ts";
import type { Source } from "../../../src/model/source.ts";
import { memorySource } from "../../support/memory-source.ts";

const FIXTURES = resolve(import.meta.dirname, "../../../fixtures/importers/weflow-json");

/** A fixture as a source. */
export function fixture(name: string): Source {
  const root = join(FIXTURES, name, "source");
  const files = readdirSync(root, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return memorySource(
    Object.fromEntries(paths.map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path)])),
  );
}

export function claimsOf(source: Source): Claim[] {
  return [...(weflowJson.detect(source) as Iterable<Claim>)];
}

type Of<Type extends Yielded["type"]> = Extract<Yielded, { type: Type }>;

/** Everything read from the first claim of a source. */
export class Read {
  readonly items: readonly Yielded[];

  constructor(source: Source, claim: Claim | undefined = claimsOf(source)[0]) {
    if (claim === undefined) throw new Error("nothing was claimed");
    this.items = [
      ...(weflowJson.read(source, claim, {
        timeZone: "Asia/Shanghai",
        timeZoneBasis: "zone-assumed",
      }) as Iterable<Yielded>),
    ];
  }

  of<Type extends Yielded["type"]>(type: Type): Of<Type>[] {
    return this.items.filter((item): item is Of<Type> => item.type === type);
  }

  messages(): MessageFacts[] {
    return this.of("message").map(({ facts }) => facts);
  }

  /** Facts of the message at an exporter index. */
  row(exporterIndex: number): MessageFacts {
    const found = this.messages().find((m) => m.exporterIndex === String(exporterIndex));
    if (found === undefined) throw new Error(`no row ${exporterIndex}`);
    return found;
  }

  export() {
    return this.of("export").at(-1)?.facts;
  }
}

const ROW = {
  localId: 1,
  createTime: 1781990000,
  formattedTime: "2026-06-21 05:13:20",
  type: "文本消息",
  localType: 1,
  content: "好",
  isSend: 0,
  senderUsername: "wxid_aa",
  senderDisplayName: "甲",
};

type GivenRow = string | Readonly<Record<string, unknown>>;

/** JSON text of a private chat with these rows (objects are laid over an ordinary text row; strings are taken as JSON). */
export function chatOf(...rows: GivenRow[]): string {
  const texts = rows.map((row) => (typeof row === "string" ? row : JSON.stringify({ ...ROW, ...row })));
  const session = { wxid: "wxid_aa", displayName: "甲", type: "私聊", messageCount: rows.length };
  return `{"weflow":{"version":"1.0.3","generator":"WeFlow"},"session":${JSON.stringify(session)},"messages":[${texts.join(",")}]}`;
}

/** What is read from such a chat. */
export function readChat(...rows: GivenRow[]): Read {
  return new Read(memorySource({ "texts/甲.json": chatOf(...rows) }));
}
