import { beforeAll, expect, test } from "vitest";
import { xored } from "../../../src/base/media/xor-image.ts";
import type { ViewerFile } from "../../../src/model/viewer.ts";
import { picture } from "../../support/media.ts";
import { fixtureFiles } from "../../support/reading.ts";
import { recording } from "../../support/recording.ts";
import { viewedFiles, type Viewed } from "./viewed.ts";

let viewed: Viewed;
beforeAll(async () => {
  const jpeg = await picture("jpeg");
  viewed = await viewedFiles({
    ...fixtureFiles("weflow-json", "private"),
    "files/照片.JPG": jpeg,
    "files/film.mp4": "film",
    "files/合同.docx": "words",
    "files/page.html": "<script>alert(1)</script>",
    "files/drawing.svg": "<svg onload='alert(1)'/>",
    "files/run.exe": "MZ",
    "files/noending": jpeg,
    "files/noform": "<html>",
    "files/picture.html": jpeg,
    "files/xor.dat": xored(jpeg, 0x5a),
    "files/locked.dat": Buffer.concat([Buffer.from("070856320807", "hex"), Buffer.alloc(80, 9)]),
    "files/voice.silk": await recording(1000),
  });
}, 60_000);

const fileOf = (path: string): ViewerFile | undefined => viewed.received.find(({ originalPath }) => originalPath === `files/${path}`); // prettier-ignore

test.each([
  ["照片.JPG", "picture"],
  ["film.mp4", "film"],
  ["合同.docx", "link"],
  ["noending", "picture"],
])("%s is offered as %s, from where it lies in the bundle", (path, show) => {
  const file = fileOf(path);
  expect(file?.view).toEqual({ show, path: file?.bundlePath });
});

test.each(["page.html", "picture.html", "drawing.svg", "run.exe", "noform"])(
  "%s is not offered, and that is said",
  (path) => {
    expect(fileOf(path)?.view).toEqual({ show: "none", note: expect.stringContaining("文件夹") as string });
  },
);

test.each([
  ["xor.dat", "picture", /^report\/derived\/\d{6}\.jpg$/],
  ["voice.silk", "sound", /^report\/derived\/\d{6}\.wav$/],
])("%s is shown by its copy, which is called one", (path, show, copy) => {
  expect(fileOf(path)?.view).toMatchObject({ show, isCopy: true, path: expect.stringMatching(copy) as string });
});

test("a picture that cannot be shown says why", () => {
  expect(fileOf("locked.dat")?.view).toMatchObject({ show: "none", note: expect.stringContaining("V2") as string });
});
