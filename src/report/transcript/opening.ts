import type { ConversationDescription } from "../../model/dossier.ts";
import { Rows, type Row } from "../paper/row.ts";
import { STYLES, type Tools } from "./entry.ts";
import type { MaskCounts } from "./masker.ts";

/** Senders listed at the head of a conversation; the others are counted. */
const MOST_SENDERS = 60;

/** How the pages are to be read: what every volume of printed messages begins with. */
export function legend(tools: Tools, title: string, about: readonly string[]): Row[] {
  const { context, typeface, sides, masker } = tools;
  const words = context.words.transcript;
  const rows = new Rows(typeface);
  rows.text([{ text: title, style: STYLES.title }]).space(4);
  rows.text([{ text: words.subtitle, style: STYLES.fact }]).space(8);
  for (const line of about) rows.text([{ text: line, style: STYLES.text }]).space(3);
  rows
    .space(6)
    .text([{ text: words.legendTitle, style: STYLES.heading }])
    .space(3);
  const { timeZone: zone } = context.dossier.settings;
  const notes = [
    ...words.legend.map((line) => context.say(line, { zone })),
    sides.declared ? words.sidesDeclared : words.sidesPlain,
  ];
  if (masker) notes.push(words.maskedRule);
  for (const line of notes) rows.text([{ text: line, style: STYLES.text }]).space(3);
  return rows.space(10).rows;
}

/** Heading of a conversation with its senders. @param whole also how many of its messages are printed, where it is printed whole */
export function conversationHead(tools: Tools, conversation: ConversationDescription, whole = true): Row[] {
  const { context, typeface } = tools;
  const words = context.words.transcript;
  const { id, title, talker, type, messageCount, leftOut, firstMessageAt, lastMessageAt } = conversation;
  const rows = new Rows(typeface);
  const own = (text: string) => tools.masker?.masked(text) ?? text;
  rows.text([{ text: context.say(words.conversation, { id, title: own(title) }), style: STYLES.heading }]).space(3);
  const facts = [
    context.say(words.conversationFacts, {
      type: context.words.scope.types[type], talker: own(talker ?? context.words.notStated),
      from: context.time(firstMessageAt), to: context.time(lastMessageAt),
    }),
    ...(whole ? [context.say(words.conversationCounts, { messages: messageCount, printed: messageCount - leftOut, leftOut })] : []),
    ...senders(tools, conversation),
  ]; // prettier-ignore
  for (const text of facts) rows.text([{ text, style: STYLES.fact }]);
  if (messageCount === leftOut)
    rows.text([{ text: messageCount === 0 ? words.empty : words.nothingPrinted, style: STYLES.text }]);
  return rows.space(8).rows;
}

function senders(tools: Tools, { id, senders: counts }: ConversationDescription): string[] {
  const { context, sides } = tools;
  const words = context.words.transcript;
  const named = Object.entries(counts).filter(([sender]) => sender !== "");
  const shown = named.slice(0, MOST_SENDERS).map(([sender, count]) => {
    const side = words.sides[sides.of({ direction: "received", sender, conversation: id })];
    const name = context.participant(sender);
    return context.say(words.sender, { name: tools.masker?.masked(name) ?? name, side, count });
  });
  const more = named.length - shown.length;
  const rest = more > 0 ? [context.say(words.moreSenders, { count: more })] : [];
  return named.length === 0 ? [] : [words.senders, ...shown, ...rest];
}

/** How many numbers these pages print masked; nothing where none are masked. @param before counts when printing began */
export function maskedNote({ context, typeface, masker }: Tools, before: MaskCounts | null): Row[] {
  if (!masker || !before) return [];
  const { idCards, cards, phones } = masker.counts;
  const counts = { idCards: idCards - before.idCards, cards: cards - before.cards, phones: phones - before.phones };
  const text = context.say(context.words.transcript.masked, counts);
  return new Rows(typeface).space(8).text([{ text, style: STYLES.text }]).rows;
}

/** Words above every page. */
export function headerOf(
  { context, masker }: Tools,
  template: string,
  values: Readonly<Record<string, string>>,
): string {
  const said = context.say(template, values);
  return masker?.masked(said) ?? said;
}
