import type { Annex } from "../../model/settings.ts";
import type { Block, Cover } from "../block.ts";
import { signing } from "../chapters/closing.ts";
import type { ReportContext } from "../context.ts";
import type { PrintedPages } from "../list/pages.ts";
import { listRows } from "../list/rows.ts";
import { paperOf } from "../paper-form.ts";
import { investigationOrder } from "./investigation-order.ts";

/** A sheet printed on request. */
export function annexOf(context: ReportContext, annex: Annex, pages: PrintedPages): Cover {
  if (annex === "signatures") return signatures(context);
  return annex === "court-receipt" ? courtReceipt(context, pages) : investigationOrder(context);
}

/** Every block a person may sign, with the electronic signature. @source law.md §7.6 */
function signatures(context: ReportContext): Cover {
  const said = context.words.annexes;
  const boxes = signing(context).filter(({ type }) => type !== "chapter");
  const electronic: Block = {
    type: "signatures",
    boxes: [
      { title: said.electronic, declaration: null, wide: true, lines: [said.certificate, said.algorithm, said.time, said.result] },
    ],
  }; // prettier-ignore
  return paperOf(context, { title: said.signatures, subtitle: said.signaturesSubtitle }, [...boxes, electronic]);
}

/** What is handed in, and the receipt the court fills in. @source law.md §7.6 S7 */
function courtReceipt(context: ReportContext, pages: PrintedPages): Cover {
  const said = context.words.annexes;
  const { list, signing: sign } = context.words;
  const { rows, more } = listRows(context, pages);
  const table: Block = {
    type: "table",
    columns: [
      { title: list.columns.number, width: { mm: 22 } },
      { title: list.columns.name, width: { share: 1 } },
      { title: list.columns.pages, width: { mm: 48 } },
      { title: list.columns.copies, width: { mm: 16 } },
      { title: sign.originalOrCopy, width: { mm: 26 } },
    ],
    rows: rows.map(({ number, name, pages: text, copies }) => [number, context.clip(name, 60), text.split("\n"), copies, ""]),
  }; // prettier-ignore
  const receipt: Block = {
    type: "signatures",
    boxes: [
      { title: sign.court, declaration: null, wide: true, lines: [sign.name, sign.copies, sign.pages, sign.originalOrCopy, sign.time, sign.clerk] },
      { title: said.handedInBy, declaration: null, lines: [sign.sign, sign.date] },
      { title: said.courtSeal, declaration: null, lines: [sign.sign, sign.date] },
    ],
  }; // prettier-ignore
  const rest: Block[] = more === 0 ? [] : [{ type: "paragraph", text: context.say(list.more, { count: more }), small: true }]; // prettier-ignore
  return paperOf(context, { title: said.courtReceipt, subtitle: said.courtReceiptSubtitle }, [table, ...rest, receipt]);
}
