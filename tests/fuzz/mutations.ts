import fc from "fast-check";

/** Tokens that readers treat specially, and numbers at the edges. */
const TOKENS = [
  "", "\0", "\n", "\r\n", ",", '"', "'", "\\", "{", "}", "[", "]", "<", ">", "&", "=", ":", "/*", "<!--", "]]>", "<![CDATA[", "&#0;", "&a;",
  "null", "true", "1e999", "-1", "0", "18446744073709551616", "9007199254740993", "-9223372036854775808", "__proto__", "constructor",
  "\ufeff", "\ud83d\ude00", "\u202e", "../", "C:\\", "\u0000\u0000\u0000\u0000", "PK\x03\x04", "PK\x05\x06", "SQLite format 3\0", "(\xb5/\xfd",
  "[".repeat(300), "<a>".repeat(300), '"'.repeat(301), "- ".repeat(300), "&a [*a,".repeat(50),
].map((text) => Buffer.from(text)); // prettier-ignore

const EXTREMES = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** One change of bytes; places and lengths are parts of the whole, so that it fits whatever it is applied to. */
export type Mutation = (bytes: Buffer) => Buffer;

const part = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const short = fc.double({ min: 0, max: 0.05, noNaN: true });
const at = (bytes: Buffer, where: number): number => Math.floor(bytes.length * where);
const replaced = (bytes: Buffer, start: number, end: number, by: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, start), by, bytes.subarray(end)]);

const mutation: fc.Arbitrary<Mutation> = fc.oneof<fc.Arbitrary<Mutation>[]>(
  fc.tuple(part, fc.nat(7)).map(([where, bit]) => (bytes: Buffer) => {
    const changed = Buffer.from(bytes);
    const place = at(bytes, where);
    if (place < changed.length) changed[place] = (changed[place] ?? 0) ^ (1 << bit);
    return changed;
  }),
  fc.tuple(part, short, fc.constantFrom(...TOKENS)).map(([where, length, token]) => (bytes: Buffer) => {
    const start = at(bytes, where);
    return replaced(bytes, start, start + at(bytes, length), token);
  }),
  fc.tuple(part, fc.uint8Array({ maxLength: 40 })).map(([where, more]) => (bytes: Buffer) => replaced(bytes, at(bytes, where), at(bytes, where), more)), // prettier-ignore
  fc.tuple(part, part).map(([where, length]) => (bytes: Buffer) => replaced(bytes, at(bytes, where), at(bytes, where) + at(bytes, length), Buffer.alloc(0))), // prettier-ignore
  fc.tuple(part, short, part, fc.integer({ min: 1, max: 40 })).map(([from, length, to, times]) => (bytes: Buffer) => {
    const piece = bytes.subarray(at(bytes, from), at(bytes, from) + at(bytes, length));
    const room = Math.max(1, Math.floor(200_000 / Math.max(1, piece.length)));
    return replaced(bytes, at(bytes, to), at(bytes, to), Buffer.concat(Array(Math.min(times, room)).fill(piece)));
  }),
  fc.tuple(part, fc.constantFrom(1, 2, 4), fc.constantFrom(...EXTREMES), fc.boolean()).map(([where, width, value, little]) => (bytes: Buffer) => {
    const number = Buffer.alloc(width);
    const kept = value % 2 ** (8 * width);
    if (little) number.writeUIntLE(kept, 0, width);
    else number.writeUIntBE(kept, 0, width);
    const start = at(bytes, where);
    return replaced(bytes, start, start + width, number);
  }),
  fc.tuple(part, fc.constantFrom(...TOKENS)).map(([where, token]) => (bytes: Buffer) => {
    // A number in text, replaced whole: where exporters and attackers go wrong most.
    const text = bytes.toString("latin1");
    const digits = [...text.slice(at(bytes, where), at(bytes, where) + 4000).matchAll(/\d+/g)][0];
    if (digits === undefined) return bytes;
    const start = at(bytes, where) + digits.index;
    return replaced(bytes, start, start + digits[0].length, token);
  }),
); // prettier-ignore

/** One to six changes, one after the other. */
export const mutations: fc.Arbitrary<Mutation> = fc
  .array(mutation, { minLength: 1, maxLength: 6 })
  .map((all) => (bytes: Buffer) => all.reduce((now, one) => one(now), bytes));
