import type { Block, Cover } from "./block.ts";
import { accounts } from "./chapters/accounts.ts";
import { attachments } from "./chapters/attachments.ts";
import { checks } from "./chapters/checks.ts";
import { group, privacy, voice } from "./chapters/circumstances.ts";
import { classes } from "./chapters/classes.ts";
import { annex, hearing, limits, signing } from "./chapters/closing.ts";
import { figures } from "./chapters/figures.ts";
import { folded } from "./chapters/folded.ts";
import { identification } from "./chapters/identification.ts";
import { integrity } from "./chapters/integrity.ts";
import { scope } from "./chapters/scope.ts";
import { summary } from "./chapters/summary.ts";
import type { ReportContext } from "./context.ts";
import { pageMarks } from "./paper-form.ts";

/** The cover report as values, in the order of its outline. @source law.md §7.2 */
export function cover(context: ReportContext): Cover {
  const { words } = context;
  return {
    ...pageMarks(context),
    title: words.title,
    subtitle: words.subtitle,
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
