import { UsageError } from "../base/errors.ts";
import type { CaseFile } from "../model/case.ts";

/**
 * Stops a run that is to print exhibits the case file does not name.
 *
 * @param asked numbers as typed, or `all`
 * @throws {UsageError} EXHIBIT_UNKNOWN
 */
export function refuseUnknownExhibits(caseFile: CaseFile | null, asked: readonly string[]): void {
  const known = (caseFile?.declared.exhibits ?? []).map(({ number }) => number ?? "");
  const unknown = asked.filter((number) => (number === "all" ? known.length === 0 : !known.includes(number)));
  if (unknown.length === 0) return;
  const [which] = unknown;
  const there = known.filter((number) => number !== "").join("、");
  throw new UsageError(
    "EXHIBIT_UNKNOWN",
    which === "all"
      ? { zh: "--exhibit：案件信息文件中没有填写证据。", en: "--exhibit: the case file names no exhibit." }
      : {
          zh: `--exhibit：案件信息文件中没有编号为“${unknown.join("、")}”的证据；填有：${there === "" ? "无" : there}。`,
          en: `--exhibit: the case file has no exhibit numbered "${unknown.join(", ")}"; it has: ${there === "" ? "none" : there}.`,
        },
    {
      hint: {
        zh: "请在案件信息文件的 exhibits（证据）一节填写编号、会话和消息范围，或改写 --exhibit 后面的编号。",
        en: "Fill in number, conversation and messages under exhibits in the case file, or change the numbers after --exhibit.",
      },
      facts: { exhibits: unknown.join(", ") },
    },
  );
}
