import type { Block, Cover } from "./block.ts";
import { accounts } from "./chapters/accounts.ts";
import { attachments } from "./chapters/attachments.ts";
import { checks } from "./chapters/checks.ts";
import { group, privacy, voice } from "./chapters/circumstances.ts";
import { classes } from "./chapters/classes.ts";
import { annex, hearing, limits, signing } from "./chapters/closing.ts";
import { figures } from "./chapters/figures.ts";
import { acquisition, collection } from "./chapters/collecting.ts";
import { custody } from "./chapters/custody.ts";
import { devices } from "./chapters/devices.ts";
import { factors } from "./chapters/factors.ts";
import { identification } from "./chapters/identification.ts";
import { integrity } from "./chapters/integrity.ts";
import { parties } from "./chapters/parties.ts";
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
  return [
    ...parties(context),
    ...scope(context),
    ...devices(context),
    ...accounts(context),
    ...collection(context),
    ...acquisition(context),
    ...checks(context),
    ...attachments(context),
    ...factors(context),
    ...classes(context),
    ...group(context),
    ...voice(context),
    ...privacy(context),
    ...integrity(context),
    ...custody(context),
    ...limits(context),
    ...hearing(context),
    ...signing(context),
    ...figures(context),
    ...annex(context),
  ];
}
