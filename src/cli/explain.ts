import type { Bilingual } from "../base/bilingual.ts";
import { UsageError } from "../base/errors.ts";
import { CHECK_CARDS, FORMATS, type CheckCard } from "../catalog.ts";
import { EXIT, EXIT_CODES, type ExitCode } from "./exit.ts";
import { say, type Terminal } from "./terminal.ts";

const LEVELS: Record<CheckCard["level"], Bilingual> = {
  error: { zh: "错误", en: "error" },
  warning: { zh: "警告", en: "warning" },
  note: { zh: "提示", en: "note" },
};

/** Guesses offered for a topic that is part of a name. */
const MOST_NEAR = 5;

/**
 * `evidence explain [topic]`: the manual of a check, a format or the exit codes.
 *
 * @throws {UsageError} TOPIC_UNKNOWN
 */
export function explainCommand(topic: string | undefined, terminal: Terminal): ExitCode {
  terminal.out(`${page(topic, terminal)}\n`);
  return EXIT.done;
}

function page(topic: string | undefined, terminal: Terminal): string {
  if (topic === undefined) return contents(terminal);
  if (topic === "formats") return formats(terminal);
  if (topic === "checks") return checks(terminal);
  if (topic === "exit" || topic === "exit-codes" || /^\d+$/.test(topic)) return exits(terminal, topic);
  const check = CHECK_CARDS.find(({ id }) => id === topic);
  if (check) return manual(terminal, check);
  const format = FORMATS.find(({ id }) => id === topic);
  if (format) return `${format.id}\n${say(terminal, format.title)}\n\n${say(terminal, format.about)}`;
  throw unknown(topic);
}

function contents(terminal: Terminal): string {
  return say(terminal, {
    zh: "可以解释的内容：\n  evidence explain formats     能读取哪些导出格式\n  evidence explain checks      有哪些检查\n  evidence explain 检查编号     例如 evidence explain continuity/silence\n  evidence explain exit        退出码的含义",
    en: "What can be explained:\n  evidence explain formats     which export formats can be read\n  evidence explain checks      the list of checks\n  evidence explain CHECK-ID    for example: evidence explain continuity/silence\n  evidence explain exit        what the exit codes mean",
  });
}

function formats(terminal: Terminal): string {
  return FORMATS.map(({ id, title, about }) => `${id}\n  ${say(terminal, title)}\n  ${say(terminal, about)}`).join(
    "\n\n",
  );
}

function checks(terminal: Terminal): string {
  const width = Math.max(...CHECK_CARDS.map(({ id }) => id.length));
  return CHECK_CARDS.map(
    ({ id, level, title }) => `${id.padEnd(width)}  ${say(terminal, LEVELS[level])}  ${say(terminal, title)}`,
  ).join("\n");
}

function exits(terminal: Terminal, topic: string): string {
  const wanted = EXIT_CODES.filter(({ code }) => !/^\d+$/.test(topic) || String(code) === topic);
  if (wanted.length === 0) throw unknown(topic);
  const lines = wanted.map(({ code, means }) => `${String(code).padStart(3)}  ${say(terminal, means)}`);
  const rule = say(terminal, {
    zh: "脚本请注意：除 0 以外的任何退出码（包括此表没有的）都不表示核对通过。",
    en: "For scripts: anything but 0, also a code not listed here, means not verified.",
  });
  return [...lines, "", rule].join("\n");
}

function manual(terminal: Terminal, check: CheckCard): string {
  const zh = terminal.language === "zh";
  const innocent = check.innocent.map((cause) => `  - ${say(terminal, cause)}`);
  const needs = [...check.needs, ...(check.needsGrade ?? []).map((grade) => `idGrade=${grade}`)];
  const options = Object.entries(check.options).map(([name, value]) => `${name}=${value}`);
  return [
    `${check.id}  (${zh ? "版本" : "version"} ${check.version})`,
    say(terminal, check.title),
    "",
    `${zh ? "级别：" : "Level: "}${say(terminal, LEVELS[check.level])}  ${zh ? "痕迹：" : "Trace: "}${check.strength}`,
    "",
    `${zh ? "规则" : "Rule"}\n  ${say(terminal, check.rule)}`,
    `${zh ? "法庭为何要问" : "Why a court asks"}\n  ${say(terminal, check.legalHook)}`,
    `${zh ? "可能的正常原因" : "Innocent explanations"}\n${innocent.join("\n")}`,
    `${zh ? "所需信息：" : "Needs: "}${needs.length > 0 ? needs.join(", ") : zh ? "无" : "nothing special"}`,
    `${zh ? "参数：" : "Options: "}${options.length > 0 ? options.join(", ") : zh ? "无" : "none"}`,
    `${zh ? "依据：" : "Reference: "}${check.reference}`,
  ].join("\n");
}

function unknown(topic: string): UsageError {
  const wanted = topic.toLowerCase();
  const known = [...CHECK_CARDS.map(({ id }) => id), ...FORMATS.map(({ id }) => id)];
  const near = wanted === "" ? [] : known.filter((id) => id.includes(wanted)).slice(0, MOST_NEAR);
  const hint: Bilingual =
    near.length === 0
      ? { zh: "运行 evidence explain 查看可以解释的内容。", en: "Run: evidence explain" }
      : {
          zh: `是否想写：evidence explain ${near.join("、")}`,
          en: `Did you mean: evidence explain ${near.join(", ")}`,
        };
  return new UsageError(
    "TOPIC_UNKNOWN",
    { zh: `没有可解释的“${topic}”。`, en: `There is nothing called "${topic}" to explain.` },
    { hint, facts: { topic } },
  );
}
