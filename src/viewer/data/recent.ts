/** Values fetched by number; beyond a bound those asked for longest ago are dropped, so that memory stays flat. */
export class Recent<Value> {
  private readonly source: (number: number) => Promise<Value>;
  private readonly most: number;
  private readonly kept = new Map<number, Value>();
  private readonly coming = new Map<number, Promise<Value>>();

  constructor(most: number, source: (number: number) => Promise<Value>) {
    this.most = most;
    this.source = source;
  }

  get size(): number {
    return this.kept.size;
  }

  /** What is at hand, without waiting. */
  peek(number: number): Value | undefined {
    const value = this.kept.get(number);
    if (value !== undefined) this.keep(number, value);
    return value;
  }

  /** Fetched once however many ask at a time; a failure is not remembered. */
  get(number: number): Promise<Value> {
    const known = this.peek(number);
    if (known !== undefined) return Promise.resolve(known);
    const coming = this.coming.get(number) ?? this.bring(number);
    this.coming.set(number, coming);
    return coming;
  }

  private async bring(number: number): Promise<Value> {
    try {
      const value = await this.source(number);
      this.keep(number, value);
      return value;
    } finally {
      this.coming.delete(number);
    }
  }

  private keep(number: number, value: Value): void {
    this.kept.delete(number);
    this.kept.set(number, value);
    for (const [oldest] of this.kept) {
      if (this.kept.size <= this.most) break;
      this.kept.delete(oldest);
    }
  }
}
