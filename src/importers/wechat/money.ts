/** `￥` and `¥` are both in use, alone or after `RMB`/`CNY`; other currencies are left alone. */
const YUAN = /^\s*(?:RMB|CNY)?\s*(?:[￥¥]\s*)?(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,2}))?\s*元?\s*$/;
const MARKED = /[￥¥元]|RMB|CNY/;

/** Amount in fen, only where the text is unambiguously yuan; null for anything else. */
export function fenOf(amountText: string | null): number | null {
  if (amountText === null || !MARKED.test(amountText)) return null;
  const match = YUAN.exec(amountText);
  const whole = match?.[1]?.replaceAll(",", "");
  if (whole === undefined) return null;
  return Number(whole) * 100 + Number((match?.[2] ?? "").padEnd(2, "0"));
}
