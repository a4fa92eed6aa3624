/** Numbers from one to another, both ends included. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

const PART = /(\d{1,9})\s*(?:[-–—~至]\s*(\d{1,9}))?/g;

/** Ranges as a person types them, such as `12, 5-30、41至50`, in the order typed; ends the wrong way round are turned. */
export function numberRanges(typed: string): NumberRange[] {
  return Array.from(typed.matchAll(PART), ([, first = "0", second = first]) => {
    const [from, to] = [Number(first), Number(second)];
    return { from: Math.min(from, to), to: Math.max(from, to) };
  });
}
