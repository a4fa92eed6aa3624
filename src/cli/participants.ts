import type { Dossier } from "../model/dossier.ts";
import { countText } from "../base/sentence.ts";
import { printable, say, type Terminal } from "./terminal.ts";

const SHOWN = 12;

/** The accounts as found, most messages first: observations, not identity. */
export function participantsText(terminal: Terminal, { participants }: Dossier): string {
  const busiest = [...participants].sort((a, b) => b.messageCount - a.messageCount);
  const lines = busiest.slice(0, SHOWN).map(({ source, accountId, names, isOwner, messageCount }) => {
    const shown = [...new Set(names.map(({ text }) => text))].join(" / ");
    const account = accountId ?? say(terminal, { zh: "（无账号标识）", en: "(no account id)" });
    const owner = isOwner ? say(terminal, { zh: " · 导出账号", en: " · exporting account" }) : "";
    const count = say(terminal, { zh: `${countText(messageCount)} 条`, en: `${countText(messageCount)} messages` });
    return `  ${source}  ${printable(account)}  ${printable(shown)}${owner}  ${count}`;
  });
  const rest = participants.length - lines.length;
  if (rest > 0) lines.push(say(terminal, { zh: `  另有 ${rest} 个账号`, en: `  and ${rest} more` }));
  return [
    say(terminal, { zh: "参与账号（以导出文件所记为准）", en: "Accounts as the export names them" }),
    ...lines,
  ].join("\n");
}
