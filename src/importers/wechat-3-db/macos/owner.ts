import { quoted, textOf, type Row } from "../../../base/sqlite/tables.ts";
import type { OpenDatabase } from "../../wechat/database/copies.ts";
import { readPayload } from "../../wechat/payload.ts";
import { askedOf } from "../damage.ts";

const ROWS_PROBED = 20;

/**
 * Accounts that payloads of sent rows name as their sender, and those of received ones as their addressee, with the
 * number of rows. Nothing in these databases states the account outright.
 */
export function ownerVotes({ db, tables }: OpenDatabase, names: readonly string[]): Map<string, number> {
  const votes = new Map<string, number>();
  for (const name of names) {
    if (!tables.has(name, "msgContent", "messageType", "mesDes")) continue;
    const sql = `SELECT "msgContent" AS content, "mesDes" AS side FROM ${quoted(name)} WHERE "messageType" IN (34, 43, 47, 48) LIMIT ${ROWS_PROBED}`;
    for (const { content, side } of askedOf(() => db.prepare(sql).all() as Row[], [])) {
      const extra = readPayload(textOf(content) ?? "")?.extra ?? {};
      const account = extra[side === 0n ? "payload.fromusername" : "payload.tousername"];
      if (account === undefined || account === "" || account.includes("@")) continue;
      votes.set(account, (votes.get(account) ?? 0) + 1);
    }
  }
  return votes;
}

/** The account named most; null where none is, or two are named equally often. */
export function mostNamed(votes: ReadonlyMap<string, number>): string | null {
  const [first, second] = [...votes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first === undefined || second?.[1] === first[1] ? null : first[0];
}
