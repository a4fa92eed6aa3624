import type { Source } from "../../../model/source.ts";
import type { Claim, Yielded } from "../../importer.ts";
import { databaseRefused } from "../../wechat/database/refusal.ts";
import type { DatabaseSet } from "../sets.ts";

/** Reads one account's databases of macOS 3.x. */
export function* readMacos(_source: Source, _set: DatabaseSet, claim: Claim): Generator<Yielded> {
  throw databaseRefused(claim.entry, "damaged");
}
