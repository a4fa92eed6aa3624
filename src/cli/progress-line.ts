import type { Bilingual } from "../base/bilingual.ts";
import { sizeText } from "../base/sentence.ts";
import type { OnProgress, Progress } from "../model/progress.ts";
import { say, type Terminal } from "./terminal.ts";

const SHOWN_AFTER_MS = 1000;
const EVERY_MS = 200;
const BAR_CELLS = 16;

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

/** A step with the moment it began and the bytes that were done then. */
interface Begun {
  readonly step: Progress["step"];
  readonly at: number;
  readonly doneBytes: number;
}

/**
 * One line on stderr that rewrites itself: only on a terminal, only after a second, never with `--quiet`. Rate and remaining
 * time are those of the step that is running.
 */
export function progressLine(
  terminal: Terminal,
  now: () => number = Date.now,
): { onProgress: OnProgress; end: () => void } {
  if (!terminal.interactive || terminal.quiet) return { onProgress: () => undefined, end: () => undefined };
  const started = now();
  let begun: Begun | null = null;
  let drawnAt = 0;
  let drawn = false;
  return {
    onProgress: (progress) => {
      const time = now();
      const isNew = begun?.step !== progress.step;
      if (begun === null || isNew) begun = { step: progress.step, at: time, doneBytes: progress.doneBytes ?? 0 };
      // A new step is shown at once: it may take minutes before it is heard of again.
      if (time - started < SHOWN_AFTER_MS || (!isNew && time - drawnAt < EVERY_MS)) return;
      drawnAt = time;
      drawn = true;
      terminal.err(`\r\u001b[2K${say(terminal, STEPS[progress.step])} ${amount(terminal, progress, begun, time)}`);
    },
    end: () => {
      if (drawn) terminal.err("\r\u001b[2K");
    },
  };
}

function amount(terminal: Terminal, { doneBytes, totalBytes }: Progress, begun: Begun, time: number): string {
  if (doneBytes === undefined || totalBytes === undefined || totalBytes === 0) return "…";
  const share = Math.min(1, doneBytes / totalBytes);
  const filled = Math.round(share * BAR_CELLS);
  const bar = "█".repeat(filled) + "░".repeat(BAR_CELLS - filled);
  const size = `${bar} ${Math.floor(share * 100)}%  ${sizeText(doneBytes)} / ${sizeText(totalBytes)}`;
  const rate = (doneBytes - begun.doneBytes) / Math.max(0.001, (time - begun.at) / 1000);
  if (rate <= 0) return size;
  const left = clock(Math.ceil(Math.max(0, totalBytes - doneBytes) / rate));
  return `${size}  ${sizeText(Math.round(rate))}/s  ${say(terminal, { zh: `还需 ${left}`, en: `${left} left` })}`;
}

/** `0:42`, `12:05`, `1:02:03`. */
function clock(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
