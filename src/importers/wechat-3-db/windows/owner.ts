import type { ShardSurvey } from "./survey.ts";

/**
 * Account the databases belong to: the folder that stored paths begin with, else the name of the account's folder.
 *
 * @param sourceName name of the received folder, where it was read as part of the set
 * @source wechat-databases.md §1.1
 */
export function ownerOf(surveys: readonly ShardSurvey[], root: string, sourceName: string | undefined): string | null {
  const votes = new Map<string, number>();
  for (const { owners } of surveys) {
    for (const [account, paths] of owners) votes.set(account, (votes.get(account) ?? 0) + paths);
  }
  const ranked = [...votes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const [first, second] = ranked;
  // Two accounts in equal numbers: forwarded paths, or rows of two accounts; then nobody is named.
  if (first !== undefined) return second !== undefined && second[1] === first[1] ? null : first[0];
  const folder = root.split("/").at(-2) ?? sourceName ?? "";
  return /^wxid_[0-9a-z_]{6,40}$/i.test(folder) ? folder : null;
}
