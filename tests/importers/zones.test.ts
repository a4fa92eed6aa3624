import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import type { Message, TimeBasis, TimePrecision } from "../../src/model/message.ts";
import type { RunSettings } from "../../src/model/settings.ts";
import { identification } from "../../src/report/chapters/identification.ts";
import { ReportContext } from "../../src/report/context.ts";
import { sample } from "../report/sample.ts";
import { CONVERSATION, wallClock, type Said } from "../support/conversation.ts";
import { fixtureCases, readFiles, readFixture } from "../support/reading.ts";
import { FORMATS, WRITERS, type Format } from "../support/writers/index.ts";

const ZONES = ["Asia/Shanghai", "America/New_York", "Asia/Kolkata"] as const;

/** `epoch` and `offset` stand for an instant; `wall` is a clock on the wall; `none` is placed nowhere. */
type Rule = "epoch" | "offset" | "wall" | "none";
const RULE_OF: Readonly<Record<TimeBasis, Rule>> = {
  epoch: "epoch",
  "text-with-offset": "offset",
  "zone-declared": "wall",
  "zone-assumed": "wall",
  none: "none",
};

/** How the times of each importer's fixtures are read: one rule, or several with the number of records of each. */
const RULES: Readonly<Record<string, Rule | Partial<Record<Rule, number>>>> = {
  "chatlab/*": "epoch",
  "chatlog/alpha-csv": "epoch",
  "chatlog/alpha-text": "epoch",
  "chatlog/alpha-json": "offset",
  "chatlog/json": "offset",
  "chatlog/json-old-keys": "offset",
  "chatlog/text-clock": "none",
  "chatlog/*": "wall",
  "ciphertalk/*": "epoch",
  "echotrace/early-workbook": "wall",
  "echotrace/workbook": "wall",
  "echotrace/*": "epoch",
  "email-text/copy-windows": "none",
  "email-text/*": "wall",
  "images/*": {},
  "memotrace-csv/v0": "wall",
  "memotrace-csv/v5": "wall",
  "memotrace-csv/v5-xlsx": "wall",
  "memotrace-csv/v4-resaved-by-excel": { epoch: 3, wall: 1 },
  "memotrace-csv/*": "epoch",
  "memotrace-html/markdown-3": "wall",
  "memotrace-html/txt-1": "wall",
  "memotrace-html/txt-3": "wall",
  "memotrace-html/*": "epoch",
  "pywxdump/*": "wall",
  "wechat-dump/*": "wall",
  "wechat-pay-bill/*": {},
  "wechatdataanalysis-zip/excel": "wall",
  "wechatdataanalysis-zip/txt": "wall",
  "wechatdataanalysis-zip/*": "epoch",
  "wechatexporter-ios/html-pages": { wall: 13, none: 1 },
  "wechatexporter-ios/html-whole": { wall: 4, none: 1 },
  "wechatexporter-ios/txt-zh": { wall: 5, none: 2 },
  "wechatexporter-ios/*": "wall",
  "weflow-json/*": "epoch",
  "android-db/*": "epoch",
  "ios-db/*": "epoch",
  "wechat-3-db/*": "epoch",
  "wechat-4-db/*": "epoch",
  "weflow-other/html": "epoch",
  "weflow-other/html-parts": "epoch",
  "weflow-other/http-api": "epoch",
  "weflow-other/sql-group": "epoch",
  "weflow-other/weclone": "offset",
  "weflow-other/*": "wall",
};

/** Fixtures with times to the minute or finer than the second, and how many. All other times are to the second. */
const PRECISIONS: Readonly<Record<string, Partial<Record<TimePrecision, number>>>> = {
  "android-db/account": { ms: 41 },
  "email-text/copy-forward": { min: 3 },
  "email-text/copy-macos": { min: 3 },
  "email-text/copy-print": { min: 2 },
  "email-text/mail-eml": { min: 6 },
  "email-text/mail-eml-html": { min: 3 },
  "email-text/mail-html": { min: 3 },
  "email-text/mail-text": { min: 6 },
  "memotrace-csv/v4-resaved-by-excel": { min: 1 },
  "pywxdump/p3-resaved-by-excel": { min: 1 },
  "wechat-dump/html-group": { ms: 1 },
  "wechat-dump/html-private": { ms: 4 },
  "wechat-dump/txt-group": { ms: 2 },
  "wechat-dump/txt-private": { ms: 5 },
};

function tally<Key extends string>(keys: readonly Key[]): Partial<Record<Key, number>> {
  const counts: Partial<Record<Key, number>> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

const rulesOf = (messages: readonly Message[]) => tally(messages.map(({ timeBasis }) => RULE_OF[timeBasis]));

/** What a clock in a zone shows at an instant, by another formatter than the program's own. */
const shown = (epochMs: number | null, zone: string) =>
  epochMs === null ? null : wallClock({ at: epochMs / 1000 }, zone);

/** A message without what a zone may change; a quote may state the time of its target. */
function zoneless({ sentAt: _at, timeBasis: _basis, seq: _seq, quote, ...rest }: Message) {
  return { ...rest, quote: quote === null ? null : { ...quote, sentAt: null } };
}

const read = (importer: string, name: string, timeZone: string) =>
  readFixture(importer, name, { settings: { timeZone, timeZoneBasis: "zone-declared" }, order: "file" });

describe("--tz moves only what states no zone", () => {
  test.each(fixtureCases())("$importer/$name", async ({ importer, name }) => {
    const rule = RULES[`${importer}/${name}`] ?? RULES[`${importer}/*`];
    const [home, west, half] = await Promise.all(ZONES.map((zone) => read(importer, name, zone)));
    const assumed = await readFixture(importer, name, { order: "file" });
    if (home === undefined || west === undefined || half === undefined) throw new Error("three zones");
    expect(rulesOf(home.messages)).toEqual(typeof rule === "string" ? { [rule]: home.messages.length } : rule);
    const fine = tally(home.messages.flatMap(({ timePrecision: p }) => (p === "s" || p === "none" ? [] : [p])));
    expect(fine).toEqual(PRECISIONS[`${importer}/${name}`] ?? {});
    for (const [at, message] of home.messages.entries()) {
      for (const [zone, other] of [[ZONES[1], west.messages[at]], [ZONES[2], half.messages[at]]] as const) {
        expect(other === undefined ? null : zoneless(other)).toEqual(zoneless(message));
        if (message.timeBasis === "zone-declared") expect(shown(other?.sentAt ?? null, zone)).toBe(shown(message.sentAt, ZONES[0]));
        else expect([other?.sentAt, other?.timeBasis]).toEqual([message.sentAt, message.timeBasis]);
      } // prettier-ignore
      const basis = message.timeBasis === "zone-declared" ? "zone-assumed" : message.timeBasis;
      expect([assumed.messages[at]?.sentAt, assumed.messages[at]?.timeBasis]).toEqual([message.sentAt, basis]);
    }
  });
});

/** Formats whose times are a clock on the wall of the exporting computer. */
const WALL: readonly Format[] = [
  "memotrace-csv V5", "memotrace-html txt", "pywxdump P3", "wechat-dump txt", "wechatexporter-ios html",
  "wechatexporter-ios 12425", "weflow-other csv", "weflow-other excel", "weflow-other markdown", "weflow-other txt",
]; // prettier-ignore

const NEW_YORK = "America/New_York";
const [spoken] = CONVERSATION.filter(({ kind }) => kind === "text");

/** Two texts around a change of the clocks in New York; a computer five hours behind all year showed these times. */
function saidAt(...instants: readonly number[]): Said[] {
  return instants.map((at, index) => ({ ...(spoken as Said), at: at / 1000, id: `552001339912004551${index}` }));
}
const readSaid = (format: Format, chat: readonly Said[], zone: string, timeZone: string) =>
  readFiles(WRITERS[format](chat, zone), { settings: { timeZone, timeZoneBasis: "zone-declared" }, order: "file" });

describe("where the clocks of the zone are set", () => {
  const before = Date.UTC(2025, 2, 9, 5, 0);
  const gap = Date.UTC(2025, 2, 9, 7, 30);
  const fold = Date.UTC(2025, 10, 2, 6, 30);

  test.each(WALL)("%s: a time the clocks skipped is flagged, and read with the offset before", async (format) => {
    const { messages } = await readSaid(format, saidAt(before, gap), "Etc/GMT+5", NEW_YORK);
    expect(messages.map(({ sentAt }) => sentAt)).toEqual([before, gap]);
    expect(messages.map(({ warnings }) => warnings.includes("TIME_NONEXISTENT"))).toEqual([false, true]);
  });

  test.each(WALL)("%s: a time the clocks showed twice is flagged, and the first is taken", async (format) => {
    const { messages } = await readSaid(format, saidAt(fold - 7_200_000, fold), "Etc/GMT+5", NEW_YORK);
    expect(messages.map(({ sentAt }) => sentAt)).toEqual([fold - 7_200_000 - 3_600_000, fold - 3_600_000]);
    expect(messages.map(({ warnings }) => warnings.includes("TIME_AMBIGUOUS"))).toEqual([false, true]);
  });

  test.each(FORMATS.filter((format) => !WALL.includes(format)))("%s: an instant stays and is not doubted", async (format) => {
    const { messages } = await readSaid(format, saidAt(gap, fold), NEW_YORK, NEW_YORK);
    expect(messages.map(({ sentAt }) => sentAt)).toEqual([gap, fold]);
    const doubts = messages.flatMap(({ warnings }) => warnings.filter((code) => /^TIME_(?:AMBIGUOUS|NONEXISTENT)$/.test(code)));
    expect(doubts).toEqual([]);
  }); // prettier-ignore
});

describe("on what basis times are read is said", () => {
  const folder = resolve(import.meta.dirname, "../../fixtures/importers/pywxdump/p3-private");
  const inspected = async (...more: string[]) => {
    let out = "";
    const silent = { environment: {}, err: () => undefined, outIsTerminal: false, errIsTerminal: false };
    const argv = ["inspect", "source", "--fail-on", "never", ...more];
    const world = { ...silent, argv, folder, now: Date.UTC(2026, 8, 1), signal: new AbortController().signal };
    expect(await run({ ...world, out: (text) => (out += text) })).toBe(0);
    return out;
  };
  const material = (settings: Pick<RunSettings, "timeZone" | "timeZoneBasis">) => {
    const base = sample("zh");
    return new ReportContext({ ...base, dossier: { ...base.dossier, settings: { ...base.dossier.settings, ...settings } } });
  }; // prettier-ignore

  test("by inspect, for people", async () => {
    expect(await inspected("--tz", "Asia/Kolkata")).toContain("时间：按 Asia/Kolkata 显示；未记时区的时间按该时区读取，由操作者给定\n"); // prettier-ignore
    expect(await inspected()).toContain("时间：按 Asia/Shanghai 显示；未记时区的时间按该时区读取，由工具默认采用");
    expect(await inspected("--lang", "en")).toContain("which the tool assumed and nobody stated");
  });

  test("by inspect, for scripts", async () => {
    const settingsIn = (out: string) => (JSON.parse(out) as { settings: RunSettings }).settings;
    expect(settingsIn(await inspected("--json"))).toMatchObject({ timeZone: "Asia/Shanghai", timeZoneBasis: "zone-assumed" }); // prettier-ignore
    expect(settingsIn(await inspected("--json", "--tz", "Asia/Kolkata"))).toMatchObject({ timeZone: "Asia/Kolkata", timeZoneBasis: "zone-declared" }); // prettier-ignore
  });

  test("on the first page of the report", () => {
    const said = (basis: RunSettings["timeZoneBasis"]) =>
      JSON.stringify(identification(material({ timeZone: "Asia/Kolkata", timeZoneBasis: basis })));
    expect(said("zone-declared")).toContain("按 Asia/Kolkata 显示");
    expect(said("zone-declared")).toContain("按操作者给定的该时区读取");
    expect(said("zone-assumed")).toContain("由工具默认采用，未经操作者给定");
  });
});
