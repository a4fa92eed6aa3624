import type { KeyObject } from "node:crypto";
import type { KeyExpectation } from "../../model/seals.ts";
import { keySha256 } from "./keys.ts";

/** How a key stands to the one named from outside. */
export function expectationOf(key: KeyObject, expected: KeyObject | null): KeyExpectation {
  if (expected === null) return "no-expectation";
  return keySha256(key) === keySha256(expected) ? "expected" : "not-expected";
}
