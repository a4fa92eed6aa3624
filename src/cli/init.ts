import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Language } from "../base/bilingual.ts";
import { UsageError } from "../base/errors.ts";
import { TOOL } from "../base/tool.ts";
import { init, interview, type Begun } from "../init.ts";
import type { Watch } from "../model/progress.ts";
import { CASE_FILE_NAME } from "./case-file.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { runOf, type Place, type RunOptions } from "./options.ts";
import { printable, say, type Terminal } from "./terminal.ts";

export const INIT_SCHEMA = "evidence.init/1";

export interface InitOptions extends RunOptions {
  readonly output?: string;
  readonly interactive?: boolean;
}

/** Where `init` stands: a place, and whether there is a person to ask. */
export interface InitPlace extends Place {
  readonly inIsTerminal?: boolean;
  readonly outIsTerminal: boolean;
  readonly signal: AbortSignal;
}

/** `evidence init`: a case file to fill in, with what the export shows. */
export async function initCommand(
  source: string,
  options: InitOptions,
  terminal: Terminal,
  place: InitPlace,
  watch: Watch,
): Promise<ExitCode> {
  if (options.interactive === true && !canAsk(terminal, place)) throw nobodyToAsk();
  const { settings } = runOf(options, place);
  const path = resolve(place.folder, source);
  const target = targetOf(path, options.output, place);
  const begun = await init({ source: path, target }, settings, watch);
  if (terminal.json) terminal.out(`${JSON.stringify(initJson(begun, target))}\n`);
  else terminal.out(initText(terminal, begun, target, source));
  return options.interactive === true ? interviewed(terminal, target, settings.language, place.signal) : EXIT.done;
}

function canAsk(terminal: Terminal, { inIsTerminal, outIsTerminal }: InitPlace): boolean {
  return inIsTerminal === true && outIsTerminal && !terminal.json;
}

/** Asks on the terminal. What was answered before Ctrl+C is in the file. */
async function interviewed(terminal: Terminal, target: string, language: Language, signal: AbortSignal) {
  const { isBrokenOff, terminalAsk } = await import("./ask.ts");
  try {
    await interview(target, language, terminalAsk(language, signal));
  } catch (error) {
    if (!isBrokenOff(error)) throw error;
    terminal.err(say(terminal, { zh: "\n已中断；此前的回答已写入案件信息文件，可再次运行继续。\n", en: "\nInterrupted; the answers given so far are in the case file. Run again to go on.\n" })); // prettier-ignore
    return EXIT.interrupted;
  }
  terminal.out(say(terminal, { zh: "回答已写入案件信息文件。\n", en: "The answers are in the case file.\n" }));
  return EXIT.done;
}

function nobodyToAsk(): UsageError {
  return new UsageError(
    "NO_TERMINAL",
    {
      zh: "--interactive 要在终端窗口中逐项提问，这里没有终端（或同时使用了 --json）。",
      en: "--interactive asks questions on a terminal, and there is none here (or --json was given as well).",
    },
    {
      hint: {
        zh: "去掉 --interactive，用文本编辑器填写生成的文件；或在终端窗口中直接运行。",
        en: "Leave out --interactive and fill in the file in a text editor, or run it in a terminal window.",
      },
    },
  );
}

/** `-o`, else beside the export, where `pack` looks for it. */
function targetOf(source: string, output: string | undefined, place: Place): string {
  if (output === undefined) {
    const inside = join(source, CASE_FILE_NAME);
    if (existsSync(inside)) throw alreadyInside(inside);
    return join(dirname(source), CASE_FILE_NAME);
  }
  if (/\.ya?ml$/i.test(output)) return resolve(place.folder, output);
  throw new UsageError(
    "OUTPUT_NAME",
    { zh: `案件信息文件“${output}”应以 .yaml 结尾。`, en: `The case file "${output}" must end in .yaml.` },
    { hint: { zh: `例如：-o ${output}.yaml`, en: `For example: -o ${output}.yaml` }, facts: { output } },
  );
}

function alreadyInside(path: string): UsageError {
  return new UsageError(
    "CASE_FILE_INSIDE_SOURCE",
    {
      zh: `导出文件夹里已有案件信息文件“${path}”，pack 会使用它；导出文件夹只读，不能在其中补充。`,
      en: `There is a case file inside the export, "${path}", which pack uses; the export is never written to.`,
    },
    {
      hint: {
        zh: "请把它移到导出文件夹旁边，再运行一次；或用 -o 写到别处，打包时用 --case 指定。",
        en: "Move it beside the export and run again, or write elsewhere with -o and name that file to pack with --case.",
      },
      facts: { path },
    },
  );
}

function initText(terminal: Terminal, begun: Begun, target: string, source: string): string {
  const name = printable(basename(target));
  const lines = [terminal.paint.bold(say(terminal, stateWords(begun, name)))];
  if (begun.state === "extended" && !terminal.quiet)
    lines.push(...[...begun.accounts, ...begun.groups].map((key) => `  + ${printable(key)}`));
  if (begun.notListed > 0)
    lines.push(
      say(terminal, {
        zh: `另有 ${begun.notListed} 个账号或群没有列入。`,
        en: `${begun.notListed} more accounts or groups are not listed.`,
      }),
    );
  const given = basename(target) === CASE_FILE_NAME ? "" : ` --case ${target}`;
  const pack = `evidence pack ${/\s/.test(source) ? `"${source}"` : source}${printable(given)}`;
  lines.push(
    say(terminal, {
      zh: `位置    ${printable(target)}\n下一步  用文本编辑器打开，填写后保存（不知道的留空），再运行：${printable(pack)}`,
      en: `File  ${printable(target)}\nNext  open it in a text editor, fill it in (leave blank what is not known), save, then run: ${printable(pack)}`,
    }),
  );
  return `${lines.join("\n")}\n`;
}

function stateWords({ state, accounts, groups }: Begun, name: string) {
  const [a, g] = [accounts.length, groups.length];
  if (state === "begun")
    return {
      zh: `已写好 ${name}：列入账号 ${a} 个、群 ${g} 个；其余留空，等待填写。`,
      en: `${name} is written: ${a} accounts and ${g} groups; the rest is blank, to be filled in.`,
    };
  if (state === "extended")
    return {
      zh: `已在 ${name} 中补入账号 ${a} 个、群 ${g} 个；原有内容没有改动。`,
      en: `${a} accounts and ${g} groups are added to ${name}; what was there is unchanged.`,
    };
  return {
    zh: `${name} 已列有全部账号和群，没有改动。`,
    en: `${name} names every account and group already; it was not changed.`,
  };
}

function initJson({ state, accounts, groups, notListed }: Begun, path: string) {
  return {
    schema: INIT_SCHEMA,
    tool: TOOL,
    exit: EXIT.done,
    file: { name: basename(path), path },
    state,
    added: { accounts, groups },
    notListed,
  };
}
