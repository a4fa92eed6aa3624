import { expect, test } from "vitest";
import { bundlePath } from "../../src/viewer/bundle-path.ts";

test.each(["data/source/a.png", "data/enclosed/x/y_1.pdf", "report/derived/000001.wav"])(
  "a path of the bundle may be opened: %s",
  (path) => {
    expect(bundlePath(path)).toBe(path);
  },
);

test.each([
  undefined,
  "",
  "javascript:alert(1)",
  "https://example.invalid/data/source/a.png",
  "//example.invalid/data/a",
  "/data/source/a.png",
  "data/../index.html",
  "data/source/../../x",
  "data/source/.hidden",
  "data/source/a b.png",
  "data/source/a.png?x",
  "data/source/a.png#x",
  "data\\source\\a.png",
  "viewer/app.js",
  "data/source/图.png",
  "data/",
])("nothing else is followed: %s", (path) => {
  expect(bundlePath(path)).toBeNull();
});
