import type { Language } from "../base/bilingual.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Participant } from "../model/chat.ts";
import type { ConversationDescription } from "../model/dossier.ts";
import { FORM, type FormField } from "./form.ts";
import { bareEntry, blankEntry, blankField, captionOf, commented } from "./template-lines.ts";
import { accountNote, conversationNote, notesOf, overview, type Shown } from "./template-notes.ts";
import { HEADS } from "./template-words.ts";

export type { Shown } from "./template-notes.ts";

/** One section the export gives rise to, to be put into a list of the form. */
export interface Proposed {
  readonly list: "participants" | "groups";
  /** Value of the field that names it: an account, a group. */
  readonly key: string;
  /** Other words it may have been typed under. */
  readonly alsoCalled: readonly string[];
  /** Its text, the dash in the first column. */
  readonly lines: readonly string[];
}

export interface Proposals {
  readonly entries: readonly Proposed[];
  /** Accounts and groups beyond what a form can hold. */
  readonly notListed: number;
}

/** A form for people: more accounts than this are nobody's to fill in. */
const MOST_ACCOUNTS = 200;
const MOST_GROUPS = 60;
/** A name beyond this is not a name, and no field would take it. */
const LONGEST_KEY = 1000;

/** Where the dash of a list at the top stands. */
const LIST_INDENT = "  ";

/** Accounts, most messages first, and groups, as sections of the form with what the export shows of each above it. */
export function proposalsOf(shown: Shown, language: Language): Proposals {
  const accounts = [...byAccount(shown.participants)].filter(([key]) => key.length <= LONGEST_KEY);
  const busiest = accounts.sort(([a, ofA], [b, ofB]) => spoke(ofB) - spoke(ofA) || compareCodePoints(a, b));
  const groups = shown.conversations.filter(
    (c) => c.type === "group" && c.selected && groupKey(c).length <= LONGEST_KEY,
  );
  const entries = [
    ...busiest.slice(0, MOST_ACCOUNTS).map(([key, of]) => account(key, of, shown, language)),
    ...groups.slice(0, MOST_GROUPS).map((c) => group(c, shown, language)),
  ];
  return { entries, notListed: accounts.length + groups.length - entries.length };
}

/** Accounts of several exports under one id; without an id, under the shown name. */
function byAccount(participants: readonly Participant[]): Map<string, Participant[]> {
  const found = new Map<string, Participant[]>();
  for (const participant of participants) {
    const key = (participant.accountId ?? participant.names[0]?.text ?? "").trim();
    if (key !== "") found.set(key, [...(found.get(key) ?? []), participant]);
  }
  return found;
}

function spoke(of: readonly Participant[]): number {
  return of.reduce((sum, { messageCount }) => sum + messageCount, 0);
}

function account(key: string, of: readonly Participant[], shown: Shown, language: Language): Proposed {
  const lines = [
    ...commented([accountNote(of, shown, language)], ""),
    ...bareEntry(listOf("participants"), "", { account: key }),
  ];
  return {
    list: "participants",
    key,
    alsoCalled: of.flatMap(({ names }) => names.map(({ text }) => text.trim())),
    lines,
  };
}

function groupKey({ talker, title, id }: ConversationDescription): string {
  return talker?.trim() || title.trim() || id;
}

function group(c: ConversationDescription, shown: Shown, language: Language): Proposed {
  const key = groupKey(c);
  const lines = [
    ...commented([conversationNote(c, shown, language)], ""),
    ...bareEntry(listOf("groups"), "", { conversation: key }),
  ];
  return { list: "groups", key, alsoCalled: [c.title.trim(), c.id], lines };
}

function listOf(key: Proposed["list"]): FormField {
  const found = FORM.find((field) => field.key === key);
  if (found === undefined) throw new RangeError(`the form has no ${key}`);
  return found;
}

/**
 * A case file to fill in: every section of the form with its choices as comments, and what the export shows. Only
 * accounts and groups are filled in as values; whatever else the export says stands in comments.
 */
export function templateOf(shown: Shown, language: Language): string {
  const { entries, notListed } = proposalsOf(shown, language);
  const head = HEADS[language];
  const lines = [...commented(head.top, ""), "#", ...commented([head.shows, ...overview(shown, language)], ""), ""];
  const notes = notesOf(shown, language);
  for (const [index, field] of FORM.entries()) {
    lines.push(`# ${"━".repeat(4)} ${index + 1}. ${captionOf(field, language)[0] ?? ""}`);
    const proposed = entries.filter(({ list }) => list === field.key);
    if (proposed.length > 0) lines.push(...filledList(field, proposed, language));
    else lines.push(...blankField(field, "", language, notes).slice(captionOf(field, language).length));
    if (field.key === "participants" && notListed > 0)
      lines.push(...commented([head.notListed(notListed)], LIST_INDENT));
    lines.push("");
  }
  return lines.join("\n");
}

function filledList(field: FormField, proposed: readonly Proposed[], language: Language): string[] {
  const sample = blankEntry(field, "", language);
  return [
    ...commented([HEADS[language].sample, ...sample], ""),
    `${field.key}:`,
    ...proposed.flatMap(({ lines }) => lines.map((line) => `${LIST_INDENT}${line}`)),
  ];
}
