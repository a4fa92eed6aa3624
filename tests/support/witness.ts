import { spawnSync } from "node:child_process";

/** CI sets this so that a missing witness is a failure there, and a skipped test elsewhere. */
const isRequired = process.env["EVIDENCE_REQUIRE_WITNESSES"] === "1";

/** Whether a program is not there and may be done without. */
export function missing(command: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${command}`]).status !== 0 && !isRequired;
}
