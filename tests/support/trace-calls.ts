import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BIN } from "./bin.ts";

/** What a run asked the system for. */
export interface Traced {
  readonly exit: number | null;
  readonly err: string;
  /** Calls that concern a network or any other socket, as strace prints them. */
  readonly network: readonly string[];
  /** Programs that were started, but for the first. */
  readonly started: readonly string[];
  /** Absolute paths that were written, made, renamed, linked or removed. */
  readonly touched: readonly string[];
}

const CALLS = "trace=%network,%file,execve,io_uring_setup";
const NETWORK = /^(?:socket|socketpair|connect|bind|listen|accept4?|send\w*|recv\w*|getsockname|io_uring_setup)\(/;
const CHANGING = /^(?:creat|mkdir(?:at)?|rmdir|unlink(?:at)?|rename(?:at2?)?|link(?:at)?|symlink(?:at)?|truncate|mknod(?:at)?|chmod|fchmodat|l?chown|fchownat|utime\w*|\w*setxattr)\(/; // prettier-ignore
const OPENING = /^(?:open|openat|openat2)\(.*\bO_(?:WRONLY|RDWR|CREAT|TRUNC)\b/;

/** Runs the program under strace, with a temporary folder of its own; one file of calls for each thread. */
export function traced(parameters: readonly string[], folder: string, temporary: string): Traced {
  const calls = join(temporary, "..", "calls");
  for (const path of [temporary, calls]) mkdirSync(path, { recursive: true });
  const strace = ["-ff", "-qq", "-s", "4096", "-o", join(calls, "thread"), "-e", CALLS, process.execPath, BIN];
  const env = { ...process.env, LANG: "en_US.UTF-8", TMPDIR: temporary };
  // Pipes of a parent in Node are sockets, and would be asked about: files are not.
  const said = openSync(join(calls, "..", "said"), "w+");
  const { status } = spawnSync("strace", [...strace, ...parameters], { cwd: folder, env, stdio: ["ignore", "ignore", said] }); // prettier-ignore
  closeSync(said);
  const lines = readdirSync(calls).flatMap((name) => readFileSync(join(calls, name), "utf8").split("\n"));
  const changing = lines.filter((line) => (CHANGING.test(line) || OPENING.test(line)) && !line.includes(" = -1 "));
  return {
    exit: status,
    err: readFileSync(join(calls, "..", "said"), "utf8"),
    network: lines.filter((line) => NETWORK.test(line)),
    started: lines.filter((line) => line.startsWith("execve(")).slice(1),
    touched: [...new Set(changing.flatMap(pathsIn))].map((path) => (path.startsWith("/") ? path : join(folder, path))),
  };
}

/** Paths among the quoted arguments of a call; strace shows bytes that are no ASCII as octal numbers. */
function pathsIn(line: string): string[] {
  const [, text = ""] = /^\w+\((.*)$/.exec(line) ?? [];
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(
    ([, path = ""]) =>
    Buffer.from(path.replaceAll(/\\(\d{1,3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))), "latin1").toString(), // prettier-ignore
  );
}
