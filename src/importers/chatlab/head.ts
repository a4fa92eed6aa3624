import { posix } from "node:path";
import { SourceError } from "../../base/errors.ts";
import { printJson } from "../../base/json-reader.ts";
import type { MemberView } from "../../model/chat.ts";
import type { ConversationFacts, NameSeen } from "../importer.ts";
import { textIn, type Row } from "../wechat/json-row.ts";
import { producerOf, type Producer } from "./producer.ts";

/** The one conversation of a file. */
export const CHAT = "chat";

/** What the header says. @source documented: export-formats.md §5 */
export interface Head {
  readonly version: string | null;
  readonly generator: string | null;
  readonly producer: Producer;
  readonly exportedAtText: string | null;
  readonly name: string | null;
  readonly type: string | null;
  readonly group: string | null;
  readonly owner: string | null;
}

/** How platforms of WeChat are written. */
const WECHAT = ["wechat", "weixin", "微信"];

/**
 * Reads `chatlab` and `meta`; either may be absent.
 *
 * @throws {SourceError} CHATLAB_PLATFORM where the conversation is of another platform
 */
export function headOf(chatlab: Row, meta: Row, path: string): Head {
  const platform = textIn(meta, "platform");
  if (platform !== null && !WECHAT.includes(platform.trim().toLowerCase())) throw otherPlatform(path, platform);
  const generator = textIn(chatlab, "generator");
  return {
    version: textIn(chatlab, "version"),
    generator,
    producer: producerOf(generator),
    exportedAtText: textIn(chatlab, "exportedAt"),
    name: textIn(meta, "name"),
    type: textIn(meta, "type"),
    group: textIn(meta, "groupId"),
    owner: textIn(meta, "ownerId"),
  };
}

function otherPlatform(path: string, platform: string): SourceError {
  return new SourceError(
    "CHATLAB_PLATFORM",
    {
      zh: `${path} 是 ChatLab 文件，但其中的平台（meta.platform）为“${platform}”，不是微信（wechat）。`,
      en: `${path} is a ChatLab file, but its platform (meta.platform) is "${platform}", not WeChat (wechat).`,
    },
    {
      hint: {
        zh: "本程序只读取微信聊天记录。请另行保存该文件，并给出微信的导出件。",
        en: "This program reads WeChat conversations only. Keep that file apart and give an export of WeChat.",
      },
      facts: { path, platform },
    },
  );
}

/** One of the members a file lists. */
export interface Member {
  readonly view: MemberView;
  readonly names: readonly NameSeen[];
}

/**
 * A member as listed. Null where the entry is no account: some producers list authors of forwarded records under the name
 * they are shown by, and the room itself.
 *
 * @source documented: export-formats.md §4.1.3; the room observed in the exporter's source (CipherTalk)
 */
export function memberOf(row: Row, producer: Producer): Member | "not-an-account" | null {
  const account = textIn(row, "platformId");
  if (account === null) return null;
  const shown = textIn(row, "accountName");
  const isNameOnly = account === shown && !/^(?:wxid_|gh_)|@/.test(account) && !/^[A-Za-z][\w-]{5,19}$/.test(account);
  if (producer !== "other" && (isNameOnly || account.endsWith("@chatroom"))) return "not-an-account";
  const groupNickname = textIn(row, "groupNickname");
  const aliases = row.object["aliases"];
  const named = Array.isArray(aliases)
    ? aliases.filter((alias): alias is string => typeof alias === "string" && alias !== "")
    : [];
  const names = [
    ...(shown === null ? [] : [{ kind: "display-name" as const, text: shown }]),
    ...(groupNickname === null ? [] : [{ kind: "group-nickname" as const, text: groupNickname }]),
    ...named.map((text) => ({ kind: "remark" as const, text })),
  ];
  return {
    view: { participant: account, role: roleOf(row), groupNickname },
    names: names.map((name) => ({ account, name, seenAt: null })),
  };
}

function roleOf(row: Row): MemberView["role"] {
  const roles = row.object["roles"];
  if (roles === undefined) return "unknown";
  const text = printJson(roles);
  if (text.includes('"id":"owner"')) return "owner";
  return text.includes('"id":"admin"') ? "admin" : "member";
}

/** The conversation as far as it is known. A private one names nobody: the other side follows from the owner. */
export function conversationOf(
  head: Head,
  seen: { readonly members: readonly MemberView[]; readonly others: readonly string[]; readonly entry: string },
): ConversationFacts {
  const isGroup = head.type === "group" || head.group !== null;
  const [other, ...more] = seen.others;
  const stem = posix.basename(seen.entry).replace(/\.jsonl?$/i, "");
  const peer = other !== undefined && more.length === 0 ? other : null;
  const talker = isGroup ? head.group : peer;
  return {
    key: CHAT,
    type: isGroup
      ? "group"
      : head.type !== "private"
        ? "unknown"
        : talker?.startsWith("gh_") === true
          ? "official"
          : "private",
    talker,
    title: head.name ?? stem,
    statedMessageCount: null,
    statedLastMessageAt: null,
    members: isGroup ? seen.members : [],
  };
}
