import { partText } from "../../base/mail/content.ts";
import { looksLikeMail, readMail, type Mail, type MailPart } from "../../base/mail/parts.ts";
import { encodingOfFile, headText, textPieces, type TextRepair } from "../../base/delimited.ts";
import { linesOf } from "../../base/text-lines.ts";
import type { Source } from "../../model/source.ts";
import { htmlLines } from "./html-lines.ts";
import { LONGEST_LINE, type Line } from "./line.ts";

/** How the words are wrapped. */
export type Wrapping = "eml" | "html" | "text";

const HEAD_BYTES = 8192;
const PAGE = /^\s*(<!--|<!doctype html|<html|<\?xml|<(div|p|meta|head|body|table|span|style)[\s>])/i;

/** Whether a file is a mail, a page or plain text; null for what is no text. */
export function wrappingOf(source: Source, path: string): Wrapping | null {
  const head = Buffer.from(source.read(path, 0, HEAD_BYTES));
  if (looksLikeMail(head)) return "eml";
  const text = headText(source, path, HEAD_BYTES);
  if (text === null || text.includes("\0")) return null;
  return PAGE.test(text) ? "html" : "text";
}

/** A mail file with its words. */
export interface OpenMail {
  readonly mail: Mail;
  /** The parts that hold the words, plain before HTML. */
  readonly bodies: readonly MailPart[];
}

/** Opens a mail. */
export function openMail(source: Source, path: string): OpenMail {
  const mail = readMail(viewOf(source, path));
  const of = (type: string) => mail.parts.filter((part) => part.type === type && !part.isAttachment);
  return { mail, bodies: [...of("text/plain"), ...of("text/html")] };
}

/** Lines of one part of a mail; bytes its charset does not allow are told. */
export function bodyLines(
  source: Source,
  path: string,
  part: MailPart,
  told: (repair: TextRepair) => void = () => undefined,
): Iterable<Line> {
  const pieces = partText(viewOf(source, path), part, path, ({ length, hex }) =>
    told({ at: { path }, code: "undecodable-bytes", detail: `${length}: ${hex}` }),
  );
  return part.type === "text/html" ? htmlLines(path, pieces) : plainLines(pieces);
}

/** Lines of a file that is text or a page. @throws {SourceError} ENCODING_UNKNOWN */
export function fileLines(
  source: Source,
  path: string,
  wrapping: "html" | "text",
  told: (repair: TextRepair) => void,
): { readonly lines: Iterable<Line>; readonly encoding: string } {
  const encoding = encodingOfFile(source, path);
  const pieces = textPieces(source, path, encoding, told);
  return { lines: wrapping === "html" ? htmlLines(path, pieces) : plainLines(pieces), encoding: encoding.encoding };
}

/** The first lines of a file that is text or a page, for recognising it. */
export function headLines(source: Source, path: string, wrapping: "html" | "text", bytes: number): Line[] {
  const text = headText(source, path, bytes);
  if (text === null) return [];
  return [...(wrapping === "html" ? htmlLines(path, [text]) : plainLines([text]))];
}

function* plainLines(pieces: Iterable<string>): Generator<Line> {
  for (const { text, line, isCut } of linesOf(pieces, LONGEST_LINE))
    yield { text: text.replace(/\r$/, ""), line, isBold: null, isCut };
}

function viewOf(source: Source, path: string) {
  const sizeBytes = source.file(path)?.sizeBytes ?? 0;
  return { sizeBytes, read: (position: number, length: number) => source.read(path, position, length) };
}
