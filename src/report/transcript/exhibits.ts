import type { CaseDeclared } from "../../model/case.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import { LONGEST } from "../context.ts";
import { declaredConversations, declaredRanges, type SeqRange } from "../declared.ts";
import { Flow, type WrittenVolume } from "../paper/flow.ts";
import { conversationHead, headerOf, legend, maskedNote } from "./opening.ts";
import { furnitureOf, Printing, type Printed, type Remark } from "./printing.ts";
import { isWithin, type PrintMaterial } from "./transcript.ts";

export type DeclaredExhibit = NonNullable<CaseDeclared["exhibits"]>[number];

/** An exhibit that is printed on its own, with the name of its file. */
export interface NamedExhibit {
  readonly path: string;
  readonly exhibit: DeclaredExhibit;
}

const SAFE_NUMBER = /^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$/;

/**
 * The exhibits asked for, each with a file name of its own: `report/exhibit-<number>.pdf` where the number is made of
 * letters and digits, else `report/exhibit-n<place in the case file>.pdf`.
 *
 * @param asked numbers as typed in the case file; `all` for every one
 */
export function namedExhibits(declared: CaseDeclared | undefined, asked: readonly string[]): NamedExhibit[] {
  const taken = new Set<string>();
  const named = (declared?.exhibits ?? []).map((exhibit, index) => {
    const number = exhibit.number ?? "";
    const plain = `report/exhibit-${number}.pdf`;
    const isPlain = SAFE_NUMBER.test(number) && !/^n\d+$/i.test(number) && !taken.has(plain.toLowerCase());
    const path = isPlain ? plain : `report/exhibit-n${index + 1}.pdf`;
    taken.add(path.toLowerCase());
    return { path, exhibit };
  });
  return named.filter(({ exhibit }) => asked.includes("all") || asked.includes(exhibit.number ?? ""));
}

/** The messages of one exhibit as a PDF of its own. */
export async function renderExhibit(material: PrintMaterial, { path, exhibit }: NamedExhibit): Promise<WrittenVolume> {
  const { tools, press, thumbnails, scratch, watch } = material;
  const { context } = tools;
  const words = context.words.transcript;
  const number = exhibit.number ?? context.words.notStated;
  const title = context.say(words.exhibitTitle, { number });
  const masked = tools.masker?.counts ?? null;
  const flow = new Flow(press, furnitureOf(context, title), scratch);
  const found = declaredConversations(context.dossier.conversations, exhibit.conversation);
  const [conversation] = found.length === 1 ? found : [];
  const { id = "—", title: name = "" } = conversation ?? {};
  const plan = conversation ? planOf(material, conversation, exhibit) : null;
  flow.header = headerOf(tools, words.exhibitHeader, { number, id, title: context.clip(name, LONGEST.name) });
  flow.newPage();
  flow.place(legend(tools, title, aboutOf(material, exhibit, plan)));
  if (conversation && plan) {
    flow.place(conversationHead(tools, conversation, false));
    await new Printing(tools, thumbnails, flow, watch).messages(entriesOf(material, conversation, plan));
  }
  flow.place(maskedNote(tools, masked));
  const [written] = flow.end(() => path);
  if (!written) throw new RangeError("an exhibit without a page");
  return written;
}

/** What of a conversation is printed: messages by number, in order, named or as context. */
interface Plan {
  readonly stretches: readonly (SeqRange & { readonly isContext: boolean })[];
  readonly counts: Readonly<Record<"named" | "printed" | "context" | "messages" | "omitted", number>>;
}

function planOf(
  { tools }: PrintMaterial,
  { id, messageCount }: ConversationDescription,
  exhibit: DeclaredExhibit,
): Plan {
  const { exhibitContext, from, until } = tools.context.dossier.settings;
  const ranges = merged(declaredRanges(exhibit.messages));
  const inside = merged(
    ranges.map((range) => ({ from: Math.max(1, range.from), to: Math.min(messageCount, range.to) })),
  );
  const wide = merged(inside.map((range) => ({ from: Math.max(1, range.from - exhibitContext), to: Math.min(messageCount, range.to + exhibitContext) }))); // prettier-ignore
  const stretches = [
    ...inside.map((range) => ({ ...range, isContext: false })),
    ...without(wide, inside).map((range) => ({ ...range, isContext: true })),
  ].sort((a, b) => a.from - b.from);
  const countOf = (isContext: boolean) =>
    stretches.filter((stretch) => stretch.isContext === isContext).reduce((sum, range) => sum + printedIn(range), 0);
  const printedIn = ({ from: first, to: last }: SeqRange): number => {
    if (from === null && until === null) return last - first + 1;
    const sql = "SELECT sent_at AS at FROM message WHERE conversation = ? AND seq BETWEEN ? AND ?";
    const rows = [...tools.context.chat.query<{ at: number | null }>(sql, id, first, last)];
    return rows.filter(({ at }) => isWithin(at, { from, until })).length;
  };
  const [printed, context] = [countOf(false), countOf(true)];
  const named = exhibit.messages === undefined ? messageCount : lengthOf(ranges);
  return {
    stretches,
    counts: { named, printed, context, messages: messageCount, omitted: messageCount - printed - context },
  };
}

function aboutOf({ tools: { context, masker } }: PrintMaterial, exhibit: DeclaredExhibit, plan: Plan | null): string[] {
  const words = context.words.transcript;
  const own = (text: string) => masker?.masked(text) ?? text;
  const { title, summary, messages, conversation } = exhibit;
  const before = context.dossier.settings.exhibitContext;
  const lines: string[] = [];
  if (title !== undefined) lines.push(context.say(words.exhibitFacts, { title: own(title) }));
  if (summary !== undefined) lines.push(context.say(words.exhibitSummary, { summary: own(summary) }));
  lines.push(messages === undefined ? words.exhibitNoRange : context.say(words.exhibitRange, { range: messages }));
  if (plan === null) {
    return [...lines, context.say(words.exhibitNoConversation, { conversation: own(conversation ?? "") })];
  }
  lines.push(before > 0 ? context.say(words.exhibitContext, { before }) : words.exhibitNoContext);
  lines.push(context.say(words.exhibitCounts, plan.counts));
  const missing = plan.counts.named - plan.counts.printed;
  if (missing > 0) lines.push(context.say(words.exhibitOutside, { count: missing }));
  return lines;
}

function* entriesOf(
  { tools: { context } }: PrintMaterial,
  { id, messageCount }: ConversationDescription,
  { stretches }: Plan,
): Generator<Printed | Remark> {
  const words = context.words.transcript;
  const omitted = (from: number, to: number): Remark[] =>
    from > to
      ? []
      : [{ remark: context.say(words.omitted, { count: to - from + 1, from: `${id}-${from}`, to: `${id}-${to}` }) }];
  let next = 1;
  for (const { from, to, isContext } of stretches) {
    yield* omitted(next, from - 1);
    for (let seq = from; seq <= to; seq += 1) {
      const message = context.chat.message(id, seq);
      if (isWithin(message.sentAt, context.dossier.settings)) yield { message, label: isContext ? words.context : "" };
    }
    next = to + 1;
  }
  yield* omitted(next, messageCount);
}

/** Ranges in order, those that touch made one; empty ones left out. */
function merged(ranges: readonly SeqRange[]): SeqRange[] {
  const result: SeqRange[] = [];
  for (const range of [...ranges].filter(({ from, to }) => from <= to).sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && range.from <= last.to + 1)
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else result.push(range);
  }
  return result;
}

/** What of the first ranges the second leave over; both in order and apart. */
function without(ranges: readonly SeqRange[], taken: readonly SeqRange[]): SeqRange[] {
  return ranges.flatMap((range) => {
    const left: SeqRange[] = [];
    let { from } = range;
    for (const hole of taken.filter((one) => one.to >= range.from && one.from <= range.to)) {
      if (hole.from > from) left.push({ from, to: hole.from - 1 });
      from = hole.to + 1;
    }
    if (from <= range.to) left.push({ from, to: range.to });
    return left;
  });
}

function lengthOf(ranges: readonly SeqRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}
