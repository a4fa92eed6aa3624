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
  return fileDocument(path, "fact", linesAsBlocks(lines), file);
}

function* linesAsBlocks(lines: Iterable<string>): Generator<Buffer> {
  let block: string[] = [];
  let blockLength = 0;
  for (const line of lines) {
    block.push(line, "\n");
    blockLength += line.length;
    if (blockLength < BLOCK_BYTES) continue;
    yield Buffer.from(block.join(""));
    block = [];
    blockLength = 0;
  }
  yield Buffer.from(block.join(""));
}

/** A document written to a scratch file as its bytes come. */
export function fileDocument(
  path: string,
  role: Document["role"],
  chunks: Iterable<Uint8Array>,
  file: string,
): Document {
  const hash = createHash("sha256");
  const descriptor = openSync(file, "wx", 0o600);
  let sizeBytes = 0;
  try {
    for (const bytes of chunks) {
      hash.update(bytes);
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
      sizeBytes += bytes.length;
    }
  } finally {
    closeSync(descriptor);
  }
  return { path, role, content: { file }, sizeBytes, sha256: hash.digest("hex") };
}
