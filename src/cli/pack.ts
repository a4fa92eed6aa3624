import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../base/errors.ts";
import { sizeText } from "../base/sentence.ts";
import { TOOL } from "../base/tool.ts";
import type { Watch } from "../model/progress.ts";
import { pack, type Packed } from "../pack.ts";
import { inputOf } from "./case-file.ts";
import type { FailOn } from "./config.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { gravest, reaches } from "./findings.ts";
import { blanksJson, blanksOf, blanksText, type Blank } from "./required.ts";
import { runOf, type Place, type RunOptions } from "./options.ts";
import { countLine, describeFound } from "./summary.ts";
import { internalText } from "./review.ts";
import { summaryJson } from "./summary-json.ts";
import { printable, say, type Terminal } from "./terminal.ts";

export const PACK_SCHEMA = "evidence.pack/1";

export interface PackOptions extends RunOptions {
  readonly output?: string;
}

/** `evidence pack`: one export in, one sealed bundle out. */
export async function packCommand(
  source: string,
  options: PackOptions,
  terminal: Terminal,
  place: Place,
  watch: Watch,
): Promise<ExitCode> {
  const { settings, failOn, required } = runOf(options, place);
  const target = targetOf(source, options.output, settings.date, place);
  const packed = await pack(inputOf(source, options, place), target, settings, watch);
  const blanks = blanksOf(packed.dossier, required);
  const exit = reaches(packed.dossier, failOn) || blanks.length > 0 ? EXIT.no : EXIT.done;
  if (terminal.json) terminal.out(`${JSON.stringify(packJson(packed, exit, blanks))}\n`);
  else terminal.out(packText(terminal, packed, blanks, failOn));
  return exit;
}

const SAFE_STEM = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,50}$/;

/** `-o`, else a name made from the source's, in the folder the command was given in. */
function targetOf(source: string, output: string | undefined, date: string, place: Place): string {
  if (output === undefined) {
    const stem = basename(resolve(place.folder, source)).replace(/\.(zip|json|csv|xlsx)$/i, "");
    return join(place.folder, SAFE_STEM.test(stem) ? `${stem}-evidence.zip` : `evidence-${date}.zip`);
  }
  if (output.toLowerCase().endsWith(".zip")) return resolve(place.folder, output);
  throw new UsageError(
    "OUTPUT_NAME",
    { zh: `输出文件“${output}”应以 .zip 结尾。`, en: `The output "${output}" must end in .zip.` },
    {
      hint: { zh: `例如：-o ${join(dirname(output), basename(output))}.zip`, en: `For example: -o ${output}.zip` },
      facts: { output },
    },
  );
}

function packText(terminal: Terminal, { bundle, dossier }: Packed, blanks: readonly Blank[], failOn: FailOn): string {
  const { paint } = terminal;
  const stem = basename(bundle.path, ".zip");
  const grave = gravest(terminal, dossier);
  const lines = terminal.quiet ? [] : [describeFound(terminal, dossier), ""];
  lines.push(paint.bold(countLine(terminal, dossier)));
  if (grave !== "" && !terminal.quiet) lines.push(grave);
  if (blanks.length > 0) lines.push("", blanksText(terminal, blanks));
  const internal = internalText(terminal, dossier);
  if (internal !== "" && !terminal.quiet) lines.push("", internal);
  lines.push(
    "",
    `${say(terminal, { zh: "证据包", en: "Bundle" })}  ${paint.bold(printable(basename(bundle.path)))}  ${sizeText(bundle.sizeBytes)} (${bundle.sizeBytes} B)`,
    `SHA-256  ${bundle.sha256}`,
    `${say(terminal, { zh: "指纹", en: "Fingerprint" })}  ${bundle.fingerprint}`,
    say(terminal, {
      zh: `先看    ${stem}/report/cover.pdf 第 2 页（摘要）；请把指纹另行记在信函或笔录中。`,
      en: `Look at  ${stem}/report/cover.pdf, page 2 (summary). Write the fingerprint down outside the bundle.`,
    }),
  );
  if (reaches(dossier, failOn)) {
    lines.push(
      say(terminal, {
        zh: `证据包已写好；因列出了 ${failOn} 级别的事项，退出码为 1（--fail-on never 可改为 0）。`,
        en: `The bundle is written; the exit code is 1 because of findings at level ${failOn} (--fail-on never makes it 0).`,
      }),
    );
  }
  return `${lines.join("\n")}\n`;
}

function packJson({ bundle, dossier }: Packed, exit: ExitCode, blanks: readonly Blank[]) {
  const { path, ...sealed } = bundle;
  return {
    schema: PACK_SCHEMA,
    tool: TOOL,
    exit,
    bundle: { name: basename(path), path, ...sealed },
    ...summaryJson(dossier),
    blanks: blanksJson(blanks),
  };
}
