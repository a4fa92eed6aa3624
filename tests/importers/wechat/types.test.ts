import { describe, expect, test } from "vitest";
import { kindOfAndroidType } from "../../../src/importers/wechat/android-types.ts";
import {
  kindOfAppType,
  kindOfBaseType,
  kindOfLocalType,
  kindOfV3Type,
  splitLocalType,
} from "../../../src/importers/wechat/types.ts";

describe("type codes", () => {
  test.each([
    ["1", "text"],
    ["3", "image"],
    ["34", "voice"],
    ["42", "card"],
    ["43", "video"],
    ["62", "video"],
    ["47", "sticker"],
    ["48", "location"],
    ["50", "call"],
    ["10000", "system"],
    ["10002", "system"],
    ["49", "unknown"],
    ["11000", "unknown"],
    ["constructor", "unknown"],
    ["", "unknown"],
  ])("base type %s is %s", (code, kind) => {
    expect(kindOfBaseType(code)).toBe(kind);
  });

  test.each([
    ["4294967345", "link"],
    ["12884901937", "music"],
    ["21474836529", "link"],
    ["25769803825", "file"],
    ["81604378673", "forward"],
    ["103079215153", "note"],
    ["141733920817", "miniProgram"],
    ["219043332145", "channels"],
    ["244813135921", "quote"],
    ["266287972401", "pat"],
    ["270582939697", "channels"],
    ["326417514545", "music"],
    ["8589934592049", "transfer"],
    ["8594229559345", "redPacket"],
    ["1", "text"],
    ["10000", "system"],
    ["4294967297", "unknown"],
    ["49", "unknown"],
    ["-1", "unknown"],
    ["1e3", "unknown"],
    ["9223372036854775807", "unknown"],
  ])("4.x local_type %s is %s", (code, kind) => {
    expect(kindOfLocalType(code)).toBe(kind);
  });

  test("the halves of a 4.x local_type are exact beyond 2^53", () => {
    expect(splitLocalType("8589934592049")).toEqual({ base: "49", sub: "2000" });
    expect(splitLocalType("9223372036854775807")).toEqual({ base: "4294967295", sub: "2147483647" });
  });

  test.each([
    ["49", "2000", "transfer"],
    ["49", "57", "quote"],
    ["49", "999", "unknown"],
    ["1", "0", "text"],
    ["10000", "0", "system"],
    ["10000", "4", "pat"],
    ["10000", "57", "recall"],
    ["10000", "8000", "system"],
  ])("3.x type %s/%s is %s", (type, sub, kind) => {
    expect(kindOfV3Type(type, sub)).toBe(kind);
  });

  test.each([
    ["268435505", "unknown"],
    ["922746929", "unknown"],
    ["570425393", "system"],
    ["285222674", "recall"],
    ["587212560", "system"],
    ["973078577", "channels"],
    ["-1879048186", "liveLocation"],
    ["-1879048189", "unknown"],
    ["10000", "system"],
    ["49", "unknown"],
    ["99999", "unknown"],
    ["", "unknown"],
  ])("Android's packed type %s is %s", (type, kind) => {
    expect(kindOfAndroidType(type)).toBe(kind);
  });

  test("an app sub-type nobody described stays unknown", () => {
    expect(kindOfAppType("424242")).toBe("unknown");
  });
});
