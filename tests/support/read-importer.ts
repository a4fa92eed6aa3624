import type { Claim, Importer, MessageFacts, Yielded } from "../../src/importers/importer.ts";
import type { Source } from "../../src/model/source.ts";
import { memorySource } from "./memory-source.ts";

type Of<Type extends Yielded["type"]> = Extract<Yielded, { type: Type }>;
type Files = Readonly<Record<string, string | Uint8Array>>;

/** Everything one importer reads from the first of its claims on files in memory. */
export class ImporterRead {
  readonly claim: Claim;
  readonly items: readonly Yielded[];

  constructor(claim: Claim, items: readonly Yielded[]) {
    this.claim = claim;
    this.items = items;
  }

  of<Type extends Yielded["type"]>(type: Type): Of<Type>[] {
    return this.items.filter((item): item is Of<Type> => item.type === type);
  }

  messages(): MessageFacts[] {
    return this.of("message").map(({ facts }) => facts);
  }

  message(index: number): MessageFacts {
    const found = this.messages()[index];
    if (found === undefined) throw new Error(`no message ${index}`);
    return found;
  }

  /** The last word on the export. */
  export() {
    return this.of("export").at(-1)?.facts;
  }

  conversation() {
    return this.of("conversation").at(-1)?.facts;
  }

  defects() {
    return this.of("defect").map(({ defect }) => defect);
  }
}

export async function claimsOf(importer: Importer, files: Files): Promise<Claim[]> {
  const claims: Claim[] = [];
  for await (const claim of importer.detect(memorySource(files))) claims.push(claim);
  return claims;
}

/** Reads the first claim. @throws whatever reading throws */
export async function readWith(importer: Importer, files: Files): Promise<ImporterRead> {
  return readFrom(importer, memorySource(files));
}

/** Reads the first claim on a source. @throws whatever reading throws */
export async function readFrom(importer: Importer, source: Source): Promise<ImporterRead> {
  const claims: Claim[] = [];
  for await (const claim of importer.detect(source)) claims.push(claim);
  const [claim] = claims;
  if (claim === undefined) throw new Error("nothing was claimed");
  const items: Yielded[] = [];
  const settings = { timeZone: "Asia/Shanghai", timeZoneBasis: "zone-assumed" } as const;
  for await (const item of importer.read(source, claim, settings)) {
    if (item.type !== "messages") items.push(item);
    else for (const facts of item.rows) items.push({ type: "message", conversation: item.conversation, facts });
  }
  return new ImporterRead(claim, items);
}
