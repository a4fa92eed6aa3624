import type { StoredType } from "../wechat/database/stored-content.ts";
import { kindOfAndroidType } from "../wechat/android-types.ts";

const APP = 0x31n;
const NOTICE = 0x2710n;
const COMMAND = 0x2712n;

/**
 * What a packed type says. The low 16 bits are the family; the rest is the client's own enumeration, not the sub-type,
 * so that what an app message is stands in its XML.
 *
 * @source wechat-databases.md §6.3
 */
export function typeOf(code: string | null): StoredType {
  if (code === null || !/^-?\d{1,11}$/.test(code)) return { kind: "unknown", isApp: false };
  const value = BigInt.asUintN(32, BigInt(code));
  const kind = kindOfAndroidType(code);
  const family = value & 0xffffn;
  // -1879048191 to -1879048189 are read as 49.
  const isApp = family === APP || (value >= 0x90000001n && value <= 0x90000003n);
  // Some templates of notices bear the family of app messages.
  if (isApp && kind !== "system" && kind !== "recall") return { kind, isApp };
  if (kind === "unknown" && value > 0xffffn && (family === NOTICE || family === COMMAND)) {
    return { kind: "system", isApp: false };
  }
  return { kind, isApp: false };
}
