import type { Yielded } from "../importer.ts";
import { isDamage } from "../wechat/database/copies.ts";
import { damageRepair } from "../wechat/database/numbering.ts";
import { avatarsIn } from "./contacts.ts";
import type { AccountSet } from "./account-set.ts";
import { messageOfError } from "./damage.ts";

/** Names and contact entries of the wanted accounts, with the digests of their avatars. */
export function* people(set: AccountSet, wanted: ReadonlySet<string>): Generator<Yielded, void, void> {
  const avatars = new Map<string, string>();
  const listed = new Set<string>();
  for (const { tables, path } of set.ofRole("head-image")) {
    try {
      for (const [account, digest] of avatarsIn(tables, wanted)) avatars.set(account, digest);
    } catch (error) {
      if (!isDamage(error)) throw error;
      yield damageRepair(path, "head_image", messageOfError(error));
    }
  }
  for (const contacts of set.tablesOf("contact")) {
    try {
      for (const { names, account } of contacts.accounts(wanted)) {
        for (const seen of names) yield { type: "name", seen };
        listed.add(account.account);
        yield { type: "account", seen: { ...account, avatarSha256: avatars.get(account.account) ?? null } };
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
      yield damageRepair(contacts.file, "contact", messageOfError(error));
    }
  }
  for (const [account, avatarSha256] of avatars) if (!listed.has(account)) yield { type: "account", seen: { account, avatarSha256, extra: {} } }; // prettier-ignore
}
