import type { ComponentChild } from "preact";
import type { ViewerDay } from "../../model/viewer.ts";
import { useShown } from "../bundle.ts";
import type { ConversationData } from "../data/conversation.ts";
import { Trouble } from "../trouble.tsx";
import { fill } from "../words/fill.ts";
import { DayIndex } from "./day-index.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { Opening } from "./opening.tsx";
import { useReading } from "./reading.ts";
import { Roll } from "./roll.tsx";
import { Row } from "./row.tsx";
import { Strip } from "./strip.tsx";
import { Sheet } from "./sheet.tsx";

interface Props {
  readonly data: ConversationData;
  /** Message the address asks for; a new object for each time it is asked for. */
  readonly asked: { readonly seq: number | null };
  /** Words to mark, in comparable form. */
  readonly found: string;
}

/** One conversation: its facts, calendar, filters, and its messages in either form. */
export function Conversation({ data, asked, found }: Props): ComponentChild {
  const { words } = useShown();
  const said = words.conversation;
  const reading = useReading(data, asked);
  const { filter, list, target, eye, form } = reading;
  const count = list?.length ?? data.rows.count;
  const day = data.rows.dayOf(list === null ? eye : (list[eye] ?? 0));
  const goDay = (one: ViewerDay) => one.row !== undefined && reading.goRow(one.row);
  return (
    <div class={`conversation ${form}`}>
      <Opening about={data.about} />
      {form === "bubbles" && <p class="print-note small">{said.printNote}</p>}
      <Strip days={data.about.days} day={day} onDay={goDay} />
      <div class="bar-line">
        <FilterBar about={data.about} filter={filter} onChange={reading.setFilter} />
        <p class="status" role="status">
          <strong>{fill(words.filter.counts, { left: count, all: data.rows.count })}</strong>
          {reading.progress !== null && <span>{fill(said.reading, reading.progress)}</span>}
          <span>{day}</span>
          <span class="forms" role="group" aria-label={said.form}>
            {(["bubbles", "table"] as const).map((one) => (
              <button key={one} type="button" aria-pressed={form === one} onClick={() => reading.setForm(one)}>
                {said[one]}
              </button>
            ))}
          </span>
        </p>
      </div>
      {reading.missing !== null && (
        <p class="notice">{fill(said.missing, { number: `${data.about.id}-${reading.missing}` })}</p>
      )}
      {reading.error !== null && <Trouble error={reading.error} onRetry={reading.retry} />}
      <div class="reading">
        <DayIndex days={data.about.days} day={day} onDay={goDay} />
        {count === 0 ? (
          <p class="notice">{said.nothing}</p>
        ) : form === "table" ? (
          <Sheet data={data} list={list} count={count} at={eye} filter={filter} found={found} />
        ) : (
          <Roll
            count={count}
            label={fill(said.label, { id: data.about.id })}
            target={target}
            onSeen={reading.see}
            row={(index) => {
              const row = list === null ? index : (list[index] ?? 0);
              const before = index === 0 ? null : data.rows.dayOf(list === null ? index - 1 : (list[index - 1] ?? 0));
              const own = data.rows.dayOf(row);
              return (
                <Row
                  key={row}
                  data={data}
                  row={row}
                  index={index}
                  count={count}
                  day={own === before ? null : own}
                  isAimed={row === reading.aimed}
                  found={found}
                />
              );
            }}
          />
        )}
      </div>
    </div>
  );
}
