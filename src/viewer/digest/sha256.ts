const ROUNDS = 64;
const BLOCK = 64;
const K = new Uint32Array(ROUNDS);
const START = new Uint32Array(8);
for (let prime = 2, found = 0; found < ROUNDS; prime += 1) {
  if (!isPrime(prime)) continue;
  K[found] = fraction(Math.cbrt(prime));
  if (found < START.length) START[found] = fraction(Math.sqrt(prime));
  found += 1;
}

/** FIPS 180-4, 4.2.2 and 5.3.3: the first 32 bits behind the point of roots of the first primes. */
function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

function isPrime(number: number): boolean {
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) return false;
  return true;
}

/**
 * SHA-256 over bytes given piece by piece, so that a film of any size takes the memory of one piece. What browsers offer
 * wants the whole file at once.
 */
export class Sha256 {
  private readonly state = START.slice();
  private readonly schedule = new Uint32Array(ROUNDS);
  private readonly rest = new Uint8Array(BLOCK);
  private held = 0;
  private length = 0;

  update(bytes: Uint8Array): void {
    this.length += bytes.length;
    let from = 0;
    if (this.held > 0) {
      from = Math.min(BLOCK - this.held, bytes.length);
      this.rest.set(bytes.subarray(0, from), this.held);
      this.held += from;
      if (this.held < BLOCK) return;
      this.block(this.rest, 0);
      this.held = 0;
    }
    for (; from + BLOCK <= bytes.length; from += BLOCK) this.block(bytes, from);
    this.rest.set(bytes.subarray(from));
    this.held = bytes.length - from;
  }

  /** Lower-case hex; nothing may be added after it. */
  digest(): string {
    const bits = this.length * 8;
    const end = new Uint8Array(this.held < 56 ? BLOCK : BLOCK * 2);
    end.set(this.rest.subarray(0, this.held));
    end[this.held] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(end.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(end.length - 4, bits >>> 0);
    for (let from = 0; from < end.length; from += BLOCK) this.block(end, from);
    return [...this.state].map((word) => word.toString(16).padStart(8, "0")).join("");
  }

  private block(bytes: Uint8Array, from: number): void {
    const w = this.schedule;
    for (let t = 0; t < 16; t += 1) {
      const at = from + t * 4;
      w[t] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    }
    for (let t = 16; t < ROUNDS; t += 1) {
      const [x, y] = [w[t - 15]!, w[t - 2]!];
      const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
      const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
      w[t] = (w[t - 16]! + s0 + w[t - 7]! + s1) | 0;
    }
    this.mix(w);
  }

  private mix(w: Uint32Array): void {
    const { state } = this;
    let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
    for (let t = 0; t < ROUNDS; t += 1) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[t]! + w[t]!) | 0;
      const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = state[index]! + word;
  }
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
