import type { MemberView, ObservedName } from "../../model/chat.ts";
import type { Yielded } from "../importer.ts";

/**
 * Columns of a list of contacts or members, by what they hold. The list of a private chat has one more name (电话) in
 * its header than values in its rows; that name is left out, so that the values stand under their own. What such a list
 * calls 群昵称 is the owner's remark: there is no group.
 *
 * @source documented: export-formats.md §1.1, §1.3; the remark observed in the exporter of 3.x
 */
const ID_COLUMNS = ["wxid", "UserName"];
const NAME_COLUMNS: readonly (readonly [column: string, kind: ObservedName["kind"]])[] = [
  ["群昵称", "group-nickname"],
  ["昵称", "nickname"],
  ["NickName", "nickname"],
  ["备注", "remark"],
  ["Remark", "remark"],
  ["微信号", "alias"],
  ["Alias", "alias"],
];

const PRIVATE_ONLY = "电话";

function withoutPrivateOnly(header: readonly string[]): string[] {
  return header.filter((name) => name !== PRIVATE_ONLY).map((name) => (name === "群昵称" ? "备注" : name));
}

/** One account of a list with the names it bears there. */
export interface ListedMember {
  readonly account: string;
  readonly names: readonly { readonly kind: ObservedName["kind"]; readonly text: string }[];
}

/** Members of a list, one row each; null where the header names no account column. */
export function membersOf(rows: Iterable<readonly string[]>): ListedMember[] | null {
  let header: string[] | null = null;
  let idAt = -1;
  const members: ListedMember[] = [];
  for (const row of rows) {
    if (header === null) {
      header = row.includes(PRIVATE_ONLY) ? withoutPrivateOnly(row) : [...row];
      idAt = header.findIndex((name) => ID_COLUMNS.includes(name));
      if (idAt < 0) return null;
      continue;
    }
    const account = row[idAt]?.trim() ?? "";
    if (account !== "") members.push({ account, names: namesIn(row, header) });
  }
  return header === null ? null : members;
}

function namesIn(row: readonly string[], header: readonly string[]): ListedMember["names"] {
  return NAME_COLUMNS.flatMap(([column, kind]) => {
    const text = row[header.indexOf(column)]?.trim() ?? "";
    return text === "" ? [] : [{ kind, text }];
  });
}

/** Members as a conversation lists them. Roles are not stated. */
export function memberViews(members: readonly ListedMember[]): MemberView[] {
  return members.map(({ account, names }) => ({
    participant: account,
    role: "unknown",
    groupNickname: names.find(({ kind }) => kind === "group-nickname")?.text ?? null,
  }));
}

/** Names of members. When they were borne is not stated. */
export function* memberNames(members: readonly ListedMember[]): Generator<Yielded> {
  for (const { account, names } of members) {
    for (const name of names) yield { type: "name", seen: { account, name, seenAt: null } };
  }
}
