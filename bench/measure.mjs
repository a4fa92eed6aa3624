import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const POLL_MS = 20;

/** Runs a command to its end. Seconds of wall time and, on Linux, the highest resident memory of the process in MB. */
export function measure(command, parameters, { accept = [0] } = {}) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, parameters, { stdio: ["ignore", "ignore", "inherit"] });
    let peakKb = 0;
    const poll = setInterval(() => (peakKb = Math.max(peakKb, highWater(child.pid))), POLL_MS);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(poll);
      const seconds = (performance.now() - started) / 1000;
      if (!accept.includes(code)) reject(new Error(`${command} ${parameters.join(" ")} ended with ${code}`));
      else resolve({ seconds, peakMb: peakKb / 1024 });
    });
  });
}

/** The median run of several, by time. */
export async function median(runs, command, parameters, options) {
  const all = [];
  for (let run = 0; run < runs; run += 1) {
    await options?.before?.();
    all.push(await measure(command, parameters, options));
  }
  return all.sort((a, b) => a.seconds - b.seconds)[Math.floor(all.length / 2)];
}

function highWater(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
