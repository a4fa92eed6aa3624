import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../base/errors.ts";
import { TOOL } from "../base/tool.ts";
import { init, type Begun } from "../init.ts";
import type { Watch } from "../model/progress.ts";
import { CASE_FILE_NAME } from "./case-file.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { runOf, type Place, type RunOptions } from "./options.ts";
import { printable, say, type Terminal } from "./terminal.ts";

export const INIT_SCHEMA = "evidence.init/1";

export interface InitOptions extends RunOptions {
  readonly output?: string;
}

/** `evidence init`: a case file to fill in, with what the export shows. */
export async function initCommand(
  source: string,
  options: InitOptions,
  terminal: Terminal,
  place: Place,
  watch: Watch,
): Promise<ExitCode> {
  const { settings } = runOf(options, place);
  const path = resolve(place.folder, source);
  const target = targetOf(path, options.output, place);
  const begun = await init({ source: path, target }, settings, watch);
  if (terminal.json) terminal.out(`${JSON.stringify(initJson(begun, target))}\n`);
  else terminal.out(initText(terminal, begun, target, source));
  return EXIT.done;
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
