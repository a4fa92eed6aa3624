import type { XmlElement } from "../../base/xml.ts";
import { attributeOf, childOf, elementAt, parseXml, textAt } from "../../base/xml.ts";
import type { Kind } from "../../model/kind.ts";
import type { Forward, ForwardedItem } from "../../model/message.ts";
import { digest, epochMs, listed, serverId, sizeBytes, stated } from "./payload-parts.ts";

/** @source documented: wechat-databases.md §7.6, `dataitem@datatype` */
const ITEM_KINDS: Readonly<Record<string, Kind>> = {
  1: "text",
  2: "image",
  3: "voice",
  4: "video",
  5: "link",
  6: "location",
  8: "file",
  16: "card",
  17: "forward",
  19: "miniProgram",
  22: "channels",
  23: "channels",
  26: "channels",
  32: "music",
  37: "sticker",
};

/** Kind of an item of a merged record by its `datatype`; null for one we do not know. */
export function kindOfForwardedItem(datatype: string): Kind | null {
  return Object.hasOwn(ITEM_KINDS, datatype) ? (ITEM_KINDS[datatype] ?? null) : null;
}

const MAX_NESTING = 8;

/**
 * Merged records of an `appmsg`. Records inside records follow the item that holds them, so that every line people
 * can unfold is in the list. `payload.datalist.count` is the number of items stated for the outermost list.
 */
export function readForward(app: XmlElement): { forward: Forward | null; extra: Record<string, string> } {
  const info = recordInfo(childOf(app, "recorditem"));
  if (info === undefined) return { forward: null, extra: {} };
  const count = attributeOf(childOf(info, "datalist"), "count");
  const forward = forwardOf(info);
  return {
    forward: { ...forward, title: forward.title ?? textAt(app, "title") },
    extra: {
      ...(count === null ? {} : { "payload.datalist.count": count }),
      ...listed(info, ["isChatRoom", "fromscene", "favusername", "favcreatetime"]),
    },
  };
}

function forwardOf(info: XmlElement): Forward {
  const count = attributeOf(childOf(info, "datalist"), "count");
  return {
    title: textAt(info, "title"),
    items: itemsOf(info, 0),
    ...(count !== null && /^\d{1,6}$/.test(count) ? { statedCount: Number(count) } : {}),
  };
}

/**
 * A merged record whose `recorditem` an exporter wrote without the message around it, as XML or escaped once more.
 * Null where it is no such XML.
 */
export function forwardOfRecord(recordItem: string): Forward | null {
  const root = parseXml(`<recorditem>${recordItem}</recorditem>`)?.root;
  const info = recordInfo(root);
  return info === undefined ? null : forwardOf(info);
}

/** The record stands as XML inside, or as escaped XML in the text. */
function recordInfo(holder: XmlElement | undefined): XmlElement | undefined {
  if (holder === undefined || holder.name === "recordinfo") return holder;
  const inside = childOf(holder, "recordinfo");
  if (inside) return inside;
  const root = parseXml(holder.text.slice(Math.max(0, holder.text.indexOf("<"))))?.root;
  return root?.name === "recordinfo" ? root : childOf(root, "recordinfo");
}

function itemsOf(info: XmlElement, nesting: number): ForwardedItem[] {
  const items = (childOf(info, "datalist")?.children ?? []).filter(({ name }) => name === "dataitem");
  return items.flatMap((item) => [itemOf(item, nesting), ...innerItems(item, nesting)]);
}

function innerItems(item: XmlElement, nesting: number): ForwardedItem[] {
  const holder = childOf(item, "recordxml") ?? childOf(item, "recorditem") ?? childOf(item, "recordinfo");
  const info = nesting < MAX_NESTING ? recordInfo(holder) : undefined;
  return info === undefined ? [] : itemsOf(info, nesting + 1);
}

function itemOf(item: XmlElement, nesting: number): ForwardedItem {
  const datatype = attributeOf(item, "datatype") ?? "";
  return {
    sender: textAt(item, "sourcename"),
    sentAtText: textAt(item, "sourcetime"),
    kind: kindOfForwardedItem(datatype),
    text: datatype === "1" ? textAt(item, "datadesc") : (textAt(item, "datatitle") ?? textAt(item, "datadesc")),
    ...(nesting === 0 ? {} : { depth: nesting }),
    ...originalOf(item),
  };
}

/** What ties an item to the message it was made from. @source documented: wechat-databases.md §7.6, §8.3 S-X09 */
function originalOf(item: XmlElement): Partial<ForwardedItem> {
  const source = elementAt(item, "dataitemsource");
  return stated({
    serverId: serverId(textAt(item, "fromnewmsgid")),
    localId: serverId(textAt(item, "srcMsgLocalid")),
    sentAt: epochMs(textAt(item, "srcMsgCreateTime")),
    senderAccount: textAt(source, "fromusr"),
    room: textAt(source, "realchatname"),
    claimedMd5: digest(textAt(item, "fullmd5")),
    claimedSizeBytes: sizeBytes(textAt(item, "datasize")),
  });
}
