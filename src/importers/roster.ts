import { compareCodePoints } from "../base/order.ts";
import { remembered } from "../base/remembered.ts";
import type { ObservedName, Participant } from "../model/chat.ts";
import type { AccountSeen } from "./importer.ts";

interface Entry {
  accountId: string | null;
  names: Map<string, { kind: ObservedName["kind"]; text: string; first: number | null; last: number | null }>;
  messageCount: number;
  known: AccountSeen | null;
}

const MOST_IDS = 20_000;

/** The accounts of one export, gathered while its records pass by: every name with the first and last time it was seen. */
export class Roster {
  private readonly source: string;
  private readonly entries = new Map<string, Entry>();
  /** One text an account: the same accounts come again with every record. */
  private readonly accountId: (account: string) => string;

  constructor(source: string) {
    this.source = source;
    this.accountId = remembered((account) => `${source}:${account}`, MOST_IDS);
  }

  /** Participant id of an account, or of a bare name where the export gives no account. */
  idOf(account: string | null, name: string | null): string | null {
    if (account !== null && account !== "") return this.accountId(account);
    if (name !== null && name !== "") return `${this.source}:name:${name}`;
    return null;
  }

  saw(account: string | null, name: { kind: ObservedName["kind"]; text: string } | null, at: number | null): void {
    const id = this.idOf(account, name?.text ?? null);
    if (id === null) return;
    const entry = this.entry(id, account);
    if (name === null || name.text === "") return;
    const key = `${name.kind}\u0000${name.text}`;
    const seen = entry.names.get(key) ?? { ...name, first: at, last: at };
    if (at !== null && (seen.first === null || at < seen.first)) seen.first = at;
    if (at !== null && (seen.last === null || at > seen.last)) seen.last = at;
    entry.names.set(key, seen);
  }

  /** What a contact list says of an account; the later word counts. */
  knows(seen: AccountSeen): void {
    const id = this.idOf(seen.account, null);
    if (id !== null) this.entry(id, seen.account).known = seen;
  }

  countMessage(id: string | null): void {
    if (id === null) return;
    const entry = this.entries.get(id);
    if (entry) entry.messageCount += 1;
  }

  /** In code-point order of id; the export's own account is marked. */
  list(owner: string | null): Participant[] {
    return [...this.entries.entries()]
      .sort(([a], [b]) => compareCodePoints(a, b))
      .map(([id, entry]) => ({
        id,
        source: this.source,
        accountId: entry.accountId,
        isOwner: owner !== null && entry.accountId === owner,
        names: [...entry.names.entries()]
          .sort(([a], [b]) => compareCodePoints(a, b))
          .map(([, n]) => ({ kind: n.kind, text: n.text, firstSeenAt: n.first, lastSeenAt: n.last })),
        messageCount: entry.messageCount,
        ...(entry.known?.avatarSha256 == null ? {} : { avatarSha256: entry.known.avatarSha256 }),
        ...(entry.known === null || Object.keys(entry.known.extra).length === 0 ? {} : { extra: entry.known.extra }),
      }));
  }

  private entry(id: string, account: string | null): Entry {
    const known = this.entries.get(id);
    if (known) return known;
    const entry: Entry = { accountId: account === "" ? null : account, names: new Map(), messageCount: 0, known: null };
    this.entries.set(id, entry);
    return entry;
  }
}
