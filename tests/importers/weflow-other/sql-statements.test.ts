import { expect, test } from "vitest";
import { SqlStatements } from "../../../src/importers/weflow-other/sql-statements.ts";

const MEBI = 1 << 20;
const INSERT = "INSERT INTO weflow_messages (content) VALUES";

/** Beginnings and lines of what a reader that cannot read the first statement meets. */
function metBehindFirst(pieces: Iterable<string>): [number, string][] {
  const statements = new SqlStatements(pieces);
  const met: [number, string][] = [];
  for (let statement = statements.next(); statement !== null; statement = statements.next()) {
    met.push([statement.line, statement.text.slice(0, 60)]);
    if (met.length === 1) statements.goOn(statement, statement.text.indexOf("INSERT") + 6);
  }
  return met;
}

function* longLiteral(end: string) {
  yield `-- 导出\n${INSERT} ('货`;
  for (let index = 0; index < 30; index += 1) yield `${"''".repeat(MEBI / 2 - 1)}\n`;
  yield end;
}

test("a literal longer than any statement is passed over as one, and the next statement of rows is met on its line", () => {
  const rest = `');\n${INSERT} ('收到');\n`;
  // The mark of the next statement may be cut by the pieces it comes in.
  for (const cut of [0, 3, 4, 12, rest.length]) {
    const pieces = [...longLiteral(rest.slice(0, cut)), rest.slice(cut)];
    expect(metBehindFirst(pieces)).toEqual([
      [1, expect.stringContaining("('货''")],
      [33, `${INSERT} ('收到');`],
    ]);
  }
});

test("nothing comes behind a literal that never ends", () => {
  expect(metBehindFirst(longLiteral(""))).toHaveLength(1);
});

test("where a lost quote ran into the next statement, that one is met", () => {
  const met = metBehindFirst([`${INSERT} ('少了引号);\n${INSERT} ('收到');\n`]);
  expect(met[1]).toEqual([2, `${INSERT} ('收到');`]);
});
