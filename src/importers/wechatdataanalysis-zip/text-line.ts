import type { Kind } from "../../model/kind.ts";
import type { Transfer } from "../../model/message.ts";
import type { MessageFacts, StatedAttachment } from "../importer.ts";
import { fenOf } from "../wechat/money.ts";
import { durationMs, sizeBytes, statedMedia } from "../wechat/payload-parts.ts";
import { placesOf } from "./media.ts";
import { transferState } from "./transfer.ts";

/** Who said a line, as the line shows it. */
export interface Said {
  /** `[系统]`: a notice. */
  readonly isNotice: boolean;
  readonly name: string | null;
  readonly account: string | null;
  readonly avatar: string | null;
  readonly content: string;
}

const NOTICE = /^\[系统\] ?([\s\S]*)$/;
const WITH_ID = /^(.{0,200}?)\(([A-Za-z0-9_@.-]{1,100})\)(?: \[avatar=([^\]\n]{0,300})\])?: ?([\s\S]*)$/;
const WITHOUT_ID = /^([^\n]{1,200}?)(?: \[avatar=([^\]\n]{0,300})\])?: ?([\s\S]*)$/;

/** Splits what follows the time. Null where no name and colon stand there. */
export function saidIn(rest: string): Said | null {
  const notice = NOTICE.exec(rest);
  if (notice) return { isNotice: true, name: null, account: null, avatar: null, content: notice[1] ?? "" };
  const known = WITH_ID.exec(rest);
  if (known) {
    const [, name = "", account = "", avatar = null, content = ""] = known;
    return { isNotice: false, name: name === "" ? null : name, account, avatar, content };
  }
  const [, name, avatar = null, content = ""] = WITHOUT_ID.exec(rest) ?? [];
  if (name === undefined) return null;
  return { isNotice: false, name: name === "未知" ? null : name, account: null, avatar, content };
}

const MEDIA = / ?(media\/(?:images|emojis|videos|video_thumbs|voices|files|misc)\/[^\n]+)$/;
const NEXT_MEDIA = / (?=media\/(?:images|emojis|videos|video_thumbs|voices|files|misc)\/)/;

/** Placeholders at the beginning of a content. */
const PLACEHOLDERS: readonly (readonly [RegExp, Kind])[] = [
  [/^\[图片\]$/, "image"],
  [/^\[表情\]$/, "sticker"],
  [/^\[视频\]$/, "video"],
  [/^\[语音(?: \d+秒)?\](?:转写|转写失败|$| 转写)/, "voice"],
  [/^\[聊天记录\]/, "forward"],
  [/^\[拍一拍\]$/, "pat"],
];

/** What a rendered content says of the message. Anybody can type any of it. */
export type Rendered = Pick<MessageFacts, "kind" | "kindBasis"> & Partial<MessageFacts>;

/** @source observed: exporter's source @a7092e7, the line of each kind */
export function rendered(content: string, roots: readonly string[]): Rendered {
  const [media] = MEDIA.exec(content)?.slice(1) ?? [];
  const said = media === undefined ? content : content.slice(0, -media.length).replace(/ $/, "");
  const paths = media?.split(NEXT_MEDIA) ?? [];
  const kind = PLACEHOLDERS.find(([pattern]) => pattern.test(said))?.[1];
  const text = said === "" ? null : said;
  if (kind !== undefined) {
    const durations = { claimedDurationMs: durationMs(/^\[语音 (\d+)秒\]/.exec(said)?.[1] ?? null, 1) };
    const attachments = attachmentsOf(kind, paths, roots, kind === "voice" ? durations : {});
    return { kind, kindBasis: "placeholder", text, attachments, ...mislabelled(said) };
  }
  const transfer = transferIn(said);
  if (transfer) return { kind: "transfer", kindBasis: "placeholder", text, transfer };
  const place = locationIn(said);
  if (place) return { kind: "location", kindBasis: "placeholder", text, location: place };
  const size = /^[\s\S]* size=(\d*)$/.exec(said)?.[1];
  if (size !== undefined && paths.every((path) => path.startsWith("media/files/"))) {
    return { kind: "file", kindBasis: "placeholder", text, attachments: attachmentsOf("file", paths, roots, { claimedSizeBytes: sizeBytes(size) }) }; // prettier-ignore
  }
  // A path behind other words may have been typed: it stays in the text.
  return { kind: "text", kindBasis: "placeholder", text: content === "" ? null : content };
}

/** The exporter calls milliseconds seconds. */
function mislabelled(said: string): Pick<MessageFacts, "warnings"> {
  return /^\[语音 \d{4,}秒\]/.test(said) ? { warnings: ["VOICE_LABEL_MILLISECONDS"] } : {};
}

const HAS_MEDIA: ReadonlySet<Kind> = new Set(["image", "sticker", "video", "voice", "file"]);

function attachmentsOf(
  kind: Kind,
  paths: readonly string[],
  roots: readonly string[],
  facts: Partial<StatedAttachment>,
): StatedAttachment[] {
  const stated = paths.map((statedPath) => {
    const role = statedPath.startsWith("media/video_thumbs/") ? ("thumbnail" as const) : ("main" as const);
    return statedMedia({
      ...(role === "main" ? facts : {}),
      role,
      statedPath,
      candidates: placesOf(statedPath, roots),
    });
  });
  if (!HAS_MEDIA.has(kind) || stated.some(({ role }) => role === "main")) return stated;
  return [statedMedia({ ...facts, notExported: true }), ...stated];
}

const TRANSFER = /^([\s\S]*?) ?金额=(\S*) 状态=(\S*)$/;

function transferIn(said: string): Transfer | null {
  const [, memo = "", amount = "", word = ""] = TRANSFER.exec(said) ?? [];
  if (amount === "" && word === "") return null;
  const amountText = amount === "" ? null : amount;
  return {
    amountText,
    amountFen: fenOf(amountText),
    memo: memo === "" || memo === word ? null : memo,
    state: transferState(word, null),
    transferId: null,
    transactionId: null,
  };
}

const PLACE = /(?: 地点=([^\n]*?))?(?: 地址=([^\n]*?))?(?: 坐标=(-?[\d.]{1,20}),(-?[\d.]{1,20}))?$/;

function locationIn(said: string): MessageFacts["location"] {
  const [all = "", poi = null, label = null, longitudeText = null, latitudeText = null] = PLACE.exec(said) ?? [];
  return all === "" ? null : { latitudeText, longitudeText, label, poi };
}
