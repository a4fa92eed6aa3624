// Loaded before a program: tells on file descriptor 3, when it ends, its peak memory in KiB and its processor time in ms.
import { writeSync } from "node:fs";

process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(3, `${maxRSS} ${Math.round((userCPUTime + systemCPUTime) / 1000)}`);
});
