import type { ComponentChild } from "preact";
import type { ViewerAttachment, ViewerMessage } from "../../model/viewer.ts";
import { useShown } from "../bundle.ts";
import { LongSaid, Said } from "../text/said.tsx";
import { fill } from "../words/fill.ts";
import { Attachment } from "./attachment.tsx";
import { CallCard, LocationCard, RecallCard, RedPacketCard, SystemLine, TransferCard } from "./card.tsx";
import { Forward } from "./forward.tsx";
import { Quote } from "./quote.tsx";

interface Props {
  readonly message: ViewerMessage;
  readonly conversation: string;
  /** Words asked for, in comparable form. */
  readonly found: string;
  /** Folded parts are open and nothing plays: the form for printing. */
  readonly isOnPaper: boolean;
}

/** What one message holds. */
export function Body({ message, conversation, found, isOnPaper }: Props): ComponentChild {
  const { words } = useShown();
  const { text, quote, forward, kind, typeCode } = message;
  return (
    <>
      {text !== undefined && (
        <div class="text">
          <LongSaid text={text} found={found} more={words.more} />
        </div>
      )}
      {text === undefined && !hasOther(message) && <div class="small">{words.message.noText}</div>}
      {kind === "unknown" && typeCode !== undefined && (
        <div class="small">{fill(words.message.typeCode, { code: typeCode })}</div>
      )}
      {quote !== undefined && <Quote quote={quote} conversation={conversation} found={found} />}
      {forward !== undefined && <Forward forward={forward} found={found} isOpen={isOnPaper} />}
      <Cards message={message} conversation={conversation} />
      <Attachments all={message.attachments ?? []} isOnPaper={isOnPaper} />
      <Transcripts message={message} found={found} />
    </>
  );
}

function hasOther(message: ViewerMessage): boolean {
  const { attachments, quote, forward, transfer, redPacket, call, location, recall, system } = message;
  return [attachments, quote, forward, transfer, redPacket, call, location, recall, system].some(
    (part) => part !== undefined,
  );
}

function Cards({ message, conversation }: Pick<Props, "message" | "conversation">): ComponentChild {
  const { transfer, redPacket, call, location, recall, system } = message;
  return (
    <>
      {transfer && <TransferCard of={transfer} />}
      {redPacket && <RedPacketCard of={redPacket} />}
      {call && <CallCard of={call} />}
      {location && <LocationCard of={location} />}
      {recall && <RecallCard of={recall} conversation={conversation} />}
      {system && <SystemLine of={system} />}
    </>
  );
}

/** A thumbnail stands for the first main attachment that is a picture or film; without one it stands for itself. */
function Attachments({ all, isOnPaper }: { all: readonly ViewerAttachment[]; isOnPaper: boolean }): ComponentChild {
  const main = all.filter(({ role }) => role === "main");
  const thumbnails = all.filter(({ role }) => role === "thumbnail");
  const shown = main.length > 0 ? main : thumbnails;
  return shown.map((attachment, index) => (
    <Attachment
      key={index}
      attachment={attachment}
      thumbnail={main.length > 0 ? thumbnails[index] : undefined}
      isOnPaper={isOnPaper}
    />
  ));
}

function Transcripts({ message, found }: Pick<Props, "message" | "found">): ComponentChild {
  const { words } = useShown();
  const { transcripts = [], kind } = message;
  if (transcripts.length === 0) return kind === "voice" ? <div class="small">{words.message.noTranscript}</div> : null;
  return transcripts.map(({ text, from }, index) => (
    <div class="transcript" key={index}>
      <div class="small">{words.message.transcript}</div>
      <div class="text">
        <Said text={text} found={found} />
      </div>
      <div class="small">
        <Said text={from} />
      </div>
    </div>
  ));
}
