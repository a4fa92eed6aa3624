import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { xored } from "../src/base/media/xor-image.ts";
import { pack } from "../src/pack.ts";
import { verify, type Verified } from "../src/verify.ts";
import { EditedBundle } from "./bundle/edited-bundle.ts";
import { shell } from "./support/bin.ts";
import { picture } from "./support/media.ts";
import { recording } from "./support/recording.ts";
import { settingsOf } from "./support/settings.ts";
import { missing } from "./support/witness.ts";

const WEFLOW = resolve(import.meta.dirname, "../fixtures/importers/weflow-json/private/source");
const DERIVED = "report/derived/";

let folder: string;
let bundle: string;
let jpeg: Buffer;
let png: Buffer;

/** A WeFlow export beside files of the client's own store, all of them invented. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "evidence-copies-"));
  const source = join(folder, "导出");
  cpSync(WEFLOW, source, { recursive: true });
  [jpeg, png] = await Promise.all([picture("jpeg"), picture("png")]);
  const put = (path: string, bytes: Buffer): void => {
    mkdirSync(join(source, path, ".."), { recursive: true });
    writeFileSync(join(source, path), bytes);
  };
  put("MsgAttach/Image/2026-06/01f3.dat", xored(jpeg, 0x5a));
  put("MsgAttach/Image/2026-06/02aa.dat", xored(png, 0x5a));
  put("MsgAttach/Image/2026-06/加密.dat", Buffer.concat([Buffer.from("070856320807", "hex"), Buffer.alloc(80, 9)]));
  put("MsgAttach/Image/2026-06/半张.dat", xored(png.subarray(0, 900), 0x5a));
  put("voices/6_1781990300.silk", await recording(1500));
  put("voices/7_1781990400", (await recording(900)).subarray(1));
  bundle = await packed("case-0001");
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function packed(stem: string): Promise<string> {
  const target = join(folder, `${stem}.zip`);
  await pack({ source: join(folder, "导出"), caseFile: null }, target, settingsOf({}));
  return target;
}

async function verified(edited: EditedBundle, name: string): Promise<Verified> {
  const path = join(folder, `${name}.zip`);
  writeFileSync(path, edited.rehash().zip());
  return verify(path, { rederive: true, expectFingerprint: null });
}

const opened = (): EditedBundle => new EditedBundle(readFileSync(bundle));
const level4 = (answer: Verified) => answer.levels.find(({ level }) => level === 4);

test("the bundle holds a copy of every picture and voice, and verifies with them made again", async () => {
  const { files } = opened();
  expect([...files.keys()].filter((path) => path.startsWith(DERIVED))).toEqual([
    `${DERIVED}000001.jpg`,
    `${DERIVED}000002.png`,
    `${DERIVED}000005.wav`,
    `${DERIVED}000006.wav`,
    `${DERIVED}derived.csv`,
  ]);
  expect(files.get(`${DERIVED}000001.jpg`)?.equals(jpeg)).toBe(true);
  expect(files.get(`${DERIVED}000002.png`)?.equals(png)).toBe(true);
  const answer = await verify(bundle, { rederive: true, expectFingerprint: null });
  expect(level4(answer)).toMatchObject({ outcome: "pass", reason: null, faults: [] });
  expect(answer.word).toBe("intact-not-anchored");
});

test("the received bytes stay as they came", () => {
  const received = opened().files.get("data/source/MsgAttach/Image/2026-06/01f3.dat");
  expect(received?.equals(xored(jpeg, 0x5a))).toBe(true);
});

test("packing again gives the same bytes", async () => {
  mkdirSync(join(folder, "again"));
  const again = await packed(join("again", "case-0001"));
  expect(readFileSync(again).equals(readFileSync(bundle))).toBe(true);
});

describe.skipIf(missing("unzip"))("foreign witnesses", () => {
  beforeAll(() => {
    expect(shell("unzip -q case-0001.zip -d unpacked", folder).exit).toBe(0);
  });

  test("file knows the pictures and the sound", () => {
    const { out } = shell("cd unpacked/case-0001/report/derived && file 000001.jpg 000002.png 000005.wav", folder);
    expect(out).toMatch(/000001\.jpg: JPEG image data.*96x64/);
    expect(out).toMatch(/000002\.png: PNG image data, 96 x 64/);
    expect(out).toMatch(/000005\.wav: RIFF .*WAVE audio, Microsoft PCM, 16 bit, mono 24000 Hz/);
  });

  test("Python's wave reads the voices at their length", () => {
    const script =
      "import wave; [print(w.getnchannels(), w.getsampwidth(), w.getframerate(), w.getnframes()) for w in map(wave.open, ('000005.wav', '000006.wav'))]";
    const { out } = shell(`cd unpacked/case-0001/report/derived && python3 -c "${script}"`, folder);
    expect(out.trim().split("\n")).toEqual(["1 2 24000 36000", "1 2 24000 21600"]);
  });

  test("sha256sum agrees with the table on every copy", () => {
    const script =
      "import csv,hashlib; rows=list(csv.DictReader(open('derived.csv',encoding='utf-8-sig'))); " +
      "made=[r for r in rows if r['state']=='derived']; " +
      "print(len(rows), len(made), all(hashlib.sha256(open('../../'+r['derived_path'],'rb').read()).hexdigest()==r['derived_sha256'] for r in made), " +
      "all(hashlib.sha256(open('../../'+r['bundle_path'],'rb').read()).hexdigest()==r['source_sha256'] for r in rows))";
    const { out } = shell(`cd unpacked/case-0001/report/derived && python3 -c "${script}"`, folder);
    expect(out).toBe("6 4 True True\n");
  });

  test.skipIf(missing("pdftotext"))(
    "the report says how many there are and that the received files stay the evidence",
    () => {
      const { out } = shell("pdftotext -layout unpacked/case-0001/report/cover.pdf - | tr -d ' \\n'", folder);
      expect(out).toContain("另作了4份查看用副本（图片2，语音2）");
      expect(out).toContain("作为证据的仍是data/目录中收到的文件");
      expect(out).toContain("不能显示的文件1个：客户端4.x加密图片（V2，密钥因账号而异）1个");
      expect(out).toContain("未能作出查看用副本的文件1个：中途断开1个");
    },
  );
});

describe("copies changed by somebody who makes every digest anew", () => {
  test("another picture in the place of a copy: not intact", async () => {
    const answer = await verified(opened().set(`${DERIVED}000001.jpg`, png), "swapped");
    expect(level4(answer)).toMatchObject({ outcome: "fail", faults: [{ path: `${DERIVED}000001.jpg` }] });
    expect(answer.word).toBe("not-intact");
  });

  test("a copy taken out: not intact", async () => {
    const answer = await verified(opened().remove(`${DERIVED}000002.png`), "removed");
    expect(answer.word).toBe("not-intact");
  });

  test("a copy put where none was made: not intact", async () => {
    for (const name of ["000003.jpg", "000004.png", "000007.wav", "derived.html"]) {
      const answer = await verified(opened().set(DERIVED + name, jpeg), `added-${name}`);
      expect(level4(answer)?.faults).toMatchObject([{ code: "FILE_NOT_DERIVED", path: DERIVED + name }]);
      expect(answer.word).toBe("not-intact");
    }
  });

  test("another sound in the place of a voice, or another word in the table: nothing is called intact", async () => {
    const sound = await verified(
      opened().edit(`${DERIVED}000005.wav`, (text) => text.slice(0, -2)),
      "sound",
    );
    const table = await verified(opened().edit(`${DERIVED}derived.csv`, (text) => text.replace("xor 5a", "xor 5b")), "table"); // prettier-ignore
    for (const answer of [sound, table]) {
      expect(level4(answer)).toMatchObject({ outcome: "undetermined", reason: "report-differs" });
      expect(answer.word).toBe("cannot-tell");
    }
  });
});
