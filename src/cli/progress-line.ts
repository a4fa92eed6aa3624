import type { Bilingual } from "../base/bilingual.ts";
import { sizeText } from "../base/sentence.ts";
import type { OnProgress, Progress } from "../model/progress.ts";
import { say, type Terminal } from "./terminal.ts";

const SHOWN_AFTER_MS = 1000;
const EVERY_MS = 200;
const BAR_CELLS = 24;

const STEPS: Record<Progress["step"], Bilingual> = {
  read: { zh: "读取并计算校验值", en: "reading and hashing" },
  import: { zh: "读入消息", en: "importing messages" },
  check: { zh: "检查", en: "checking" },
  report: { zh: "生成报告", en: "writing the report" },
  seal: { zh: "封装", en: "sealing" },
  verify: { zh: "核对", en: "verifying" },
  extract: { zh: "取出文件", en: "taking files out" },
  derive: { zh: "重新推导记录", en: "deriving the records again" },
};

/** One line on stderr that rewrites itself: only on a terminal, only after a second, never with `--quiet`. */
export function progressLine(
  terminal: Terminal,
  now: () => number = Date.now,
): { onProgress: OnProgress; end: () => void } {
  if (!terminal.interactive || terminal.quiet) return { onProgress: () => undefined, end: () => undefined };
  const started = now();
  let drawnAt = 0;
  let drawn = false;
  return {
    onProgress: (progress) => {
      const time = now();
      if (time - started < SHOWN_AFTER_MS || time - drawnAt < EVERY_MS) return;
      drawnAt = time;
      drawn = true;
      terminal.err(`\r\u001b[2K${say(terminal, STEPS[progress.step])} ${amount(progress, (time - started) / 1000)}`);
    },
    end: () => {
      if (drawn) terminal.err("\r\u001b[2K");
    },
  };
}

function amount({ doneBytes, totalBytes }: Progress, seconds: number): string {
  if (doneBytes === undefined || totalBytes === undefined || totalBytes === 0) return "…";
  const share = Math.min(1, doneBytes / totalBytes);
  const filled = Math.round(share * BAR_CELLS);
  const bar = "█".repeat(filled) + "░".repeat(BAR_CELLS - filled);
  const rate = doneBytes / seconds;
  const rest = rate > 0 ? Math.ceil((totalBytes - doneBytes) / rate) : 0;
  return `${bar} ${Math.floor(share * 100)}%  ${sizeText(doneBytes)} / ${sizeText(totalBytes)}  ${sizeText(Math.round(rate))}/s  ${rest} s`;
}
