import type { ComponentChild } from "preact";
import type { ViewerConversation } from "../../model/viewer.ts";
import { useShown } from "../bundle.ts";
import type { Words } from "../words/words.ts";
import { visibleText } from "../text/visible.ts";
import { fill } from "../words/fill.ts";
import { isFiltering, NO_FILTER, type Filter } from "./filter.ts";

interface Props {
  readonly about: ViewerConversation;
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}

/** Kind, sender, period, findings, missing attachments. */
export function FilterBar({ about, filter, onChange }: Props): ComponentChild {
  const { overview, words } = useShown();
  const said = words.filter;
  const set = (change: Partial<Filter>) => onChange({ ...filter, ...change });
  return (
    <form class="filters" role="search" aria-label={said.label} onSubmit={(event) => event.preventDefault()}>
      <Choice label={said.kind} any={said.anyKind} value={filter.kind} onChange={(kind) => set({ kind })}>
        {overview.words.kinds.map(([, word]) => word)}
      </Choice>
      <Choice label={said.sender} any={said.anySender} value={filter.sender} onChange={(sender) => set({ sender })}>
        {about.senders.map(({ name, messages }) => fill(said.senderOf, { name: visibleText(name), count: messages }))}
      </Choice>
      <Day label={said.from} value={filter.from} onChange={(from) => set({ from })} />
      <Day label={said.to} value={filter.to} onChange={(to) => set({ to })} />
      <Flag label={said.findings} value={filter.hasFinding} onChange={(hasFinding) => set({ hasFinding })} />
      <Flag label={said.missing} value={filter.isMissing} onChange={(isMissing) => set({ isMissing })} />
      {overview.exhibits.length > 0 && (
        <Flag label={said.exhibit} value={filter.isExhibit} onChange={(isExhibit) => set({ isExhibit })} />
      )}
      {isFiltering(filter) && (
        <button type="button" onClick={() => onChange(NO_FILTER)}>
          {said.clear}
        </button>
      )}
    </form>
  );
}

interface Field<Value> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of a list, by its place; −1 for any. */
function Choice({
  label,
  any,
  value,
  onChange,
  children,
}: Field<number> & { readonly any: string; readonly children: readonly string[] }): ComponentChild {
  return (
    <label>
      {label}
      <select value={String(value)} onChange={(event) => onChange(Number(event.currentTarget.value))}>
        <option value="-1">{any}</option>
        {children.map((word, place) => (
          <option key={place} value={String(place)}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

function Day({ label, value, onChange }: Field<string>): ComponentChild {
  return (
    <label>
      {label}
      <input type="date" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
    </label>
  );
}

function Flag({ label, value, onChange }: Field<boolean>): ComponentChild {
  return (
    <label class="flag">
      <input type="checkbox" checked={value} onChange={(event) => onChange(event.currentTarget.checked)} />
      {label}
    </label>
  );
}

/** In words what is filtered for, to be printed above a list. */
export function filterText(
  filter: Filter,
  about: ViewerConversation,
  kinds: readonly (readonly string[])[],
  { filter: said, colon, listSeparator }: Words,
): string {
  const sender = about.senders[filter.sender];
  const parts: [string, string | undefined][] = [
    [said.kind, kinds[filter.kind]?.[1]],
    [said.sender, sender === undefined ? undefined : visibleText(sender.name)],
    [said.from, filter.from === "" ? undefined : filter.from],
    [said.to, filter.to === "" ? undefined : filter.to],
  ];
  const flags = [
    filter.hasFinding && said.findings,
    filter.isMissing && said.missing,
    filter.isExhibit && said.exhibit,
  ];
  const named = parts.flatMap(([label, value]) => (value === undefined ? [] : [`${label}${colon}${value}`]));
  return [...named, ...flags.filter((flag) => flag !== false)].join(listSeparator);
}
