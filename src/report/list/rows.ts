import type { CaseDeclared } from "../../model/case.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import { KINDS, type Kind } from "../../model/kind.ts";
import { zonedDay } from "../../base/zoned-time.ts";
import { byCount } from "../counts.ts";
import type { ReportContext } from "../context.ts";
import { declaredConversations, declaredRanges } from "../declared.ts";
import { isWithin } from "../record/lines.ts";
import type { PrintedPages } from "./pages.ts";

/** Rows listed at most; a list is read by people. */
export const MOST_ROWS = 300;
const MOST_KINDS = 6;
const MOST_FILES = 6;

/** One entry of the evidence list, column by column. A person's words stand as typed. */
export interface ListRow {
  readonly order: number;
  readonly number: string;
  readonly name: string;
  readonly kind: string;
  readonly source: string;
  readonly period: string;
  readonly content: string;
  /** Typed by a person only. */
  readonly object: string;
  readonly pages: string;
  readonly copies: string;
  readonly carrier: string;
  readonly files: string;
  readonly digest: string;
  readonly remarks: string;
}

type Exhibit = NonNullable<CaseDeclared["exhibits"]>[number];

/** A row for each exhibit of the case file; without exhibits one for each selected conversation. */
export function listRows(context: ReportContext, pages: PrintedPages): { rows: ListRow[]; more: number } {
  const { dossier } = context;
  const exhibits = dossier.caseFile?.declared.exhibits ?? [];
  const entries: Entry[] =
    exhibits.length > 0
      ? exhibits.map((exhibit) => ({ exhibit, conversations: conversationsOf(context, exhibit) }))
      : dossier.conversations.filter(({ selected }) => selected).map((one) => ({ exhibit: null, conversations: [one] }));
  const rows = entries.slice(0, MOST_ROWS).map((entry, index) => rowOf(context, pages, entry, index));
  return { rows, more: entries.length - rows.length };
} // prettier-ignore

interface Entry {
  readonly exhibit: Exhibit | null;
  readonly conversations: readonly ConversationDescription[];
}

/** What an exhibit speaks of; one with documents and no conversation named is those documents. */
export function conversationsOf({ dossier }: ReportContext, exhibit: Exhibit): readonly ConversationDescription[] {
  const isPapersOnly = exhibit.conversation === undefined && exhibit.messages === undefined && (exhibit.enclosures ?? []).length > 0;
  return isPapersOnly ? [] : declaredConversations(dossier.conversations, exhibit.conversation);
} // prettier-ignore

function rowOf(context: ReportContext, pages: PrintedPages, entry: Entry, index: number): ListRow {
  const { words } = context;
  const said = words.list;
  const { exhibit, conversations } = entry;
  const typed = (text: string | undefined) => text ?? words.notProvided;
  const messages = conversations.map((one) => messagesOf(context, one, exhibit?.messages));
  const files = filesOf(context, entry);
  return {
    order: index + 1,
    number: numberText(context, exhibit?.number ?? String(index + 1)),
    name: exhibit?.title ?? defaultName(context, conversations),
    kind: conversations.length > 0 ? said.electronic : words.notProvided,
    source: conversations.length > 0 ? [...new Set(conversations.map((one) => sourceOf(context, one)))].join("\n") : words.notProvided,
    period: periodOf(context, messages),
    content: exhibit?.summary ?? contentOf(context, messages),
    object: typed(exhibit?.objectOfProof),
    pages: pages.textOf(context, exhibit === null ? null : index, conversations.map(({ id }) => id)),
    copies: copiesOf(context, exhibit),
    carrier: conversations.length > 0 ? carrierOf(context) : words.notProvided,
    files: files.map(({ path }) => path).join("\n") || words.notProvided,
    digest: files.map(({ sha256 }) => sha256).join("\n") || words.notProvided,
    remarks: exhibit?.remarks ?? "",
  };
} // prettier-ignore

/** A number that no spreadsheet takes for a date: `证据3-2`, not `3-2`. */
/** Number of an exhibit as printed, such as 证据2. */
export function numberText(context: ReportContext, typed: string): string {
  const said = context.words.list;
  return /^\d/.test(typed.trim()) ? context.say(said.numberOf, { number: typed.trim() }) : typed.trim();
}

function defaultName(context: ReportContext, conversations: readonly ConversationDescription[]): string {
  const said = context.words.list;
  if (conversations.length === 0) return context.words.notProvided;
  const titles = conversations.map(({ id, title }) => `${id} ${context.clip(title, 40)}`);
  return context.say(said.nameOf, { conversations: context.list(titles) });
}

function sourceOf(context: ReportContext, { source }: ConversationDescription): string {
  const said = context.words.list;
  const of = context.dossier.exports.find(({ id }) => id === source);
  if (of === undefined) return context.words.notStated;
  const time = of.exportedAt === null ? (of.exportedAtText ?? context.words.notStated) : context.time(of.exportedAt);
  return context.say(said.sourceText, {
    account: context.clip(of.owner ?? context.words.notStated, 60),
    way: [of.claimedTool, of.claimedVersion].filter((part) => part !== null).join(" ") || of.importer,
    time,
  });
}

interface Messages {
  readonly conversation: string;
  readonly count: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly first: number | null;
  readonly last: number | null;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

/** The printed messages of a conversation that the ranges name. */
function messagesOf({ chat, dossier }: ReportContext, { id }: ConversationDescription, typed: string | undefined): Messages {
  const ranges = declaredRanges(typed);
  const kinds: Record<string, number> = {};
  let [count, first, last, firstAt, lastAt] = [0, null, null, null, null] as [number, number | null, number | null, number | null, number | null];
  const sql = "SELECT seq, sent_at AS sentAt, kind FROM message WHERE conversation = ? ORDER BY seq";
  for (const { seq, sentAt, kind } of chat.query<{ seq: number; sentAt: number | null; kind: string }>(sql, id)) {
    if (!isWithin(sentAt, dossier.settings) || !ranges.some(({ from, to }) => seq >= from && seq <= to)) continue;
    count += 1;
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    first ??= seq;
    last = seq;
    if (sentAt === null) continue;
    firstAt = Math.min(firstAt ?? sentAt, sentAt);
    lastAt = Math.max(lastAt ?? sentAt, sentAt);
  }
  return { conversation: id, count, kinds, first, last, firstAt, lastAt };
} // prettier-ignore

function periodOf(context: ReportContext, messages: readonly Messages[]): string {
  const times = messages.flatMap(({ firstAt, lastAt }) => (firstAt === null || lastAt === null ? [] : [firstAt, lastAt]));
  if (times.length === 0) return context.words.notStated;
  const day = (at: number) => zonedDay(at, context.dossier.settings.timeZone);
  const ends = { from: day(times.reduce((a, b) => Math.min(a, b))), to: day(times.reduce((a, b) => Math.max(a, b))) };
  // Each day on a line of its own: in a narrow column word processors would cut it in two.
  return context.say(context.words.scope.periodText, ends).replace(` ${ends.to}`, `\n${ends.to}`);
} // prettier-ignore

/** Counts only: what the messages say is for a person to sum up. */
function contentOf(context: ReportContext, messages: readonly Messages[]): string {
  const said = context.words.list;
  if (messages.length === 0) return context.words.notProvided;
  const lines = messages.map(({ conversation, count, kinds, first, last }) => {
    if (count === 0) return context.say(said.noMessage, { conversation });
    const named = byCount(kinds).slice(0, MOST_KINDS).map(([kind, number]) => context.say(context.words.scope.countOf, { name: KINDS[kind as Kind].name[context.language], count: number }));
    return context.say(said.contentText, { from: `${conversation}-${first}`, to: `${conversation}-${last}`, count, kinds: context.list(named) });
  });
  return lines.join("\n");
} // prettier-ignore

/** As typed for the exhibit; else one for the court and one for each opposing party, where their number was typed. */
function copiesOf(context: ReportContext, exhibit: Exhibit | null): string {
  const opposing = context.dossier.caseFile?.declared.case?.opposingPartyCount;
  const copies = exhibit?.copies ?? (opposing === undefined ? undefined : opposing + 1);
  return copies === undefined ? context.words.notProvided : String(copies);
}

/** What the case file says of the devices the records come from. */
function carrierOf(context: ReportContext): string {
  const said = context.words.list;
  const devices = context.dossier.caseFile?.declared.devices ?? [];
  if (devices.length === 0) return said.carrierNone;
  const named = devices.map(({ deviceId, make, model, availability }) =>
    context.say(said.carrierDevice, {
      device: [deviceId, make, model].filter((part) => part !== undefined).join(" ") || context.words.notProvided,
      state: availability === undefined ? context.words.notProvided : said.availability[availability],
    }),
  );
  return context.say(said.carrierText, { devices: context.list(named) });
}

/** The received files an entry rests on, where they lie in the bundle. */
function filesOf(context: ReportContext, { exhibit, conversations }: Entry): { path: string; sha256: string }[] {
  const { dossier } = context;
  const sources = new Set(conversations.map(({ source }) => source));
  const received = dossier.exports.flatMap(({ id, entry }) => {
    if (!sources.has(id)) return [];
    const file = dossier.entryFiles.find(({ path }) => path === entry);
    return file === undefined ? [] : [{ path: placeOf(dossier, file.container ?? entry, false), sha256: `SHA-256 ${file.sha256}` }];
  });
  const enclosed = (exhibit?.enclosures ?? []).flatMap((path) => {
    const found = dossier.caseFile?.enclosures.find((one) => one.path === path);
    return found === undefined ? [] : [{ path: placeOf(dossier, path, true), sha256: `SHA-256 ${found.sha256}` }];
  });
  return [...received, ...enclosed].slice(0, MOST_FILES);
} // prettier-ignore

function placeOf({ payload }: ReportContext["dossier"], path: string, enclosed: boolean): string {
  return payload.files.find((file) => file.path === path && file.enclosed === enclosed)?.bundlePath ?? path;
}
