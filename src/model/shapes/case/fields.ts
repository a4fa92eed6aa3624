import * as z from "zod";

/** Longest text one field may hold, in characters: a transcript or a reason, not a book. */
const LONGEST_TEXT = 20_000;

/** Free text as typed. Blank fields are taken out before, so what is here says something. */
export const text = z.string().max(LONGEST_TEXT);

const CALENDAR_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

function isCalendarDate(value: string): boolean {
  const [, year = "", month = "", day = ""] = CALENDAR_DATE.exec(value) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return year !== "" && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** A day, `YYYY-MM-DD`. */
export const day = z
  .string()
  .regex(CALENDAR_DATE)
  .refine(isCalendarDate, { error: "not-a-day" })
  .describe("YYYY-MM-DD");

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?(?: ?(Z|[+-]\d{2}:\d{2}))?)?$/;

function isMoment(value: string): boolean {
  const [, date = "", hour = "0", minute = "0", second = "0"] = MOMENT.exec(value) ?? [];
  return isCalendarDate(date) && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}

/** A day, or a day and a time; with an offset where it is not Beijing time. */
export const moment = z
  .string()
  .regex(MOMENT)
  .refine(isMoment, { error: "not-a-moment" })
  .describe("YYYY-MM-DD, or YYYY-MM-DD HH:MM[:SS][+08:00]; Beijing time where no offset is given");

/** Path of a document, relative to the folder of the case file. */
export const enclosure = z
  .string()
  .max(1000)
  .describe("Path of a file beside the case file (or in a folder below); it is hashed and goes into the bundle");

export const enclosures = z.array(enclosure);

/** Numbers of messages: `12`, `5-30`, several apart by commas. */
export const messageRange = z
  .string()
  .regex(/^\s*\d{1,9}(\s*[-–—~至]\s*\d{1,9})?(\s*[,，、]\s*\d{1,9}(\s*[-–—~至]\s*\d{1,9})?)*\s*$/)
  .describe("Message numbers as printed: 12, 5-30, 41");

/** How the fields that are not text look: as typed in the file, or as kept in the record. */
export interface Form {
  /** A whole number. */
  readonly count: z.ZodType<number>;
  /** Seconds, with a sign. */
  readonly seconds: z.ZodType<number>;
  /** One of a closed list: code -> the words a Chinese form shows for it. Codes are kept. */
  readonly choice: <Code extends string>(words: Readonly<Record<Code, string>>) => z.ZodType<Code>;
}

function told(words: Readonly<Record<string, string>>): string {
  return Object.entries(words).map(([code, word]) => `${code} ${word}`).join(" · "); // prettier-ignore
}

/** The file: everything is typed, a choice as its code or its words. */
export const TYPED: Form = {
  count: z.string().regex(/^\d{1,9}$/).transform(Number).describe("Whole number"), // prettier-ignore
  seconds: z.string().regex(/^[+-]?\d{1,9}$/).transform(Number).describe("Seconds; + where the device is ahead"), // prettier-ignore
  choice: <Code extends string>(words: Readonly<Record<Code, string>>) => {
    const codes = Object.keys(words) as Code[];
    const byWords = new Map<string, Code>(
      codes.flatMap(
        (code) =>
          [
            [code, code],
            [words[code], code],
          ] as const,
      ),
    );
    return z
      .enum([...byWords.keys()] as [string, ...string[]])
      .transform((typed) => byWords.get(typed) as Code)
      .describe(told(words));
  },
};

/** Words of the choices, by their shape in the record. */
export const CHOICE_WORDS = z.registry<Readonly<Record<string, string>>>();

/** The record: numbers and codes. */
export const KEPT: Form = {
  count: z.int().min(0),
  seconds: z.int(),
  choice: <Code extends string>(words: Readonly<Record<Code, string>>) =>
    z
      .enum(Object.keys(words) as [Code, ...Code[]])
      .describe(told(words))
      .register(CHOICE_WORDS, words) as unknown as z.ZodType<Code>,
};
