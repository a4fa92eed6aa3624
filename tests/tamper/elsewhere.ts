/** Where an item of the matrix is tested already, by file and words of a title in it; or why it does not arise. */
export type Elsewhere =
  | { readonly items: readonly number[]; readonly file: string; readonly title: string }
  | { readonly items: readonly number[]; readonly why: string };

const VERIFY = "tests/verify.test.ts";

export const ELSEWHERE: readonly Elsewhere[] = [
  { items: [20], file: "tests/base/zip.test.ts", title: "a zip64 end record without need" },
  { items: [27], file: "tests/base/zip.test.ts", title: "is never canonical with one bit flipped, wherever that is" },
  { items: [27], file: VERIFY, title: "bits flipped all over the bundle are never intact" },
  { items: [28], file: "tests/bundle/open.test.ts", title: "a zip without entries" },
  { items: [61], file: "tests/verify-foreign.test.ts", title: "a bag of another program that does not" },
  { items: [62], file: VERIFY, title: "a message's words" },
  { items: [63], file: VERIFY, title: "a message taken out" },
  { items: [64], file: VERIFY, title: "two messages swapped" },
  { items: [65], file: VERIFY, title: "a time moved by a second" },
  { items: [66], file: VERIFY, title: "the chat file itself, records left as they were" },
  { items: [67], file: VERIFY, title: "a picture exchanged for another" },
  { items: [68], file: VERIFY, title: "a participant renamed" },
  { items: [69], file: VERIFY, title: "a finding deleted" },
  { items: [70], file: VERIFY, title: "an original name" },
  { items: [50], why: "format 1 has lists by SHA-256 only; a second pair is a file that is not allowed" },
  { items: [102], file: "tests/bundle/determinism.test.ts", title: "the same input gives the same bytes in every folder" },
  { items: [103], file: "tests/bundle/seal.test.ts", title: "the bytes of format 1 are pinned" },
  { items: [104], why: "one version of Node runs the tests; 103 pins the bytes for whichever it is" },
  { items: [105], file: "tests/cli/pack-verify.test.ts", title: "packs with its planted findings, exit 1, and the bundle verifies" },
  { items: [106], file: "tests/report/printable.test.ts", title: "[U+202E]" },
  { items: [107], file: "tests/architecture.test.ts", title: "only the one who asks a time-stamp authority uses the network" },
  { items: [107], file: "tests/traced.test.ts", title: "opens no socket" },
  { items: [108], file: "tests/bundle/large.test.ts", title: "files below, at and above 4 GiB" },
  { items: [109], file: "tests/bundle/foreign-witnesses.test.ts", title: "the commands for Linux run as printed" },
  { items: [110], file: "tests/bundle/foreign-witnesses.test.ts", title: "hashdeep finds nothing new, moved or missing" },
  { items: [111], why: "none of those validators is installed where the tests run" },
]; // prettier-ignore
