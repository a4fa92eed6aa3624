import type { DatabaseRole } from "../../model/database.ts";
import type { MediaPlaces } from "./media.ts";
import { fileNameTraces } from "./file-names.ts";
import type { Companion, TalkerTrace } from "./trace.ts";
import { generalTraces } from "./traces-general.ts";
import { sessionTraces } from "./traces-session.ts";
import { favoriteTraces } from "./traces-shard.ts";
import { editTraces, indexTraces, resourceTraces, voiceTraces } from "./traces-witness.ts";
import type { AccountSet } from "./account-set.ts";

/** Every place beside the rows that speaks of rows, one after the other. */
export function* witnesses(account: AccountSet, places: MediaPlaces): Generator<Iterable<TalkerTrace>> {
  const read = (role: DatabaseRole, traces: (companion: Companion) => Iterable<TalkerTrace>) =>
    account.ofRole(role).map(({ path, tables }) => traces({ path, tables }));
  yield* read("session", sessionTraces);
  yield* read("resource", (companion) => resourceTraces(companion, account.shards));
  yield* read("index", (companion) => indexTraces(companion, account.shards));
  yield* read("media", voiceTraces);
  yield* read("general", generalTraces);
  yield* read("favorite", favoriteTraces);
  yield* read("edits", (companion) => editTraces(companion, account.shards));
  yield fileNameTraces(account.source, places.tree);
}
