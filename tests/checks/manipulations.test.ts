import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { judged, PLATFORMS, type Judged, type Told } from "../support/manipulated.ts";

const DOC = readFileSync(join(import.meta.dirname, "../../docs/manipulations.md"), "utf8");

/** Coverage limits, which are so whatever else was done. */
const COVERAGE = /^source\/(missing-shard|missing-wal):/;

interface Row {
  readonly variant: string;
  readonly found: string;
}

/** Rows of the table under the heading of a platform. */
function rowsFor(platform: string): Row[] {
  const section = DOC.split("\n## ").find((part) => part.startsWith(`${platform}\n`)) ?? "";
  return [...section.matchAll(/^\| `([^`]+)`\s+\| (.+?)\s+\|$/gm)].map(([, variant = "", found = ""]) => ({
    variant,
    found,
  }));
}

const isStrong = ({ level, strength, name }: Told): boolean =>
  !COVERAGE.test(name) && (level === "error" || (level === "warning" && (strength === "A" || strength === "B")));
const keyOf = ({ name, talker }: Told): string => `${name} ${talker ?? ""}`;

describe.each(Object.entries(PLATFORMS))("databases of %s", (platform, { clean, variants }) => {
  const rows = rowsFor(platform);
  let untouched: Judged;

  beforeAll(async () => {
    untouched = await judged(clean);
  });

  test("the table has a row for every manipulation, and no other", () => {
    expect(rows.map(({ variant }) => variant).sort()).toEqual(Object.keys(variants).sort());
  });

  test("untouched, they give no error and no warning of strength A or B, and no check crashes", () => {
    expect(untouched.crashed).toEqual([]);
    expect(untouched.told.filter(isStrong)).toEqual([]);
  });

  test.each(rows)("$variant: $found", async ({ variant, found }) => {
    const build = variants[variant];
    if (!build) throw new RangeError(`no builder for ${variant}`);
    const manipulated = await judged(build);
    expect(manipulated.crashed).toEqual([]);
    const known = new Set(untouched.told.map(keyOf));
    const fresh = manipulated.told.filter((told) => !known.has(keyOf(told)));
    const refused = /^refused: `([A-Z_]+)`$/.exec(found)?.[1] ?? null;
    expect(manipulated.refused).toBe(refused);
    const named = refused === null ? [...found.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "") : [];
    expect([...new Set(fresh.map(({ name }) => name))]).toEqual(expect.arrayContaining(named));
    if (found === "no trace") expect(fresh.filter(isStrong)).toEqual([]);
    if (named.length > 0) expectPlace(manipulated, variant, fresh, named);
  });
});

/** Numbers that several conversations share: the hole is told wherever it has neighbours. */
const SHARED = /:shared-/;
/** Manipulations after which the row is still there. */
const ROW_REMAINS = /^(edit-(text|time|type|packed|transfer)|swap-|move-|unpacked-)/;

/** Findings named that are about a conversation are about the one concerned; where the row is still there, one names it. */
function expectPlace({ done, rows }: Judged, variant: string, fresh: readonly Told[], named: readonly string[]): void {
  const isAboutOne = ({ name, talker }: Told) => named.includes(name) && talker !== null && !SHARED.test(name);
  const inConversation = fresh.filter(isAboutOne);
  if (done.talker === null || inConversation.length === 0) return;
  const there = inConversation.filter(({ talker }) => talker === done.talker);
  expect(there.length, `findings in ${done.talker}`).toBeGreaterThan(0);
  if (!ROW_REMAINS.test(variant)) return;
  expect(rows.length, "rows concerned").toBeGreaterThan(0);
  expect(there.flatMap(({ messages }) => messages).filter((seq) => rows.includes(seq))).not.toEqual([]);
}
