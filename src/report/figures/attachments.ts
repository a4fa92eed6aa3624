import { countText } from "../../base/sentence.ts";
import { KINDS, type Kind } from "../../model/kind.ts";
import type { AttachmentState } from "../../model/message.ts";
import { isWithin } from "../record/lines.ts";
import { fitted, mm, SHEET, type Figure, type Fill, type Shape } from "./drawing.ts";
import type { FigureMaterial, FigureTable } from "./material.ts";

const ROW_MM = 6;
const BAR_MM = 3.4;
/** In the order of the bar: what is there, what is partly there, what is not. */
const FILLS: Readonly<Record<AttachmentState, Fill>> = {
  present: "ink",
  ambiguous: "mid",
  "thumbnail-only": "pale",
  "remote-only": "hatch",
  missing: "cross",
  "not-exported": "none",
};
const STATES = Object.keys(FILLS) as AttachmentState[];

interface Count {
  readonly conversation: string;
  readonly kind: Kind;
  readonly state: AttachmentState;
  readonly count: number;
}

/** Attachments (thumbnails not counted) of printed messages by kind of message and state; null where there is none. */
export function attachmentBars(material: FigureMaterial): Figure | null {
  const { context } = material;
  const said = context.words.figures;
  const counts = countsOf(material);
  const kinds = (Object.keys(KINDS) as Kind[]).filter((kind) => counts.some((one) => one.kind === kind));
  if (kinds.length === 0) return null;
  const of = (kind: Kind, state: AttachmentState) =>
    counts.filter((one) => one.kind === kind && one.state === state).reduce((sum, { count }) => sum + count, 0);
  const totals = kinds.map((kind) => STATES.reduce((sum, state) => sum + of(kind, state), 0));
  const most = Math.max(...totals);
  const used = STATES.filter((state) => kinds.some((kind) => of(kind, state) > 0));
  const legendTop = mm(kinds.length * ROW_MM + 1);
  return {
    title: said.attachments,
    heightMm: legendTop + 4,
    shapes: [
      ...kinds.flatMap((kind, index) =>
        bar({
          label: KINDS[kind].name[context.language],
          total: totals[index] ?? 0,
          parts: STATES.map((state) => ({ fill: FILLS[state], count: of(kind, state) })),
          top: mm(index * ROW_MM),
          most,
        }),
      ),
      ...legend(used.map((state) => ({ fill: FILLS[state], text: context.words.attachments.states[state] })), legendTop),
    ],
    notes: [said.attachmentsNote, context.say(said.dataIn, { file: "report/data/attachments.csv" })],
  }; // prettier-ignore
}

interface Bar {
  readonly label: string;
  readonly total: number;
  readonly parts: readonly { readonly fill: Fill; readonly count: number }[];
  readonly top: number;
  readonly most: number;
}

function bar({ label, total, parts, top, most }: Bar): Shape[] {
  let at = 0;
  const y = mm(top + (ROW_MM - BAR_MM) / 2);
  const x = (count: number) => mm(SHEET.plotX + (count / most) * SHEET.plotW);
  return [
    { type: "label", x: 0, y, w: SHEET.plotX - 2, text: fitted(label, SHEET.plotX - 2) },
    ...parts.flatMap(({ fill, count }): Shape[] => {
      if (count === 0) return [];
      const from = x(at);
      at += count;
      return [{ type: "rect", x: from, y, w: mm(x(at) - from), h: BAR_MM, fill, outlined: true }];
    }),
    { type: "label", x: mm(x(total) + 1.5), y, w: 14, text: countText(total) },
  ];
}

/** Fills with their words, side by side. */
export function legend(entries: readonly { readonly fill: Fill; readonly text: string }[], y: number): Shape[] {
  const each = mm(Math.min(42, SHEET.widthMm / Math.max(1, entries.length)));
  return entries.flatMap(({ fill, text }, index): Shape[] => [
    { type: "rect", x: mm(index * each), y, w: 4, h: 2.6, fill, outlined: true },
    { type: "label", x: mm(index * each + 5), y, w: mm(each - 5.5), text: fitted(text, each - 5.5) },
  ]);
}

function countsOf({ context, selected }: FigureMaterial): Count[] {
  const { chat, dossier } = context;
  const sql = `SELECT a.kind AS kind, a.state AS state, m.sent_at AS sentAt FROM attachment a JOIN message m ON m.id = a.message
    WHERE a.conversation = ? AND a.role = 'main'`;
  return selected.flatMap(({ id }) => {
    const counts = new Map<string, { kind: Kind; state: AttachmentState; count: number }>();
    for (const { kind, state, sentAt } of chat.query<{ kind: Kind; state: AttachmentState; sentAt: number | null }>(sql, id)) {
      if (!isWithin(sentAt, dossier.settings)) continue;
      const key = `${kind} ${state}`;
      counts.set(key, { kind, state, count: (counts.get(key)?.count ?? 0) + 1 });
    }
    const order = Object.keys(KINDS);
    const rank = (one: { kind: Kind; state: AttachmentState }) => order.indexOf(one.kind) * 10 + STATES.indexOf(one.state);
    return [...counts.values()].sort((a, b) => rank(a) - rank(b)).map((one) => ({ conversation: id, ...one }));
  }); // prettier-ignore
}

/** `attachments.csv`: what the bars add up, conversation by conversation. */
export function attachmentTable(material: FigureMaterial): FigureTable {
  const rows = countsOf(material).map(({ conversation, kind, state, count }) => [conversation, kind, state, String(count)]); // prettier-ignore
  return { name: "attachments.csv", columns: ["conversation", "kind", "state", "attachments"], rows };
}
