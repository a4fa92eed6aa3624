import type { ComponentChild } from "preact";
import { useMemo } from "preact/hooks";
import type { ViewerDay } from "../../model/viewer.ts";
import { useShown } from "../bundle.ts";
import { fill } from "../words/fill.ts";
import { barsOf, HEIGHT, WIDTH, type Bar } from "./bars.ts";

interface Props {
  readonly days: readonly ViewerDay[];
  /** Day in sight. */
  readonly day: string | null;
  readonly onDay: (day: ViewerDay) => void;
}

/** Messages by day over the whole time: silent days hatched, days out of range crossed, days with findings marked. */
export function Strip({ days, day, onDay }: Props): ComponentChild {
  const { words } = useShown();
  const { bars, perBar } = useMemo(() => barsOf(days), [days]);
  if (bars.length === 0) return null;
  const said = words.calendar;
  const current = day === null ? undefined : bars.find(({ to }) => to >= day);
  const go = (event: MouseEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDTH;
    const bar = bars.find((one) => x < one.x + one.width) ?? bars.at(-1);
    if (bar?.first) onDay(bar.first);
  };
  return (
    <figure class="strip">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={said.label}
        onClick={go}
      >
        <defs>
          <pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse">
            <path d="M0 4L4 0" class="hatch" />
          </pattern>
          <pattern id="cross" width="5" height="5" patternUnits="userSpaceOnUse">
            <path d="M0 5L5 0M0 0L5 5" class="hatch" />
          </pattern>
        </defs>
        {bars.map((bar) => (
          <Column key={bar.from} bar={bar} />
        ))}
        {current && <rect class="now" x={current.x} y="0" width={Math.max(2, current.width)} height={HEIGHT} />}
      </svg>
      <figcaption class="small">
        <span>{days[0]?.from}</span>
        <span>{fill(said.legend, { days: perBar })}</span>
        <span>{days.at(-1)?.to}</span>
      </figcaption>
    </figure>
  );
}

const FLOOR = HEIGHT - 1;
const BODY = HEIGHT - 12;

function Column({ bar }: { readonly bar: Bar }): ComponentChild {
  const { x, width, state, share, level } = bar;
  const height = state === "messages" ? Math.max(2, share * BODY) : BODY;
  return (
    <g>
      <title>{bar.title}</title>
      <rect class={`bar ${state}`} x={x} y={FLOOR - height} width={width} height={height} />
      {level !== null && <path class={`mark ${level}`} d={markOf(level, x + width / 2)} />}
    </g>
  );
}

/** Square, triangle, circle: told apart without colour. */
function markOf(level: NonNullable<Bar["level"]>, x: number): string {
  if (level === "error") return `M${x - 3} 1h6v6h-6z`;
  if (level === "warning") return `M${x} 1l3.5 6h-7z`;
  return `M${x - 2.5} 4a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0z`;
}
