import { describe, expect, test } from "vitest";
import { TOOL } from "../../src/base/tool.ts";
import { runChecks } from "../../src/checks/run.ts";
import { CHECKS } from "../../src/checks/index.ts";
import { otherMaterial } from "../../src/report/chapters/other-material.ts";
import { NO_FIGURES } from "../../src/report/figures/drawing.ts";
import { ReportContext } from "../../src/report/context.ts";
import { describe as described } from "../../src/dossier/describe.ts";
import type { ExportFacts } from "../../src/importers/importer.ts";
import { billRow } from "../support/bill.ts";
import { chatOf } from "../support/chat.ts";
import { settingsOf } from "../support/settings.ts";

async function fieldsOf(facts: Partial<ExportFacts>) {
  const { chat, source, dispose } = await chatOf({
    export: facts,
    yields: facts.bill ? [billRow({}), billRow({})] : [],
  });
  const { outcomes, judgements } = await runChecks(chat, source, CHECKS);
  const dossier = described({
    chat, source, settings: settingsOf({}), outcomes, judgements,
    payload: { files: [], manifestSha256: "", sizeBytes: 0 }, caseFile: null, tool: { ...TOOL, codeSha256: "" },
    gapChecks: { ids: new Set(), numbering: new Set() }, internalChecks: new Set(),
  }); // prettier-ignore
  const context = new ReportContext({ dossier, chat, cards: CHECKS, stem: "a", copies: NONE, figures: NO_FIGURES });
  const [of] = dossier.exports;
  const fields = of === undefined ? [] : otherMaterial(context, of);
  dispose();
  return fields;
}

const NONE = { made: 0, notMade: 0 } as unknown as ConstructorParameters<typeof ReportContext>[0]["copies"];

describe("material that is no conversation", () => {
  test("a bill is printed with its rows and with what it states of itself", async () => {
    const bill = {
      rows: 3,
      in: { count: 2, sumText: "100.00", sumFen: 10_000 },
      out: null,
      neutral: null,
      from: null,
      until: null,
    };
    expect(await fieldsOf({ bill })).toEqual([
      ["账单", ["读到 2 笔；账单自述 3 笔", "账单自述：收入 2 笔 100.00 元；支出 未记载；中性交易 未记载"]],
    ]);
  });

  test("pictures and films are printed with size, length and time, the rest counted", async () => {
    const film = {
      path: "录屏.mp4",
      format: "mp4",
      width: 720,
      height: 1560,
      durationMs: 12_000,
      takenAtText: "2026-03-02T01:20:00Z",
    };
    const picture = { path: "1.png", format: "png", width: null, height: null, durationMs: null, takenAtText: null };
    const [field] = await fieldsOf({ media: [film, ...Array.from({ length: 20 }, () => picture)] });
    const lines = field?.[1] as readonly string[];
    expect(lines.slice(0, 3)).toEqual([
      "21 个：",
      "录屏.mp4：mp4、720 × 1560、12 秒、文件自称的拍摄时间 2026-03-02T01:20:00Z",
      "1.png：png",
    ]);
    expect(lines.at(-1)).toBe("余 9 项见 record/conversations.json");
  });

  test("an ordinary export has none of it", async () => {
    expect(await fieldsOf({})).toEqual([]);
  });
});
