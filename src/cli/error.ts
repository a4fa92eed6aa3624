import { TOOL } from "../base/tool.ts";
import { asEvidenceError, EXIT, exitCodeOf, type ExitCode } from "./exit.ts";
import { printable, say, type Terminal } from "./terminal.ts";

/** Says what went wrong and what to do next; with `--json` as the one document on stdout. Returns the exit code. */
export function reportError(terminal: Terminal, schema: string, thrown: unknown): ExitCode {
  if (thrown instanceof Error && thrown.name === "AbortError") return interrupted(terminal, schema);
  const error = asEvidenceError(thrown);
  const exit = exitCodeOf(error);
  const message = say(terminal, error.says);
  const hint = say(terminal, error.hint);
  if (terminal.json) {
    const { code, facts, says } = error;
    terminal.out(
      `${JSON.stringify({ schema, tool: TOOL, exit, error: { code, message: says.en, messageZh: says.zh, hint: error.hint.en, hintZh: error.hint.zh, facts } })}\n`,
    );
  }
  const { paint } = terminal;
  const label = terminal.language === "zh" ? "错误" : "Error";
  const next = terminal.language === "zh" ? "下一步：" : "What to do: ";
  terminal.err(
    `${paint.red.bold(label)} ${paint.dim(`[${error.code}]`)} ${printable(message)}\n${next}${printable(hint)}\n`,
  );
  return exit;
}

function interrupted(terminal: Terminal, schema: string): ExitCode {
  const exit = EXIT.interrupted;
  const code = "INTERRUPTED";
  if (terminal.json)
    terminal.out(
      `${JSON.stringify({ schema, tool: TOOL, exit, error: { code, message: "Interrupted.", messageZh: "已中断。" } })}\n`,
    );
  terminal.err(say(terminal, { zh: "已中断，未留下任何文件。\n", en: "Interrupted; nothing is left behind.\n" }));
  return exit;
}
