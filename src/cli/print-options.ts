import type { Command } from "commander";
import { UsageError } from "../base/errors.ts";
import type { Bilingual } from "../base/bilingual.ts";
import type { RunSettings } from "../model/settings.ts";

/** Options of `pack` that say what is printed. */
export interface PrintOptions {
  /** False for `--no-transcript`. */
  readonly transcript?: boolean;
  readonly maskNumbers?: boolean;
  /** True without numbers. */
  readonly exhibit?: string | boolean;
  readonly exhibitContext?: string;
}

type Printing = Pick<RunSettings, "transcript" | "maskNumbers" | "exhibits" | "exhibitContext">;

/** Adds the options, each with its help. */
export function addPrintOptions(command: Command, t: (text: Bilingual) => string): Command {
  return command
    .option("--no-transcript", t({ zh: "不印聊天记录逐条列印件（report/transcript.pdf）", en: "leave out the printed messages (report/transcript.pdf)" }))
    .option(
      "--exhibit [numbers]",
      t({
        zh: "案件信息文件中的证据另成 PDF：证据编号，用逗号隔开；不写编号即全部",
        en: "print exhibits of the case file as PDFs of their own: their numbers, apart by commas; all where none is given",
      }),
    )
    .option(
      "--exhibit-context <n>",
      t({ zh: "所列消息前后各印多少条上下文（默认 0）", en: "messages of context before and after those named (default 0)" }),
    )
    .option(
      "--mask-numbers",
      t({
        zh: "列印件中他人的身份证件号码、银行卡号、电话号码只印末四位（证据包中的数据不变）",
        en: "print identity, card and telephone numbers of others with the last four digits only (the records stay whole)",
      }),
    ); // prettier-ignore
}

/** @throws {UsageError} EXHIBIT_CONTEXT_INVALID */
export function printingOf({ transcript, maskNumbers, exhibit, exhibitContext }: PrintOptions): Printing {
  return {
    transcript: transcript ?? true,
    maskNumbers: maskNumbers ?? false,
    exhibits: exhibitsOf(exhibit),
    exhibitContext: contextOf(exhibitContext ?? "0"),
  };
}

function exhibitsOf(asked: string | boolean | undefined): string[] {
  if (asked === undefined || asked === false) return [];
  const numbers = asked === true ? [] : asked.split(/[,，、]/).map((number) => number.trim()).filter((number) => number !== ""); // prettier-ignore
  return numbers.length === 0 ? ["all"] : [...new Set(numbers)];
}

function contextOf(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new UsageError(
    "EXHIBIT_CONTEXT_INVALID",
    {
      zh: `--exhibit-context 应为 0 至 9999 的整数，收到的是“${text}”。`,
      en: `--exhibit-context takes a whole number from 0 to 9999, not "${text}".`,
    },
    {
      hint: { zh: "例如：--exhibit-context 3 表示前后各印 3 条。", en: "For example --exhibit-context 3." },
      facts: { value: text },
    },
  );
}
