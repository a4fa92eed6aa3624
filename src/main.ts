import { writeSync } from "node:fs";
import { run } from "./cli/run.ts";

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => { interrupt.abort(); }); // prettier-ignore

/** Synchronous, so that nothing is cut off when stdout is a pipe; a reader that went away ends the talk quietly. */
function writer(descriptor: 1 | 2): (text: string) => void {
  return (text) => {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length;) {
      try {
        at += writeSync(descriptor, bytes, at);
      } catch (error) {
        const code = error instanceof Error && "code" in error ? error.code : undefined;
        if (code === "EPIPE") return;
        if (code !== "EAGAIN") throw error;
      }
    }
  };
}

process.exitCode = await run({
  argv: process.argv.slice(2),
  environment: process.env,
  folder: process.cwd(),
  now: Date.now(),
  out: writer(1),
  err: writer(2),
  inIsTerminal: process.stdin.isTTY,
  outIsTerminal: process.stdout.isTTY,
  errIsTerminal: process.stderr.isTTY,
  signal: interrupt.signal,
});
