import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { canonicalJson } from "../base/canonical-json.ts";
import { sha256 } from "../base/digest.ts";
import { OutputError, UsageError } from "../base/errors.ts";
import { NotWritten, putNewFiles } from "../base/new-files.ts";
import { TOOL } from "../base/tool.ts";
import type { Place } from "./options.ts";
import type { PrintedVerified } from "./verify.ts";

export const RECEIPT_SCHEMA = "evidence.receipt/1";

export interface ReceiptOptions {
  /** File to write; none where no receipt is asked for. */
  readonly receipt?: string;
  /** Who checked, as typed. */
  readonly by?: string;
}

/**
 * The file a receipt goes to; null where none is asked for.
 *
 * @throws {UsageError} RECEIPT_MISSING when somebody is named and no receipt asked for
 * @throws {OutputError} TARGET_EXISTS when the file is there already; asked before the bundle is read
 */
export function receiptPath({ receipt, by }: ReceiptOptions, { folder }: Place): string | null {
  if (receipt === undefined) {
    if (by === undefined) return null;
    throw new UsageError(
      "RECEIPT_MISSING",
      { zh: "写了 --by 而没有写 --receipt。", en: "--by was given without --receipt." },
      { hint: { zh: "例如：--receipt 核对记录.json --by 张三", en: "For example: --receipt checked.json --by Zhang" } },
    );
  }
  const path = resolve(folder, receipt);
  if (existsSync(path)) throw taken(path);
  return path;
}

/** Only the fields of the receipt, whatever else an answer holds. */
type Answer = Pick<PrintedVerified, "word" | "levels" | "zipSha256" | "fingerprint" | "expectedFingerprint">;

/** The record that a bundle was checked, with its own digest. */
export function receiptOf(answer: Answer, bundle: string, by: string | null, at: string) {
  const { word, levels, zipSha256, fingerprint, expectedFingerprint } = answer;
  const result = { word, levels, zipSha256, fingerprint, expectedFingerprint };
  const record = {
    schema: RECEIPT_SCHEMA,
    action: "verified",
    tool: TOOL,
    at,
    by,
    bundle: basename(bundle),
    ...result,
  };
  return { ...record, entryHash: sha256(canonicalJson(record)) };
}

/**
 * Writes a receipt and returns the SHA-256 of the file.
 *
 * @throws {OutputError} TARGET_EXISTS, or NOT_WRITABLE where there is no such folder or no permission
 */
export function writeReceipt(path: string, receipt: ReturnType<typeof receiptOf>): string {
  const text = `${canonicalJson(receipt)}\n`;
  try {
    putNewFiles([{ path, content: text, mode: 0o666 }]);
  } catch (error) {
    const cause = error instanceof NotWritten ? error.cause : error;
    throw cause instanceof Error && "code" in cause && cause.code === "EEXIST" ? taken(path) : refused(path, cause);
  }
  return sha256(text);
}

function taken(path: string): OutputError {
  return new OutputError(
    "TARGET_EXISTS",
    { zh: `核对记录“${path}”已存在，不会覆盖。`, en: `The receipt "${path}" exists already and is not overwritten.` },
    { hint: { zh: "请换一个文件名。", en: "Choose another name." }, facts: { path } },
  );
}

function refused(path: string, cause: unknown): OutputError {
  return new OutputError(
    "NOT_WRITABLE",
    { zh: `核对记录“${path}”无法写入。`, en: `The receipt "${path}" cannot be written.` },
    {
      hint: { zh: "请检查文件夹是否存在、是否有写入权限。", en: "Check that the folder exists and may be written to." },
      facts: { path },
      cause,
    },
  );
}
