import type { ComponentChild } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { ViewerDay } from "../../model/viewer.ts";
import { useShown } from "../bundle.ts";
import { fill, wordOf } from "../words/fill.ts";

interface Props {
  readonly days: readonly ViewerDay[];
  /** Day in sight. */
  readonly day: string | null;
  readonly onDay: (day: ViewerDay) => void;
}

/** Every day with its messages, by month; days without are told in stretches. */
export function DayIndex({ days, day, onDay }: Props): ComponentChild {
  const { words } = useShown();
  const months = useMemo(() => byMonth(days), [days]);
  const current = day?.slice(0, 7);
  return (
    <nav class="days" aria-label={words.calendar.index}>
      {months.map(([month, entries]) => (
        <Month key={month} month={month} days={entries} day={day} isCurrent={month === current} onDay={onDay} />
      ))}
    </nav>
  );
}

function byMonth(days: readonly ViewerDay[]): [string, ViewerDay[]][] {
  const months = new Map<string, ViewerDay[]>();
  for (const day of days) {
    const month = day.from.slice(0, 7);
    const entries = months.get(month) ?? [];
    entries.push(day);
    months.set(month, entries);
  }
  return [...months];
}

interface MonthProps extends Props {
  readonly month: string;
  readonly isCurrent: boolean;
}

/** The month in sight is open until a hand closes it. */
function Month({ month, days, day, isCurrent, onDay }: MonthProps): ComponentChild {
  const { words } = useShown();
  const [asked, setAsked] = useState<boolean | null>(null);
  const isOpen = asked ?? isCurrent;
  const messages = days.reduce((sum, one) => sum + one.messages, 0);
  return (
    <section>
      <button type="button" class="month" aria-expanded={isOpen} onClick={() => setAsked(!isOpen)}>
        <span>{month}</span>
        <span class="small">{fill(words.calendar.messages, { count: messages })}</span>
      </button>
      {isOpen && (
        <ul>
          {days.map((one) => (
            <Day key={one.from} of={one} isCurrent={one.from === day} onDay={onDay} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Day({ of, isCurrent, onDay }: { of: ViewerDay; isCurrent: boolean; onDay: Props["onDay"] }): ComponentChild {
  const { overview, words } = useShown();
  const { from, to, state, messages, errors, warnings, notes } = of;
  if (state !== "messages") {
    return (
      <li class={`gap small ${state}`} title={fill(words.calendar.days, { count: of.days })}>
        {from === to ? from.slice(5) : `${from.slice(5)} – ${to.slice(from.startsWith(to.slice(0, 4)) ? 5 : 0)}`}{" "}
        {wordOf(overview.words.dayStates, state)}
      </li>
    );
  }
  const marks = [errors > 0 && `■${errors}`, warnings > 0 && `▲${warnings}`, notes > 0 && `○${notes}`].filter(Boolean);
  return (
    <li>
      <button type="button" aria-current={isCurrent ? "date" : undefined} onClick={() => onDay(of)}>
        <span>{from.slice(5)}</span>
        <span class="small">
          {marks.join(" ")} {fill(words.calendar.messages, { count: messages })}
        </span>
      </button>
    </li>
  );
}
