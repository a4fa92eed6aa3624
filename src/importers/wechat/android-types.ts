import type { Kind } from "../../model/kind.ts";
import { kindOfBaseType } from "./types.ts";

/**
 * Packed types of Android whose kind the number alone decides. Others of the same family say nothing without their XML.
 *
 * @source documented: wechat-databases.md §6.3
 */
const PACKED_KINDS: Readonly<Record<string, Kind>> = {
  "16777265": "link",
  "419430449": "transfer",
  "436207665": "redPacket",
  "469762097": "redPacket",
  "570425393": "system",
  "603979825": "system",
  "704643121": "system",
  "754974769": "channels",
  "805306417": "chain",
  "822083633": "quote",
  "855638065": "system",
  "889192497": "system",
  "973078577": "channels",
  "1040187441": "music",
  "1048625": "sticker",
  "1077936177": "music",
  "1090519089": "file",
  "1107296305": "announcement",
  "268445456": "recall",
  "268445458": "recall",
  "285222674": "recall",
  "-1879048186": "liveLocation",
};

/** The low half of a packed type tells the family; the high half is the client's own numbering. */
const FAMILIES: Readonly<Record<number, string>> = { 0x31: "49", 0x2710: "10000", 0x2712: "10002" };

/** Kind of an Android row by its `type`, decimal text; `unknown` where only the message's XML could tell. */
export function kindOfAndroidType(type: string): Kind {
  const packed = Object.hasOwn(PACKED_KINDS, type) ? PACKED_KINDS[type] : undefined;
  return packed ?? kindOfBaseType(familyOf(type) ?? type);
}

/** Base type (49, 10000, 10002) of a packed type; null for any other number. */
function familyOf(type: string): string | null {
  if (!/^-?\d{5,10}$/.test(type)) return null;
  const packed = Number(type) | 0;
  return packed >>> 16 === 0 ? null : (FAMILIES[packed & 0xffff] ?? null);
}
