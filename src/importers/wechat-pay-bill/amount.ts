const YUAN = /^(?:[¥￥]\s*)?(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,2}))?\s*元?$/;

/**
 * Amount in fen of a bill, whose header states yuan for the whole column; null where the text is not one amount.
 * A minus is left alone: the official bill has none, so nobody can say what it means.
 */
export function billFen(text: string | null): number | null {
  const match = text === null ? null : YUAN.exec(text.trim());
  const whole = match?.[1]?.replaceAll(",", "");
  return whole === undefined ? null : Number(whole) * 100 + Number((match?.[2] ?? "").padEnd(2, "0"));
}

/** Amount in fen of a number cell: spreadsheets store 86.1 as 86.099999999999994. */
export function fenOfNumber(stored: string): number | null {
  const fen = Number(stored) * 100;
  const nearest = Math.round(fen);
  const isAmount = /^\d/.test(stored) && Number.isSafeInteger(nearest) && Math.abs(fen - nearest) < 1e-4;
  return isAmount ? nearest : null;
}
