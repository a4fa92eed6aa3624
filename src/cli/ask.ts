import { confirm, input, select } from "@inquirer/prompts";
import type { Language } from "../base/bilingual.ts";
import type { Ask } from "../init.ts";
import { printable } from "./terminal.ts";

const SKIP: Readonly<Record<Language, string>> = { zh: "（留空）", en: "(leave blank)" };
const PAGE_LINES = 12;

/** Questions on the terminal, one at a time. Each rejects when the person presses Ctrl+C or the run is interrupted. */
export function terminalAsk(language: Language, signal: AbortSignal): Ask {
  return {
    line: async (question, refused) => {
      const validate = (typed: string): string | true => refused(typed.trim()) ?? true;
      return (await input({ message: printable(question), validate }, { signal })).trim();
    },
    pick: (question, words) => {
      const choices = [{ name: SKIP[language], value: "" }, ...words.map((word) => ({ name: word, value: word }))];
      return select({ message: printable(question), choices, pageSize: PAGE_LINES, loop: false }, { signal });
    },
    yes: (question) => confirm({ message: printable(question), default: false }, { signal }),
  };
}

/** Whether somebody broke off a question, in the names the prompt library gives its errors. */
export function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && (error.name === "ExitPromptError" || error.name === "AbortPromptError");
}
