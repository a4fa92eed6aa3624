import { expect, test } from "vitest";
import { closedFormOf } from "../../../src/base/media/closed-form.ts";
import { box, film, picture, silk } from "../../support/media.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
const still = (brands: string): Buffer => box("ftyp", Buffer.from(brands, "latin1"));

test.each([
  ["dat-v1", hex("070856310807 00040000 00000400 01 aabbcc")],
  ["dat-v2", hex("070856320807 00040000 00000400 01 aabbcc")],
  ["wxgf", Buffer.from("wxgf\x0e\x01\x02\x03", "latin1")],
  ["heic", still("heic\0\0\0\0mif1heic")],
  ["heic", still("mif1\0\0\0\0mif1heic")],
  ["hevc", hex("00000001 4001 0c01 ffff")],
])("%s is told by its first bytes", (form, head) => {
  expect(closedFormOf(head)).toBe(form);
});

test.each([
  ["a JPEG", await picture("jpeg")],
  ["a film", film()],
  ["a recording", silk()],
  ["an AVIF picture", still("mif1\0\0\0\0mif1avif")],
  ["an H.264 stream", hex("00000001 6742 0028")],
  ["two bytes", hex("0708")],
  ["nothing", Buffer.alloc(0)],
])("%s is none of these forms", (_, head) => {
  expect(closedFormOf(head)).toBeNull();
});
