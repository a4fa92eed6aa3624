import fc from "fast-check";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EvidenceError } from "../../src/base/errors.ts";
import { pack } from "../../src/pack.ts";
import { verify } from "../../src/verify.ts";
import { EditedBundle } from "../bundle/edited-bundle.ts";
import { sealedBytes } from "../bundle/sealed.ts";
import { buildZip, piecesOf, type Fields, type Piece } from "../bundle/zip-builder.ts";
import { fixtureFiles } from "../support/reading.ts";
import { settingsOf } from "../support/settings.ts";
import { effort, PATIENCE_MS } from "./effort.ts";
import { mutations, type Mutation } from "./mutations.ts";

let place: string;
let small: Buffer;
let packed: Buffer;
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), "evidence-fuzz-"));
  small = (await sealedBytes()).bytes;
  for (const [path, content] of Object.entries(fixtureFiles("weflow-json", "private"))) {
    if (path.endsWith(".json")) writeFileSync(join(place, "chat.json"), content);
  }
  const target = join(place, "case-0001.zip");
  await pack({ source: join(place, "chat.json"), caseFile: null }, target, settingsOf({ transcript: false }));
  packed = readFileSync(target);
  rmSync(place, { recursive: true, force: true });
  place = mkdtempSync(join(tmpdir(), "evidence-fuzz-"));
});
afterAll(() => {
  rmSync(place, { recursive: true, force: true });
});

/** The word of `verify`; "refused" where it is no bundle any more. */
async function wordOf(zip: Buffer, rederive: boolean): Promise<string> {
  // A folder of its own: a run that ran out of time may still be at work.
  const own = mkdtempSync(join(place, "run-"));
  const path = join(own, "case-0001.zip");
  writeFileSync(path, zip);
  try {
    return (await verify(path, { rederive, expectFingerprint: null })).word;
  } catch (error) {
    if (error instanceof EvidenceError) return "refused";
    throw error;
  } finally {
    expect(readdirSync(own)).toEqual(["case-0001.zip"]);
    rmSync(own, { recursive: true });
  }
}

/** Never intact, unless it is what it was. */
async function expectNoticed(zip: Buffer, good: Buffer, rederive: boolean): Promise<void> {
  const word = await wordOf(zip, rederive);
  if (zip.equals(good)) expect(word).toBe("intact-not-anchored");
  else expect(["not-intact", "cannot-tell", "refused"]).toContain(word);
}

const pick = fc.nat();
const at = <T>(all: readonly T[], which: number): T => all[which % all.length] as T;

/** Numbers of one header of the zip, set to anything. */
const fields: fc.Arbitrary<Partial<Fields>> = fc.record(
  Object.fromEntries(["needed", "flags", "method", "time", "date"].map((name) => [name, fc.nat(0xffff)])),
  { requiredKeys: [] },
); // prettier-ignore
const sizes: fc.Arbitrary<Partial<Fields>> = fc.record(
  Object.fromEntries(["crc", "size", "stored"].map((name) => [name, fc.oneof(fc.nat(0xffff), fc.nat(0xffffffff))])),
  { requiredKeys: [] },
); // prettier-ignore

/** One change of the list of entries. */
const entryChange: fc.Arbitrary<(pieces: Piece[]) => Piece[]> = fc.oneof<fc.Arbitrary<(pieces: Piece[]) => Piece[]>[]>(
  fc.tuple(pick, fields, sizes, fc.constantFrom("local", "central")).map(([which, some, more, side]) => (pieces: Piece[]) => pieces.map((piece, index) => index === which % pieces.length ? { ...piece, [side]: { ...some, ...more } } : piece)),
  fc.tuple(pick, pick).map(([from, to]) => (pieces: Piece[]) => pieces.toSpliced(to % pieces.length, 0, at(pieces, from))),
  pick.map((which) => (pieces: Piece[]) => pieces.toSpliced(which % pieces.length, 1)),
  fc.tuple(pick, pick).map(([from, to]) => (pieces: Piece[]) => pieces.with(to % pieces.length, at(pieces, from))),
  fc.tuple(pick, fc.constantFrom("noLocal", "noCentral")).map(([which, side]) => (pieces: Piece[]) => pieces.with(which % pieces.length, { ...at(pieces, which), [side]: true })),
  fc.tuple(pick, fc.uint8Array({ minLength: 1, maxLength: 30 })).map(([which, name]) => (pieces: Piece[]) => pieces.with(which % pieces.length, { ...at(pieces, which), name: Buffer.concat([Buffer.from("case-0001/"), name]) })),
); // prettier-ignore

describe("a bundle changed at random is never intact, and verify never fails itself", { timeout: PATIENCE_MS }, () => {
  test("bytes of the zip", async () => {
    await fc.assert(
      fc.asyncProperty(mutations, (change) => expectNoticed(change(small), small, false)),
      effort(400),
    );
  });

  test("entries, headers, names and sizes", async () => {
    const property = fc.asyncProperty(fc.array(entryChange, { minLength: 1, maxLength: 4 }), (changes) => {
      const pieces = changes.reduce((now, change) => (now.length === 0 ? now : change(now)), piecesOf(small));
      return expectNoticed(buildZip({ pieces }), small, false);
    });
    await fc.assert(property, effort(300));
  });

  test("files inside, with the lists left as they were", async () => {
    const property = fc.asyncProperty(pick, mutations, (which, change) => {
      const bundle = new EditedBundle(small);
      const path = at([...bundle.files.keys()], which);
      bundle.set(path, change(bundle.files.get(path) ?? Buffer.alloc(0)));
      return expectNoticed(bundle.zip(), small, false);
    });
    await fc.assert(property, effort(200));
  });

  test("files inside, with every list made anew: the records no longer come out of the received files", async () => {
    const property = fc.asyncProperty(pick, fc.oneof(mutations, lineChange), (which, change) => {
      const bundle = new EditedBundle(packed);
      const paths = [...bundle.files.keys()].filter((path) => !REMADE.includes(path));
      const path = at(paths, which);
      const content = bundle.files.get(path) ?? Buffer.alloc(0);
      bundle.set(path, change(content)).rehash();
      return expectNoticed(bundle.zip(), packed, true);
    });
    await fc.assert(property, effort(25));
  });
});

test("the commands for checking without this program, replaced and listed anew, are noticed", async () => {
  const bundle = new EditedBundle(packed).edit("meta/VERIFY.txt", (text) => text.replace("sha256sum", "true")).rehash();
  await expectNoticed(bundle.zip(), packed, true);
});

/** What `rehash` writes itself. */
const REMADE = ["manifest-sha256.txt", "tagmanifest-sha256.txt"];

const lines = (bytes: Buffer): string[] => bytes.toString("latin1").split(/(?<=\n)/);
const joined = (all: readonly string[]): Buffer => Buffer.from(all.join(""), "latin1");

/** Records left out, told twice, exchanged, or put elsewhere. */
const lineChange: fc.Arbitrary<Mutation> = fc.tuple(pick, pick, fc.constantFrom("out", "twice", "exchanged", "moved")).map(([one, other, how]) => (bytes) => {
  const all = lines(bytes);
  const [a, b] = [one % all.length, other % all.length];
  if (how === "out") return joined(all.toSpliced(a, 1));
  if (how === "twice") return joined(all.toSpliced(b, 0, at(all, a)));
  if (how === "exchanged") return joined(all.with(a, at(all, b)).with(b, at(all, a)));
  return joined(all.toSpliced(a, 1).toSpliced(b, 0, at(all, a)));
}); // prettier-ignore
