import type { ComponentChild } from "preact";
import type { ViewerMessage } from "../../model/viewer.ts";
import { durationText } from "../../base/sentence.ts";
import { useShown } from "../bundle.ts";
import { Said } from "../text/said.tsx";
import { wordOf } from "../words/fill.ts";
import { Target } from "./quote.tsx";

type Line = readonly [label: string, value: ComponentChild];

interface Props {
  readonly class: string;
  readonly title: ComponentChild;
  readonly lines: readonly Line[];
}

/** A small card: what it is, then labelled values. */
function Card({ class: name, title, lines }: Props): ComponentChild {
  return (
    <div class={`card ${name}`}>
      <div class="card-title">{title}</div>
      <dl>
        {lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Lines whose value is there. */
function stated(...lines: readonly (readonly [string, string | undefined])[]): Line[] {
  return lines.flatMap(([label, value]) => (value === undefined ? [] : [[label, <Said text={value} />] as const]));
}

interface Given<Of> {
  readonly of: Of;
}

/** Amount, state and numbers of a transfer. */
export function TransferCard({ of }: Given<NonNullable<ViewerMessage["transfer"]>>): ComponentChild {
  const { overview, words } = useShown();
  const { message } = words;
  const title = (
    <>
      {message.transfer} <Said text={of.amountText ?? words.notStated} />
    </>
  );
  const state = wordOf(overview.words.transferStates, of.state ?? "unknown");
  const lines = stated([message.state, state], [message.memo, of.memo], [message.transferId, of.transferId], [message.transactionId, of.transactionId]); // prettier-ignore
  return <Card class="money" title={title} lines={lines} />;
}

/** Title of a red packet. */
export function RedPacketCard({ of }: Given<NonNullable<ViewerMessage["redPacket"]>>): ComponentChild {
  const { words } = useShown();
  return <Card class="money" title={words.message.redPacket} lines={stated([words.message.memo, of.title])} />;
}

/** Outcome and length of a call. */
export function CallCard({ of }: Given<NonNullable<ViewerMessage["call"]>>): ComponentChild {
  const { overview, words, language } = useShown();
  const { message } = words;
  const title = `${message.call} · ${wordOf(overview.words.callMedia, of.media ?? "unknown")}`;
  const length = of.durationSec === undefined ? undefined : durationText(of.durationSec * 1000, language);
  return <Card class="call" title={title} lines={stated([message.outcome, of.outcome], [message.length, length])} />;
}

/** Place as named and as numbers. */
export function LocationCard({ of }: Given<NonNullable<ViewerMessage["location"]>>): ComponentChild {
  const { words } = useShown();
  const { message } = words;
  const named = [of.poi, of.label].filter((part) => part !== undefined && part !== "").join(" ");
  const title = (
    <>
      {message.location} <Said text={named} />
    </>
  );
  const lines = stated([message.latitude, of.latitudeText], [message.longitude, of.longitudeText]);
  return <Card class="place" title={title} lines={lines} />;
}

/** Who recalled which message. */
export function RecallCard({
  of,
  conversation,
}: Given<NonNullable<ViewerMessage["recall"]>> & { readonly conversation: string }): ComponentChild {
  const { words } = useShown();
  const { message } = words;
  const { target, absent } = of;
  const lines: Line[] = [
    ...stated([message.recallBy, of.byName ?? of.by]),
    [message.recalled, <Target conversation={conversation} {...(target === undefined ? {} : { target })} {...(absent === undefined ? {} : { absent })} />],
  ]; // prettier-ignore
  return <Card class="recall" title={message.recall} lines={lines} />;
}

/** What a notice of the client tells. */
export function SystemLine({ of }: Given<NonNullable<ViewerMessage["system"]>>): ComponentChild {
  const { overview, words } = useShown();
  const { message } = words;
  const lines = stated(
    [message.systemActor, of.actor],
    [message.systemSubjects, of.subjects?.join(words.listSeparator)],
    [message.systemValue, of.value],
    ...(of.pats ?? []).map(
      ({ from = "", to = "", time = "", text = "" }, index) => [`${index + 1}`, [time, from, to, text].filter(Boolean).join(" · ")] as const,
    ),
  ); // prettier-ignore
  return <Card class="event" title={wordOf(overview.words.events, of.event)} lines={lines} />;
}
