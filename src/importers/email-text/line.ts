/** One line of what is read, whatever it came from. */
export interface Line {
  readonly text: string;
  /** 1-based, in the text as a reader sees it. */
  readonly line: number;
  /** All of it is bold; null where the form has no bold. */
  readonly isBold: boolean | null;
  /** More stood on this line than was kept. */
  readonly isCut: boolean;
}

/** Text longer than a message can be is cut, and its rest passed over: its message is told as skipped. */
export const LONGEST_LINE = 1_000_000;
