/** A row that stays where it is while others come and go. */
export interface Anchor {
  /** Place in the list. */
  readonly index: number;
  /** Distance of its top from the top of the list's space. */
  readonly y: number;
}

/** The topmost row in sight, for rows that begin at `top` and a list scrolled to `scroll`; null where none is. */
export function anchorOf(rows: HTMLElement, top: number, scroll: number): Anchor | null {
  for (const row of elementsOf(rows)) {
    const y = top + row.offsetTop;
    if (y + row.offsetHeight > scroll) return { index: indexOf(row), y };
  }
  return null;
}

/** How many of the first rows lie wholly within a height. */
export function rowsWithin(rows: HTMLElement, height: number): number {
  let within = 0;
  for (const row of elementsOf(rows)) {
    if (row.offsetTop + row.offsetHeight > height) break;
    within += 1;
  }
  return within;
}

/** How many of the last rows begin behind a height. */
export function rowsBehind(rows: HTMLElement, height: number): number {
  return elementsOf(rows).filter((row) => row.offsetTop > height).length;
}

/** Place in the list of the last row that begins above a height; null where none does. */
export function lastAbove(rows: HTMLElement, height: number): number | null {
  let last: number | null = null;
  for (const row of elementsOf(rows)) {
    if (row.offsetTop < height) last = indexOf(row);
  }
  return last;
}

function elementsOf(rows: HTMLElement): HTMLElement[] {
  return [...rows.children].filter((row): row is HTMLElement => row instanceof HTMLElement);
}

function indexOf(row: HTMLElement): number {
  return Number(row.dataset["index"]);
}
