import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { canonicalJson } from "../base/canonical-json.ts";
import { sha256 } from "../base/digest.ts";
import type { Document } from "../model/document.ts";

const BLOCK_BYTES = 1 << 20;

/** A document held in memory. */
export function documentOf(path: string, role: Document["role"], content: string | Uint8Array): Document {
  const bytes = Buffer.from(content);
  return { path, role, content: bytes, sizeBytes: bytes.length, sha256: sha256(bytes) };
}

/** A JSON fact: RFC 8785 form and a line end. */
export function jsonFact(path: string, value: unknown): Document {
  return documentOf(path, "fact", `${canonicalJson(value)}\n`);
}

/** A document of lines, written to a scratch file block by block so that its size does not matter. */
export function linesFact(path: string, lines: Iterable<string>, file: string): Document {
  const hash = createHash("sha256");
  const descriptor = openSync(file, "wx", 0o600);
  let sizeBytes = 0;
  let block: string[] = [];
  let blockLength = 0;
  const flush = (): void => {
    const bytes = Buffer.from(block.join(""));
    hash.update(bytes);
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
    sizeBytes += bytes.length;
    block = [];
    blockLength = 0;
  };
  try {
    for (const line of lines) {
      block.push(line, "\n");
      blockLength += line.length;
      if (blockLength >= BLOCK_BYTES) flush();
    }
    flush();
  } finally {
    closeSync(descriptor);
  }
  return { path, role: "fact", content: { file }, sizeBytes, sha256: hash.digest("hex") };
}
