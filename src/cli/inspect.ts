import { countText, sizeText } from "../base/sentence.ts";
import { TOOL } from "../base/tool.ts";
import { inspect } from "../inspect.ts";
import type { Dossier } from "../model/dossier.ts";
import type { Watch } from "../model/progress.ts";
import { inputOf } from "./case-file.ts";
import type { FailOn } from "./config.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { gravest, reaches } from "./findings.ts";
import { blanksJson, blanksOf, blanksText, type Blank } from "./required.ts";
import { runOf, type Place, type RunOptions } from "./options.ts";
import { participantsText } from "./participants.ts";
import { countLine, describeFound } from "./summary.ts";
import { internalText } from "./review.ts";
import { summaryJson } from "./summary-json.ts";
import { say, type Terminal } from "./terminal.ts";

export const INSPECT_SCHEMA = "evidence.inspect/1";

/** `evidence inspect`: what is this export, nothing written. */
export async function inspectCommand(
  source: string,
  options: RunOptions,
  terminal: Terminal,
  place: Place,
  watch: Watch,
): Promise<ExitCode> {
  const { settings, failOn, required } = runOf(options, place);
  const dossier = await inspect(inputOf(source, options, place), settings, watch);
  const blanks = blanksOf(dossier, required);
  const exit = reaches(dossier, failOn) || blanks.length > 0 ? EXIT.no : EXIT.done;
  if (terminal.json)
    terminal.out(
      `${JSON.stringify({ schema: INSPECT_SCHEMA, tool: TOOL, exit, ...summaryJson(dossier), blanks: blanksJson(blanks) })}\n`,
    );
  else terminal.out(inspectText(terminal, dossier, blanks, failOn));
  return exit;
}

function inspectText(terminal: Terminal, dossier: Dossier, blanks: readonly Blank[], failOn: FailOn): string {
  const { fileCount, fileBytes, unusedFiles, notTaken, skippedCount, repairCount } = dossier;
  const files = say(terminal, {
    zh: `文件 ${countText(fileCount)} 个，${sizeText(fileBytes)}；未被使用 ${unusedFiles.length} 个；未收入 ${notTaken.length} 个；读不出的记录 ${skippedCount} 条；读取时的修补 ${repairCount} 处`,
    en: `${countText(fileCount)} files, ${sizeText(fileBytes)}; ${unusedFiles.length} unused; ${notTaken.length} not taken; ${skippedCount} records not readable; ${repairCount} repairs while reading`,
  });
  const look = say(terminal, { zh: "只是查看，没有写出任何文件。", en: "This was a look only; nothing was written." });
  const code = say(terminal, {
    zh: `因列出了 ${failOn} 级别的事项，退出码为 1。`,
    en: ` The exit code is 1 because of findings at level ${failOn}.`,
  });
  const note = reaches(dossier, failOn) ? look + code : look;
  const parts = [
    describeFound(terminal, dossier),
    participantsText(terminal, dossier),
    files,
    countLine(terminal, dossier),
    gravest(terminal, dossier),
    blanksText(terminal, blanks),
    internalText(terminal, dossier),
    note,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
