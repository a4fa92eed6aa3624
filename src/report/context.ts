import type { Language } from "../base/bilingual.ts";
import { countText, fillSentence, type SentenceValue } from "../base/sentence.ts";
import { zonedTime } from "../base/zoned-time.ts";
import type { CaseDeclared } from "../model/case.ts";
import type { CheckWords } from "../model/card.ts";
import type { Chat, Participant } from "../model/chat.ts";
import type { CopyCounts } from "../model/derived-table.ts";
import type { Dossier } from "../model/dossier.ts";
import type { Outcome } from "../model/finding.ts";
import type { Locator } from "../model/locator.ts";
import type { DrawnFigures } from "./figures/drawing.ts";
import type { MaskCounts } from "./transcript/masker.ts";
import { maskingOf } from "./transcript/masking.ts";
import { wordsOf, type Words } from "./words/words.ts";

/** Longest name, path or sentence printed; the whole stands in the records of the bundle. */
export const LONGEST = { name: 40, path: 120, sentence: 600 } as const;

/** What the report is made from. */
export interface CoverMaterial {
  readonly dossier: Dossier;
  readonly chat: Chat;
  /** Words of every check that left an outcome, in printed order. */
  readonly cards: readonly CheckWords[];
  /** Name of the bundle without `.zip`. */
  readonly stem: string;
  /** Copies made for looking and listening. */
  readonly copies: CopyCounts;
  readonly figures: DrawnFigures;
  /** How many numbers the printed messages mask; absent or null where none are. */
  readonly masked?: MaskCounts | null;
}

/** The material with the language chosen: what every chapter is given. */
export class ReportContext {
  readonly dossier: Dossier;
  readonly chat: Chat;
  readonly cards: readonly CheckWords[];
  readonly stem: string;
  readonly copies: CopyCounts;
  readonly figures: DrawnFigures;
  readonly masked: MaskCounts | null;
  readonly language: Language;
  readonly words: Words;
  /** Text of a message, a name or what is declared of others, its numbers hidden where that was asked for. */
  readonly hidden: (text: string) => string;
  private readonly cardsById: ReadonlyMap<string, CheckWords>;
  private readonly participantsById: ReadonlyMap<string, Participant>;
  private readonly exportsByEntry: ReadonlyMap<string, string>;
  private readonly outcomesByConversation = new Map<string, Outcome[]>();

  constructor({ dossier, chat, cards, stem, copies, figures, masked = null }: CoverMaterial) {
    this.dossier = dossier;
    this.chat = chat;
    this.cards = cards;
    this.stem = stem;
    this.copies = copies;
    this.figures = figures;
    this.masked = masked;
    this.language = dossier.settings.language;
    this.words = wordsOf(this.language);
    this.hidden = maskingOf(this);
    this.cardsById = new Map(cards.map((card) => [card.id, card]));
    this.participantsById = new Map(dossier.participants.map((participant) => [participant.id, participant]));
    this.exportsByEntry = new Map(dossier.exports.map(({ entry, id }) => [entry, id]));
    for (const outcome of dossier.outcomes) {
      if (outcome.conversation === null) continue;
      const before = this.outcomesByConversation.get(outcome.conversation);
      if (before === undefined) this.outcomesByConversation.set(outcome.conversation, [outcome]);
      else before.push(outcome);
    }
  }

  /** What a person typed; nothing where there is no case file. */
  get declared(): CaseDeclared {
    return this.dossier.caseFile?.declared ?? {};
  }

  /** A fixed sentence with its values; whole numbers get their thousands marked. */
  say(template: string, values: Readonly<Record<string, SentenceValue>> = {}): string {
    const said = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "number" && Number.isSafeInteger(value) ? countText(value) : value,
    ]);
    return fillSentence(template, Object.fromEntries(said) as Record<string, SentenceValue>, this.saying);
  }

  /** A sentence of a check: values are said by the unit their names state, and long ones are cut. */
  sayFinding(template: string, facts: Readonly<Record<string, SentenceValue>>): string {
    const cut = Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === "string" ? this.clip(this.hidden(value), LONGEST.path) : value,
    ]);
    const sentence = fillSentence(template, Object.fromEntries(cut) as Record<string, SentenceValue>, this.saying);
    return this.clip(sentence, LONGEST.sentence);
  }

  list(parts: readonly string[]): string {
    return parts.length === 0 ? this.words.none : parts.join(this.words.listSeparator);
  }

  time(epochMs: number | null): string {
    return epochMs === null ? this.words.notStated : zonedTime(epochMs, this.dossier.settings.timeZone);
  }

  period(from: number | null, to: number | null): string {
    if (from === null || to === null) return this.words.notStated;
    return this.say(this.words.scope.periodText, { from: this.time(from), to: this.time(to) });
  }

  /** The text, or its beginning with the length of the whole. */
  clip(text: string, longest: number): string {
    if (text.length <= longest) return text;
    const characters = [...text];
    if (characters.length <= longest) return text;
    return characters.slice(0, longest).join("") + this.say(this.words.cut, { count: characters.length });
  }

  /** The first entries, and in words how many more there are and where. */
  bounded<Entry>(
    entries: readonly Entry[],
    most: number,
    file: string,
  ): { shown: readonly Entry[]; rest: string | null } {
    const left = entries.length - most;
    if (left <= 0) return { shown: entries, rest: null };
    return { shown: entries.slice(0, most), rest: this.say(this.words.more, { count: left, file }) };
  }

  /** What the checks say of one conversation, in their order. */
  outcomesOf(conversation: string): readonly Outcome[] {
    return this.outcomesByConversation.get(conversation) ?? [];
  }

  card(id: string): CheckWords | undefined {
    return this.cardsById.get(id);
  }

  checkTitle(id: string): string {
    return this.cardsById.get(id)?.title[this.language] ?? id;
  }

  /** Shown name and account of a participant, such as `王建国 (wxid_…)`. */
  participant(id: string): string {
    const found = this.participantsById.get(id);
    if (!found) return this.clip(id, LONGEST.name);
    const name = found.names.at(-1)?.text;
    if (name === undefined) return this.clip(found.accountId ?? id, LONGEST.name);
    const shown = this.clip(this.hidden(name), LONGEST.name);
    const account = found.accountId === null ? "" : ` (${this.clip(found.accountId, LONGEST.name)})`;
    return `${shown}${account}`;
  }

  /** Account of a participant; null where the export states none. */
  account(id: string): string | null {
    const account = this.participantsById.get(id)?.accountId ?? null;
    return account === null ? null : this.clip(account, LONGEST.name);
  }

  /** A place in the source in words; the file of an export is said by its short number. */
  place(locator: Locator): string {
    const path = this.exportsByEntry.get(locator.path) ?? this.clip(locator.path, LONGEST.path);
    return [path, ...this.positions(locator)].join(" ");
  }

  private positions(at: Locator): string[] {
    const words = this.words.positions;
    const positions: string[] = [];
    if (at.sheet !== undefined) positions.push(this.say(words.sheet, { name: at.sheet }));
    if (at.table !== undefined && at.rowid !== undefined)
      positions.push(this.say(words.rowid, { table: at.table, rowid: at.rowid }));
    else if (at.table !== undefined) positions.push(this.say(words.table, { table: at.table }));
    if (at.line !== undefined) positions.push(this.say(words.line, { n: at.line }));
    else if (at.row !== undefined) positions.push(this.say(words.row, { n: at.row }));
    else if (at.pointer !== undefined) positions.push(this.clip(at.pointer, LONGEST.path));
    else if (at.byte !== undefined) positions.push(this.say(words.byte, { n: at.byte }));
    return positions;
  }

  private get saying() {
    return { language: this.language, timeZone: this.dossier.settings.timeZone };
  }
}
