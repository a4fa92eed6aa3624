import type { XmlElement } from "../../base/xml.ts";
import { attributeOf, childOf, parseXml, textAt } from "../../base/xml.ts";
import type { Kind } from "../../model/kind.ts";
import type { Message } from "../../model/message.ts";
import type { StatedAttachment } from "../importer.ts";
import { readAppMessage } from "./payload-app.ts";
import { readCall } from "./payload-call.ts";
import { durationMs, digest, facts, listed, sizeBytes, statedMedia } from "./payload-parts.ts";
import { readRevoke, readSystemMessage } from "./payload-system.ts";

type Parts = Pick<
  Message,
  "text" | "quote" | "forward" | "transfer" | "redPacket" | "call" | "location" | "recall" | "system"
>;

/** What a message's XML says. Fields it does not speak of are null; the raw XML stays with the caller. */
export interface PayloadFacts extends Parts {
  /** Kind that the XML itself shows; null where it shows none. */
  readonly kind: Kind | null;
  /** `appmsg/type` as written. */
  readonly appType: string | null;
  /** Media as stated, without candidate paths: each importer adds those of its own folders. */
  readonly attachments: readonly StatedAttachment[];
  /** Further fields by name, such as `payload.fromusername` (an independent witness of the sender) and `payload.url`. */
  readonly extra: Readonly<Record<string, string>>;
  /** The XML is cut off or badly nested: what is here may be a part. */
  readonly isDamaged: boolean;
}

/**
 * Reads the XML of a message of any platform and type.
 *
 * Whatever stands before the first `<` (`wxid:` and a line feed) is ignored. Null where there is no XML of WeChat, or
 * where it is larger or deeper than any the client writes; no entity is expanded and nothing is fetched.
 *
 * @source documented: wechat-databases.md §7
 */
export function readPayload(content: string): PayloadFacts | null {
  const start = content.indexOf("<");
  if (start < 0) return null;
  const body = content.slice(start);
  const isCall = /^(?:<\?xml[^>]{0,200}>\s{0,9})?<voip/.test(body);
  const document = parseXml(isCall ? `<msg>${body.slice(body.indexOf("<voip"))}</msg>` : body);
  if (document === null) return null;
  const found = readRoot(document.root);
  return found === null ? null : { ...found, isDamaged: document.isDamaged };
}

/** What an element already read says: `msg`, `appmsg`, `sysmsg` or `revokemsg`. Null where it is no other root of WeChat. */
export function readPayloadTree(root: XmlElement): PayloadFacts | null {
  return readRoot(root);
}

function readRoot(root: XmlElement): PayloadFacts | null {
  if (root.name === "sysmsg") return readSystemMessage(root);
  if (root.name === "revokemsg") return readRevoke(root);
  if (root.name === "appmsg") return readAppMessage(root, root);
  if (root.name !== "msg") return null;
  for (const child of root.children) {
    const reader = READERS.get(child.name);
    if (reader) return reader(child, root);
  }
  if (attributeOf(root, "encryptusername") !== null || attributeOf(root, "fromnickname") !== null) {
    return readFriendRequest(root);
  }
  return attributeOf(root, "username") === null ? null : readCard(root);
}

type Reader = (element: XmlElement, root: XmlElement) => PayloadFacts;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["img", readImage],
  ["videomsg", readVideo],
  ["voicemsg", readVoice],
  ["emoji", readSticker],
  ["location", readLocation],
  ["appmsg", readAppMessage],
  ["voipmsg", (_element, root) => readCall(root)],
  ["voipinvitemsg", (_element, root) => readCall(root)],
  ["voiplocalinfo", (_element, root) => readCall(root)],
]);

/** `md5` is of the picture as it was transported; `hdlength` is the size of the original where it was sent as such. */
function readImage(element: XmlElement): PayloadFacts {
  const attachment = {
    claimedMd5: digest(attributeOf(element, "md5")),
    claimedSizeBytes: sizeBytes(attributeOf(element, "length")),
  };
  return facts({
    kind: "image",
    attachments: [statedMedia(attachment)],
    extra: listed(element, ["hdlength", "originsourcemd5", "cdnthumblength", "filekey", "fromusername"]),
  });
}

function readVideo(element: XmlElement): PayloadFacts {
  const attachment = {
    claimedMd5: digest(attributeOf(element, "md5")),
    claimedSizeBytes: sizeBytes(attributeOf(element, "length")),
    claimedDurationMs: durationMs(attributeOf(element, "playlength"), 1000),
  };
  return facts({
    kind: "video",
    attachments: [statedMedia(attachment)],
    extra: listed(element, ["fromusername", "newmd5", "rawmd5", "rawlength", "cdnthumblength", "cameratype"]),
  });
}

/** `voicelength` is in milliseconds. */
function readVoice(element: XmlElement, root: XmlElement): PayloadFacts {
  const attachment = {
    claimedSizeBytes: sizeBytes(attributeOf(element, "length")),
    claimedDurationMs: durationMs(attributeOf(element, "voicelength"), 1),
  };
  return facts({
    kind: "voice",
    attachments: [statedMedia(attachment)],
    extra: {
      ...listed(element, ["fromusername", "voiceformat", "clientmsgid", "endflag", "cancelflag", "forwardflag"]),
      ...listed(childOf(root, "voicetrans"), ["transtext"]),
    },
  });
}

function readSticker(element: XmlElement): PayloadFacts {
  const attachment = {
    claimedMd5: digest(attributeOf(element, "md5")),
    claimedSizeBytes: sizeBytes(attributeOf(element, "len")),
    remoteUrl: attributeOf(element, "cdnurl"),
  };
  return facts({
    kind: "sticker",
    text: attributeOf(element, "attachedtext") ?? attributeOf(element, "desc"),
    attachments: [statedMedia(attachment)],
    extra: listed(element, ["fromusername", "tousername", "productid", "androidmd5", "androidlen", "externmd5"]),
  });
}

/** `x` is the latitude and `y` the longitude, whatever the names suggest. */
function readLocation(element: XmlElement): PayloadFacts {
  const label = attributeOf(element, "label");
  const poi = attributeOf(element, "poiname");
  return facts({
    kind: "location",
    text: [poi, label].filter((part) => part !== null).join(" ") || null,
    location: { latitudeText: attributeOf(element, "x"), longitudeText: attributeOf(element, "y"), label, poi },
    extra: listed(element, ["fromusername", "scale", "poiid", "adcode", "cityname"]),
  });
}

function readCard(root: XmlElement): PayloadFacts {
  return facts({
    kind: "card",
    text: attributeOf(root, "nickname") ?? textAt(root, "nickname"),
    extra: listed(root, [
      ...["username", "alias", "nickname", "openimdesc", "certflag", "fromusername"],
      ...["province", "city", "sign", "sex", "smallheadimgurl", "bigheadimgurl"],
    ]),
  });
}

function readFriendRequest(root: XmlElement): PayloadFacts {
  return facts({
    kind: "system",
    text: attributeOf(root, "content"),
    extra: listed(root, [
      ...["fromusername", "encryptusername", "fromnickname", "alias", "scene", "sourceusername", "sourcenickname"],
      ...["sharecardusername", "sharecardnickname"],
    ]),
  });
}

/**
 * Milliseconds of a voice message in the short form that Android rows and quotes hold, `wxid:milliseconds:flag:`.
 * Null where it is another text.
 */
export function voiceDurationOf(short: string): number | null {
  return durationMs(/^[^:\s]{1,64}:(\d{1,9}):\d:?\s*$/.exec(short)?.[1] ?? null, 1);
}
