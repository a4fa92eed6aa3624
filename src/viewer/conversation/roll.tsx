import { Component, createRef, type ComponentChild } from "preact";
import { anchorOf, lastAbove, rowsBehind, rowsWithin, type Anchor } from "./roll-rows.ts";

/** A row to go to; a new object goes there again. */
export interface RollTarget {
  readonly index: number;
  readonly align: "start" | "center" | "end" | "nearest";
  /** Whether the keyboard goes there too. */
  readonly isFocused?: boolean;
}

interface Props {
  readonly count: number;
  readonly label: string;
  readonly target: RollTarget | null;
  readonly row: (index: number) => ComponentChild;
  /** Rows in sight, after they have settled. */
  readonly onSeen: (first: number, last: number) => void;
}

interface Stretch {
  readonly first: number;
  /** Behind the last. */
  readonly end: number;
}

/** Browsers stop at some 33 million px; beyond this height the bar is a scale, not a ruler. */
const TALLEST = 8_000_000;
const SETTLE_MS = 120;
const FIRST_GUESS = 84;
const FEW = 12;

/**
 * A list of any length of which only the rows around the eye exist. Their heights need not be known: the row at the
 * top of the screen stays where it is while others come and go, and the bar is brought into line when the hand rests.
 */
export class Roll extends Component<Props, Stretch> {
  private readonly scroller = createRef<HTMLDivElement>();
  private readonly space = createRef<HTMLDivElement>();
  private readonly rows = createRef<HTMLDivElement>();
  /** Distance of the first row that exists from the top of the space. */
  private top = 0;
  private height = 0;
  private rowHeight = FIRST_GUESS;
  private lastScroll = 0;
  private pending: RollTarget | null = null;
  private settling = 0;
  private watcher: ResizeObserver | null = null;

  override state: Stretch = { first: 0, end: FEW };

  override componentDidMount(): void {
    this.watcher = new ResizeObserver(() => {
      this.place(this.anchor());
    });
    if (this.rows.current) this.watcher.observe(this.rows.current);
    if (this.scroller.current) this.watcher.observe(this.scroller.current);
    this.go(this.props.target ?? { index: 0, align: "start" });
  }

  override componentWillUnmount(): void {
    this.watcher?.disconnect();
    window.clearTimeout(this.settling);
  }

  override getSnapshotBeforeUpdate(): Anchor | null {
    return this.anchor();
  }

  override componentDidUpdate(before: Props, _state: Stretch, anchor: Anchor | null): void {
    const { target, count } = this.props;
    if (target !== null && target !== before.target) this.go(target);
    else if (count !== before.count && this.pending === null) this.go({ index: 0, align: "start" });
    else this.place(anchor);
  }

  override render({ count, row, label }: Props, { first, end }: Stretch): ComponentChild {
    const shown = [];
    for (let index = Math.min(first, count); index < Math.min(end, count); index += 1) shown.push(row(index));
    return (
      <div
        class="roll"
        ref={this.scroller}
        tabIndex={0}
        role="feed"
        aria-label={label}
        onScroll={this.onScroll}
        onKeyDown={this.onKey}
      >
        <div class="roll-space" ref={this.space} role="presentation">
          <div class="roll-rows" ref={this.rows} role="presentation">
            {shown}
          </div>
        </div>
      </div>
    );
  }

  /** Makes the rows around a target exist; the update that follows puts it where it belongs. */
  private go(target: RollTarget): void {
    const { count } = this.props;
    const index = Math.max(0, Math.min(count - 1, target.index));
    const { first, end } = this.state;
    this.pending = { ...target, index };
    if (index >= first && index < end && end <= count) this.place(null);
    else this.setState({ first: Math.max(0, index - FEW), end: Math.min(count, index + FEW) });
  }

  private anchor(): Anchor | null {
    const [scroller, rows] = [this.scroller.current, this.rows.current];
    return scroller && rows ? anchorOf(rows, this.top, scroller.scrollTop) : null;
  }

  private elementOf(index: number): HTMLElement | null {
    return this.rows.current?.querySelector<HTMLElement>(`:scope > [data-index="${index}"]`) ?? null;
  }

  /** Puts the rows so that the anchor stays, or the target pending is in sight; then sees whether rows are lacking. */
  private place(anchor: Anchor | null): void {
    const [scroller, rows] = [this.scroller.current, this.rows.current];
    if (!scroller || !rows) return;
    this.lastScroll = scroller.scrollTop;
    if (this.pending === null && this.isOutside(scroller, rows)) {
      this.leap(scroller);
      return;
    }
    this.measure(rows);
    const target = this.pending === null ? null : this.elementOf(this.pending.index);
    if (this.pending !== null && target !== null) this.placeTarget(scroller, target, this.pending);
    else if (anchor !== null) {
      const kept = this.elementOf(anchor.index);
      if (kept) this.top = anchor.y - kept.offsetTop;
    }
    this.edges(scroller, rows);
    this.fill(scroller, rows);
  }

  private measure(rows: HTMLElement): void {
    const shown = rows.childElementCount;
    if (shown > 0) this.rowHeight = Math.max(24, this.rowHeight * 0.7 + (rows.offsetHeight / shown) * 0.3);
    this.height = Math.min(TALLEST, Math.max(this.props.count * this.rowHeight, 1));
  }

  private placeTarget(scroller: HTMLElement, target: HTMLElement, { index, align, isFocused }: RollTarget): void {
    const view = scroller.clientHeight;
    const slack = view - target.offsetHeight;
    const y = this.top + target.offsetTop - this.lastScroll;
    const isSeen = y >= 0 && y <= slack;
    const aligned = { start: 0, center: Math.max(0, slack / 2), end: slack, nearest: y < 0 ? 0 : Math.min(slack, y) };
    if (align !== "nearest" || !isSeen) {
      const wanted = this.idealScroll(index, view);
      this.scrollTo(scroller, wanted);
      this.top = this.lastScroll + aligned[align] - target.offsetTop;
    }
    if (isFocused === true) target.focus({ preventScroll: true });
    this.pending = null;
  }

  private idealScroll(index: number, view: number): number {
    const { count } = this.props;
    return count < 2 ? 0 : (index / (count - 1)) * Math.max(0, this.height - view);
  }

  /** Where an end of the list exists it is at the end of the space, so that nothing is out of reach and nothing empty. */
  private edges(scroller: HTMLElement, rows: HTMLElement): void {
    const { first, end } = this.state;
    const { count } = this.props;
    const view = scroller.clientHeight;
    if (first === 0 && this.top !== 0) this.shift(scroller, -this.top);
    else if (first > 0 && this.top < view) this.shift(scroller, this.idealScroll(first, view) + view - this.top);
    const bottom = this.top + rows.offsetHeight;
    if (end >= count) this.height = bottom;
    else if (bottom > this.height - view) this.height = bottom + view + (count - end) * this.rowHeight;
    if (this.space.current) this.space.current.style.height = `${Math.max(this.height, 1)}px`;
    rows.style.transform = `translateY(${this.top}px)`;
    this.lastScroll = scroller.scrollTop;
  }

  /** Moves rows and eye by the same way: nothing moves on the screen. */
  private shift(scroller: HTMLElement, by: number): void {
    this.top += by;
    if (this.space.current)
      this.space.current.style.height = `${Math.max(this.height, this.lastScroll + by + scroller.clientHeight)}px`;
    this.scrollTo(scroller, this.lastScroll + by);
  }

  private scrollTo(scroller: HTMLElement, to: number): void {
    if (Math.abs(scroller.scrollTop - to) >= 0.5) scroller.scrollTop = to;
    this.lastScroll = to <= 0 ? 0 : scroller.scrollTop;
  }

  /** Rows exist for one screen above and below what is in sight, and not for more than two. */
  private fill(scroller: HTMLElement, rows: HTMLElement): void {
    const { count } = this.props;
    const { first, end } = this.state;
    const view = scroller.clientHeight;
    if (view === 0) return;
    const above = this.lastScroll - this.top;
    const below = this.top + rows.offsetHeight - (this.lastScroll + view);
    const wanted = (lacking: number) => Math.min(60, Math.ceil(Math.max(0, lacking) / this.rowHeight) + 2);
    let [from, to] = [first, Math.min(end, count)];
    if (above < view) from = Math.max(0, first - wanted(view - above));
    else if (above > 2 * view) from = Math.min(to - 1, first + rowsWithin(rows, above - 1.5 * view));
    if (below < view) to = Math.min(count, to + wanted(view - below));
    else if (below > 2 * view) to = Math.max(from + 1, to - rowsBehind(rows, above + 2.5 * view));
    if (from !== first || to !== end) this.setState({ first: from, end: to });
    else this.settle();
  }

  private readonly onScroll = (): void => {
    const [scroller, rows] = [this.scroller.current, this.rows.current];
    if (!scroller || !rows) return;
    this.lastScroll = scroller.scrollTop;
    if (this.isOutside(scroller, rows)) this.leap(scroller);
    else this.fill(scroller, rows);
    this.settle();
  };

  /** Whether nothing of what exists is in sight. */
  private isOutside(scroller: HTMLElement, rows: HTMLElement): boolean {
    const isBehind = this.lastScroll > this.top + rows.offsetHeight;
    return rows.childElementCount > 0 && (isBehind || this.lastScroll + scroller.clientHeight < this.top);
  }

  /** The bar was dragged to where no row exists: the row is that of the same share of the list. */
  private leap(scroller: HTMLElement): void {
    const { count } = this.props;
    const share = Math.min(1, this.lastScroll / Math.max(1, scroller.scrollHeight - scroller.clientHeight));
    const index = Math.round(share * (count - 1));
    this.go({ index, align: share > 0.999 ? "end" : "start" });
  }

  private settle(): void {
    window.clearTimeout(this.settling);
    this.settling = window.setTimeout(() => {
      this.rest();
    }, SETTLE_MS);
  }

  private rest(): void {
    const [scroller, rows] = [this.scroller.current, this.rows.current];
    const anchor = this.anchor();
    if (!scroller || !rows || anchor === null) return;
    const { first, end } = this.state;
    const view = scroller.clientHeight;
    if (first > 0 && end < this.props.count) {
      const off = this.idealScroll(anchor.index, view) - this.lastScroll;
      if (Math.abs(off) > 4 * view) {
        this.shift(scroller, off);
        this.edges(scroller, rows);
      }
    }
    this.props.onSeen(anchor.index, lastAbove(rows, this.lastScroll + view - this.top) ?? first);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-index]") : null;
      const from = row ? Number(row.dataset["index"]) : (this.anchor()?.index ?? 0) - (step > 0 ? 1 : 0);
      this.move(event, { index: from + step, align: "nearest", isFocused: true });
    } else if (event.key === "Home") this.move(event, { index: 0, align: "start", isFocused: true });
    else if (event.key === "End") this.move(event, { index: this.props.count - 1, align: "end", isFocused: true });
  };

  private move(event: KeyboardEvent, target: RollTarget): void {
    if (target.index < 0 || target.index >= this.props.count) return;
    event.preventDefault();
    this.go(target);
  }
}
