import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missing } from "../support/witness.ts";
import { sha256 } from "../../src/base/digest.ts";
import { dayOf, dayText } from "../../src/report/figures/axis.ts";
import { lotOf, partsOf } from "../../src/report/sheet/picks.ts";
import { pack } from "../../src/pack.ts";
import type { Attachment, Message } from "../../src/model/message.ts";
import type { RunSettings } from "../../src/model/settings.ts";
import { EditedBundle } from "../bundle/edited-bundle.ts";
import { settingsOf } from "../support/settings.ts";

const DEMO = resolve(import.meta.dirname, "../../fixtures/demo/export");
const CASE = resolve(import.meta.dirname, "../../fixtures/demo/evidence.case.yaml");
const PERIOD = { from: Date.parse("2026-04-10T00:00:00+08:00"), until: Date.parse("2026-07-01T00:00:00+08:00") };
const ALL_SHEETS = ["signatures", "court-receipt", "investigation-order"] as const;

let folder: string;
let whole: Map<string, Buffer>;
let excerpt: Map<string, Buffer>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "evidence-documents-"));
  whole = await packed("whole", { annexes: ALL_SHEETS, exhibits: ["all"] });
  excerpt = await packed("excerpt", { ...PERIOD, language: "en", listProfile: "firm" });
}, 180_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function packed(inside: string, different: Partial<RunSettings>): Promise<Map<string, Buffer>> {
  const target = join(folder, inside, "case-0001.zip");
  mkdirSync(join(folder, inside));
  await pack({ source: DEMO, caseFile: CASE }, target, settingsOf(different));
  return new EditedBundle(readFileSync(target)).files;
}

type Bundle = Map<string, Buffer>;

const textOf = (bundle: Bundle, path: string): string => bundle.get(path)?.toString("utf8") ?? "";

function linesOf<Line>(bundle: Bundle, path: string): Line[] {
  return textOf(bundle, path)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}

const messagesOf = (bundle: Bundle): Message[] => linesOf<Message>(bundle, "record/messages.jsonl");

/** Rows of a table of ours whose cells hold no quotes, each by the names of its columns. */
function tableOf(bundle: Bundle, name: string): Record<string, string>[] {
  const text = textOf(bundle, `report/data/${name}`);
  expect(text.startsWith("\ufeff"), `${name} begins with the mark`).toBe(true);
  const [head = "", ...rows] = text.slice(1).trimEnd().split("\n");
  const columns = head.split(",");
  return rows.map((row) => Object.fromEntries(row.split(",").map((cell, n) => [columns[n] ?? "", cell])));
}

function tally(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

const dayIn = (at: number | null): string => {
  const day = dayOf(at, "Asia/Shanghai");
  return day === null ? "" : dayText(day);
};

describe.each([
  ["a whole record", () => whole],
  ["an excerpt", () => excerpt],
] as const)("the numbers behind the figures of %s", (_, bundle) => {
  test("of days are those of the messages in the record", () => {
    const expected = tally(messagesOf(bundle()).map(({ conversation, sentAt }) => `${conversation} ${dayIn(sentAt)}`));
    const rows = tableOf(bundle(), "calendar.csv");
    const counted = rows.filter(({ messages }) => messages !== "0");
    expect(Object.fromEntries(counted.map(({ conversation, from_day, messages }) => [`${conversation} ${from_day}`, Number(messages)]))).toEqual(expected); // prettier-ignore
    expect(counted.every(({ state, days }) => state === "messages" && days === "1")).toBe(true);
  });

  test("tile the axis of every conversation without a hole, silent only within what is printed", () => {
    const rows = tableOf(bundle(), "calendar.csv");
    for (const conversation of new Set(rows.map((row) => row["conversation"]))) {
      const mine = rows.filter((row) => row["conversation"] === conversation);
      for (const [n, row] of mine.entries()) {
        const [from, to] = [Date.parse(row["from_day"] ?? ""), Date.parse(row["to_day"] ?? "")];
        expect((to - from) / 86_400_000 + 1).toBe(Number(row["days"]));
        const next = mine[n + 1];
        if (next) expect(Date.parse(next["from_day"] ?? "")).toBe(to + 86_400_000);
      }
      const printed = messagesOf(bundle()).filter((message) => message.conversation === conversation);
      const ends = printed.map(({ sentAt }) => dayIn(sentAt)).sort();
      for (const { state, from_day = "", to_day = "" } of mine) {
        if (state === "silent" && bundle() === whole) {
          expect(from_day > (ends[0] ?? "") && to_day < (ends.at(-1) ?? "")).toBe(true);
        }
      }
    }
  });

  test("of findings are those of the record, by day and level", () => {
    const outcomes = (
      JSON.parse(textOf(bundle(), "record/checks.json")) as {
        outcomes: { conversation: string | null; findings: { level: string; messages: number[] }[] }[];
      }
    ).outcomes;
    const placed = outcomes.filter(({ conversation }) => conversation !== null).flatMap(({ findings }) => findings);
    const rows = tableOf(bundle(), "calendar.csv");
    const sum = (column: string) => rows.reduce((total, row) => total + Number(row[column]), 0);
    for (const [column, level] of [
      ["errors", "error"],
      ["warnings", "warning"],
      ["notes", "note"],
    ] as const) {
      const mine = placed.filter((finding) => finding.level === level && finding.messages.length > 0);
      // A finding of several messages counts on each of their days.
      expect(sum(column)).toBeGreaterThanOrEqual(mine.length);
      expect(sum(column)).toBeLessThanOrEqual(mine.reduce((total, { messages }) => total + messages.length, 0));
    }
  });

  test("of participants are those of the senders in the record", () => {
    const expected = tally(messagesOf(bundle()).map(({ conversation, sender, sentAt }) => `${conversation} ${sender ?? ""} ${dayIn(sentAt)}`)); // prettier-ignore
    const rows = tableOf(bundle(), "activity.csv");
    expect(Object.fromEntries(rows.map(({ conversation, participant, day, messages }) => [`${conversation} ${participant} ${day}`, Number(messages)]))).toEqual(expected); // prettier-ignore
  });

  test("of attachments are those of the attachments in the record", () => {
    type Line = Attachment & { conversation: string; kind: string };
    const main = linesOf<Line>(bundle(), "record/attachments.jsonl").filter(({ role }) => role === "main");
    const rows = tableOf(bundle(), "attachments.csv");
    expect(Object.fromEntries(rows.map(({ conversation, kind, state, attachments }) => [`${conversation} ${kind} ${state}`, Number(attachments)]))).toEqual(tally(main.map(({ conversation, kind, state }) => `${conversation} ${kind} ${state}`))); // prettier-ignore
    expect(main.length).toBeGreaterThan(5);
  });

  test("of payments are transfers of the record with their amounts", () => {
    const transfers = new Map(messagesOf(bundle()).filter(({ kind }) => kind === "transfer").map(({ conversation, seq, transfer }) => [`${conversation} ${seq}`, transfer])); // prettier-ignore
    const rows = tableOf(bundle(), "payments.csv");
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row["told_by"]).toBe("chat");
      expect(row["amount_fen"]).toBe(String(transfers.get(`${row["conversation"]} ${row["message"]}`)?.amountFen));
    }
  });

  test("of notices in groups are system events of the record", () => {
    const events = new Map(messagesOf(bundle()).map((message) => [`${message.conversation} ${message.seq}`, message]));
    const notices = tableOf(bundle(), "groups.csv").filter(({ basis }) => basis === "notice");
    expect(notices.length).toBeGreaterThan(0);
    for (const { conversation, message, event, day } of notices) {
      const found = events.get(`${conversation} ${message}`);
      expect(found?.kind === "announcement" ? "announcement" : found?.system?.event).toBe(event);
      expect(dayIn(found?.sentAt ?? null)).toBe(day);
    }
  });
});

test("numbers that the exporter made up are not drawn as a staircase", () => {
  expect(tableOf(whole, "staircase.csv")).toEqual([]);
});

describe("the check sheet", () => {
  const poppler = spawnSync("pdftotext", ["-v"]).error === undefined;

  function sheetText(bundle: Bundle): string {
    const path = join(folder, "sheet.pdf");
    writeFileSync(path, bundle.get("report/check-sheet.pdf") ?? "");
    return execFileSync("pdftotext", ["-layout", "-enc", "UTF-8", path, "-"], { encoding: "utf8" });
  }

  test.runIf(poppler)("holds the lots that its printed rule and seed give, recomputed from the record", () => {
    const seed = sha256(whole.get("manifest-sha256.txt") ?? "").slice(0, 16);
    const text = sheetText(whole);
    expect(text).toContain(seed);
    for (const conversation of ["c1", "c2"]) {
      const spoken = messagesOf(whole).filter((one) => one.conversation === conversation && one.kind !== "system" && one.direction !== "system").map(({ seq }) => seq); // prettier-ignore
      for (let part = 1; part <= 12; part += 1) {
        const start = Math.floor(((part - 1) * spoken.length) / 12);
        const end = Math.floor((part * spoken.length) / 12);
        const remainder = Number.parseInt(sha256(`${seed}:${conversation}:${part}`).slice(0, 12), 16) % (end - start);
        expect(text).toMatch(new RegExp(`^\\s*${conversation}-${spoken[start + remainder]}\\s`, "m"));
      }
    }
  });

  test.runIf(poppler)("holds every message of a short exhibit, and none outside the printed period", () => {
    const text = sheetText(whole);
    for (const seq of [137, 138, 139, 140, 141, 142, 143, 144, 242, 243]) expect(text).toMatch(new RegExp(`^\\s*c1-${seq}\\s`, "m")); // prettier-ignore
    const printed = new Set(messagesOf(excerpt).map(({ conversation, seq }) => `${conversation}-${seq}`));
    const shown = [...sheetText(excerpt).matchAll(/^\s*(c\d+-\d+)\s/gm)].map(([, number = ""]) => number);
    expect(shown.length).toBeGreaterThan(20);
    expect(shown.filter((number) => !printed.has(number))).toEqual([]);
  });

  test("draws one lot of each even part, whatever the length", () => {
    for (const length of [1, 11, 12, 13, 100, 20_000]) {
      const parts = partsOf(length, Math.min(12, length));
      expect(parts[0]).toBe(0);
      expect(parts.at(-1)).toBe(length);
      const sizes = parts.slice(1).map((end, n) => end - (parts[n] ?? 0));
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(lotOf("0123456789abcdef", "c1", 1, sizes[0] ?? 1)).toBeLessThan(sizes[0] ?? 1);
    }
  });
});

describe("the evidence list", () => {
  const READER = String.raw`
import sys, json, zipfile, xml.etree.ElementTree as tree
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
for name in z.namelist(): tree.fromstring(z.read(name))
body = tree.fromstring(z.read("word/document.xml"))
rows = [["\n".join("".join(t.text or "" for t in p.iter(W + "t")) for p in c.iter(W + "p")) for c in r.iter(W + "tc")] for r in body.iter(W + "tr")]
fields = [f.get(W + "instr").strip() for f in tree.fromstring(z.read("word/footer1.xml")).iter(W + "fldSimple")]
dates = sorted({i.date_time for i in z.infolist()})
print(json.dumps({"rows": rows, "fields": fields, "dates": dates, "names": z.namelist()}))
`;

  function read(bundle: Bundle): { rows: string[][]; fields: string[]; dates: number[][]; names: string[] } {
    const path = join(folder, "list.docx");
    writeFileSync(path, bundle.get("report/evidence-list.docx") ?? "");
    const said = execFileSync("python3", ["-c", READER, path], { encoding: "utf8" });
    return JSON.parse(said) as ReturnType<typeof read>;
  }

  test("is a document another program reads: fourteen columns, a row for each exhibit, page numbers as fields", () => {
    const { rows, fields, dates } = read(whole);
    expect(rows.map((cells) => cells.length)).toEqual([14, 14, 14]);
    expect(rows[1]?.slice(1, 4)).toEqual(["证据1", "与郭立恒的微信单聊", "电子数据"]);
    expect(rows[1]?.[7]).toBe("双方结算 188000 元，尚欠 100040 元");
    expect(fields).toEqual(["PAGE", "NUMPAGES"]);
    expect(dates).toEqual([[1980, 1, 1, 0, 0, 0]]);
  });

  test("quotes the pages the exhibits have", () => {
    if (spawnSync("pdfinfo", ["-v"]).error !== undefined) return;
    for (const [row, name] of [[1, "exhibit-1.pdf"], [2, "exhibit-2.pdf"]] as const) {
      const path = join(folder, name);
      writeFileSync(path, whole.get(`report/${name}`) ?? "");
      const pages = /Pages:\s+(\d+)/.exec(execFileSync("pdfinfo", [path], { encoding: "utf8" }))?.[1];
      expect(read(whole).rows[row]?.[8]).toBe(`${name} 第 1 至 ${pages} 页（共 ${pages} 页）`);
    }
  }); // prettier-ignore

  test("leaves out the column of the carrier for a firm, and says what was not provided", () => {
    const { rows } = read(excerpt);
    expect(rows[0]).toHaveLength(13);
    expect(rows[0]).not.toContain("Original or copy; carrier");
  });

  test("is the same as a table that a spreadsheet opens", () => {
    const csv = textOf(whole, "report/evidence-list.csv");
    expect(csv.startsWith("\ufeff序号,证据编号,")).toBe(true);
    const cells = read(whole).rows.flat();
    for (const cell of cells.filter((one) => !/[",\n]/.test(one))) expect(csv).toContain(cell);
  });
});

test("sheets are printed only where they are asked for", () => {
  const sheets = (bundle: Bundle) => [...bundle.keys()].filter((path) => path.startsWith("report/annex-")).sort();
  expect(sheets(whole)).toEqual([...ALL_SHEETS].map((name) => `report/annex-${name}.pdf`).sort());
  expect(sheets(excerpt)).toEqual([]);
});

test("every document has the same bytes in another run and zone", async () => {
  const zone = process.env["TZ"];
  process.env["TZ"] = "America/St_Johns";
  try {
    const again = await packed("elsewhere", { annexes: ALL_SHEETS, exhibits: ["all"] });
    expect([...again.keys()]).toEqual([...whole.keys()]);
    expect([...whole].filter(([path, bytes]) => again.get(path)?.equals(bytes) !== true).map(([path]) => path)).toEqual(
      [],
    );
  } finally {
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
  }
}, 120_000);

describe("the documents enclosed", () => {
  test.skipIf(missing("pdfimages"))(
    "are shown one after another, each with the digest of its file in the bundle",
    () => {
      const pdf = join(folder, "enclosures.pdf");
      writeFileSync(pdf, whole.get("report/enclosures.pdf") ?? Buffer.alloc(0));
      const text = execFileSync("pdftotext", [pdf, "-"], { encoding: "utf8" });
      const { enclosures } = (JSON.parse(textOf(whole, "record/case.json")) as { case: { enclosures: { sha256: string }[] } }).case; // prettier-ignore
      expect(enclosures.length).toBe(9);
      for (const { sha256: digest } of enclosures) {
        expect(text).toContain(digest);
        expect([...whole.values()].some((bytes) => sha256(bytes) === digest)).toBe(true);
      }
      const pictures = execFileSync("pdfimages", ["-list", pdf], { encoding: "utf8" }).trimEnd().split("\n").slice(2);
      expect(pictures.length).toBe(9);
    },
  );
});
