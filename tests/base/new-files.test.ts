import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NotWritten, putNewFiles } from "../../src/base/new-files.ts";

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "evidence-test-"));
});
afterEach(() => {
  rmSync(place, { recursive: true, force: true });
});

const file = (name: string, content = "x", mode = 0o600) => ({ path: join(place, name), content, mode });

test("files are there whole, with their modes, and nothing beside them", () => {
  putNewFiles([file("a.pem", "private"), file("b.pem", "public", 0o644)]);
  expect(readdirSync(place).sort()).toEqual(["a.pem", "b.pem"]);
  expect(readFileSync(join(place, "a.pem"), "utf8")).toBe("private");
  expect(statSync(join(place, "a.pem")).mode & 0o777).toBe(0o600);
});

test("where one name is taken none is written, and that one is named", () => {
  writeFileSync(join(place, "b.pem"), "mine");
  const run = () => {
    putNewFiles([file("a.pem"), file("b.pem")]);
  };
  expect(run).toThrow(expect.objectContaining({ path: join(place, "b.pem"), cause: expect.objectContaining({ code: "EEXIST" }) as Error }) as Error); // prettier-ignore
  expect(run).toThrow(NotWritten);
  expect([readdirSync(place), readFileSync(join(place, "b.pem"), "utf8")]).toEqual([["b.pem"], "mine"]);
});

test("a folder that is not there is told by the system's word", () => {
  expect(() => {
    putNewFiles([file("none/a.pem")]);
  }).toThrow(expect.objectContaining({ cause: expect.objectContaining({ code: "ENOENT" }) as Error }) as Error);
});
