import { deflateRawSync } from "node:zlib";
import { buildZip, deflated, piecesOf, type EndFields, type Fields, type Piece } from "../bundle/zip-builder.ts";
import type { Row } from "./row.ts";

const x = Buffer.from("x");

/** The bundle with one record built otherwise. */
const first = (change: (piece: Piece) => Piece) => (zip: Buffer) =>
  buildZip({ pieces: piecesOf(zip).map((piece, at) => (at === 1 ? change(piece) : piece)) }); // prettier-ignore
const local = (fields: Partial<Fields>) => first((piece) => ({ ...piece, local: fields }));
const central = (fields: Partial<Fields>) => first((piece) => ({ ...piece, central: fields }));
const both = (fields: Partial<Fields>) => first((piece) => ({ ...piece, local: fields, central: fields }));
const end = (fields: (zip: { count: number; size: number; offset: number }) => Partial<EndFields>) => (zip: Buffer) => {
  const at = zip.length - 22;
  const facts = {
    count: zip.readUInt16LE(at + 10),
    size: zip.readUInt32LE(at + 12),
    offset: zip.readUInt32LE(at + 16),
  };
  return buildZip({ pieces: piecesOf(zip), end: fields(facts) });
};
const pieces = (change: (all: Piece[]) => Piece[]) => (zip: Buffer) => buildZip({ pieces: change(piecesOf(zip)) });

const EXTRA = Buffer.from("fecb0400deadbeef", "hex");
const CHANGED = { level: 0, outcome: "fail", word: "not-intact" } as const;
const REPACKED = { level: 0, outcome: "fail", word: "cannot-tell" } as const;

/** Items 1 to 26 of the matrix: the container. Where every reader sees the same contents, nothing is said to be changed. */
export const CONTAINER: readonly Row[] = [
  { item: 1, what: "a byte appended", act: (zip) => Buffer.concat([zip, x]), ...CHANGED },
  { item: 2, what: "a byte prepended", act: (zip) => Buffer.concat([x, zip]), ...CHANGED },
  { item: 2, what: "a byte prepended, offsets moved along", act: (zip) => buildZip({ pieces: piecesOf(zip), prefix: x }), ...CHANGED },
  { item: 3, what: "a zip comment", act: end(() => ({ comment: Buffer.from("hello") })), ...REPACKED },
  { item: 4, what: "an entry comment", act: central({ comment: x }), ...REPACKED },
  { item: 5, what: "an extra field in the local header only", act: local({ extra: EXTRA }), ...REPACKED },
  { item: 5, what: "an extra field in the directory only", act: central({ extra: EXTRA }), ...REPACKED },
  { item: 5, what: "an extra field in both", act: both({ extra: EXTRA }), ...REPACKED },
  { item: 6, what: "another name in the local header", act: local({ name: Buffer.from("case-0001/other") }), ...CHANGED },
  { item: 7, what: "another size in the local header", act: local({ size: 1, stored: 1 }), ...CHANGED },
  { item: 7, what: "another size in the directory", act: central({ size: 1, stored: 1 }), ...CHANGED },
  { item: 8, what: "another CRC-32 in the local header", act: local({ crc: 1 }), ...CHANGED },
  { item: 8, what: "another CRC-32 in the directory", act: central({ crc: 1 }), ...CHANGED },
  { item: 9, what: "a wrong CRC-32 in both", act: both({ crc: 1 }), ...CHANGED },
  { item: 10, what: "method 8 in the local header only", act: local({ method: 8 }), ...CHANGED },
  { item: 10, what: "method 8 in the directory only", act: central({ method: 8 }), ...CHANGED },
  { item: 11, what: "flag 0 (encrypted) in both", act: both({ flags: 1 }), ...CHANGED },
  { item: 11, what: "flag 3 (descriptor) in both", act: both({ flags: 8 }), ...REPACKED },
  { item: 11, what: "flag 6 (strong encryption) in both", act: both({ flags: 0x41 }), ...CHANGED },
  { item: 11, what: "flag 13 (masked headers) in both", act: both({ flags: 0x2000 }), ...REPACKED },
  { item: 12, what: "a name twice, with other contents", act: pieces((all) => [...all.slice(0, 2), { ...all[1], name: all[1]?.name ?? "", content: x }, ...all.slice(2)]), ...CHANGED },
  { item: 12, what: "a name twice, with the same contents", act: pieces((all) => [...all.slice(0, 2), ...all.slice(1)]), ...CHANGED },
  { item: 13, what: "an entry missing from the directory", act: first((piece) => ({ ...piece, noCentral: true })), ...CHANGED },
  { item: 14, what: "a directory entry without data", act: first((piece) => ({ ...piece, noLocal: true })), ...CHANGED },
  { item: 15, what: "two entries over one record", act: central({ offset: 0 }), ...CHANGED },
  { item: 16, what: "two zips one after the other", act: (zip) => Buffer.concat([zip, zip]), ...CHANGED },
  { item: 17, what: "two end records", act: (zip) => Buffer.concat([zip, zip.subarray(-22)]), ...CHANGED },
  { item: 18, what: "one entry more in the end record", act: end(({ count }) => ({ entries: count + 1, entriesHere: count + 1 })), ...CHANGED },
  { item: 18, what: "one entry less in the end record", act: end(({ count }) => ({ entries: count - 1, entriesHere: count - 1 })), ...CHANGED },
  { item: 18, what: "65,536 entries more than the count says", act: end(({ count }) => ({ entriesHere: count + 1 })), ...REPACKED },
  { item: 19, what: "the directory's offset moved back", act: end(({ offset }) => ({ offset: offset - 1 })), ...CHANGED },
  { item: 19, what: "the directory's offset moved on", act: end(({ offset }) => ({ offset: offset + 1 })), ...CHANGED },
  { item: 20, what: "values that point to a zip64 record that is not there", act: end(() => ({ entries: 0xffff, entriesHere: 0xffff })), ...CHANGED },
  { item: 21, what: "entries out of order", act: pieces((all) => [...all].reverse()), ...REPACKED },
  { item: 22, what: "an entry for a folder", act: pieces((all) => [{ name: "case-0001/", content: Buffer.alloc(0), central: { attributes: 0x41ed0010 } }, ...all]), ...REPACKED },
  { item: 23, what: "the mode of a link", act: central({ attributes: 0xa1ff0000 }), ...CHANGED },
  { item: 24, what: "another date", act: both({ date: 0x5c61 }), ...REPACKED },
  { item: 25, what: "an encrypted entry", act: both({ flags: 1, method: 0 }), ...CHANGED },
  ...Array.from({ length: 15 }, (_, at): Row => ({ item: 26, what: `cut off after ${at + 1}/16`, act: (zip) => zip.subarray(0, Math.floor((zip.length * (at + 1)) / 16)), ...CHANGED })),
  { item: 29, what: "an entry that inflates to more than it states", act: first(({ name, content }) => ({ ...deflated({ name, content }), data: deflateRawSync(Buffer.concat([content, Buffer.alloc(1 << 20)])) })), ...CHANGED },
]; // prettier-ignore
