import type { Kind } from "../../model/kind.ts";

/**
 * Base type -> kind. A code that is not here has no kind of its own and stays `unknown`.
 *
 * @source documented: wechat-databases.md §6.1 (11/21 old text, 13/23/33/39 image family, 44 and 62 video, 52/53 call notices; 35, a mail, and 11000 have no kind)
 */
const BASE_KINDS: Readonly<Record<string, Kind>> = {
  "1": "text",
  "11": "text",
  "21": "text",
  "3": "image",
  "13": "image",
  "23": "image",
  "33": "image",
  "39": "image",
  "34": "voice",
  "37": "system",
  "40": "system",
  "42": "card",
  "43": "video",
  "44": "video",
  "47": "sticker",
  "48": "location",
  "50": "call",
  "51": "system",
  "52": "call",
  "53": "call",
  "62": "video",
  "64": "system",
  "65": "system",
  "66": "card",
  "67": "card",
  "9999": "system",
  "10000": "system",
  "10001": "system",
  "10002": "system",
};

/**
 * Sub-type of an app message (`appmsg/type`, v3 `SubType`, high half of the v4 `local_type`) -> kind.
 *
 * @source documented: wechat-databases.md §6.2 (2003 is the cover of red packets, not money; 9 has no kind)
 */
const APP_KINDS: Readonly<Record<string, Kind>> = {
  "1": "link",
  "2": "image",
  "3": "music",
  "4": "link",
  "5": "link",
  "6": "file",
  "7": "link",
  "8": "sticker",
  "10": "link",
  "13": "link",
  "15": "link",
  "16": "link",
  "17": "liveLocation",
  "19": "forward",
  "24": "note",
  "33": "miniProgram",
  "36": "miniProgram",
  "40": "note",
  "44": "link",
  "50": "channels",
  "51": "channels",
  "53": "chain",
  "57": "quote",
  "62": "pat",
  "63": "channels",
  "68": "link",
  "74": "file",
  "76": "music",
  "87": "announcement",
  "88": "channels",
  "92": "music",
  "115": "link",
  "2000": "transfer",
  "2001": "redPacket",
  "2003": "link",
  "100001": "link",
};

/** v3 `SubType` of a 10000 row that holds a revoked message: the sub-type the message had. @source wechat-databases.md §6.1 */
const REVOKED_SUBTYPES = new Set(["1", "5", "6", "33", "36", "57"]);

const APP = 49n;
const INTEGER = /^-?\d{1,19}$/;
const HALF = 2 ** 32;

function lookUp(table: Readonly<Record<string, Kind>>, code: string): Kind {
  return Object.hasOwn(table, code) ? (table[code] ?? "unknown") : "unknown";
}

/** Kind of a base type given as decimal text; 49 alone says nothing and is `unknown`. */
export function kindOfBaseType(type: string): Kind {
  return lookUp(BASE_KINDS, type);
}

/** Kind of an app message by its sub-type, decimal text. */
export function kindOfAppType(subType: string): Kind {
  return lookUp(APP_KINDS, subType);
}

/**
 * Kind of a Windows 3.x row by its `Type` and `SubType`, decimal text.
 *
 * @source documented: wechat-databases.md §6.1–6.2; SubType 4 of 10000 is a pat, 1/5/6/33/36/57 a revoked message
 */
export function kindOfV3Type(type: string, subType: string): Kind {
  if (type === "49") return kindOfAppType(subType);
  if (type !== "10000") return kindOfBaseType(type);
  if (subType === "4") return "pat";
  return REVOKED_SUBTYPES.has(subType) ? "recall" : "system";
}

/** The two halves of a v4 `local_type`, `(sub << 32) | base`, as decimal text; null where it is no 64-bit integer. */
export function splitLocalType(localType: string): { readonly base: string; readonly sub: string } | null {
  if (!INTEGER.test(localType)) return null;
  const number = Number(localType);
  if (number >= 0 && number <= Number.MAX_SAFE_INTEGER) {
    const base = number % HALF;
    return { base: String(base), sub: String((number - base) / HALF) };
  }
  const value = BigInt(localType);
  if (value < 0n) return { base: localType, sub: "0" };
  return { base: String(value & 0xffff_ffffn), sub: String(value >> 32n) };
}

/**
 * Kind of a 4.x row by its 64-bit `local_type`, decimal text. A half we do not know makes the whole `unknown`.
 *
 * @source documented: wechat-databases.md §6.2, `(sub << 32) | 49`
 */
export function kindOfLocalType(localType: string): Kind {
  return kindOfHalves(splitLocalType(localType));
}

/** Kind of a 4.x row by the halves of its `local_type`. */
export function kindOfHalves(halves: ReturnType<typeof splitLocalType>): Kind {
  if (halves === null) return "unknown";
  if (halves.base === String(APP)) return kindOfAppType(halves.sub);
  return halves.sub === "0" ? kindOfBaseType(halves.base) : "unknown";
}
