import { useEffect, useState } from "preact/hooks";
import type { ViewerPaging } from "../../model/viewer.ts";
import { loadData } from "./script.ts";

/** Entries that lie in several files, as far as they have come. */
export interface Entries<Entry> {
  readonly entries: readonly Entry[];
  /** How many there are in all. */
  readonly all: number;
  readonly isWhole: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

/** Reads `<prefix>-1`, `<prefix>-2` … one after the other. */
export function useEntries<Entry>(prefix: string, { files, entries: all }: ViewerPaging): Entries<Entry> {
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const [isWhole, setWhole] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let isStale = false;
    setError(null);
    const read = async () => {
      const read: Entry[] = [];
      for (let number = 1; number <= files && !isStale; number += 1) {
        for (const entry of (await loadData(`${prefix}-${number}`)) as readonly Entry[]) read.push(entry);
        if (!isStale) setEntries(read.slice());
      }
      if (!isStale) setWhole(true);
    };
    read().catch((failure: unknown) => {
      if (!isStale) setError(failure);
    });
    return () => {
      isStale = true;
    };
  }, [prefix, files, tries]);
  return { entries, all, isWhole, error, retry: () => setTries(tries + 1) };
}
