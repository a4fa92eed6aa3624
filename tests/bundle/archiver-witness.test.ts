import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipArchive } from "archiver";
import { expect, test } from "vitest";
import { DESCRIPTOR_ABOVE_BYTES, layOutZip, needsZip64End } from "../../src/base/zip-format.ts";
import { writeZip, type ZipMember } from "../../src/bundle/zip-writer.ts";

type Contents = readonly (readonly [name: string, content: Buffer])[];

async function ours(contents: Contents): Promise<Buffer> {
  const written: Buffer[] = [];
  const members = contents.map(([name, content]): ZipMember => {
    const half = content.length >> 1;
    const chunks = () => [content.subarray(0, half), content.subarray(half)];
    return { name, sizeBytes: content.length, chunks, wrongSize: (found) => new Error(`${found}`) };
  });
  await writeZip(members, (bytes) => written.push(Buffer.from(bytes)));
  return Buffer.concat(written);
}

/** The options whose output format 1 is: docs/bundle-format.md, section 4. */
async function archivers(contents: Contents): Promise<Buffer> {
  const layout = layOutZip(contents.map(([name, { length }]) => ({ name, sizeBytes: length })));
  const archive = new ZipArchive({ store: true, forceZip64: needsZip64End(layout) });
  const written: Buffer[] = [];
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(Buffer.from(chunk));
      done();
    },
  });
  const piped = pipeline(archive, output);
  for (const [name, content] of contents) {
    const isTaken = new Promise((resolve) => archive.once("entry", resolve));
    const options = { name, date: new Date(Date.UTC(1980, 0, 1)), mode: 0o644, store: true };
    archive.append(content.length > DESCRIPTOR_ABOVE_BYTES ? Readable.from([content], { objectMode: false }) : content, options); // prettier-ignore
    await isTaken;
  }
  await archive.finalize();
  await piped;
  return Buffer.concat(written);
}

test("archiver writes the same bytes under the options that the format names", { timeout: 60_000 }, async () => {
  const contents: Contents = [
    ["b/a.txt", Buffer.from("第一条\n")],
    ["b/empty", Buffer.alloc(0)],
    ["b/just.mp4", Buffer.alloc(DESCRIPTOR_ABOVE_BYTES, "just")],
    ["b/large.mp4", Buffer.alloc(DESCRIPTOR_ABOVE_BYTES + 1, "large")],
    ["b/z.bin", Buffer.alloc(300_000, 7)],
  ];
  const [mine, theirs] = [await ours(contents), await archivers(contents)];
  expect(mine.length).toBe(theirs.length);
  expect(mine.equals(theirs)).toBe(true);
});

test("archiver writes the same bytes where the number of files asks for zip64", { timeout: 120_000 }, async () => {
  const contents = Array.from({ length: 65_535 }, (_, i) => [`b/${String(i).padStart(6, "0")}`, Buffer.of(i % 251)] as const); // prettier-ignore
  const [mine, theirs] = [await ours(contents), await archivers(contents)];
  expect(mine.equals(theirs)).toBe(true);
});
