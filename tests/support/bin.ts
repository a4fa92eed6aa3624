import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

export const BIN = resolve(import.meta.dirname, "../../bin/evidence.js");
export const DEMO = resolve(import.meta.dirname, "../../fixtures/demo/export");

export interface Ran {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built program as its users do. */
export function evidence(parameters: readonly string[], folder: string, environment: Record<string, string> = {}): Ran {
  const env = { ...process.env, LANG: "zh_CN.UTF-8", ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...parameters], {
    cwd: folder, env, encoding: "utf8", maxBuffer: 1 << 28,
  }); // prettier-ignore
  return { exit: status, out: stdout, err: stderr };
}

/** Runs a shell line, for foreign witnesses. */
export function shell(line: string, folder: string): Ran {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", line], { cwd: folder, encoding: "utf8" });
  return { exit: status, out: stdout, err: stderr };
}
