import { Command, CommanderError, Option } from "commander";
import type { Bilingual } from "../base/bilingual.ts";
import { UsageError } from "../base/errors.ts";
import { TOOL } from "../base/tool.ts";
import type { Terminal } from "./terminal.ts";
import { keyCommandOf, sealCommandOf, sealExpectationOptions } from "./program-seal.ts";
import { addPrintOptions } from "./print-options.ts";
import { columns } from "./width.ts";

/** What the command line asks for: the command's name, its argument and its options. */
export interface Asked {
  readonly command: "pack" | "verify" | "inspect" | "init" | "extract" | "seal" | "key" | "explain";
  readonly argument: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Reads the command line. Returns null where help or the version was asked for and has been printed.
 *
 * @throws {UsageError} USAGE with what was wrong
 */
export function parse(argv: readonly string[], terminal: Pick<Terminal, "language" | "out">): Asked | null {
  let asked: Asked | null = null;
  const program = build(terminal, (found) => (asked = found));
  try {
    // A bare `evidence` is somebody who does not know what to type.
    program.parse(argv.length === 0 ? ["--help"] : [...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return helpOrFault(error);
    throw error;
  }
  return asked;
}

function helpOrFault(error: CommanderError): null {
  if (error.exitCode === 0) return null;
  // The library puts its guess on a line of its own: "(Did you mean pack?)".
  const [detail = "", guess = ""] = error.message.replace(/^error: /, "").split("\n");
  const meant = /^\(Did you mean (?:one of )?(.+)\?\)$/.exec(guess)?.[1];
  throw new UsageError(
    "USAGE",
    {
      zh: `命令写法有误：${chinese(error.code, detail)}${meant === undefined ? "" : `。是否想写：${meant}`}`,
      en: `The command cannot be understood: ${detail}${meant === undefined ? "" : `. Did you mean: ${meant}`}`,
    },
    { hint: hintOf(error.code, detail) },
  );
}

/** The likely slip behind a fault: a space in a path, a file name without `-o`, a path without a command. */
function hintOf(code: string, detail: string): Bilingual {
  const quoted = quotedIn(detail) ?? "";
  if (code === "commander.excessArguments")
    return {
      zh: '路径中有空格时，请用英文引号括起整个路径，例如 evidence pack "王 总 导出"；证据包的文件名前请写 -o。',
      en: 'Put a path with spaces in quotes, such as evidence pack "my export"; write -o before the name of the bundle.',
    };
  if (code === "commander.unknownCommand" && /[/\\.]|[^ -~]/.test(quoted))
    return {
      zh: `“${quoted}”像是文件或文件夹，前面要写命令，例如：evidence inspect "${quoted}"`,
      en: `"${quoted}" looks like a file or folder; write a command before it: evidence inspect "${quoted}"`,
    };
  return {
    zh: "运行 evidence --help 查看全部命令；运行 evidence pack --help 查看某个命令的写法和例子。",
    en: "Run evidence --help for all commands, or evidence pack --help for one with examples.",
  };
}

function quotedIn(detail: string): string | undefined {
  return /'([^']+)'/.exec(detail)?.[1];
}

const FAULTS: Readonly<Record<string, string>> = {
  "commander.unknownOption": "没有这个选项",
  "commander.unknownCommand": "没有这个命令",
  "commander.missingArgument": "缺少要处理的文件或文件夹",
  "commander.excessArguments": "一次只能处理一个文件或文件夹",
  "commander.optionMissingArgument": "选项后面缺少内容",
  "commander.invalidArgument": "选项的内容不对",
  "commander.help": "没有写要执行的命令",
};

function chinese(code: string, detail: string): string {
  const quoted = quotedIn(detail);
  return `${FAULTS[code] ?? detail}${quoted === undefined ? "" : `（${quoted}）`}`;
}

function build(terminal: Pick<Terminal, "language" | "out">, found: (asked: Asked) => void): Command {
  const t = (words: Bilingual): string => words[terminal.language];
  const program = dressed(new Command("evidence"), terminal)
    .description(
      t({
        zh: "把微信聊天导出文件整理成可核对的证据包，并检查其连续性和附件。\n只读取、不联网、不解密；结果只陈述事实，不作结论。",
        en: "Packs a WeChat chat export into an evidence bundle that anybody can check, and tests it for continuity.\nReads only, offline, decrypts nothing; states facts, draws no conclusion.",
      }),
    )
    .version(`${TOOL.name} ${TOOL.version}`, "--version", t({ zh: "显示版本", en: "print the version" }))
    .addHelpText("after", t(EXAMPLES));
  addPack(program, t, found);
  addVerify(program, t, found);
  addInspect(program, t, found);
  addInit(program, t, found);
  addExtract(program, t, found);
  screenOptions(sealCommandOf(program, t), t).action((argument: string, options: Record<string, unknown>) => {
    found({ command: "seal", argument, options });
  });
  screenOptions(keyCommandOf(program, t), t).action((argument: string, options: Record<string, unknown>) => {
    found({ command: "key", argument, options });
  });
  addExplain(program, t, found);
  for (const command of program.commands) dressed(command, terminal).helpCommand(false);
  return program
    .usage(t({ zh: "<命令> [选项]", en: "<command> [options]" }))
    .helpCommand(
      t({ zh: "help [命令]", en: "help [command]" }),
      t({ zh: "显示某个命令的帮助", en: "show help for a command" }),
    );
}

const EXAMPLES: Bilingual = {
  zh: `
例子：
  evidence inspect ./导出文件夹            先看看这是什么，不写任何文件
  evidence init ./导出文件夹               写一份案件信息文件，供填写（可省略）
  evidence pack ./导出文件夹 -o case01.zip   检查并打包（证据包文件名用英文字母和数字）
  evidence verify case01.zip               核对收到的证据包
  evidence explain exit                    退出码的含义`,
  en: `
Examples:
  evidence inspect ./export                look first; nothing is written
  evidence init ./export                   write a case file to fill in (optional)
  evidence pack ./export -o case01.zip     check and pack
  evidence verify case01.zip               verify a bundle you were given
  evidence explain exit                    what the exit codes mean`,
};

/** Shared dress: our streams, our exit, titles in the reader's language. */
function dressed(command: Command, { language, out }: Pick<Terminal, "language" | "out">): Command {
  const titles: Readonly<Record<string, string>> =
    language === "zh"
      ? { "Usage:": "用法：", "Arguments:": "参数：", "Options:": "选项：", "Commands:": "命令：" }
      : {};
  return command
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: () => undefined })
    .configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      subcommandTerm: (sub) => `${sub.name()} ${sub.usage()}`,
      displayWidth: columns,
      helpWidth: 100,
    })
    .helpOption("-h, --help", language === "zh" ? "显示帮助" : "show help")
    .showSuggestionAfterError(true);
}

type Say = (words: Bilingual) => string;

function screenOptions(command: Command, t: Say): Command {
  return command
    .addOption(
      new Option(
        "--lang <zh|en>",
        t({ zh: "文字和报告的语言（默认中文）", en: "language of screen and report (default zh)" }),
      ),
    )
    .option("--json", t({ zh: "只输出一份 JSON（供脚本使用）", en: "print exactly one JSON document, for scripts" }))
    .option("--quiet", t({ zh: "只显示结果和错误", en: "results and errors only" }))
    .option("--no-color", t({ zh: "不使用颜色", en: "no colour" }));
}

/** How an export is read. */
function readingOptions(command: Command, t: Say): Command {
  return command
    .option(
      "--tz <zone>",
      t({
        zh: "导出电脑所在时区，用于没有写明时区的时间（默认按 Asia/Shanghai，并注明是假定）",
        en: "zone of the exporting computer, for times that state none (default Asia/Shanghai, recorded as assumed)",
      }),
    )
    .option(
      "--as <format>",
      t({
        zh: "指定导出格式（evidence explain formats 可查）",
        en: "read as this format (see: evidence explain formats)",
      }),
    );
}

function runOptions(command: Command, t: Say): Command {
  const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];
  return screenOptions(
    readingOptions(command, t)
      .option(
        "--chat <name>",
        t({
          zh: "只列印此会话（标题、wxid 或 c1 编号；可重复）；其余只报数量，但收到的文件仍全部原样封入",
          en: "print only this conversation (title, wxid or c1; repeatable), the others by count; all files received are enclosed all the same",
        }),
        collect,
      )
      .option(
        "--from <yyyy-mm-dd>",
        t({ zh: "记录从这一天起（检查仍看全部）", en: "records from this day (checks still see all)" }),
      )
      .option("--to <yyyy-mm-dd>", t({ zh: "记录到这一天止（含当天）", en: "records up to and including this day" }))
      .option(
        "--date <yyyy-mm-dd>",
        t({ zh: "整理日期（默认今天，北京时间）", en: "date of packing (default today in Beijing)" }),
      )
      .option(
        "--case <file>",
        t({
          zh: "案件信息文件（默认用导出文件夹里面或旁边的 evidence.case.yaml）；其中写到的材料一并封入",
          en: "case file (default: evidence.case.yaml inside or beside the export); documents it names are enclosed",
        }),
      )
      .option(
        "--acquisition-report <internal|court>",
        t({
          zh: "取得方式复核提示（级别和规则）：internal 只显示在屏幕上（默认），court 写入证据包和报告",
          en: "level and rules of the acquisition review: internal shows them on the screen only (default), court puts them into bundle and report",
        }),
      )
      .option("--no-case", t({ zh: "不使用案件信息文件", en: "use no case file" }))
      .option(
        "--fail-on <level>",
        t({
          zh: "从哪一级事项起退出码为 1：error、warning、note、never（默认 error）",
          en: "level from which the exit code is 1: error, warning, note, never (default error)",
        }),
      )
      .option(
        "--require <list>",
        t({
          zh: "案件信息文件中必须填写的部分，缺项即退出码 1 并逐项列出：device（设备表中的必填项）、identity（单聊各方是谁，各当事人的身份材料）、acquisition（问卷 A1–A20）；用逗号隔开",
          en: "parts of the case file that must be filled in; blanks are named and the exit code is 1: device (the fields every device record needs), identity (who is in private chats, and a document for each party), acquisition (questionnaire A1–A20); apart by commas",
        }),
      ),
    t,
  );
}

function addPack(program: Command, t: Say, found: (asked: Asked) => void): void {
  const command = program
    .command("pack <source>")
    .usage(t({ zh: "<导出文件夹、文件或 zip> [选项]", en: "<folder, file or zip> [options]" }))
    .summary(t({ zh: "检查导出文件并写出证据包", en: "check an export and write the bundle" }))
    .description(
      t({
        zh: "检查导出文件（文件夹、单个文件或 zip），写出证据包 .zip、校验值 .zip.sha256 和指纹 .fingerprint.txt。\n已存在的文件绝不覆盖。",
        en: "Checks an export (folder, single file or zip) and writes the bundle .zip, its .zip.sha256 and its .fingerprint.txt.\nAn existing file is never overwritten.",
      }),
    )
    .option(
      "-o, --output <file.zip>",
      t({
        zh: "证据包的文件名（英文字母、数字、- _ .，以 .zip 结尾）",
        en: "the bundle to write (ASCII letters, digits, - _ . and ending in .zip)",
      }),
    )
    .option(
      "--list-profile <court|firm>",
      t({
        zh: "证据目录的栏目：court 含“原始载体情况”一栏，firm 不含（默认 court）",
        en: "columns of the evidence list: court has the state of the original carrier, firm leaves it out (default court)",
      }),
    )
    .option(
      "--annex <name>",
      t({
        zh: "另印附页：signatures 签署页、court-receipt 法院签收页、investigation-order 调查令信息表（可重复，或用逗号隔开）",
        en: "print a sheet besides: signatures, court-receipt, investigation-order (repeatable, or apart by commas)",
      }),
      (value: string, before: string[] | undefined): string[] => [...(before ?? []), value],
    )
    .addHelpText(
      "after",
      t({
        zh: "\n例子：\n  evidence pack ./export -o case01.zip\n  evidence pack ./export --chat 王经理 --from 2026-03-01 --to 2026-06-30\n  evidence pack ./export --json --fail-on warning --require device,identity",
        en: "\nExamples:\n  evidence pack ./export -o case01.zip\n  evidence pack ./export --chat wxid_abc --from 2026-03-01 --to 2026-06-30\n  evidence pack ./export --json --fail-on warning --require device,identity",
      }),
    );
  runOptions(addPrintOptions(command, t), t).action((argument: string, options: Record<string, unknown>) => {
    found({ command: "pack", argument, options });
  });
}

function addVerify(program: Command, t: Say, found: (asked: Asked) => void): void {
  const command = program
    .command("verify <bundle>")
    .usage(t({ zh: "<证据包.zip> [选项]", en: "<bundle.zip> [options]" }))
    .summary(t({ zh: "核对证据包", en: "verify a bundle" }))
    .description(
      t({
        zh: "逐级核对证据包：容器、清单、校验值、有无多余文件，并从收到的文件重新推导记录进行比较。\n答复只有四种：完好且有封签 / 完好，未作外部固定 / 有改动 / 无法判断。",
        en: "Verifies a bundle level by level: container, lists, digests, nothing unlisted, and the records derived again from the received files.\nThe answer is one of: INTACT AND SEALED / INTACT, NOT ANCHORED / NOT INTACT / CANNOT TELL.",
      }),
    )
    .option(
      "--rederive",
      t({
        zh: "从收到的文件重新推导记录（默认；程序版本不同则无法判断此级）",
        en: "derive the records again (default; undetermined for another tool version)",
      }),
    )
    .option(
      "--no-rederive",
      t({ zh: "跳过重新推导（此级即为未判断）", en: "skip deriving again (that level is then undetermined)" }),
    )
    .option(
      "--expect-fingerprint <hex>",
      t({
        zh: "信函或笔录上记下的指纹；不同即为有改动",
        en: "the fingerprint you were given elsewhere; any other is NOT INTACT",
      }),
    )
    .option(
      "--receipt <file.json>",
      t({
        zh: "另写一份核对记录（JSON，含各级结果和指纹）；已存在的文件不覆盖，绝不写入证据包",
        en: "also write a record of this check (JSON with every level and the fingerprint); never over a file, never into the bundle",
      }),
    )
    .option("--by <name>", t({ zh: "核对人，写入核对记录", en: "who checks, for the record" }))
    .option(
      "--date <yyyy-mm-dd>",
      t({ zh: "核对日期（默认今天，北京时间）", en: "date of the check (default today in Beijing)" }),
    )
    .addHelpText(
      "after",
      t({
        zh: "\n例子：\n  evidence verify case01.zip\n  evidence verify case01.zip --expect-fingerprint 3f5a…（64 位）\n  evidence verify case01.zip --json\n  evidence verify case01.zip --expect-key 律所.pub.pem --require seal,time --trust tsa-root.pem",
        en: "\nExamples:\n  evidence verify case01.zip\n  evidence verify case01.zip --expect-fingerprint 3f5a… (64 digits)\n  evidence verify case01.zip --json\n  evidence verify case01.zip --expect-key firm.pub.pem --require seal,time --trust tsa-root.pem",
      }),
    );
  screenOptions(sealExpectationOptions(command, t), t).action((argument: string, options: Record<string, unknown>) => {
    found({ command: "verify", argument, options });
  });
}

function addInspect(program: Command, t: Say, found: (asked: Asked) => void): void {
  const command = program
    .command("inspect <source>")
    .usage(t({ zh: "<导出文件夹、文件或 zip> [选项]", en: "<folder, file or zip> [options]" }))
    .summary(t({ zh: "查看导出文件是什么，不写任何文件", en: "see what an export is; nothing is written" }))
    .description(
      t({
        zh: "查看导出文件：格式、会话、期间、参与账号、编号能否判断、检查结果。不写任何文件。",
        en: "Shows what an export is: format, conversations, periods, accounts, whether its numbering can be judged, findings. Writes nothing.",
      }),
    )
    .addHelpText(
      "after",
      t({
        zh: "\n例子：\n  evidence inspect ./export\n  evidence inspect ./export --json",
        en: "\nExamples:\n  evidence inspect ./export\n  evidence inspect ./export --json",
      }),
    );
  runOptions(command, t).action((argument: string, options: Record<string, unknown>) => {
    found({ command: "inspect", argument, options });
  });
}

function addInit(program: Command, t: Say, found: (asked: Asked) => void): void {
  const command = program
    .command("init <source>")
    .usage(t({ zh: "<导出文件夹、文件或 zip> [选项]", en: "<folder, file or zip> [options]" }))
    .summary(t({ zh: "写一份案件信息文件，供填写", en: "write a case file to fill in" }))
    .description(
      t({
        zh: "在导出文件旁边写一份案件信息文件 evidence.case.yaml：每一项都有说明和可填的内容，并列入导出文件中的账号和群。\n已有该文件时，只补入新出现的账号和群，已写的内容不动。导出文件夹里面绝不写入。",
        en: "Writes a case file, evidence.case.yaml, beside the export: every item with its explanation and choices, and the accounts and groups of the export.\nWhere there is one already, new accounts and groups are added and what is typed stays. Nothing is written inside the export.",
      }),
    )
    .option(
      "-o, --output <file.yaml>",
      t({
        zh: "案件信息文件写在哪里（默认在导出文件旁边）",
        en: "where the case file goes (default: beside the export)",
      }),
    )
    .option(
      "--interactive",
      t({
        zh: "在终端窗口中逐项提问，只问还空着的；每答一项即写入文件",
        en: "ask item by item on the terminal for what is blank; each answer is written at once",
      }),
    )
    .addHelpText(
      "after",
      t({
        zh: "\n例子：\n  evidence init ./export\n  evidence init ./export -o 王某案.yaml --lang zh\n  evidence init ./export --interactive",
        en: "\nExamples:\n  evidence init ./export\n  evidence init ./export -o matter-17.yaml --lang en\n  evidence init ./export --interactive",
      }),
    );
  screenOptions(readingOptions(command, t), t).action((argument: string, options: Record<string, unknown>) => {
    found({ command: "init", argument, options });
  });
}

function addExtract(program: Command, t: Say, found: (asked: Asked) => void): void {
  const command = program
    .command("extract <bundle>")
    .usage(t({ zh: "<证据包.zip> -d <文件夹> [选项]", en: "<bundle.zip> -d <folder> [options]" }))
    .summary(t({ zh: "按原名取出收到的文件", en: "take the received files out under their own names" }))
    .description(
      t({
        zh: "从证据包取出收到的文件：导出文件在 source/，附材料在 enclosed/，恢复收到时的文件名，边写边核对校验值。\n包内与清单不一致的，一个文件也不取出。不能使用原名的改用包内名称，列在 renamed.csv。收到的 zip 不解开。",
        en: "Takes the received files out of a bundle: the export into source/, what is enclosed into enclosed/, under the names they were received with, checking each digest while writing.\nFrom a bundle that does not agree with its lists nothing is taken out. Files that cannot bear their names get those of the bundle and stand in renamed.csv. Received zips stay zips.",
      }),
    )
    .option(
      "-d, --directory <folder>",
      t({ zh: "取出到哪里：新的或空的文件夹（必填）", en: "where to: a new or empty folder (required)" }),
    )
    .option(
      "--names <linux|macos|windows>",
      t({ zh: "按哪种系统的文件名规则（默认按本机）", en: "rules for file names (default: those of this computer)" }),
    )
    .addHelpText(
      "after",
      t({
        zh: "\n例子：\n  evidence extract case01.zip -d 取出\n  evidence extract case01.zip -d ./received --names windows --json",
        en: "\nExamples:\n  evidence extract case01.zip -d received\n  evidence extract case01.zip -d received --names windows --json",
      }),
    );
  screenOptions(command, t).action((argument: string, options: Record<string, unknown>) => {
    found({ command: "extract", argument, options });
  });
}

function addExplain(program: Command, t: Say, found: (asked: Asked) => void): void {
  const command = program
    .command("explain [topic]")
    .usage(
      t({ zh: "[检查编号 | checks | formats | exit] [选项]", en: "[check id | checks | formats | exit] [options]" }),
    )
    .summary(t({ zh: "解释一项检查、一种格式或退出码", en: "explain a check, a format or the exit codes" }))
    .description(t({ zh: "解释一项检查、一种格式或退出码。", en: "Explains a check, a format or the exit codes." }))
    .addHelpText(
      "after",
      t({
        zh: "\n例子：\n  evidence explain checks\n  evidence explain source/rows-removed\n  evidence explain formats\n  evidence explain exit",
        en: "\nExamples:\n  evidence explain checks\n  evidence explain source/rows-removed\n  evidence explain formats\n  evidence explain exit",
      }),
    );
  screenOptions(command, t).action((argument: string | undefined, options: Record<string, unknown>) => {
    found({ command: "explain", argument, options });
  });
}
