import type { Source } from "../../model/source.ts";
import { baseNameOf } from "../wechat/database/schemas.ts";
import type { People } from "./people.ts";

/** Settings that the client keeps of an account; the account's id is part of the name. */
const SETTINGS = /^mmsetting\.archive\.([\w.@-]{2,80}?)(?:\.crc)?$/;

/**
 * The account whose folder it is: the id whose MD5 the folder bears. Null where no list given names it.
 *
 * @source wechat-databases.md §1.1
 */
export function ownerOf(source: Source, root: string, people: People): string | null {
  for (const { path } of source.files) people.learn(SETTINGS.exec(baseNameOf(path))?.[1] ?? null);
  for (const part of root.split("/").reverse()) {
    if (/^[0-9a-f]{32}$/i.test(part)) return people.account(part);
  }
  // The folder itself may have been handed over under its own name.
  return /^[0-9a-f]{32}$/i.test(source.name) && root === "" ? people.account(source.name) : null;
}
