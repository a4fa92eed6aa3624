import { describe, expect, test } from "vitest";
import { isMediaFile } from "../../src/checks/media-file.ts";
import { memorySource } from "../support/memory-source.ts";

function judged(name: string, content: Uint8Array | string): boolean {
  const source = memorySource({ [name]: content });
  const file = source.file(name);
  if (!file) throw new RangeError(name);
  return isMediaFile(source, file);
}

const hex = (digits: string) => Buffer.from(digits.replaceAll(" ", ""), "hex");
const JPEG = hex("ffd8ffe000104a46494600010100");
const xored = (bytes: Buffer, key: number) => Buffer.from(bytes.map((byte) => byte ^ key));

describe("isMediaFile", () => {
  test.each([
    ["JPEG without extension", "image/2026-03/20260302_090000_730184_0", JPEG],
    ["PNG", "a.png", hex("89504e470d0a1a0a0000000d")],
    ["GIF named .dat", "a.dat", Buffer.from("GIF89a......")],
    ["WebP", "a", Buffer.from("RIFF\x10\0\0\0WEBPVP8 ", "latin1")],
    ["WAV", "a", Buffer.from("RIFF\x10\0\0\0WAVEfmt ", "latin1")],
    ["HEIC", "a", hex("00000018 66747970 68656963")],
    ["MP4", "v", hex("00000020 66747970 69736f6d")],
    ["SILK of the client", "v.bin", hex("02 232153494c4b5f5633")],
    ["AMR", "v", Buffer.from("#!AMR\n")],
    ["MP3 frame", "v", hex("fffb9064 00000000")],
    ["WXGF", "x", Buffer.from("wxgf....")],
    ["4.x image", "x.dat", hex("070856320807 00040000")],
    ["3.x image, XORed", "x.dat", xored(JPEG, 0x5a)],
    ["bitmap", "x", hex("424d 46000000 0000 0000 36000000 28000000 02000000")],
    ["empty file with a media name", "empty.jpg", ""],
    ["unknown bytes with a media name", "half.mp4", "not decodable"],
  ])("says yes to %s", (_name, path, content) => {
    expect(judged(path, content)).toBe(true);
  });

  test.each([
    ["a chat", "chat.json", '{"weflow":{}}'],
    ["a text that begins with BM", "BM.txt", "BM 项目会议记录，二〇二六年三月"],
    ["UTF-16 text", "note.txt", hex("fffe 41006200")],
    ["a PDF named as a picture", "a.jpg", "%PDF-1.7"],
    ["a Word file", "合同.docx", hex("504b0304 14000000")],
    ["an AppleDouble companion of a picture", "__MACOSX/._a.jpg", hex("00051607 00020000")],
    ["a .dat that no single key turns into a picture", "data.dat", "plain settings"],
    ["an empty text", "a.txt", ""],
  ])("says no to %s", (_name, path, content) => {
    expect(judged(path, content)).toBe(false);
  });
});
