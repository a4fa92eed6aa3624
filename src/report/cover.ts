import type { Block, Cover } from "./block.ts";
import { accounts } from "./chapters/accounts.ts";
import { attachments } from "./chapters/attachments.ts";
import { checks } from "./chapters/checks.ts";
import { group, privacy, voice } from "./chapters/circumstances.ts";
import { classes } from "./chapters/classes.ts";
import { annex, hearing, limits, signing } from "./chapters/closing.ts";
import { figures } from "./chapters/figures.ts";
import { folded } from "./chapters/folded.ts";
import { identification, reportNumber } from "./chapters/identification.ts";
import { integrity } from "./chapters/integrity.ts";
import { scope } from "./chapters/scope.ts";
import { summary } from "./chapters/summary.ts";
import type { ReportContext } from "./context.ts";

const FOOTER_DIGITS = 16;
const LONGEST_FOOTER_NAME = 60;

/** The cover report as values, in the order of its outline. @source law.md §7.2 */
export function cover(context: ReportContext): Cover {
  const { dossier, words, stem } = context;
  return {
    title: words.title,
    subtitle: words.subtitle,
    date: dossier.settings.date,
    language: context.language,
    producer: `${dossier.tool.name} ${dossier.tool.version}`,
    header: context.say(words.header, { number: reportNumber(context) }),
    footer: context.say(words.footer, {
      stem: context.clip(stem, LONGEST_FOOTER_NAME),
      digest: dossier.payload.manifestSha256.slice(0, FOOTER_DIGITS),
    }),
    pageOf: words.pageOf,
    contentsTitle: words.contents,
    front: identification(context),
    summary: summary(context),
    body: body(context),
  };
}

function body(context: ReportContext): Block[] {
  const { words } = context;
  return [
    ...folded("1", words.parties),
    ...scope(context),
    ...folded("3", words.device),
    ...accounts(context),
    ...folded("5", words.collection),
    ...folded("6", words.acquisition),
    ...checks(context),
    ...attachments(context),
    ...folded("8", words.factors),
    ...classes(context),
    ...group(context),
    ...voice(context),
    ...privacy(context),
    ...integrity(context),
    ...folded("14", words.custody),
    ...limits(context),
    ...hearing(context),
    ...signing(context),
    ...figures(context),
    ...annex(context),
  ];
}
