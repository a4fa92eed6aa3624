import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PROFILE_IDENTIFIER } from "../../src/bundle/profile.ts";
import { DECLARATION_TEXT } from "../../src/bundle/bag-info.ts";
import { REQUIRED_TAG_FILES, SEAL_FILES } from "../../src/bundle/layout.ts";
import { DESCRIPTOR_ABOVE_BYTES, ENTRIES_MAX } from "../../src/base/zip-format.ts";

const page = readFileSync(new URL("../../docs/bundle-format.md", import.meta.url), "utf8");

/** Text of the files in a folder of ours whose names begin so. */
function sources(folder: string, beginning: string): string {
  const url = new URL(`../../src/${folder}/`, import.meta.url);
  const names = readdirSync(url).filter((name) => name.startsWith(beginning));
  return names.map((name) => readFileSync(new URL(name, url), "utf8")).join("\n");
}

test("the page on the format names every fault that the answers to levels 0 to 3 can carry, and no other", () => {
  const found = [
    sources("base", "zip"),
    ...[
      "manifest",
      "bag-info",
      "structure",
      "closed-world",
      "integrity",
      "lists",
      "foreign-bag",
      "foreign-manifest",
      "foreign-tags",
    ].map((name) => sources("bundle", `${name}.ts`)),
  ];
  const inCode = new Set(
    found
      .join("\n")
      .match(/"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"/g)
      ?.map((code) => code.slice(1, -1)),
  );
  const onPage = new Set(
    page
      .slice(page.indexOf("## 6."))
      .match(/`[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+`/g)
      ?.map((code) => code.slice(1, -1)),
  );
  expect([...onPage].sort()).toEqual([...inCode].sort());
});

test("the page states the names and limits of the code", () => {
  for (const path of REQUIRED_TAG_FILES) expect(page).toContain(`\`${path}\``);
  for (const path of SEAL_FILES) expect(page).toContain(`\`${path.slice("seal/".length)}\``);
  expect(page).toContain(PROFILE_IDENTIFIER);
  expect(page).toContain(`exactly the ${DECLARATION_TEXT.length} bytes`);
  expect(page).toContain(DESCRIPTOR_ABOVE_BYTES.toLocaleString("en-US"));
  expect(page).toContain(ENTRIES_MAX.toLocaleString("en-US"));
});
