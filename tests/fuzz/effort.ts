import type { Parameters } from "fast-check";

/** Seconds for each property of a long run: `EVIDENCE_FUZZ_SECONDS=60 npx vitest run tests/fuzz`. */
const SECONDS = Number(process.env["EVIDENCE_FUZZ_SECONDS"] ?? 0);

/** Longest time a property may take, ms: a reader that hangs is seen by this. */
export const PATIENCE_MS = 120_000 + SECONDS * 2000;

/** So many runs of a property; in a long run as many as there is time for, along a new path each time. */
export function effort<T>(numRuns: number): Parameters<T> {
  if (SECONDS === 0) return { numRuns };
  const seed = Number(process.env["FC_SEED"] ?? Date.now() % 2 ** 31);
  return {
    numRuns: 1e9,
    seed,
    endOnFailure: true,
    interruptAfterTimeLimit: SECONDS * 1000,
    markInterruptAsFailure: false,
  };
}
