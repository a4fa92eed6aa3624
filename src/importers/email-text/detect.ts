import { SourceError } from "../../base/errors.ts";
import type { MailPart } from "../../base/mail/parts.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ClaimStrength } from "../importer.ts";
import type { Form } from "./grammar.ts";
import type { Line } from "./line.ts";
import { survey, type Survey } from "./survey.ts";
import { bodyLines, headLines, openMail, wrappingOf, type Wrapping } from "./text-file.ts";

export const IMPORTER_ID = "email-text";

const HEAD_BYTES = 64 * 1024;
/** Lines of a mail that are looked at. */
const HEAD_LINES = 2000;
const COPIES = ["copy-macos", "copy-forward", "copy-print", "copy-windows"] as const;

/** What a file was recognised as. */
export interface Recognised {
  readonly form: Form;
  readonly wrapping: Wrapping;
  readonly strength: ClaimStrength;
}

/** Mails and texts that hold a chat as the client hands it out. */
export function* detectTexts(source: Source): Generator<Claim> {
  const containers = new Set(source.files.map(({ container }) => container));
  for (const { path, sizeBytes } of source.files) {
    if (sizeBytes === 0 || (containers.has(path) && source.read(path, 0, 2).toString("latin1") === "PK")) continue;
    const found = recogniseText(source, path);
    if (found !== null)
      yield { importer: IMPORTER_ID, entry: path, strength: found.strength, basis: basis(path, found.form) };
  }
}

/** What a file is among the forms of this importer; null for any other. */
export function recogniseText(source: Source, path: string): Recognised | null {
  const wrapping = wrappingOf(source, path);
  if (wrapping === null) return null;
  if (wrapping === "eml") {
    const isChat = openMail(source, path).bodies.some((part) => holdsMail(source, path, part));
    return isChat ? { form: "mail", wrapping, strength: "signature" } : null;
  }
  const lines = headLines(source, path, wrapping, HEAD_BYTES);
  if (isMail(survey("mail", lines))) return { form: "mail", wrapping, strength: "signature" };
  if (wrapping === "html") return null;
  const form = COPIES.find((copy) => isCopy(copy, survey(copy, lines)));
  if (form === undefined) return null;
  // A name and a colon is all there is: any list of notes may look like it.
  return { form, wrapping, strength: form === "copy-windows" ? "remainder" : "structure" };
}

/** Any mail is asked; one whose words cannot be read is nobody's. */
function holdsMail(source: Source, path: string, part: MailPart): boolean {
  try {
    return isMail(survey("mail", first(bodyLines(source, path, part))));
  } catch (error) {
    if (error instanceof SourceError) return false;
    throw error;
  }
}

function* first(lines: Iterable<Line>): Generator<Line> {
  let count = 0;
  for (const line of lines) {
    yield line;
    count += 1;
    if (count >= HEAD_LINES) return;
  }
}

/** The greeting with a day, or days with messages below them. */
function isMail({ greeting, dividers, heads, linesBefore }: Survey): boolean {
  if (dividers === 0) return false;
  return greeting !== null ? linesBefore < 60 : heads > 0 && linesBefore < 10;
}

/**
 * Nothing stands before the first message; nine in ten stretches between empty lines begin as a message does, or where
 * messages hold empty lines, nine in ten messages stand apart. Of the form without times, names must come again and again.
 */
function isCopy(form: Exclude<Form, "mail">, { heads, headsApart, names, linesBefore, blocks }: Survey): boolean {
  if (linesBefore > 0 || heads < 2) return false;
  if (form === "copy-windows") return heads >= 4 && names.size * 2 <= heads;
  return headsApart * 10 >= blocks * 9 || (headsApart * 10 >= heads * 9 && heads * 2 >= blocks);
}

const SEEN: Readonly<Record<Form, { readonly zh: string; readonly en: string }>> = {
  mail: {
    zh: "中有微信以邮件发送聊天记录的写法：问候语、日期横线、“名称  时:分”",
    en: "holds a chat as WeChat sends it by e-mail: greeting, rules with days, name and time above each message",
  },
  "copy-macos": {
    zh: "是从微信复制出的文字的写法：“名称 年/月/日 时:分”一行，其下为正文",
    en: "is text as copied out of WeChat: a line with name, date and time above each message",
  },
  "copy-forward": {
    zh: "是从合并转发页面复制出的文字的写法：“·名称”、“年月日 时:分”各一行，其下为正文",
    en: "is text as copied out of a merged forward: a line with the name and one with date and time above each message",
  },
  "copy-print": {
    zh: "每条消息之上有“名称 年月日 时:分”一行，像是从打印件或 PDF 复制的聊天文字",
    en: "has a line with name, date and time above each message, as chat text copied out of a print or PDF",
  },
  "copy-windows": {
    zh: "是从 Windows 微信复制出的文字的写法：“名称:”一行，其下为正文，没有时间",
    en: "is text as copied out of WeChat for Windows: a line with name and colon above each message, without times",
  },
};

function basis(path: string, form: Form) {
  return { zh: `“${path}”${SEEN[form].zh}`, en: `"${path}" ${SEEN[form].en}` };
}
