/** CSV as RFC 4180 has it. */
export function csv(rows: readonly (readonly (string | number)[])[], lineEnd = "\r\n"): string {
  const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => `${row.map((value) => cell(String(value))).join(",")}${lineEnd}`).join("");
}
