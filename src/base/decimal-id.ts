const LIMIT = BigInt(Number.MAX_SAFE_INTEGER);

/** True for a decimal id above 2^53, which a JavaScript number or a spreadsheet cell cannot carry. */
export function exceedsDouble(id: string): boolean {
  return /^\d{16,20}$/.test(id) && BigInt(id) > LIMIT;
}

/**
 * True where an id above 2^53 has the very digits that passing through a double, or through a spreadsheet's fifteen
 * significant digits, leaves. About one exact id in a thousand looks like this by chance, so ask it of many.
 */
export function looksRounded(id: string): boolean {
  if (!exceedsDouble(id)) return false;
  const double = Number(id);
  return String(double) === id || BigInt(double) === BigInt(id) || /^\d{15}0+$/.test(id);
}
