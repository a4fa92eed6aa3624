import { sizeText } from "../../base/sentence.ts";
import type { Block } from "../block.ts";
import type { ReportContext } from "../context.ts";

/** Raised when the outline or the fixed sentences change. */
const TEMPLATE_VERSION = "1";

/** Number of the report: date and manifest digest, so that equal material has an equal number. */
export function reportNumber({ dossier }: ReportContext): string {
  return `WX-${dossier.settings.date.replaceAll("-", "")}-${dossier.payload.manifestSha256.slice(0, 8).toUpperCase()}`;
}

/** § 0, on the first page. */
export function identification(context: ReportContext): Block[] {
  const { dossier, words } = context;
  const said = words.identification;
  const { timeZone, timeZoneBasis, date } = dossier.settings;
  return [
    {
      type: "fields",
      rows: [
        [said.reportNumber, reportNumber(context)],
        [said.bundle, context.clip(context.stem, 160)],
        [said.date, context.say(said.dateNote, { date })],
        [said.tool, context.say(said.toolText, dossier.tool)],
        [said.code, dossier.tool.codeSha256],
        [said.template, TEMPLATE_VERSION],
        [said.manifest, dossier.payload.manifestSha256],
        [
          said.material,
          context.say(said.materialText, {
            exports: dossier.exports.length,
            conversations: dossier.conversations.length,
            messages: dossier.conversations.reduce((sum, { messageCount }) => sum + messageCount, 0),
            files: dossier.fileCount,
            size: sizeText(dossier.fileBytes),
          }),
        ],
        [
          said.zone,
          context.say(timeZoneBasis === "zone-declared" ? said.zoneDeclared : said.zoneAssumed, { zone: timeZone }),
        ],
      ],
    },
  ];
}
