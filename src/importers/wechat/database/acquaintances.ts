import type { ObservedName } from "../../../model/chat.ts";
import type { SourceFile } from "../../../model/source.ts";
import type { Yielded } from "../../importer.ts";

/** An account as a contact list has it. */
export interface Contact {
  readonly names: readonly Pick<ObservedName, "kind" | "text">[];
  /** Columns as written. */
  readonly extra: Readonly<Record<string, string>>;
  readonly avatar: SourceFile | null;
}

/** Tells of accounts when they first come up: a contact list also holds people whom no conversation concerns. */
export class Acquaintances {
  private readonly find: (account: string) => Contact | null;
  private readonly met = new Set<string>();

  constructor(find: (account: string) => Contact | null) {
    this.find = find;
  }

  /** What is known of an account, the first time it is met. */
  *meet(account: string | null | undefined): Generator<Yielded> {
    if (account === null || account === undefined || account === "" || this.met.has(account)) return;
    this.met.add(account);
    const contact = this.find(account);
    if (contact === null) return;
    for (const name of contact.names) yield { type: "name", seen: { account, name, seenAt: null } };
    if (contact.avatar !== null) yield { type: "used", path: contact.avatar.path };
    yield { type: "account", seen: { account, avatarSha256: contact.avatar?.sha256 ?? null, extra: contact.extra } };
  }
}

/** Names of a contact that are not empty. */
export function namesOf(names: Readonly<Partial<Record<ObservedName["kind"], string | null>>>): Contact["names"] {
  return Object.entries(names).flatMap(([kind, text]) =>
    text === null || text === "" ? [] : [{ kind: kind as ObservedName["kind"], text }],
  );
}

/** Name to show for a conversation: the remark before the nickname. */
export function shownName(contact: Contact | null): string | null {
  const text = (kind: ObservedName["kind"]) => contact?.names.find((name) => name.kind === kind)?.text ?? null;
  return text("remark") ?? text("nickname");
}
