import type { WallClock } from "../../base/time.ts";
import { copyHead, dividerDay, greetingOf, mailHead, type Form, type Head } from "./grammar.ts";
import { isEmpty, isFramed, placesOf, type Place, type Survey } from "./survey.ts";
import type { Line } from "./line.ts";

/** One message as it stands in the text. */
export interface Block {
  readonly head: Head;
  /** Day from the rule above, where the head has none. */
  readonly day: WallClock | null;
  readonly line: number;
  readonly text: string;
  /** Where it begins or ends, another reading is as good. */
  readonly isDoubtful: boolean;
  /** More was said than a message can hold; only its beginning is here. */
  readonly isTooLong: boolean;
}

/** A message, or a line above all messages that is no part of the form. */
export type Event = { readonly type: "block"; readonly block: Block } | { readonly type: "line"; readonly line: Line };

/** Longest text of one message. */
const MOST_CHARACTERS = 4_000_000;

/** Cuts lines into messages. */
export function* blocksOf(form: Form, lines: Iterable<Line>, survey: Survey): Generator<Event> {
  const rule = form === "mail" ? mailRule(survey) : copyRule(form, survey);
  let open: Open | null = null;
  let day: WallClock | null = null;
  let passed = 0;
  for (const place of placesOf(lines)) {
    if (passed > 0) {
      passed -= 1;
      continue;
    }
    const divider = form === "mail" ? dividerDay(place.line.text) : null;
    const found = divider === null ? rule(place) : null;
    if (divider !== null || (found !== null && found !== "doubtful")) {
      if (open !== null) yield { type: "block", block: open.block() };
      open = null;
    }
    if (divider !== null) day = divider;
    else if (found !== null && found !== "doubtful") {
      open = new Open(found.head, day, place.line.line, found.isDoubtful);
      passed = found.head.lines - 1;
    } else if (open !== null) open.add(place.line, found === "doubtful");
    else if (isWords(form, place.line)) yield { type: "line", line: place.line };
  }
  if (open !== null) yield { type: "block", block: open.block() };
}

/** The greeting is read by itself. */
function isWords(form: Form, line: Line): boolean {
  const isGreeting = form === "mail" && (/^\s*Dear:?\s*$/i.test(line.text) || greetingOf(line.text) !== null);
  return !isEmpty(line) && !isGreeting;
}

class Open {
  private readonly head: Head;
  private readonly day: WallClock | null;
  private readonly line: number;
  private readonly lines: string[] = [];
  private length = 0;
  private isDoubtful: boolean;
  private isTooLong = false;

  constructor(head: Head, day: WallClock | null, line: number, isDoubtful: boolean) {
    this.head = head;
    this.day = day;
    this.line = line;
    this.isDoubtful = isDoubtful;
  }

  add({ text, isCut }: Line, isDoubtful: boolean): void {
    this.isDoubtful ||= isDoubtful;
    this.length += text.length + 1;
    this.isTooLong ||= isCut || this.length > MOST_CHARACTERS;
    if (this.length <= MOST_CHARACTERS) this.lines.push(text);
  }

  block(): Block {
    const { head, day, line, isDoubtful, isTooLong } = this;
    const text = this.lines
      .join("\n")
      .replace(/^(?:[ \t]*\n)+/, "")
      .trimEnd();
    return { head, day, line, text, isDoubtful, isTooLong };
  }
}

/** A line above a message; `doubtful` where it looks like one and is taken for text. */
type Rule = (place: Place) => { readonly head: Head; readonly isDoubtful: boolean } | "doubtful" | null;

/**
 * In a mail the mark of the file decides (bold, or empty lines around), and in a private chat the two names of the
 * greeting: anybody can type a name and a time.
 */
function mailRule({ mark, greeting }: Survey): Rule {
  return (place) => {
    const found = mailHead(place.line.text);
    if (found === null) return null;
    const isMarked =
      mark === "bold"
        ? place.line.isBold === true
        : mark === "framed"
          ? isFramed(place)
          : mark === "any" || found.isSpaced;
    const isNamed = greeting?.type !== "private" || isOneOf(greeting.title, found.name);
    // One blank between name and time is talk of an hour, unless all of the mail is so.
    if (!isMarked || !isNamed) return found.isSpaced || mark === "any" ? "doubtful" : null;
    return { head: { name: found.name, timeText: found.timeText, clock: null, lines: 1 }, isDoubtful: false };
  };
}

/** Names may hold the word between the two, so each end is compared. */
function isOneOf(title: string, name: string): boolean {
  return title.startsWith(`${name} 和 `) || title.endsWith(` 和 ${name}`);
}

/** Copies set messages apart by an empty line, all but those of Windows, where a name that comes once may be anything. */
function copyRule(form: Exclude<Form, "mail">, { heads, headsApart, names }: Survey): Rule {
  const areApart = form !== "copy-windows" && headsApart * 3 >= heads * 2;
  return ({ before, line, next }) => {
    const head = copyHead(form, line.text, next?.text ?? "");
    if (head === null) return null;
    if (areApart && !isEmpty(before)) return "doubtful";
    return { head, isDoubtful: form === "copy-windows" && (names.get(head.name) ?? 0) < 2 };
  };
}
