import { reportError } from "./error.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { screenLanguage } from "./language.ts";
import type { Place } from "./options.ts";
import { progressLine } from "./progress-line.ts";
import { parse, type Asked } from "./program.ts";
import { painter, type Terminal } from "./terminal.ts";

/** The process as a command sees it. */
export interface World extends Place {
  readonly argv: readonly string[];
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether somebody can be asked; absent means no. */
  readonly inIsTerminal?: boolean;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  readonly signal: AbortSignal;
}

/** Runs one command line to its exit code. Never throws: whatever goes wrong is said and has a code. */
export async function run(world: World): Promise<ExitCode> {
  const wantsJson = world.argv.includes("--json");
  const screen = terminalOf(world, { json: wantsJson });
  let schema = "evidence.cli/1";
  try {
    const asked = parse(world.argv, screen);
    if (asked === null) return EXIT.done;
    schema = `evidence.${asked.command}/1`;
    return await perform(asked, terminalOf(world, asked.options), world);
  } catch (error) {
    if (world.environment["EVIDENCE_DEBUG"] === "1" && error instanceof Error) world.err(`${error.stack ?? ""}\n`);
    return reportError(screen, schema, error);
  }
}

function terminalOf(world: World, options: Readonly<Record<string, unknown>>): Terminal {
  const noColor = options["color"] === false || world.argv.includes("--no-color");
  return {
    language: screenLanguage(world.argv, world.environment),
    quiet: options["quiet"] === true,
    json: options["json"] === true,
    out: world.out,
    err: world.err,
    interactive: world.errIsTerminal,
    paint: painter(world.outIsTerminal, noColor, world.environment),
  };
}

/** Commands are loaded when asked for: `--help` and `verify` start without the image and archive libraries. */
async function perform({ command, argument, options }: Asked, terminal: Terminal, world: World): Promise<ExitCode> {
  const { onProgress, end } = progressLine(terminal);
  const watch = { onProgress, signal: world.signal };
  const target = argument ?? "";
  try {
    switch (command) {
      case "pack":
        return await (await import("./pack.ts")).packCommand(target, options, terminal, world, watch);
      case "inspect":
        return await (await import("./inspect.ts")).inspectCommand(target, options, terminal, world, watch);
      case "verify":
        return await (await import("./verify.ts")).verifyCommand(target, options, terminal, world, watch);
      case "init":
        return await (await import("./init.ts")).initCommand(target, options, terminal, world, watch);
      case "extract":
        return await (await import("./extract.ts")).extractCommand(target, options, terminal, world, watch);
      case "seal":
        return await (await import("./seal.ts")).sealCommand(target, options, terminal, world, watch);
      case "key":
        return await (await import("./key.ts")).keyCommand(target, options, terminal, world, watch);
      case "explain":
        return (await import("./explain.ts")).explainCommand(argument, terminal);
    }
  } finally {
    end();
  }
}
