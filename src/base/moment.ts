/** A typed day or time as the stretch it may mean: its first millisecond, and the first one after it. Epoch ms. */
export interface MomentSpan {
  readonly from: number;
  readonly until: number;
}

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?(?: ?(Z|[+-]\d{2}:\d{2}))?)?$/;
const BEIJING = "+08:00";
const [SECOND, MINUTE, DAY] = [1000, 60_000, 86_400_000];

/**
 * `2026-03-01` is a day, `2026-03-01 09:30` a minute, with seconds a second; Beijing time where no offset is typed.
 * Null for anything else.
 */
export function momentSpan(text: string | undefined): MomentSpan | null {
  const [, day, hour = "00", minute, second, offset = BEIJING] = MOMENT.exec(text ?? "") ?? [];
  if (day === undefined) return null;
  const from = Date.parse(`${day}T${hour}:${minute ?? "00"}:${second ?? "00"}${offset}`);
  if (!Number.isFinite(from)) return null;
  const length = minute === undefined ? DAY : second === undefined ? MINUTE : SECOND;
  return { from, until: from + length };
}
