import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { canonicalJson } from "../../src/base/canonical-json.ts";
import { sha256 } from "../../src/base/digest.ts";
import { receiptOf, receiptPath, writeReceipt } from "../../src/cli/receipt.ts";
import { receipt as shape } from "../../src/model/shapes/receipt.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "evidence-receipt-"))));
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const ANSWER = {
  word: "not-intact" as const, zipSha256: "a".repeat(64), fingerprint: null, expectedFingerprint: null,
  levels: [{ level: 2, name: "digests" as const, outcome: "fail" as const, reason: null, faults: [{ code: "DIGEST_DIFFERS", level: 2, path: "data/a", expected: "1", found: "2" }] }],
}; // prettier-ignore
const place = () => ({ folder, environment: {}, now: 0 });

test("a receipt says who checked what, when and with what result, and carries its own digest", () => {
  const made = receiptOf(ANSWER, "/somewhere/case01.zip", "沈律师", "2026-09-01");
  const path = join(folder, "r.json");
  const digest = writeReceipt(path, made);
  const written = readFileSync(path);
  expect(sha256(written)).toBe(digest);
  const { entryHash, ...record } = shape.parse(JSON.parse(written.toString("utf8")));
  expect(entryHash).toBe(sha256(canonicalJson(record)));
  expect(record).toMatchObject({ by: "沈律师", at: "2026-09-01", bundle: "case01.zip", word: "not-intact" });
});

test("a file that is there is never overwritten, neither before the check nor at the end", () => {
  const path = join(folder, "r.json");
  writeFileSync(path, "mine");
  expect(() => receiptPath({ receipt: "r.json" }, place())).toThrow(expect.objectContaining({ code: "TARGET_EXISTS" }));
  expect(() => writeReceipt(path, receiptOf(ANSWER, "a.zip", null, "2026-09-01"))).toThrow(
    expect.objectContaining({ code: "TARGET_EXISTS" }),
  );
  expect(readFileSync(path, "utf8")).toBe("mine");
});

test("somebody named without a receipt is a slip, and a folder that is not there is told", () => {
  expect(() => receiptPath({ by: "沈律师" }, place())).toThrow(expect.objectContaining({ code: "RECEIPT_MISSING" }));
  expect(receiptPath({}, place())).toBeNull();
  expect(() => writeReceipt(join(folder, "no/r.json"), receiptOf(ANSWER, "a.zip", null, "2026-09-01"))).toThrow(
    expect.objectContaining({ code: "NOT_WRITABLE" }),
  );
});
