import type { MessageFacts, ReadSettings, StatedAttachment } from "../importer.ts";
import { UNNAMED_MEDIA } from "../wechat/payload-parts.ts";
import { contentOf, type Content } from "./content.ts";
import { timeOfDump } from "./header.ts";
import type { InlinedMedia } from "./inlined.ts";
import type { PageItem } from "./page-items.ts";

/** Ids of accounts; early versions write the name in their place. */
const ACCOUNT = /^[A-Za-z0-9][\w.@-]{3,80}$/;

/** Whoever sent a message of a page: an id in the class, a name above the text in groups. */
export function senderOf({
  classes,
  nickname,
}: PageItem): Pick<MessageFacts, "direction" | "sender" | "senderName" | "senderBasis"> {
  const direction = classes[0] === "me" ? "sent" : classes[0] === "you" ? "received" : "unknown";
  const who = direction === "received" ? classes.slice(1).join(" ") : "";
  const shown = nickname.trim();
  const sender = ACCOUNT.test(who) ? who : null;
  const senderName = shown !== "" ? shown : sender === null && who !== "" ? who : null;
  return {
    direction,
    sender,
    senderName,
    senderBasis: sender !== null ? "stated" : senderName !== null ? "name" : "none",
  };
}

/** One message of a page. */
export function messageOfItem(
  item: PageItem,
  locator: MessageFacts["locator"],
  settings: ReadSettings,
  inlined: InlinedMedia,
): MessageFacts {
  const { doubts, ...times } = timeOfDump(item.time, settings);
  const content = contentIn(item);
  const media = item.media.map((address) => mediaAt(address, inlined));
  const [stated, ...more] = content.attachments ?? [];
  const attachments =
    media.length === 0 ? [stated, ...more] : media.map(({ size }) => ({ ...(stated ?? UNNAMED_MEDIA), ...size }));
  const extra = {
    ...content.extra,
    ...(media.length === 0 ? {} : { inlined: media.map(({ words }) => words).join("; ") }),
    ...(item.markup.length === 0 ? {} : { markup: item.markup.join(" ") }),
  };
  return {
    ...content,
    ...times,
    ...senderOf(item),
    locator,
    attachments: attachments.filter((one): one is StatedAttachment => one !== undefined),
    extra,
    warnings: [...(content.warnings ?? []), ...doubts],
  };
}

/** Media in the page have no file of their own: size and digest of what stands there. */
function mediaAt(address: string, inlined: InlinedMedia) {
  const found = inlined.at(address);
  if (found === null)
    return { size: { remoteUrl: /^https?:/i.test(address) ? address : null }, words: address.slice(0, 300) };
  const type = /^data:([\w.+/-]{1,60})/.exec(address)?.[1] ?? "";
  const words = `${type}, ${found.sizeBytes} bytes, sha256 ${found.sha256}`;
  return { size: { claimedSizeBytes: found.sizeBytes }, words };
}

function contentIn(item: PageItem): Content {
  const text = item.text === "" ? null : item.text;
  switch (item.cloud) {
    case "cloudImg":
      return { kind: item.isSticker ? "sticker" : "image", kindBasis: "word", text, attachments: [UNNAMED_MEDIA] };
    case "cloudVideo":
      return { kind: "video", kindBasis: "word", text, attachments: [UNNAMED_MEDIA] };
    case "cloudVoice":
      return {
        kind: "voice",
        kindBasis: "word",
        text,
        attachments: [voiceIn(item.seconds)],
        extra: secondsIn(item.seconds),
      };
    case "cloudText":
      return textIn(item);
    default:
      return { kind: "unknown", kindBasis: "none", text };
  }
}

/** `4.1"` above a voice message. */
function voiceIn(seconds: string): StatedAttachment {
  const stated = /^\s*(\d{1,5}(?:\.\d+)?)/.exec(seconds)?.[1];
  return { ...UNNAMED_MEDIA, claimedDurationMs: stated === undefined ? null : Math.round(Number(stated) * 1000) };
}

function secondsIn(seconds: string): Record<string, string> {
  return seconds.trim() === "" ? {} : { seconds: seconds.trim() };
}

/** Words the exporter puts for other kinds, each with the type it stands for; anybody can have typed them. */
const WORDS: readonly (readonly [pattern: RegExp, typeCode: string])[] = [
  [/^Image$/, "3"],
  [/^Voice$/, "34"],
  [/^(?:VIDEO FILE|VIDEO FILE \S+)$/, "43"],
  [/^WeChat VIDEO$/, "62"],
  [/^REQUEST VIDEO CHAT$/, "50"],
  [/^LOCATION SHARING$/, "-1879048186"],
  [/^LOCATION:/, "48"],
  [/^\[RED ENVELOPE\](?:\n|$)/, "436207665"],
  [/^\[Money Transfer\](?:\n|$)/, "419430449"],
  [/^FILE:/, "1090519089"],
  [/^NAMECARD: /, "42"],
];

function textIn(item: PageItem): Content {
  const { text } = item;
  if (item.reply !== null || item.replyName !== null) {
    const sender = item.replyName?.trim().replace(/:$/, "") || null;
    const quote = { targetServerId: null, sender, sentAt: null, text: item.reply?.trim() || null };
    return { kind: "quote", kindBasis: "word", text: text === "" ? null : text, quote };
  }
  const [url] = item.links;
  if (url !== undefined) {
    const isMusic = text.trimStart().startsWith("QQ Music:");
    return { kind: isMusic ? "music" : "link", kindBasis: "placeholder", text: text.trim(), extra: { url } };
  }
  const typeCode = WORDS.find(([pattern]) => pattern.test(text))?.[1];
  if (typeCode !== undefined) return { ...contentOf(typeCode, text, null), kindBasis: "placeholder" };
  return { kind: "text", kindBasis: "placeholder", text: text === "" ? null : text };
}
