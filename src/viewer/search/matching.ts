import type { ViewerMessage } from "../../model/viewer.ts";
import { comparable } from "../text/found.ts";

/** Everything of a message that a search looks through, in the order it is shown. */
export function searchable(message: ViewerMessage): string[] {
  const {
    text,
    who,
    quote,
    forward,
    transfer,
    redPacket,
    location,
    system,
    attachments = [],
    transcripts = [],
  } = message;
  const words = [
    text,
    quote?.text,
    forward?.title,
    ...(forward?.items ?? []).flatMap((item) => [item.text, item.sender]),
    transfer?.amountText,
    transfer?.memo,
    transfer?.transferId,
    transfer?.transactionId,
    redPacket?.title,
    location?.poi,
    location?.label,
    system?.value,
    ...attachments.map(({ called }) => called),
    ...transcripts.map((one) => one.text),
    who,
  ];
  return words.filter((word) => word !== undefined && word !== "") as string[];
}

/** The first words of a message that hold what is asked for; null where none do. */
export function matchIn(message: ViewerMessage, asked: string): string | null {
  return searchable(message).find((text) => comparable(text).includes(asked)) ?? null;
}
