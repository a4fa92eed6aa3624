import { TOOL } from "../base/tool.ts";
import { FORMAT_VERSION } from "./layout.ts";
import { PROFILE_IDENTIFIER } from "./profile.ts";

/** Content of `bagit.txt`: RFC 8493 2.1.1 leaves one form only. */
export const DECLARATION_TEXT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/** One label of `bag-info.txt` with its value, in order of appearance. */
export interface BagInfoField {
  readonly label: string;
  readonly value: string;
}

/** What a bundle says of itself in `bag-info.txt`. */
export interface BagInfoFacts {
  /** Date of packing as stated, `YYYY-MM-DD`. */
  readonly date: string;
  readonly stem: string;
  readonly payloadBytes: number;
  readonly payloadFiles: number;
}

/** Fields of `bag-info.txt`, in the order in which they are written. */
export function bagInfoFields({ date, stem, payloadBytes, payloadFiles }: BagInfoFacts): BagInfoField[] {
  return [
    { label: "Bagging-Date", value: date },
    { label: "Payload-Oxum", value: payloadOxum(payloadBytes, payloadFiles) },
    { label: "External-Identifier", value: stem },
    { label: "BagIt-Profile-Identifier", value: PROFILE_IDENTIFIER },
    { label: "Bag-Software-Agent", value: `${TOOL.name} ${TOOL.version}` },
    { label: FORMAT_LABEL, value: FORMAT_VERSION },
  ];
}

/** Label of the format version in `bag-info.txt`. */
export const FORMAT_LABEL = "Evidence-Bundle-Format";

/** Octet count and stream count of the payload. @source RFC 8493 2.2.2 */
export function payloadOxum(bytes: number, files: number): string {
  return `${bytes}.${files}`;
}

const LINE_LENGTH = 79;
const INDENT = "  ";

/**
 * Text of `bag-info.txt`: one field a line, folded at blanks where a line would be longer than 79 characters. Control
 * characters and line ends in a value become blanks; a word longer than a line stays whole.
 */
export function printBagInfo(fields: readonly BagInfoField[]): string {
  return fields.map(({ label, value }) => `${fold(`${label}: ${singleLine(value)}`)}\n`).join("");
}

function singleLine(value: string): string {
  return value.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
}

function fold(line: string): string {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    const longer = current === "" ? word : `${current} ${word}`;
    // A label keeps its first word, or the line would end in a blank that no reader sees.
    if ([...longer].length > LINE_LENGTH && current.includes(" ")) {
      lines.push(current);
      current = INDENT + word;
    } else current = longer;
  }
  return [...lines, current].join("\n");
}

export interface BagInfoFault {
  readonly code: string;
  readonly line: number;
  readonly expected: string;
  readonly found: string;
}

const FIELD = /^([^\s:](?:[^:\r\n]*[^\s:])?): (\S.*)$/;

/** Reads `bag-info.txt` strictly: a colon and one blank, LF, UTF-8; folded lines are joined by one blank. */
export function parseBagInfo(bytes: Buffer, onFault: (fault: BagInfoFault) => void): BagInfoField[] {
  const text = decoded(bytes, onFault);
  const lines = text.split("\n");
  if (lines.pop() !== "")
    onFault({ code: "BAG_INFO_LINE", line: lines.length + 1, expected: "a final LF", found: "none" });
  const fields: { label: string; value: string }[] = [];
  for (const [index, line] of lines.entries()) {
    const last = fields.at(-1);
    const [, label, value] = FIELD.exec(line) ?? [];
    if (/^[ \t]+\S/.test(line) && last) last.value += ` ${line.trim()}`;
    else if (label !== undefined && value !== undefined && !line.endsWith("\r")) fields.push({ label, value });
    else
      onFault({
        code: "BAG_INFO_LINE",
        line: index + 1,
        expected: "Label: value",
        found: JSON.stringify(line.slice(0, 120)),
      });
  }
  return fields;
}

function decoded(bytes: Buffer, onFault: (fault: BagInfoFault) => void): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    onFault({ code: "BAG_INFO_ENCODING", line: 0, expected: "UTF-8", found: "bytes that are not" });
    return bytes.toString("latin1");
  }
}
