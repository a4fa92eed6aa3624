import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verify } from "../../src/verify.ts";
import { EditedBundle } from "../bundle/edited-bundle.ts";
import { sealedBytes, temporaryFolder } from "../bundle/sealed.ts";
import { buildZip, deflated, piecesOf, type Fields, type Piece } from "../bundle/zip-builder.ts";
import { shell } from "../support/bin.ts";

const folder = temporaryFolder();
let good: Buffer = Buffer.alloc(0);
beforeAll(async () => {
  good = (await sealedBytes()).bytes;
  writeFileSync(join(folder.path, "case-0001.zip"), good);
  shell("unzip -q case-0001.zip", folder.path);
});
afterAll(() => {
  folder.dispose();
});

const has = (program: string): boolean => shell(`command -v ${program} || true`, folder.path).out.trim() !== "";

async function judged(path: string) {
  const { word, levels } = await verify(path, { rederive: false, expectFingerprint: null });
  return { word, outcomes: levels.slice(0, 4).map(({ outcome }) => outcome) };
}

const PACKED_AGAIN = { word: "cannot-tell", outcomes: ["fail", "pass", "pass", "pass"] };

/** As the Windows Explorer writes: made by DOS, UTF-8 flag where needed, deflated, archive bit, the time of day. */
function asExplorer({ name, content }: Piece): Piece {
  const fields: Partial<Fields> = { madeBy: 0x0014, needed: 20, date: 0x5c61, time: 0x6e21, attributes: 0x20 };
  const piece = deflated({ name, content });
  return { ...piece, local: { ...piece.local, ...fields }, central: { ...piece.central, ...fields } };
}

describe("30 a bundle unpacked and zipped again: the container is packed again, its contents agree, nothing is called intact", () => {
  const PYTHON = (mode: string) =>
    `python3 -c "import shutil,zipfile,os;z=zipfile.ZipFile('TARGET','w',zipfile.${mode});[z.write(os.path.join(d,f)) for d,_,fs in os.walk('case-0001') for f in fs];z.close()"`; // prettier-ignore
  test.each([
    ["zip", "zip -q -r TARGET case-0001"],
    ["zip stored, without extra fields", "zip -q -0 -X -r TARGET case-0001"],
    ["7z", "7z a -bso0 -bsp0 TARGET case-0001"],
    ["bsdtar", "bsdtar --format zip -cf TARGET case-0001"],
    ["python3", PYTHON("ZIP_DEFLATED")],
    ["python3 stored", PYTHON("ZIP_STORED")],
  ])("by %s", async (name, command) => {
    if (!has(name.split(" ")[0] ?? "")) return;
    const target = join(folder.path, `${name.replaceAll(/[^a-z0-9]/g, "-")}.zip`);
    shell(command.replace("TARGET", target), folder.path);
    expect(await judged(target)).toEqual(PACKED_AGAIN);
  });

  test("by the Windows Explorer", async () => {
    const target = join(folder.path, "explorer.zip");
    writeFileSync(target, buildZip({ pieces: piecesOf(good).map(asExplorer) }));
    expect(await judged(target)).toEqual(PACKED_AGAIN);
  });

  test("and changed meanwhile is not intact", async () => {
    const changed = new EditedBundle(good).edit("data/source/messages.json", (text) => `${text} `).zip();
    const target = join(folder.path, "changed.zip");
    writeFileSync(target, buildZip({ pieces: piecesOf(changed).map(asExplorer) }));
    expect((await judged(target)).word).toBe("not-intact");
  });

  test("with a file that the system put there is not intact", async () => {
    const own = join(folder.path, "junk");
    mkdirSync(own);
    writeFileSync(join(own, "case-0001.zip"), good);
    shell(
      "unzip -q case-0001.zip && rm case-0001.zip && touch case-0001/.DS_Store && zip -q -r again.zip case-0001",
      own,
    );
    expect(readFileSync(join(own, "again.zip")).length).toBeGreaterThan(0);
    expect(await judged(join(own, "again.zip"))).toMatchObject({ word: "not-intact", outcomes: ["fail", "pass", "pass", "fail"] }); // prettier-ignore
  });
});
