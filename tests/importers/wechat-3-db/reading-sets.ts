import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Scratch } from "../../../src/base/scratch.ts";
import type { ExportFacts, MessageFacts, Yielded } from "../../../src/importers/importer.ts";
import { wechat3Db } from "../../../src/importers/wechat-3-db/index.ts";
import { readSource } from "../../../src/source/read.ts";

type Of<Type extends Yielded["type"]> = Extract<Yielded, { type: Type }>;

/** What the importer yields for one claim. */
export class SetRead {
  readonly entry: string;
  readonly items: readonly Yielded[];

  constructor(entry: string, items: readonly Yielded[]) {
    this.entry = entry;
    this.items = items;
  }

  of<Type extends Yielded["type"]>(type: Type): Of<Type>[] {
    return this.items.filter((item): item is Of<Type> => item.type === type);
  }

  get export(): ExportFacts {
    const last = this.of("export").at(-1);
    if (last === undefined) throw new Error("no export was described");
    return last.facts;
  }

  /** Messages of a file whose path ends so, by their local number. */
  messages(path: string): Map<string, MessageFacts> {
    const facts = this.of("message").map((item) => item.facts);
    return new Map(facts.filter(({ locator }) => locator.path.endsWith(path)).map((m) => [m.localId ?? "", m]));
  }

  warned(code: string): (string | null | undefined)[] {
    return this.of("message").filter(({ facts }) => facts.warnings?.includes(code)).map(({ facts }) => facts.localId); // prettier-ignore
  }
}

/** Builds into a folder of its own, reads every claim there, looks at it once more, and takes the folder away. */
export async function readBuilt(build: (folder: string) => unknown, afterwards?: () => void): Promise<SetRead[]> {
  const folder = mkdtempSync(join(tmpdir(), "set-"));
  const scratch = new Scratch();
  try {
    await build(folder);
    const source = await readSource(folder, scratch);
    const reads: SetRead[] = [];
    for await (const claim of wechat3Db.detect(source)) {
      const items: Yielded[] = [];
      const settings = { timeZone: "Asia/Shanghai", timeZoneBasis: "zone-assumed" } as const;
      for await (const item of wechat3Db.read(source, claim, settings)) items.push(item);
      reads.push(new SetRead(claim.entry, items));
    }
    source.close();
    afterwards?.();
    return reads;
  } finally {
    scratch.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The only set there is. */
export async function readOne(build: (folder: string) => unknown): Promise<SetRead> {
  const [read, ...others] = await readBuilt(build);
  if (read === undefined || others.length > 0) throw new Error(`${others.length + (read ? 1 : 0)} sets`);
  return read;
}
