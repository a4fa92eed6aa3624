import { password } from "@inquirer/prompts";
import type { Bilingual } from "../base/bilingual.ts";
import { UsageError } from "../base/errors.ts";
import { isBrokenOff } from "./ask.ts";
import { givenFile } from "./given-file.ts";
import type { Place } from "./options.ts";
import { say, type Terminal } from "./terminal.ts";

/** Where a passphrase may come from. The command line is not among them: others can read it there. */
export interface PassphrasePlace extends Place {
  readonly inIsTerminal?: boolean;
}

/**
 * The passphrase of a key: from `--passphrase-file`, else EVIDENCE_PASSPHRASE, else asked for on the terminal.
 *
 * @param isNew asked for twice, and the two must agree
 * @throws {UsageError} PASSPHRASE_MISSING, PASSPHRASES_DIFFER, FILE_UNREADABLE
 * @throws AbortError when the person breaks off
 */
export async function passphraseOf(
  file: string | undefined,
  isNew: boolean,
  terminal: Terminal,
  place: PassphrasePlace,
  signal?: AbortSignal,
): Promise<string> {
  if (file !== undefined) {
    const text = givenFile("--passphrase-file", file, place).content.toString("utf8");
    return notEmpty(text.replace(/^\uFEFF/, "").replace(/\r?\n$/, ""));
  }
  const environment = place.environment["EVIDENCE_PASSPHRASE"];
  if (environment !== undefined && environment !== "") return environment;
  if (place.inIsTerminal !== true || !terminal.interactive || terminal.json) throw missing();
  const first = notEmpty(await ask(terminal, { zh: "私钥口令：", en: "Passphrase of the key:" }, signal));
  if (!isNew || first === (await ask(terminal, { zh: "再输入一次：", en: "Once more:" }, signal))) return first;
  throw new UsageError(
    "PASSPHRASES_DIFFER",
    { zh: "两次输入的口令不同。", en: "The two passphrases are not the same." },
    { hint: { zh: "没有写出任何文件；请重新运行。", en: "Nothing was written; run the command again." } },
  );
}

async function ask(terminal: Terminal, words: Bilingual, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await password({ message: say(terminal, words), mask: "*" }, signal ? { signal } : {});
  } catch (error) {
    throw isBrokenOff(error) ? new DOMException("broken off", "AbortError") : error;
  }
}

function notEmpty(passphrase: string): string {
  if (passphrase === "") throw missing();
  return passphrase;
}

function missing(): UsageError {
  return new UsageError(
    "PASSPHRASE_MISSING",
    { zh: "没有得到私钥的口令。", en: "No passphrase for the key was given." },
    {
      hint: {
        zh: "请在终端窗口中运行并按提示输入；脚本中用 --passphrase-file 文件 或环境变量 EVIDENCE_PASSPHRASE。口令不能写在命令行上。",
        en: "Run it on a terminal and type it when asked; in scripts use --passphrase-file FILE or the variable EVIDENCE_PASSPHRASE. It is never taken from the command line.",
      },
    },
  );
}
