import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import type { ConversationData } from "../data/conversation.ts";
import { messageAddress } from "../place.ts";
import { filteredRows, isFiltering, NO_FILTER, placeAmong, type Filter } from "./filter.ts";
import type { RollTarget } from "./roll.tsx";

/** Where a reader of one conversation is. */
export interface Reading {
  readonly filter: Filter;
  /** Rows the filter leaves; null for all. */
  readonly list: Uint32Array | null;
  readonly target: RollTarget | null;
  /** Place in the list that is in sight. */
  readonly eye: number;
  readonly form: "bubbles" | "table";
  /** Row the address asked for. */
  readonly aimed: number | null;
  /** Number the address asked for and that is not shown here. */
  readonly missing: number | null;
  readonly progress: { readonly done: number; readonly of: number } | null;
  readonly error: unknown;
  readonly setFilter: (filter: Filter) => void;
  readonly setForm: (form: "bubbles" | "table") => void;
  /** Takes note of the places in sight: the address follows, so that the way back leads here. */
  readonly see: (first: number, last: number) => void;
  readonly goRow: (row: number) => void;
  readonly retry: () => void;
}

/** State of reading one conversation: what is filtered, where the eye is, and what is still to come. */
export function useReading(data: ConversationData, asked: { readonly seq: number | null }): Reading {
  const [filter, setFilter] = useState(NO_FILTER);
  const [list, setList] = useState<Uint32Array | null>(null);
  const [target, setTarget] = useState<RollTarget | null>(null);
  const [eye, setEye] = useState(0);
  const [form, setForm] = useState<"bubbles" | "table">("bubbles");
  const [aimed, setAimed] = useState<number | null>(null);
  const [missing, setMissing] = useState<number | null>(null);
  const [progress, setProgress] = useState<Reading["progress"]>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, retry] = useReducer((count: number) => count + 1, 0);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const eyeRow = useRef(0);
  eyeRow.current = list === null ? eye : (list[eye] ?? 0);

  useEffect(
    () =>
      data.listen((failure) => {
        setError(failure);
        redraw(undefined);
      }),
    [data],
  );
  useEffect(() => {
    const stop = new AbortController();
    const readAll = async () => {
      const isDone = await data.all(stop.signal, (done, of) => setProgress({ done, of }));
      if (!isDone) return;
      setProgress(null);
      const left = isFiltering(filter) ? filteredRows(data.rows, filter) : null;
      const place = left === null ? eyeRow.current : placeAmong(left, eyeRow.current);
      setList(left);
      if (left !== null || list !== null) setTarget({ index: place, align: "start" });
    };
    readAll().catch(setError);
    return () => stop.abort();
  }, [data, filter, tries]);
  useEffect(() => {
    const { seq } = asked;
    if (seq === null) return;
    const aim = async () => {
      const row = await data.rowOf(seq);
      setMissing(row === null ? seq : null);
      setAimed(row);
      if (row === null) return;
      setFilter(NO_FILTER);
      setList(null);
      setEye(row);
      setTarget({ index: row, align: "center", isFocused: true });
    };
    aim().catch(setError);
  }, [data, asked, tries]);
  const again = () => {
    setError(null);
    retry(undefined);
    data.again();
  };
  const goRow = (row: number) => {
    const place = list === null ? row : placeAmong(list, row);
    setEye(place);
    setTarget({ index: place, align: "start" });
  };
  const see = (first: number, last: number) => {
    setEye(first);
    const rowAt = (place: number) => (list === null ? place : (list[place] ?? 0));
    const seq = data.rows.seqs[rowAt(first)] ?? 0;
    const isAimedSeen = aimed !== null && aimed >= rowAt(first) && aimed <= rowAt(last);
    if (seq > 0 && !isAimedSeen) history.replaceState(null, "", messageAddress(data.about.id, seq));
  };
  return { filter, list, target, eye, form, aimed, missing, progress, error, setFilter, setForm, see, goRow, retry: again }; // prettier-ignore
}
