import type { Source } from "../../model/source.ts";
import type { Claim, ConversationFacts, NameSeen, ReadSettings, Yielded } from "../importer.ts";
import { RowTally } from "../wechat/row-tally.ts";
import { CHAT, conversationOf, defectsOf, exportOf } from "./export.ts";
import { InlinedMedia } from "./inlined.ts";
import { titleOfPath } from "./names.ts";
import { itemsOf, type PageItem } from "./page-items.ts";
import { messageOfItem, senderOf } from "./page-message.ts";
import { RowDoubt } from "./row-doubt.ts";
import { headText, TextFile } from "../wechat/text-file.ts";

const HEAD_BYTES = 64 << 10;
const BLOCK = 1 << 20;
const ITEM = 'class="chatItem ';
const TITLE = /<title>\s{0,20}Chat with ([^<]{0,500})<\/title>/i;

/** Whether a file begins as a page does. */
export function isPage(source: Source, path: string): boolean {
  return /^(?:\xef\xbb\xbf)?\s*</.test(source.read(path, 0, 16).toString("latin1"));
}

/** Name of the chat of a page, by its head; null where it is no page of this exporter. */
export function chatOfPage(source: Source, path: string): string | null {
  const title = TITLE.exec(headText(source, path, HEAD_BYTES) ?? "")?.[1]?.trim();
  return title !== undefined && holdsItems(source, path) ? title : null;
}

/** Style sheets, scripts and portraits stand before the messages. */
function holdsItems(source: Source, path: string): boolean {
  let last = "";
  for (const bytes of source.chunks(path)) {
    for (let at = 0; at < bytes.length; at += BLOCK) {
      const text = last + Buffer.from(bytes.subarray(at, at + BLOCK)).toString("latin1");
      if (text.includes(ITEM)) return true;
      last = text.slice(1 - ITEM.length);
    }
  }
  return false;
}

/** Reads a page; pictures, voices and films in it are measured and let go. */
export function* readPage(source: Source, { entry }: Claim, settings: ReadSettings): Generator<Yielded> {
  const file = new TextFile(source, entry);
  const title = chatOfPage(source, entry) ?? titleOfPath(entry);
  const conversation = conversationIn(file, title === "" ? titleOfPath(entry) : title);
  const tally = new RowTally();
  const doubt = new RowDoubt(conversation.type);
  const inlined = new InlinedMedia();
  const told: Yielded[] = [];
  yield exportOf("HTML", file.encoding, tally);
  yield conversationOf(conversation);
  let row = 0;
  for (const item of itemsOf(entry, inlined.without(file.pieces((one) => told.push(one))))) {
    yield* told.splice(0);
    const at = item.isStray ? { path: entry, row: row + 1 } : { path: entry, row: (row += 1) };
    if (item.isStray || item.isTooLong) {
      const reason = item.isTooLong ? "value-too-large" : "not-a-message";
      yield { type: "skipped", conversation: CHAT, at, reason, raw: item.text.trim().slice(0, 500) };
      continue;
    }
    const read = messageOfItem(item, at, settings, inlined);
    const facts = { ...read, warnings: [...(read.warnings ?? []), ...doubt.of(read)] };
    tally.count(facts);
    yield { type: "message", conversation: CHAT, facts };
  }
  yield* told;
  yield exportOf("HTML", file.encoding, tally);
  yield* defectsOf(tally);
}

type ChatSeen = Pick<ConversationFacts, "title" | "type" | "talker">;

/** Names stand above messages in groups only; else one account or name is the other side. */
function conversationIn(file: TextFile, title: string): ChatSeen {
  const others = new Set<NonNullable<NameSeen["account"]>>();
  for (const item of itemsOf(file.path, new InlinedMedia().without(file.pieces(() => undefined)))) {
    const { direction, sender, senderName } = senderOf(item);
    if (isNamedInGroup(item)) return { title, type: "group", talker: null };
    if (direction === "received") others.add(sender ?? senderName ?? "");
    if (others.size > 1) return { title, type: "group", talker: null };
  }
  const [other] = others;
  if (other === undefined) return { title, type: "unknown", talker: null };
  return { title, type: "private", talker: other.startsWith("wxid_") ? other : null };
}

function isNamedInGroup({ nickname, isStray }: PageItem): boolean {
  return !isStray && nickname.trim() !== "";
}
