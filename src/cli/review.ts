import { countText } from "../base/sentence.ts";
import type { Dossier } from "../model/dossier.ts";
import { sentence } from "./findings.ts";
import { printable, say, type Terminal } from "./terminal.ts";

type Reviewed = Pick<Dossier, "withheld" | "caseFile" | "conversations" | "settings">;

/**
 * What is told to the packing side alone: outcomes kept out of the bundle, and how many messages were taken from an
 * account of somebody else without consent. Empty where there is nothing of the kind. @source law.md §4.3
 */
export function internalText(terminal: Terminal, dossier: Reviewed): string {
  const { language, paint } = terminal;
  const saying = { language, timeZone: dossier.settings.timeZone };
  const told = dossier.withheld.flatMap(({ check, findings }) =>
    findings.map((finding) => `${finding.word}  ${sentence(check, finding, saying)}`),
  );
  const lines = [...told, ...correspondence(terminal, dossier)];
  if (lines.length === 0) return "";
  const head = say(terminal, {
    zh: "仅供内部（取得方式复核提示，不写入证据包和报告）：",
    en: "For your side only (review of the way of collecting; neither in the bundle nor in the report):",
  });
  return [paint.bold(head), ...lines.map((line) => `  ${printable(line)}`)].join("\n");
}

/** Answers that say the user of the account agreed. */
const AGREED: ReadonlySet<string> = new Set(["written", "oral", "inChat"]);

function correspondence(terminal: Terminal, { caseFile, conversations }: Reviewed): string[] {
  const { A1, A5 } = caseFile?.declared.acquisition ?? {};
  if (A1 !== "otherPerson" || AGREED.has(A5 ?? "")) return [];
  const messages = conversations.reduce((sum, { messageCount }) => sum + messageCount, 0);
  return [
    say(terminal, {
      zh: `账号填为他人账号，未填同意；收到的导出件共载消息 ${countText(messages)} 条。请律师对照《最高人民法院、最高人民检察院关于办理侵犯公民个人信息刑事案件适用法律若干问题的解释》第五条第一款第三项（通信内容五十条以上）。`,
      en: `The account is declared to be somebody else's and no consent is stated; the exports hold ${countText(messages)} messages. For counsel: Article 5 (1) no. 3 of the 2017 Interpretation on criminal cases of infringing citizens' personal information (fifty items of communication content or more).`,
    }),
  ];
}
