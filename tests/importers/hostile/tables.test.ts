import { describe, expect, test } from "vitest";
import type { Message } from "../../../src/model/message.ts";
import { contentsOf, FIXTURE_CASES, languageOf, type Contents, type Fixture } from "./fixture.ts";
import { outcomeOf, readingOf, type Outcome, type Read } from "./outcome.ts";
import { rewrittenCsv, rewrittenWorkbook, textCell, type Rewrite } from "./tables.ts";

const MARK = "夹带的第七列";

/** Fixtures whose messages stand in a table, with that table's path. */
async function tableIn(fixture: Fixture): Promise<{ contents: Contents; path: string; pristine: Read } | null> {
  const contents = await contentsOf(fixture);
  const isTable = (path: string) => ["table", "workbook"].includes(languageOf(path, contents[path] as Buffer) ?? "");
  if (!Object.keys(contents).some(isTable)) return null;
  const pristine = await readingOf(contents);
  const files = Object.keys(contents)
    .filter(isTable)
    .sort((a, b) => size(contents, b) - size(contents, a));
  const path = files.find((file) => pristine.entries.includes(file)) ?? files.find((file) => pristine.filesUsed.includes(file) && /messages/.test(file)); // prettier-ignore
  return path === undefined ? null : { contents, path, pristine };
}

function size(contents: Contents, path: string): number {
  return contents[path]?.length ?? 0;
}

function rewritten(contents: Contents, path: string, rewrite: Rewrite): Contents {
  const bytes = contents[path] as Buffer;
  const rewriter = languageOf(path, bytes) === "workbook" ? rewrittenWorkbook : rewrittenCsv;
  return { ...contents, [path]: rewriter(bytes, rewrite) };
}

/** Rows above a header and rows a spreadsheet left short are no rows of the table. */
const wide =
  (rewrite: Rewrite): Rewrite =>
  (cells, width, row) => {
    if (cells.length <= width / 2) return cells;
    return rewrite([...cells, ...Array.from({ length: width - cells.length }, () => "")], width, row);
  };

const swapped = (a: number, b: number): Rewrite =>
  wide((cells) => {
    const moved = [...cells];
    [moved[a], moved[b]] = [cells[b] ?? "", cells[a] ?? ""];
    return moved;
  });

const SWAPS: readonly (readonly [string, Rewrite])[] = [
  ["all columns in reverse", wide((cells) => [...cells].reverse())],
  ["the first two columns swapped", swapped(0, 1)],
  ["the second and third columns swapped", swapped(1, 2)],
  ["the third and fourth columns swapped", swapped(2, 3)],
  ["the last two columns swapped", wide((cells) => [...cells.slice(0, -2), ...cells.slice(-2).reverse()])],
];

/** What a message says, whatever place it has. */
function said({ text, sentAt, kind, direction }: Message): string {
  return JSON.stringify([text, sentAt, kind, direction]);
}

/** Accounts and ids of messages, which a table read in part must keep at least as text. */
function named({ sender, serverId }: Message): string[] {
  return [sender?.replace(/^s1:(name:)?/, "") ?? "", serverId ?? ""].filter((text) => text !== "");
}

/** Rows of another width than their header have no columns that could be swapped. */
const isEven = ({ name }: { name: string }): boolean => !/ragged|blank-lines|unquoted|^p1$/.test(name);

/** Refused, or left as a file that no export consists of: both are told. */
function isLeft(outcome: Outcome, path: string): outcome is Exclude<Outcome, Read> {
  return outcome.type === "refused" || !outcome.filesUsed.includes(path);
}

const tables = (await Promise.all(FIXTURE_CASES.map(async (fixture) => ({ fixture, table: await tableIn(fixture) }))))
  .flatMap(({ fixture, table }) => (table === null ? [] : [{ importer: fixture.importer, name: fixture.name, ...table }])); // prettier-ignore

describe("tables with columns moved", () => {
  test("every importer that reads tables is among them", () => {
    expect(new Set(tables.map(({ importer }) => importer))).toEqual(
      new Set(["chatlog", "ciphertalk", "echotrace", "memotrace-csv", "pywxdump", "wechat-pay-bill", "wechatdataanalysis-zip", "wechatexporter-ios", "weflow-other"]), // prettier-ignore
    );
  });

  test.each(tables.filter(isEven))(
    "$importer/$name, rewritten cell by cell, is read as before",
    async ({ contents, path, pristine }) => {
      const outcome = await readingOf(rewritten(contents, path, (cells) => cells));
      expect(outcome.messages.map(said)).toEqual(pristine.messages.map(said));
    },
  );

  test.each(tables.filter(isEven))(
    "$importer/$name with columns swapped is read by their names, or refused",
    async (table) => {
      const { contents, path, pristine } = table;
      for (const [what, rewrite] of SWAPS) {
        const outcome = await outcomeOf(rewritten(contents, path, rewrite));
        if (isLeft(outcome, path)) continue;
        expect(outcome.messages.map(said).sort(), what).toEqual(pristine.messages.map(said).sort());
        for (const text of pristine.messages.flatMap(named)) expect(outcome.record, what).toContain(text);
        expect(outcome.kept + outcome.skipped, what).toBe(pristine.kept + pristine.skipped);
      }
    },
  );

  test.each(tables.filter(isEven))(
    "$importer/$name with a column more keeps it, tells of it, or is refused",
    async (table) => {
      const { contents, path, pristine } = table;
      const isWorkbook = languageOf(path, contents[path] as Buffer) === "workbook";
      const cell = isWorkbook ? textCell(MARK) : MARK;
      const places: readonly (readonly [string, (cells: readonly string[]) => readonly string[]])[] = [
        ["behind", (cells) => [...cells, cell]],
        ["before", (cells) => [cell, ...cells]],
        ["between", (cells) => [...cells.slice(0, 2), cell, ...cells.slice(2)]],
      ];
      for (const [what, added] of places) {
        const outcome = await outcomeOf(rewritten(contents, path, wide(added)));
        if (isLeft(outcome, path)) continue;
        expect(outcome.record, what).toContain(MARK);
        expect(outcome.kept + outcome.skipped, what).toBe(pristine.kept + pristine.skipped);
      }
    },
  );

  test.each(tables)("$importer/$name with rows wider than the header loses nothing", async (table) => {
    const { contents, path, pristine } = table;
    const isWorkbook = languageOf(path, contents[path] as Buffer) === "workbook";
    const last = isWorkbook ? textCell(MARK) : MARK;
    let rows = 0;
    const widened = rewritten(contents, path, (cells, width, row) => {
      if (cells.length !== width || row === 0 || ++rows < 3) return cells;
      return [...cells, last];
    });
    const outcome = await outcomeOf(widened);
    if (isLeft(outcome, path)) return;
    if (rows > 2) expect(outcome.record).toContain(MARK);
    expect(outcome.kept + outcome.skipped).toBeGreaterThanOrEqual(pristine.kept + pristine.skipped);
  });
});
