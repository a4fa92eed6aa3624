import type { Kind } from "../../model/kind.ts";
import type { Location, Transfer } from "../../model/message.ts";
import type { MessageFacts, StatedAttachment } from "../importer.ts";
import { fenOf } from "../wechat/money.ts";
import { parseNotice } from "../wechat/notice.ts";

type KindParts = Pick<MessageFacts, "kind"> & Partial<MessageFacts>;

/** Kind and the fields only this kind has, as far as the rendered content carries them. @source documented: export-formats.md §4.2 */
export function partsOf(kind: Kind, content: string | null): KindParts {
  switch (kind) {
    case "transfer":
      return { kind, transfer: transferIn(content) };
    case "redPacket":
      return { kind, redPacket: { title: null } };
    case "call":
      return { kind, call: { media: "unknown", outcome: null, durationSec: null } };
    case "location":
      return { kind, location: locationIn(content) };
    case "forward":
      return { kind, forward: { title: null, items: [] } };
    case "pat":
      return { kind, system: parseNotice(content ?? "").system };
    case "system":
      return content === "[撤回消息]" ? RECALLED : { ...parseNotice(content ?? "") };
    default:
      return { kind };
  }
}

/** Written where the notice itself could not be read. */
const RECALLED: KindParts = {
  kind: "recall",
  system: null,
  recall: { by: null, byName: null, targetServerId: null },
};

/** `转账[N元]`: direction and state are lost. */
function transferIn(content: string | null): Transfer {
  const amountText = /^转账\[(.{1,40}元)\]$/.exec(content ?? "")?.[1] ?? null;
  return {
    amountText,
    amountFen: fenOf(amountText),
    memo: null,
    state: "unknown",
    transferId: null,
    transactionId: null,
  };
}

function locationIn(content: string | null): Location {
  const label = /^\[位置\] (.+)$/s.exec(content ?? "")?.[1] ?? null;
  return { latitudeText: null, longitudeText: null, label, poi: null };
}

const MEDIA_KINDS: ReadonlySet<Kind> = new Set(["image", "voice", "video", "sticker", "file"]);

/** Media of a row: its path where media were exported, its name or length as the content gives them. */
export function attachmentsOf(
  row: {
    readonly kind: Kind;
    readonly content: string | null;
    readonly path: string | null;
    readonly md5: string | null;
  },
  places: (stated: string) => string[],
): readonly StatedAttachment[] {
  const { kind, content, path, md5 } = row;
  if (!MEDIA_KINDS.has(kind) && path === null) return [];
  const seconds = /^\[(?:语音|视频) (\d{1,6}(?:\.\d)?)秒\]$/.exec(content ?? "")?.[1];
  const stated: StatedAttachment = {
    role: "main",
    statedPath: path,
    remoteUrl: null,
    name: /^\[文件\] (.+)$/s.exec(content ?? "")?.[1] ?? null,
    claimedMd5: md5 !== null && /^[0-9a-f]{32}$/i.test(md5) ? md5.toLowerCase() : null,
    claimedSizeBytes: null,
    claimedDurationMs: seconds === undefined ? null : Math.round(Number(seconds) * 1000),
    candidates: path === null ? [] : places(path),
  };
  return [path === null ? { ...stated, notExported: true } : stated];
}

/** Characters nobody types: signs that a text was taken for an encoded one and decoded. */
const DECODED_AGAIN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd]/;

const BY_KIND: Readonly<Partial<Record<Kind, string>>> = {
  text: "TEXT_PREFIX_STRIPPED",
  transfer: "TRANSFER_STATE_UNRELIABLE",
  forward: "FORWARD_ITEMS_MISSING",
  quote: "QUOTE_TEXT_LOST",
};

/** Codes of what the exporter is known to do to such a row. @source export-formats.md §4.2, §14 */
export function defectsFor(kind: Kind, content: string | null): string[] {
  const code = content === null ? undefined : BY_KIND[kind];
  const isDecoded = kind === "text" && DECODED_AGAIN.test(content ?? "");
  return [...(code === undefined ? [] : [code]), ...(isDecoded ? ["TEXT_TAKEN_FOR_ENCODED"] : [])];
}
