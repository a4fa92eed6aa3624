import type { Check } from "./check.ts";

/** Every check, in the order of the printed catalogue. */
export const CHECKS: readonly Check[] = [];
