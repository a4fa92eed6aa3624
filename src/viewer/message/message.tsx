import type { ComponentChild } from "preact";
import type { ViewerMessage } from "../../model/viewer.ts";
import { useShown } from "../bundle.ts";
import { messageAddress, viewAddress } from "../place.ts";
import { Said } from "../text/said.tsx";
import { fill, wordOf } from "../words/fill.ts";
import { Body } from "./body.tsx";

interface Props {
  readonly message: ViewerMessage;
  readonly conversation: string;
  readonly found: string;
}

/** Number, full date, sender, side and kind: on every message, so that it can be quoted alone. */
export function Head({ message, conversation }: Pick<Props, "message" | "conversation">): ComponentChild {
  const { words } = useShown();
  const { seq, time, sentAtText, who } = message;
  const number = `${conversation}-${seq}`;
  return (
    <header class="head">
      <a class="number" href={messageAddress(conversation, seq)}>
        {number}
      </a>{" "}
      <span class="time">
        {time ?? words.message.noTime}
        {time === undefined && sentAtText !== undefined && (
          <Said text={fill(words.message.statedTime, { text: sentAtText })} />
        )}
      </span>{" "}
      {who !== "" && (
        <span class="who">
          <Said text={who} />
        </span>
      )}{" "}
      <Marks message={message} />
      <Ids message={message} />
    </header>
  );
}

/** Side, kind and exhibits in words; a notice of the client says so once. */
export function Marks({ message: { side, kind, exhibits = [] } }: Pick<Props, "message">): ComponentChild {
  const { overview, words } = useShown();
  const marks = new Set([wordOf(overview.words.sides, side), wordOf(overview.words.kinds, kind)]);
  return (
    <span class="marks">
      {[...marks].map((mark) => (
        <span key={mark}>【{mark}】</span>
      ))}
      {exhibits.map((place) => (
        <a key={place} href={viewAddress("exhibits")} title={words.message.exhibits}>
          【<Said text={overview.exhibits[place]?.label ?? ""} />】
        </a>
      ))}
    </span>
  );
}

/** Ids of the client and codes, on request. */
function Ids({ message: { serverId, localId, warnings = [] } }: Pick<Props, "message">): ComponentChild {
  const { words } = useShown();
  const { message: said, colon, notStated, listSeparator } = words;
  if (serverId === undefined && localId === undefined && warnings.length === 0) return null;
  return (
    <details class="ids">
      <summary title={said.details} aria-label={said.details}>
        …
      </summary>
      <Said text={fill(said.ids, { server: serverId ?? notStated, local: localId ?? notStated })} />
      {warnings.length > 0 && ` · ${said.warnings}${colon}${warnings.join(listSeparator)}`}
    </details>
  );
}

/** What the checks found. */
export function Foot({ message: { findings = [] } }: Pick<Props, "message">): ComponentChild {
  const { words } = useShown();
  if (findings.length === 0) return null;
  return (
    <footer class="foot small">
      {words.message.findings}
      {words.colon}
      {findings.map((number) => (
        <a key={number} href={viewAddress("findings", String(number))}>
          {fill(words.message.finding, { number })}
        </a>
      ))}
    </footer>
  );
}

/** A message in the familiar form: the submitting side's on the right, the other's on the left, notices between. */
export function Bubble({ message, conversation, found }: Props): ComponentChild {
  const place = message.side === "system" ? "between" : message.isRight === true ? "right" : "left";
  return (
    <div class={`message ${place}`}>
      <Head message={message} conversation={conversation} />
      <div class="bubble">
        <Body message={message} conversation={conversation} found={found} isOnPaper={false} />
      </div>
      <Foot message={message} />
    </div>
  );
}
