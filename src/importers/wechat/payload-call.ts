import type { XmlElement } from "../../base/xml.ts";
import { childOf, elementAt, textAt } from "../../base/xml.ts";
import type { Call } from "../../model/message.ts";
import { facts, listed } from "./payload-parts.ts";
import type { PayloadFacts } from "./payload.ts";

/** Room and invite types of calls. @source documented: wechat-databases.md §7.7 (0 video, 1 voice) */
const MEDIA: Readonly<Record<string, Call["media"]>> = { 0: "video", 1: "voice" };

/** Reads a call in either of the client's two forms. */
export function readCall(root: XmlElement): PayloadFacts {
  const bubble = elementAt(root, "voipmsg", "VoIPBubbleMsg") ?? childOf(root, "VoIPBubbleMsg");
  const invite = childOf(root, "voipinvitemsg");
  const local = childOf(root, "voiplocalinfo");
  const text = textAt(bubble, "msg") ?? textAt(local, "diaplay_content") ?? textAt(local, "display_content");
  const type = textAt(bubble, "room_type") ?? textAt(invite, "invite_type");
  const stated = textAt(bubble, "duration") ?? textAt(local, "duration");
  return facts({
    kind: "call",
    text,
    call: callOf(text, MEDIA[type ?? ""] ?? "unknown", stated),
    extra: { ...listed(bubble, ["roomid"]), ...listed(invite, ["roomid"]) },
  });
}

/** A call from its words (`通话时长 00:31`, `已取消`); the duration in the words goes before a number beside them. */
export function callOf(text: string | null, media: Call["media"], statedSeconds: string | null): Call {
  const spoken = /(?:(\d{1,3}):)?(\d{1,3}):(\d{2})\s*$/.exec(text ?? "");
  const words = spoken ? Number(spoken[1] ?? 0) * 3600 + Number(spoken[2]) * 60 + Number(spoken[3]) : null;
  const stated = statedSeconds !== null && /^[1-9]\d{0,6}$/.test(statedSeconds) ? Number(statedSeconds) : null;
  return { media, outcome: text, durationSec: words ?? stated };
}
