import * as z from "zod";
import { decodeText } from "../base/text-decode.ts";
import { encodingOf } from "../base/text-encoding.ts";
import { UsageError } from "../base/errors.ts";
import type { CaseDeclared } from "../model/case.ts";
import { caseDeclared } from "../model/shapes/case/sections.ts";
import { caseFileInvalid, fieldName, shapeFaults, syntaxFault, type CaseFault } from "./faults.ts";
import { bareShape } from "./form.ts";
import { parseTree, type ParsedTree } from "./tree.ts";

/** A form, not a book: the largest case file that is read. */
const MOST_BYTES = 2 << 20;

/**
 * What was typed into a case file.
 *
 * @throws {UsageError} CASE_FILE_TOO_LARGE, CASE_FILE_INVALID with every line to mend
 * @throws {SourceError} ENCODING_UNKNOWN when the bytes are no text
 */
export function parseCase(bytes: Buffer, name: string): CaseDeclared {
  if (bytes.length > MOST_BYTES) throw tooLarge(name, bytes.length);
  const parsed = parseTree(decodedCase(bytes, name));
  if (parsed.faults.length > 0) throw caseFileInvalid(name, parsed.faults.map(syntaxFault));
  if (parsed.tree === null) return {};
  const result = caseDeclared.safeParse(parsed.tree);
  if (!result.success) throw caseFileInvalid(name, faultsOf(result.error, parsed));
  return result.data;
}

/** The text of a case file in whatever encoding it was saved. @throws {SourceError} ENCODING_UNKNOWN */
export function decodedCase(bytes: Buffer, name: string): string {
  const found = encodingOf(() => [bytes], name);
  return [...decodeText([bytes], found, () => undefined)].join("");
}

function faultsOf(error: z.ZodError, parsed: ParsedTree): CaseFault[] {
  return error.issues.flatMap((issue) => {
    const path = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : issue.path;
    const allowed = issue.code === "unrecognized_keys" ? keysAt(issue.path) : [];
    const line = parsed.lineOf(path);
    return shapeFaults(issue, allowed).map((says) => ({ line, field: fieldName(path), says }));
  });
}

/** Names of the items a section may have. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let shape: z.core.$ZodType = caseDeclared;
  for (const step of path) {
    const inner: z.core.$ZodType = bareShape(shape);
    if (inner instanceof z.ZodArray && typeof step === "number") shape = inner.element;
    else if (inner instanceof z.ZodObject)
      shape = (inner.shape as Record<string, z.core.$ZodType>)[String(step)] ?? inner;
    else return [];
  }
  const section = bareShape(shape);
  return section instanceof z.ZodObject ? Object.keys(section.shape) : [];
}

function tooLarge(name: string, size: number): UsageError {
  return new UsageError(
    "CASE_FILE_TOO_LARGE",
    {
      zh: `案件信息文件“${name}”有 ${size} 字节，超过 ${MOST_BYTES} 字节，不像是填写的表格。`,
      en: `The case file "${name}" has ${size} bytes, more than ${MOST_BYTES}: that is no form somebody filled in.`,
    },
    {
      hint: {
        zh: "请确认 --case 指向 evidence init 生成的 evidence.case.yaml；照片和材料放在旁边，只在文件中写路径。",
        en: "Point --case to the evidence.case.yaml that evidence init wrote; photos and documents lie beside it, named by their paths.",
      },
      facts: { path: name, sizeBytes: size },
    },
  );
}
