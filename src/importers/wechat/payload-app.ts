import type { XmlElement } from "../../base/xml.ts";
import { attributeOf, childOf, parseXml, textAt } from "../../base/xml.ts";
import type { Kind } from "../../model/kind.ts";
import type { Quote, Transfer } from "../../model/message.ts";
import { fenOf } from "./money.ts";
import { digest, epochMs, facts, listed, serverId, sizeBytes, stated, statedMedia } from "./payload-parts.ts";
import { readForward } from "./payload-forward.ts";
import { readPat } from "./payload-system.ts";
import type { PayloadFacts } from "./payload.ts";
import { kindOfAppType, kindOfBaseType } from "./types.ts";

/**
 * Reads an `appmsg`. Its type is only that of the direct child: quotes, records and mini-programs inside carry their own.
 *
 * @source documented: wechat-databases.md §7.6
 */
export function readAppMessage(app: XmlElement, root: XmlElement): PayloadFacts {
  const appType = textAt(app, "type");
  const read = (SPECIAL.get(appType ?? "") ?? readLink)(app);
  const kind = read.kind ?? (appType === null ? null : kindOfAppType(appType));
  const extra = { ...commonFields(app), ...rootFields(root), ...read.extra };
  return { ...read, kind, appType, extra };
}

function commonFields(app: XmlElement): Record<string, string> {
  return listed(app, ["des", "url", "sourceusername", "sourcedisplayname"]);
}

/** Around the `appmsg`: who sent it, from where it was shared, and the program it came from. */
function rootFields(root: XmlElement): Record<string, string> {
  const program = textAt(root, "appinfo", "appname");
  return {
    ...listed(root, ["fromusername"]),
    ...(program === null ? {} : { "payload.appname": program }),
  };
}

const SPECIAL: ReadonlyMap<string, (app: XmlElement) => PayloadFacts> = new Map([
  ["6", readFile],
  ["74", readFile],
  ["8", readFile],
  ["19", (app) => facts({ text: textAt(app, "title"), ...readForward(app) })],
  ["24", (app) => facts({ text: textAt(app, "title") ?? textAt(app, "des"), ...readForward(app) })],
  ["33", readMiniProgram],
  ["36", readMiniProgram],
  ["50", readChannels],
  ["51", readChannels],
  ["63", readChannels],
  ["88", readChannels],
  ["57", readQuote],
  ["62", readPat],
  ["87", readAnnouncement],
  ["2000", readTransfer],
  ["2001", readRedPacket],
]);

function readLink(app: XmlElement): PayloadFacts {
  return facts({ text: textAt(app, "title") ?? textAt(app, "des") });
}

/** Size and MD5 are of the file itself: the best check on media there is. */
function readFile(app: XmlElement): PayloadFacts {
  const attach = childOf(app, "appattach");
  const name = textAt(app, "title");
  const md5 = digest(textAt(app, "md5")) ?? digest(textAt(attach, "emoticonmd5"));
  const attachment = statedMedia({ name, claimedMd5: md5, claimedSizeBytes: sizeBytes(textAt(attach, "totallen")) });
  return facts({
    text: name,
    attachments: [attachment],
    // The message that takes the place of this one once the file is up.
    extra: { ...listed(app, ["overwrite_newmsgid"]), ...listed(attach, ["fileext", "overwrite_newmsgid"]) },
  });
}

function readMiniProgram(app: XmlElement): PayloadFacts {
  return facts({
    text: textAt(app, "title") ?? textAt(app, "sourcedisplayname"),
    extra: listed(childOf(app, "weappinfo"), ["username", "appid", "pagepath"]),
  });
}

/** The title of a channels item is often only the sentence that the version is not supported. */
function readChannels(app: XmlElement): PayloadFacts {
  const feed = childOf(app, "finderFeed") ?? childOf(app, "finderLive");
  return facts({
    text: textAt(feed, "desc") ?? textAt(app, "title"),
    extra: listed(feed, ["objectId", "nickname", "username", "finderLiveID", "finderUsername", "liveStatus"]),
  });
}

function readAnnouncement(app: XmlElement): PayloadFacts {
  const text = textAt(app, "textannouncement") ?? textAt(app, "announcement") ?? textAt(app, "title");
  return facts({ text, ...readForward(app) });
}

function readQuote(app: XmlElement): PayloadFacts {
  const refer = childOf(app, "refermsg");
  return facts({ text: textAt(app, "title"), quote: refer ? quoteOf(refer) : null, extra: quoteExtra(refer) });
}

/** In groups `chatusr` is the person quoted while `fromusr` may be the room. */
function quoteOf(refer: XmlElement): Quote {
  const from = textAt(refer, "fromusr");
  const person = from?.endsWith("@chatroom") === true ? null : from;
  return {
    targetServerId: serverId(textAt(refer, "svrid")),
    sender: textAt(refer, "chatusr") ?? person ?? textAt(refer, "displayname"),
    sentAt: epochMs(textAt(refer, "createtime")),
    ...quotedContent(refer),
  };
}

/**
 * The words quoted: of an app message its title, of a place its name, of a card the name on it; of other media none.
 * The kind of an app message is that of the `appmsg` inside; `refermsg/type` says only that it is one.
 */
function quotedContent(refer: XmlElement): { text: string | null; kind?: Kind } {
  const content = childOf(refer, "content")?.text ?? "";
  const type = textAt(refer, "type");
  const isText = type === "1" || type === null;
  const kind = type === null ? null : kindOfBaseType(type);
  if (content.trim() === "") return { text: null, ...knownKind(kind) };
  if (isText) return { text: content, ...knownKind(kind) };
  const start = content.indexOf("<");
  const root = start < 0 ? undefined : parseXml(content.slice(start))?.root;
  const app = root?.name === "appmsg" ? root : childOf(root, "appmsg");
  const appType = textAt(app, "type");
  return {
    text: app ? textAt(app, "title") : shownText(root),
    ...knownKind(appType === null ? kind : kindOfAppType(appType)),
  };
}

function knownKind(kind: Kind | null): { kind?: Kind } {
  return kind === null || kind === "unknown" ? {} : { kind };
}

function shownText(root: XmlElement | undefined): string | null {
  const place = childOf(root, "location");
  return attributeOf(place, "poiname") ?? attributeOf(place, "label") ?? attributeOf(root, "nickname");
}

function quoteExtra(refer: XmlElement | undefined): Record<string, string> {
  const extra: Record<string, string> = {};
  for (const name of ["type", "displayname", "fromusr", "strid"]) {
    const value = textAt(refer, name);
    if (value !== null) extra[`payload.refermsg.${name}`] = value;
  }
  return extra;
}

/** @source documented: wechat-databases.md §7.6, paysubtype as chatlog (1–7) and WeChatDataAnalysis (8–10) read it */
const TRANSFER_STATES: Readonly<Record<string, Transfer["state"]>> = {
  1: "sent",
  7: "sent",
  8: "sent",
  3: "received",
  5: "received",
  4: "returned",
  9: "returned",
  10: "expired",
};

/** State that a `paysubtype` stands for, decimal text; `unknown` for any other. */
export function transferStateOf(subtype: string | null): Transfer["state"] {
  return Object.hasOwn(TRANSFER_STATES, subtype ?? "") ? (TRANSFER_STATES[subtype ?? ""] ?? "unknown") : "unknown";
}

function readTransfer(app: XmlElement): PayloadFacts {
  const pay = childOf(app, "wcpayinfo");
  const amountText = textAt(pay, "feedesc");
  const transfer: Transfer = {
    amountText,
    amountFen: fenOf(amountText),
    memo: textAt(pay, "pay_memo"),
    state: transferStateOf(textAt(pay, "paysubtype")),
    transferId: textAt(pay, "transferid"),
    transactionId: textAt(pay, "transcationid"),
    ...stated({
      payer: textAt(pay, "payer_username"),
      receiver: textAt(pay, "receiver_username"),
      subtype: textAt(pay, "paysubtype"),
      receiveStatus: textAt(pay, "receivestatus"),
      beganAt: epochMs(textAt(pay, "begintransfertime")),
      expiresAt: epochMs(textAt(pay, "invalidtime")),
    }),
  };
  const extra = listed(pay, [...TRANSFER_FIELDS]);
  return facts({ text: textAt(app, "title") ?? textAt(app, "des"), transfer, extra });
}

/** As written, beside what is read from them; the titles are what either side was shown. */
const TRANSFER_FIELDS = [
  "paysubtype",
  "receivestatus",
  "payer_username",
  "receiver_username",
  "begintransfertime",
  "invalidtime",
  "effectivedate",
  "sendertitle",
  "receivertitle",
  "senderdes",
  "receiverdes",
] as const;

function readRedPacket(app: XmlElement): PayloadFacts {
  const pay = childOf(app, "wcpayinfo");
  const title = textAt(pay, "sendertitle") ?? textAt(pay, "receivertitle");
  return facts({
    text: title ?? textAt(app, "title"),
    redPacket: { title, ...stated({ paymentId: textAt(pay, "paymsgid") }) },
    extra: listed(pay, ["innertype", "paymsgid", "senderdes", "receiverdes", "nativeurl", "templateid", "sceneid"]),
  });
}
