import { describe, expect, test } from "vitest";
import { progressLine } from "../../src/cli/progress-line.ts";
import { painter, type Terminal } from "../../src/cli/terminal.ts";

const MB = 1 << 20;

function watched(given: Partial<Terminal> = {}) {
  const shown: string[] = [];
  let time = 0;
  const terminal: Terminal = {
    language: "en",
    quiet: false,
    json: false,
    interactive: true,
    out: () => undefined,
    err: (text) => shown.push(text),
    paint: painter(false, true, {}),
    ...given,
  };
  const { onProgress, end } = progressLine(terminal, () => time);
  const at = (ms: number, ...progress: Parameters<typeof onProgress>) => {
    time = ms;
    onProgress(...progress);
  };
  return { shown, at, end };
}

describe("the line of progress", () => {
  test("states bytes, rate and remaining time of the running step", () => {
    const { shown, at } = watched();
    at(0, { step: "read", doneBytes: 0, totalBytes: 100 * MB });
    at(5000, { step: "read", doneBytes: 100 * MB, totalBytes: 100 * MB });
    at(6000, { step: "seal", doneBytes: 0, totalBytes: 4000 * MB });
    at(8000, { step: "seal", doneBytes: 200 * MB, totalBytes: 4000 * MB });
    expect(shown.at(-1)).toMatch(/sealing █░+ 5% {2}200\.0 MiB \/ 3\.9 GiB {2}100\.0 MiB\/s {2}0:38 left$/);
  });

  test("speaks the language of the screen", () => {
    const { shown, at } = watched({ language: "zh" });
    at(0, { step: "verify", doneBytes: 0, totalBytes: 7200 * MB });
    at(2000, { step: "verify", doneBytes: 2 * MB, totalBytes: 7200 * MB });
    expect(shown.at(-1)).toMatch(/核对 .*1\.0 MiB\/s {2}还需 1:59:58$/);
  });

  test("shows a step of unknown length at once, and nothing in the first second", () => {
    const { shown, at } = watched();
    at(100, { step: "read", doneBytes: 1, totalBytes: 2 });
    expect(shown).toEqual([]);
    at(1001, { step: "read", doneBytes: 2, totalBytes: 2 });
    at(1002, { step: "check" });
    expect(shown.at(-1)).toMatch(/checking …$/);
  });

  test("is taken away at the end", () => {
    const { shown, at, end } = watched();
    at(2000, { step: "check" });
    end();
    expect(shown.at(-1)).toBe("\r\u001b[2K");
  });

  test.each([{ quiet: true }, { interactive: false }])("keeps silent where %o", (given) => {
    const { shown, at, end } = watched(given);
    at(0, { step: "read", doneBytes: 0, totalBytes: MB });
    at(5000, { step: "read", doneBytes: 5, totalBytes: MB });
    end();
    expect(shown).toEqual([]);
  });
});
