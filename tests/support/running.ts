import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BIN, type Ran } from "./bin.ts";

/** The program at work in a process of its own, with a temporary folder of its own, so that both can be looked at meanwhile. */
export class Running {
  readonly folder: string;
  readonly temporary: string;
  readonly ended: Promise<Ran & { readonly signal: NodeJS.Signals | null }>;
  private readonly child: ChildProcess;
  private hasEnded = false;

  constructor(parameters: readonly string[], folder: string, temporary: string) {
    this.folder = folder;
    this.temporary = temporary;
    mkdirSync(temporary, { recursive: true });
    const env = { ...process.env, LANG: "en_US.UTF-8", TMPDIR: temporary };
    this.child = spawn(process.execPath, [BIN, ...parameters], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    this.child.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()));
    this.child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
    this.ended = new Promise((resolve) => {
      this.child.on("close", (exit, signal) => {
        this.hasEnded = true;
        resolve({ exit, signal, out, err });
      });
    });
  }

  /** Waits for something to be seen. False where the program ended before. */
  async until(isSeen: () => boolean): Promise<boolean> {
    while (!this.hasEnded) {
      if (isSeen()) return true;
      await sleep(1);
    }
    return false;
  }

  /** Waits until the program works in its temporary folder. */
  untilReading(): Promise<boolean> {
    return this.until(() =>
      readdirSync(this.temporary).some((name) => existsSync(join(this.temporary, name, "owner"))),
    );
  }

  /** Waits until a result is being written beside its target. */
  untilWriting(place = this.folder): Promise<boolean> {
    const owned = (name: string): boolean => name.startsWith(".evidence-") && existsSync(join(place, name, "owner"));
    return this.until(() => existsSync(place) && readdirSync(place).some(owned));
  }

  send(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

/** What lies in a folder, links and hidden files included, but for what was there before. */
export function leftIn(folder: string, ...known: string[]): string[] {
  return readdirSync(folder).filter((name) => !known.includes(name)).sort(); // prettier-ignore
}

/** A folder made at this path. */
export function folderAt(...parts: string[]): string {
  const path = join(...parts);
  mkdirSync(path, { recursive: true });
  return path;
}
