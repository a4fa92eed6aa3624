import type * as z from "zod";
import type { Bilingual } from "../base/bilingual.ts";
import { UsageError } from "../base/errors.ts";
import { wordsIn } from "./choice-words.ts";
import type { TreeFault } from "./tree.ts";

/** One thing to mend in the case file. */
export interface CaseFault {
  readonly line: number;
  /** Such as `devices[0].availability`; empty for the file as a whole. */
  readonly field: string;
  readonly says: Bilingual;
}

const MOST_TOLD = 20;

/** All that is wrong with a case file, line by line. */
export function caseFileInvalid(name: string, faults: readonly CaseFault[]): UsageError {
  const each = [...new Map(faults.map((fault) => [`${fault.line} ${fault.field}`, fault] as const).reverse()).values()];
  const told = each.sort((a, b) => a.line - b.line).slice(0, MOST_TOLD);
  const rest = each.length - told.length;
  const zh = told.map(({ line, field, says }) => `第 ${line} 行${field === "" ? "" : ` ${field}`}：${says.zh}`);
  const en = told.map(({ line, field, says }) => `line ${line}${field === "" ? "" : `, ${field}`}: ${says.en}`);
  if (rest > 0) {
    zh.push(`另有 ${rest} 处`);
    en.push(`and ${rest} more`);
  }
  return new UsageError(
    "CASE_FILE_INVALID",
    {
      zh: `案件信息文件“${name}”有 ${each.length} 处无法读取：\n  ${zh.join("\n  ")}`,
      en: `The case file "${name}" has ${each.length} place(s) that cannot be read:\n  ${en.join("\n  ")}`,
    },
    {
      hint: {
        zh: "请用文本编辑器打开该文件，按行号修改后保存为 UTF-8；不确定的项目可留空。",
        en: "Open the file in a text editor, mend these lines and save it as UTF-8; what is not known may stay blank.",
      },
      facts: { path: name, line: told[0]?.line ?? null, field: told[0]?.field ?? null, faults: each.length },
    },
  );
}

const SYNTAX: Readonly<Record<string, Bilingual>> = {
  TAB_AS_INDENT: { zh: "行首用了制表符（Tab），请改用空格。", en: "the line is indented with a tab; use spaces." },
  DUPLICATE_KEY: {
    zh: "同一项目在这里写了两次，请只保留一次。",
    en: "the same item is written twice here; keep one of them.",
  },
  ALIAS: { zh: "不能使用 * 引用，请直接写出内容。", en: "references (*) are not read; write the value itself." },
  ANCHOR: {
    zh: "不能使用 & 标记；如内容以 & 开头，请加引号。",
    en: "marks (&) are not read; put the value in quotes.",
  },
  TOO_DEEP: { zh: "缩进层次过多。", en: "too many levels of indentation." },
  KEY_NOT_TEXT: { zh: "冒号前应为项目名称。", en: "an item's name is expected before the colon." },
  BAD_INDENT: { zh: "缩进不一致。", en: "the indentation does not fit the lines above." },
  MULTIPLE_DOCS: {
    zh: "文件中有多个 --- 分段，只能有一个。",
    en: "there are several documents (---); only one is read.",
  },
  TAG_RESOLVE_FAILED: {
    zh: "不能使用 ! 标签；如内容以 ! 开头，请整体加英文双引号。",
    en: "tags (!) are not read; put a value that begins with ! in double quotes.",
  },
  MULTILINE_IMPLICIT_KEY: {
    zh: "上一行或本行没有读成“名称: 内容”：冒号要用英文半角（:），后面空一格。",
    en: "this line or the one above is not “name: value”: the colon must be an ASCII one with a space behind it.",
  },
  BLOCK_AS_IMPLICIT_KEY: {
    zh: "内容中有冒号，请把整个内容放进英文双引号。",
    en: "the value holds a colon; put all of it in double quotes.",
  },
  BAD_SCALAR_START: {
    zh: "内容不能以 @、% 或 ` 开头，请把整个内容放进英文双引号。",
    en: "a value cannot begin with @, % or `; put all of it in double quotes.",
  },
  MISSING_CHAR: {
    zh: "少了引号、括号或冒号：引号要成对，名称后面要有英文冒号。",
    en: "a quote, a bracket or a colon is missing: quotes come in pairs, and a name is followed by a colon.",
  },
  CONTROL: {
    zh: "有看不见的控制字符，请删去这一行后重新输入。",
    en: "holds an invisible control character; delete the line and type it again.",
  },
  UNDECODABLE: {
    zh: "有无法识别的字符，文件可能用不同的编码保存过；请重新输入这一行，保存为 UTF-8。",
    en: "holds bytes that are no text, perhaps of another encoding; type the line again and save as UTF-8.",
  },
};

/** What the parser could not read. */
export function syntaxFault({ code, line, found }: TreeFault): CaseFault {
  const says = SYNTAX[code] ?? {
    zh: `写法有误，无法读成“名称: 内容”；内容中如有冒号、井号、括号或引号，请整体加英文双引号（${code}）。`,
    en: `${found}; where a value holds a colon, a hash or a quote, put all of it in double quotes.`,
  };
  return { line, field: "", says };
}

/** `devices[0].photos[1]` */
export function fieldName(path: readonly PropertyKey[]): string {
  return path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("").replace(/^\./, ""); // prettier-ignore
}

/** What a field may not be. */
export function shapeFaults(issue: z.core.$ZodIssue, allowed: readonly string[]): Bilingual[] {
  switch (issue.code) {
    case "unrecognized_keys": {
      if (issue.keys.some((key) => /^[\u00a0\u3000]/.test(key))) return [WIDE_INDENT];
      const keys = issue.keys.map((key) => `“${key}”`).join("、");
      const list = allowed.join(", ");
      return [{ zh: `没有名为 ${keys} 的项目；此处可填：${list}`, en: `there is no item called ${issue.keys.join(", ")}; items here: ${list}` }]; // prettier-ignore
    }
    case "invalid_value": {
      const words = issue.values.map(String);
      return [
        {
          zh: `不是可选的内容；可填：${wordsIn(words, "zh").join("、")}`,
          en: `is none of the choices: ${wordsIn(words, "en").join(", ")}`,
        },
      ];
    }
    case "invalid_type":
      return [wrongType(issue.expected)];
    case "too_big":
      return [{ zh: `内容过长，最多 ${String(issue.maximum)} 个字符。`, en: `is too long; at most ${String(issue.maximum)} characters.` }]; // prettier-ignore
    default:
      return [wrongForm(issue.message)];
  }
}

const WIDE_INDENT: Bilingual = {
  zh: "行首用了全角空格，请改用英文半角空格缩进。",
  en: "the line is indented with full-width spaces; use ordinary ones.",
};

function wrongType(expected: string): Bilingual {
  if (expected === "array")
    return { zh: "应为列表：每项另起一行，以“- ”开头。", en: "must be a list: each entry on its own line, beginning with “- ”." }; // prettier-ignore
  if (expected === "object" || expected === "record")
    return {
      zh: "这里应是缩进的项目，写作“名称: 内容”（英文半角冒号，后面空一格）。",
      en: "items are expected here, indented, as “name: value” (an ASCII colon with a space behind it).",
    };
  return { zh: "应为一段文字，不是列表或下级项目。", en: "must be text, not a list or items." };
}

function wrongForm(message: string): Bilingual {
  if (message === "not-a-day")
    return { zh: "没有这一天；日期写作 2024-05-01。", en: "there is no such day; dates are written 2024-05-01." };
  if (message === "not-a-moment")
    return { zh: "没有这个时间；写作 2024-05-01 或 2024-05-01 09:30。", en: "there is no such time; write 2024-05-01 or 2024-05-01 09:30." }; // prettier-ignore
  return {
    zh: "形式不对；日期写作 2024-05-01，时间写作 2024-05-01 09:30，数目只写数字，消息编号写作 12 或 5-30。",
    en: "is not in the form expected; days are 2024-05-01, times 2024-05-01 09:30, counts digits only, message numbers 12 or 5-30.",
  };
}

/** A file that the case file names and that cannot be taken. */
export interface NotEnclosed {
  readonly path: string;
  readonly field: string;
  readonly problem: "missing" | "outside" | "not-a-file" | "unreadable" | "link";
}

const PROBLEMS: Readonly<Record<NotEnclosed["problem"], Bilingual>> = {
  missing: { zh: "没有这个文件", en: "there is no such file" },
  outside: { zh: "不在案件信息文件所在的文件夹之内", en: "lies outside the folder of the case file" },
  "not-a-file": { zh: "不是文件（可能是文件夹）", en: "is no file (perhaps a folder)" },
  unreadable: { zh: "没有读取权限", en: "may not be read" },
  link: { zh: "是链接，不跟随", en: "is a link, and links are not followed" },
};

/** Files named in the case file that cannot be enclosed. */
export function enclosuresMissing(name: string, problems: readonly NotEnclosed[]): UsageError {
  const told = problems.slice(0, MOST_TOLD);
  const zh = told.map(({ path, field, problem }) => `${field}：“${path}”${PROBLEMS[problem].zh}`);
  const en = told.map(({ path, field, problem }) => `${field}: "${path}" ${PROBLEMS[problem].en}`);
  return new UsageError(
    "ENCLOSURE_MISSING",
    {
      zh: `案件信息文件“${name}”中有 ${problems.length} 个材料文件取不到：\n  ${zh.join("\n  ")}`,
      en: `${problems.length} file(s) named in the case file "${name}" cannot be taken:\n  ${en.join("\n  ")}`,
    },
    {
      hint: {
        zh: "请把材料放在案件信息文件旁边（或其下的文件夹中），按相对路径填写，文件夹之间用 / ，例如 photos/手机.jpg。",
        en: "Put the documents beside the case file or in a folder below, and write the path from there with /, such as photos/phone.jpg.",
      },
      facts: { path: told[0]?.path ?? "", field: told[0]?.field ?? "", files: problems.length },
    },
  );
}

/** Accounts and groups that could not be put into a case file without risk to what is written there. */
export function caseFileNotMerged(name: string, accounts: readonly string[]): UsageError {
  const told = accounts.slice(0, MOST_TOLD).join(", ");
  return new UsageError(
    "CASE_FILE_NOT_MERGED",
    {
      zh: `案件信息文件“${name}”的写法特殊，无法自动补入 ${accounts.length} 个账号或群；文件没有改动。`,
      en: `The case file "${name}" is laid out so that ${accounts.length} accounts or groups cannot be added to it; it was not changed.`,
    },
    {
      hint: {
        zh: `请手工添加：${told}`,
        en: `Add them by hand: ${told}`,
      },
      facts: { path: name, missing: accounts.length },
    },
  );
}
