import type { Language } from "./bilingual.ts";
import { zonedTime } from "./zoned-time.ts";

/** A value a sentence may speak of. */
export type SentenceValue = string | number | boolean | null;

export interface Saying {
  readonly language: Language;
  /** IANA zone in which times are said. */
  readonly timeZone: string;
}

const PLACEHOLDER = /\{(\w+)\}/g;

/**
 * A sentence with its `{placeholders}` filled in. The name of a value says its unit: `…At` is an instant (epoch ms),
 * `…Bytes` a size, `…Ms` and `…Seconds` a duration. A placeholder without a value is left as it stands, so that a
 * wrong name is seen.
 */
export function fillSentence(
  template: string,
  values: Readonly<Record<string, SentenceValue>>,
  saying: Saying,
): string {
  return template.replace(PLACEHOLDER, (whole, name: string) =>
    Object.hasOwn(values, name) ? valueText(name, values[name] ?? null, saying) : whole,
  );
}

/** Names of the placeholders in order of appearance. */
export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? "");
}

/** One value in words, by the unit its name states. */
export function valueText(name: string, value: SentenceValue, saying: Saying): string {
  const zh = saying.language === "zh";
  if (value === null) return zh ? "未记载" : "not stated";
  if (typeof value === "boolean") return zh ? (value ? "是" : "否") : value ? "yes" : "no";
  if (typeof value === "string" || !Number.isFinite(value)) return String(value);
  if (/(^at|At)$/.test(name)) return zonedTime(value, saying.timeZone);
  if (/(^bytes|Bytes)$/.test(name)) return sizeText(value);
  if (name.endsWith("Ms")) return durationText(value, saying.language);
  if (/(^seconds|Seconds)$/.test(name)) return durationText(value * 1000, saying.language);
  return String(value);
}

/** Whole number with a comma between thousands. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

const SIZE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** Size in binary units with one decimal; below 1 KiB the exact bytes. */
export function sizeText(bytes: number): string {
  let unit = 0;
  let size = bytes;
  while (size >= 1024 && unit < SIZE_UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? String(bytes) : size.toFixed(1)} ${SIZE_UNITS[unit]}`;
}

const DURATION_UNITS = [
  { ms: 86_400_000, zh: "天", en: "d" },
  { ms: 3_600_000, zh: "小时", en: "h" },
  { ms: 60_000, zh: "分", en: "min" },
  { ms: 1000, zh: "秒", en: "s" },
] as const;

/** Duration in its two largest units, cut off, such as `3 天 4 小时`; below a second in milliseconds. */
export function durationText(durationMs: number, language: Language): string {
  const size = Math.abs(durationMs);
  const first = DURATION_UNITS.findIndex(({ ms }) => size >= ms);
  if (first < 0) return language === "zh" ? `${durationMs} 毫秒` : `${durationMs} ms`;
  let rest = size;
  const said: string[] = [];
  for (const unit of DURATION_UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / unit.ms);
    rest -= count * unit.ms;
    if (count > 0) said.push(`${count} ${unit[language]}`);
  }
  return `${durationMs < 0 ? "-" : ""}${said.join(" ")}`;
}
