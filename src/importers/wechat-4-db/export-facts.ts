import type { CoverageItem } from "../../model/database.ts";
import type { ExportFacts } from "../importer.ts";
import { setFacts } from "../wechat/database/set-facts.ts";
import { coverageOf } from "./coverage.ts";
import type { AccountSet } from "./account-set.ts";

/** Facts of the export as a whole. */
export function exportFacts(account: AccountSet): ExportFacts {
  const coverage: CoverageItem[] = coverageOf(account.set, account.shards, account.unread, account.source);
  const signs = account.shards.flatMap((shard) => shard.signs);
  const foreign = account.companions.flatMap(({ path }) => signsOfCompanion(account, path));
  return {
    ...setFacts(account.files, [...signs, ...foreign], coverage),
    variant: /(^|\/)db_storage\/$/i.test(account.set.root) ? "db_storage" : "databases",
    owner: account.owner.account,
    ownerBasis: account.owner.basis,
    provides: ["sent-second", "server-id", "local-id", "sort-seq", "quote-target", "type-code", "sender-id", "direction", "media-path", "system-notices", "client-table", "sequence", "server-sequence", "traces"], // prettier-ignore
    encoding: "sqlite",
    senderMaps: [...account.maps.values()],
    ...extraOf(account),
  };
}

function signsOfCompanion({ files }: AccountSet, path: string) {
  const file = files.find((each) => each.path === path);
  return (file?.foreign ?? []).map(({ type, name, tool }) => ({ code: `foreign-${type}`, path, detail: name, tool }));
}

function extraOf(account: AccountSet): Pick<ExportFacts, "extra"> {
  const extra: Record<string, string> = {};
  if (account.owner.folderSays !== null) extra["folderAccount"] = account.owner.folderSays;
  for (const { file, deletedMediaBooked } of account.shards) {
    if (deletedMediaBooked !== null) extra[`${file.path}#DeleteResInfo.bookedAndGone`] = deletedMediaBooked;
  }
  return Object.keys(extra).length === 0 ? {} : { extra };
}
