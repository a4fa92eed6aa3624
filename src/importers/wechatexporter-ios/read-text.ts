import { decodeText } from "../../base/text-decode.ts";
import { encodingOf } from "../../base/text-encoding.ts";
import type { Kind } from "../../model/kind.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, MessageFacts, ReadSettings, StatedAttachment, Yielded } from "../importer.ts";
import { parseNotice } from "../wechat/notice.ts";
import { UNNAMED_MEDIA } from "../wechat/payload-parts.ts";
import { timeOfText } from "../wechat/sent-time.ts";
import { fileNameIn, kindOfLabel, locationIn, transferIn, voiceLengthIn } from "./labels.ts";
import { counted, exportOf, Tally } from "./tally.ts";
import { blocksIn, type TextBlock, TEXT_TITLE } from "./text-blocks.ts";

const KEY = "chat";
const NO_TIME = { sentAt: null, sentAtText: null, timePrecision: "none", timeBasis: "none" } as const;

/** Reads a TXT export. Every boundary in it can have been typed. @throws {SourceError} ENCODING_UNKNOWN */
export function* readText(source: Source, { entry }: Claim, settings: ReadSettings): Generator<Yielded> {
  const encoding = encodingOf(() => source.chunks(entry), entry);
  const tally = new Tally();
  const told: Yielded[] = [];
  const text = decodeText(source.chunks(entry), encoding, ({ byte, length, hex }) => {
    told.push({ type: "repair", at: { path: entry, byte }, code: "undecodable-bytes", detail: `${length}: ${hex}` });
  });
  const facts = () =>
    exportOf({ variant: "TXT", encoding: encoding.encoding, provides: tally.provides(), localIdOrigin: "none" });
  yield { type: "export", facts: facts() };
  yield conversationOf(source, entry);
  let latest = -Infinity;
  for (const block of blocksIn(text)) {
    yield* told.splice(0);
    const item = itemOf(block, entry, latest, settings);
    if (item.type === "message") {
      tally.count(item.facts);
      latest = Math.max(latest, item.facts.sentAt ?? latest);
    }
    yield item;
  }
  yield* told;
  yield { type: "export", facts: facts() };
  const defects = { TIME_ZONE_UNSTATED: tally.timed, BOUNDARY_FORGEABLE: tally.forgeable };
  for (const defect of counted(defects)) yield { type: "defect", defect };
  yield { type: "defect", defect: { code: "MEDIA_NOT_COPIED", records: null } };
  yield { type: "defect", defect: { code: "PLACEHOLDER_ONLY", records: null } };
}

function conversationOf(source: Source, entry: string): Yielded {
  const [line = ""] = source.read(entry, 0, 4096).toString("utf8").split(/\r?\n/);
  const title = TEXT_TITLE.exec(line.replace(/^\ufeff/, ""))?.[1] ?? entry;
  const stated = { talker: null, statedMessageCount: null, statedLastMessageAt: null, members: [] };
  return { type: "conversation", facts: { key: KEY, type: "unknown", title, ...stated } };
}

function itemOf(block: TextBlock, path: string, latest: number, settings: ReadSettings): Yielded {
  const at = { path, line: block.line };
  const body = block.lines.join("\n").replace(/\n+$/, "");
  const { doubt, ...times } = block.time === "" ? { doubt: null, ...NO_TIME } : timeOfText(block.time, settings);
  const isUnread = block.kind === "message" && times.sentAt === null;
  if (block.isCut || isUnread) {
    const reason = block.isCut ? "value-too-large" : "not-a-message";
    return {
      type: "skipped",
      conversation: KEY,
      at,
      reason,
      raw: `${block.name} (${block.time}):${body}`.slice(0, 500),
    };
  }
  const isBack = times.sentAt !== null && times.sentAt < latest;
  const facts: MessageFacts = {
    locator: at,
    ...times,
    ...contentOf(block, body),
    warnings: [...(doubt === null ? [] : [doubt]), ...(isBack || block.isDoubtful ? ["BOUNDARY_FORGEABLE"] : [])],
  };
  return { type: "message", conversation: KEY, facts };
}

type Content = Pick<MessageFacts, "kind" | "kindBasis" | "direction"> & Partial<MessageFacts>;

function contentOf(block: TextBlock, body: string): Content {
  const text = body === "" ? null : body;
  if (block.kind === "notice") return { ...parseNotice(body), direction: "system", kindBasis: "placeholder", text };
  if (block.quoted !== null) {
    const [sender, words] = block.quoted;
    const quote = { targetServerId: null, sender: sender || null, sentAt: null, text: words || null };
    return { kind: "quote", kindBasis: "placeholder", direction: "unknown", text, quote };
  }
  const kind = kindOfLabel(body) ?? "text";
  return {
    kind,
    kindBasis: "placeholder",
    direction: "unknown",
    senderName: block.name === "" ? null : block.name,
    senderBasis: block.name === "" ? "none" : "name",
    text,
    transfer: kind === "transfer" ? transferIn(text) : null,
    redPacket: kind === "redPacket" ? { title: null } : null,
    call: kind === "call" ? { media: "unknown", outcome: null, durationSec: null } : null,
    location: kind === "location" ? locationIn(text) : null,
    attachments: mediaOf(kind, text),
  };
}

const WITH_FILE: readonly Kind[] = ["image", "voice", "video", "sticker", "file"];

function mediaOf(kind: Kind, text: string | null): StatedAttachment[] {
  if (!WITH_FILE.includes(kind)) return [];
  return [{ ...UNNAMED_MEDIA, name: fileNameIn(text), claimedDurationMs: voiceLengthIn(text) }];
}
