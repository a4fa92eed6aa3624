import type { CaseFile } from "../../model/case.ts";

/** How many numbers were printed with their last four digits only. */
export interface MaskCounts {
  readonly idCards: number;
  readonly cards: number;
  readonly phones: number;
}

const EDGE = "(?<![0-9A-Za-z_*.])";
const END = "(?![0-9A-Za-z_]|[.][0-9])";
/** Resident identity number: region, date of birth, order, check character. @source documented: GB 11643-1999 */
const ID_CARD = /[1-8]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx]/;
/** Bank cards begin with these digits; which of them are cards the Luhn check says. @source documented: ISO/IEC 7812-1 */
const CARD = /(?:62|4\d|5[1-5]|35)\d{2}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,4}(?:[ -]?\d{1,4})?|3[47]\d{13}/;
/** Mobile numbers of the mainland with or without its code, and land lines with a hyphen behind the area code. */
const PHONE = /(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-\d{7,8}/;
const NUMBER = new RegExp(`${EDGE}(?:(${ID_CARD.source})|(${CARD.source})|(${PHONE.source}))${END}`, "g");

const SHOWN_DIGITS = 4;
const CARD_DIGITS = { least: 15, most: 19 };

/** Prints numbers of other people with the last four digits; those declared for the submitting side stay. */
export class Masker {
  private readonly own: ReadonlySet<string>;
  private readonly counted = { idCards: 0, cards: 0, phones: 0 };

  constructor(own: readonly string[]) {
    this.own = new Set(own.map(digitsOf).filter((digits) => digits !== ""));
  }

  get counts(): MaskCounts {
    return { ...this.counted };
  }

  masked(text: string): string {
    return text.replace(NUMBER, (whole, idCard?: string, card?: string) => {
      if (this.own.has(digitsOf(whole))) return whole;
      if (idCard !== undefined) this.counted.idCards += 1;
      else if (card === undefined) this.counted.phones += 1;
      else if (isCard(digitsOf(whole))) this.counted.cards += 1;
      else return whole;
      return hidden(whole);
    });
  }
}

/** Telephone numbers the case file states for the submitting side: of the devices, and of participants of its role. */
export function ownNumbers(caseFile: CaseFile | null): string[] {
  const { devices = [], participants = [], submitter } = caseFile?.declared ?? {};
  const phones = devices.map(({ phoneNumber }) => phoneNumber ?? "");
  for (const { claimedPerson, boundPhones = [] } of participants) {
    if (claimedPerson?.role !== undefined && claimedPerson.role === submitter?.role) phones.push(...boundPhones);
  }
  return phones;
}

/** Digits alone, without the code of the mainland before a mobile number. */
function digitsOf(number: string): string {
  return number.replace(/[^0-9Xx]/g, "").replace(/^86(?=1\d{10}$)/, "");
}

function hidden(number: string): string {
  const digits = digitsOf(number).length - SHOWN_DIGITS;
  let left = digits;
  return number.replace(/^\+?86[ -]?(?=1)/, "").replace(/[0-9Xx]/g, (digit) => (left-- > 0 ? "*" : digit));
}

function isCard(digits: string): boolean {
  if (digits.length < CARD_DIGITS.least || digits.length > CARD_DIGITS.most) return false;
  let sum = 0;
  for (const [place, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
