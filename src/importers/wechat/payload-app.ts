import type { XmlElement } from "../../base/xml.ts";
import { childOf, parseXml, textAt } from "../../base/xml.ts";
import type { Quote, Transfer } from "../../model/message.ts";
import { fenOf } from "./money.ts";
import { digest, epochMs, facts, listed, serverId, sizeBytes, statedMedia } from "./payload-parts.ts";
import { readForward } from "./payload-forward.ts";
import { readPat } from "./payload-system.ts";
import type { PayloadFacts } from "./payload.ts";
import { kindOfAppType } from "./types.ts";

/**
 * Reads an `appmsg`. Its type is only that of the direct child: quotes, records and mini-programs inside carry their own.
 *
 * @source documented: wechat-databases.md §7.6
 */
export function readAppMessage(app: XmlElement, root: XmlElement): PayloadFacts {
  const appType = textAt(app, "type");
  const read = (SPECIAL.get(appType ?? "") ?? readLink)(app);
  const kind = read.kind ?? (appType === null ? null : kindOfAppType(appType));
  const extra = { ...commonFields(app), ...listed(root, ["fromusername"]), ...read.extra };
  return { ...read, kind, appType, extra };
}

function commonFields(app: XmlElement): Record<string, string> {
  return listed(app, ["des", "url", "sourceusername", "sourcedisplayname"]);
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
  return facts({ text: name, attachments: [attachment], extra: listed(attach, ["fileext", "overwrite_newmsgid"]) });
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
    extra: listed(feed, ["objectId", "nickname", "finderLiveID", "finderUsername"]),
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
    text: quotedText(refer),
  };
}

/** The words quoted; of a quoted app message its title, of other XML and of voice nothing. */
function quotedText(refer: XmlElement): string | null {
  const content = childOf(refer, "content")?.text ?? "";
  if (content.trim() === "") return null;
  const type = textAt(refer, "type");
  if (type === "1" || type === null) return content;
  const start = content.indexOf("<");
  return start < 0 ? null : textAt(parseXml(content.slice(start))?.root, "appmsg", "title");
}

function quoteExtra(refer: XmlElement | undefined): Record<string, string> {
  const type = textAt(refer, "type");
  const name = textAt(refer, "displayname");
  return {
    ...(type === null ? {} : { "payload.refermsg.type": type }),
    ...(name === null ? {} : { "payload.refermsg.displayname": name }),
  };
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
  };
  const fields = [
    "paysubtype",
    "receivestatus",
    "payer_username",
    "receiver_username",
    "begintransfertime",
    "invalidtime",
  ];
  return facts({ text: textAt(app, "title") ?? textAt(app, "des"), transfer, extra: listed(pay, fields) });
}

function readRedPacket(app: XmlElement): PayloadFacts {
  const pay = childOf(app, "wcpayinfo");
  const title = textAt(pay, "sendertitle") ?? textAt(pay, "receivertitle");
  return facts({
    text: title ?? textAt(app, "title"),
    redPacket: { title },
    extra: listed(pay, ["innertype", "paymsgid", "senderdes"]),
  });
}
