import type { ObservedName } from "../../model/chat.ts";
import type { Yielded } from "../importer.ts";

interface Seen {
  readonly account: string;
  readonly kind: ObservedName["kind"];
  readonly text: string;
  first: number | null;
  last: number | null;
}

/** Names of accounts with the first and last time each was seen, told once at the end rather than with every record. */
export class NameTally {
  private readonly byAccount = new Map<string, Seen[]>();

  note(account: string, kind: ObservedName["kind"], text: string, at: number | null): void {
    if (account === "" || text === "") return;
    const names = this.byAccount.get(account);
    const known = names?.find((name) => name.text === text && name.kind === kind);
    if (known) {
      if (at !== null) widen(known, at);
      return;
    }
    const seen = { account, kind, text, first: at, last: at };
    if (names) names.push(seen);
    else this.byAccount.set(account, [seen]);
  }

  *names(): Generator<Yielded> {
    for (const { account, kind, text, first, last } of [...this.byAccount.values()].flat()) {
      yield { type: "name", seen: { account, name: { kind, text }, seenAt: first } };
      if (last !== first) yield { type: "name", seen: { account, name: { kind, text }, seenAt: last } };
    }
  }
}

function widen(seen: Seen, at: number): void {
  if (seen.first === null || at < seen.first) seen.first = at;
  if (seen.last === null || at > seen.last) seen.last = at;
}
