/** What a run of digits is written like. Says nothing of whose it is, or whether it was ever given out. */
export type NumberSort = "resident-id" | "mobile" | "bank-card";

export interface StatedNumber {
  readonly sort: NumberSort;
  /** Digits without blanks and hyphens. */
  readonly digits: string;
}

/** Digits with single blanks or hyphens between them, not part of a longer word. */
const RUN = /(?<![0-9A-Za-z_.@/=-])(?:\+?86[ -]?)?\d(?:[ -]?\d){9,21}(?:[ -]?[Xx])?(?![0-9A-Za-z_@/-])/g;
const FULL_WIDTH = /[\uFF10-\uFF19\uFF38\uFF58]/g;

/** Numbers of a text in order of appearance, each one judged by its own check digit where its sort has one. */
export function statedNumbers(text: string): StatedNumber[] {
  const narrow = text.replace(FULL_WIDTH, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  return Array.from(narrow.matchAll(RUN), ([run]) => numbersOf(run)).flat();
}

/** A run may be one number in groups, or several one after the other. */
function numbersOf(run: string): StatedNumber[] {
  const digits = run.replace(/[ +-]/g, "").toUpperCase();
  const sort = sortOf(digits);
  if (sort !== null) return [{ sort, digits }];
  if (/^(?:86)?1[3-9]\d{9}$/.test(digits)) return [{ sort: "mobile", digits: digits.slice(-11) }];
  return run.split(/[ +-]+/).flatMap((part) => {
    const own = part.toUpperCase();
    const found = sortOf(own);
    return found === null ? [] : [{ sort: found, digits: own }];
  });
}

function sortOf(digits: string): NumberSort | null {
  if (isMobile(digits)) return "mobile";
  if (isResidentId(digits)) return "resident-id";
  return isBankCard(digits) ? "bank-card" : null;
}

function isMobile(digits: string): boolean {
  return /^1[3-9]\d{9}$/.test(digits);
}

/** First two digits: province. @source documented: GB/T 2260, GB 11643 */
const PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = "10X98765432";

/**
 * Number of a mainland identity card: province, day of birth on the calendar, check digit.
 *
 * @source documented: GB 11643-1999 with ISO 7064 MOD 11-2
 */
export function isResidentId(digits: string): boolean {
  if (!/^\d{17}[\dX]$/.test(digits) || !PROVINCE.test(digits)) return false;
  const [year, month, day] = [digits.slice(6, 10), digits.slice(10, 12), digits.slice(12, 14)].map(Number);
  const born = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
  if (year === undefined || year < 1900 || born.getUTCMonth() + 1 !== month || born.getUTCDate() !== day) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return digits[17] === CHECK_DIGITS[sum % 11];
}

/**
 * Number of a bank card: UnionPay's range (62, 16 to 19 digits) or 16 digits of the older ranges, with the Luhn digit.
 *
 * @source documented: ISO/IEC 7812-1
 */
export function isBankCard(digits: string): boolean {
  if (!/^(?:62\d{14,17}|[45]\d{15})$/.test(digits)) return false;
  const doubled = [...digits].reverse().map((digit, at) => Number(digit) * (at % 2 === 0 ? 1 : 2));
  return doubled.reduce((sum, value) => sum + (value > 9 ? value - 9 : value), 0) % 10 === 0;
}
