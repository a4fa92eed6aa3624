import { posix } from "node:path";
import {
  elements,
  indexJson,
  jsonFile,
  printJson,
  type JsonElement,
  type JsonFile,
  type JsonIndex,
} from "../../base/json-reader.ts";
import type { Signal } from "../../model/chat.ts";
import type { Locator } from "../../model/locator.ts";
import type { ConversationFacts, ExportFacts, Importer, NameSeen, Yielded } from "../importer.ts";
import { weflowRange } from "../wechat/weflow-name.ts";
import { detectWeflow } from "./detect.ts";
import { epochOf } from "../wechat/epoch.ts";
import { readHead, type FileHead } from "./header.ts";
import { normalizeRow, type RowContext } from "./normalize.ts";
import { warn } from "../wechat/json-row.ts";
import { rowOf, type Account, type Session } from "./shape.ts";
import { Tally } from "./tally.ts";

/** The one conversation of a file. */
const CHAT = "chat";

/** Columns of this format in the order signals are listed. */
const SIGNAL_ORDER: readonly Signal[] = [
  "sent-second", "time-text-and-epoch", "row-order", "server-id", "dense-exporter-index", "stated-count", "stated-export-time",
  "quote-target", "type-code", "sender-id", "direction", "media-path", "system-notices",
]; // prettier-ignore

/**
 * WeFlow JSON, also as Weport writes it: one file for one conversation, with a `weflow` header since 2026-01-25.
 *
 * `localId` counts 1…N in the exporter and is no id of the client. Rows are read in the order of the file, whatever the
 * order of its keys; `avatars` is never loaded.
 *
 * @source documented: export-formats.md §4.1, WeFlow v5.0.0 @46b49ef and Weport v0.9.8 @ac4bf48
 */
export const weflowJson: Importer = {
  id: "weflow-json",
  title: { zh: "WeFlow JSON 导出件", en: "WeFlow JSON export" },
  about: {
    zh: "WeFlow 或 Weport 导出的 .json 文件，每个会话一个，常放在 texts 文件夹里，旁边有 images、voices、videos、emojis、file 文件夹；请连同这些文件夹一起提供。",
    en: "A .json file of WeFlow or Weport, one for each conversation, often in a folder texts beside images, voices, videos, emojis and file; hand over all of these folders.",
  },

  detect(source) {
    return detectWeflow(source, this.id);
  },

  *read(source, { entry }) {
    const file = jsonFile(source, entry);
    const index = indexJson(file);
    const head = readHead(file, index);
    const tally = new Tally();
    yield { type: "export", facts: exportFacts(entry, index, head, tally) };
    yield { type: "conversation", facts: conversationFacts(entry, head) };
    for (const seen of namesIn(head)) yield { type: "name", seen };
    yield* head.repairs;
    yield* messagesIn(file, head, tally);
    // Only reading every row tells what the file carries and whose account it is.
    yield { type: "export", facts: exportFacts(entry, index, head, tally) };
    for (const defect of tally.defects()) yield { type: "defect", defect };
  },
};

function* messagesIn(file: JsonFile, head: FileHead, tally: Tally): Generator<Yielded, void, void> {
  const context: RowContext = {
    folder: posix.dirname(file.path),
    talker: head.session.wxid,
    isGroup: conversationType(head.session) === "group",
    senders: head.senders,
  };
  for (const { span } of head.messages) {
    for (const element of elements(file, span)) {
      const at = { path: file.path, pointer: `/messages/${element.index}`, byte: element.byte };
      yield* messageOf(element, at, context, tally);
    }
  }
}

function* messageOf(
  element: JsonElement,
  at: Locator,
  context: RowContext,
  tally: Tally,
): Generator<Yielded, void, void> {
  if (element.type === "damaged") {
    yield { type: "skipped", conversation: CHAT, at, reason: element.reason, raw: element.raw };
    return;
  }
  const row = rowOf(element.value);
  if (row === null) {
    yield { type: "skipped", conversation: CHAT, at, reason: "not-a-message", raw: printJson(element.value) };
    return;
  }
  for (const { code, byte, detail } of element.repairs) {
    yield { type: "repair", at: { ...at, byte }, code, detail };
    warn(row, code === "duplicate-key" ? "DUPLICATE_KEY" : "UNDECODABLE_BYTES");
  }
  const facts = normalizeRow(row, at, context);
  tally.count(facts);
  yield { type: "message", conversation: CHAT, facts };
}

function exportFacts(
  entry: string,
  index: JsonIndex,
  { header, session, hasSenders }: FileHead,
  tally: Tally,
): ExportFacts {
  const owner = tally.owner();
  const exportedAt = epochOf(header?.exportedAt ?? null)?.ms ?? null;
  const signals = new Set<Signal>(tally.seen());
  if (countOf(session) !== null) signals.add("stated-count");
  if (exportedAt !== null) signals.add("stated-export-time");
  return {
    variant: variantOf(header, hasSenders),
    claimedTool: header?.generator ?? null,
    claimedVersion: header?.version ?? null,
    exportedAt,
    exportedAtText: header?.exportedAt ?? null,
    owner,
    ownerBasis: owner === null ? null : "sent-rows",
    statedRange: weflowRange(entry),
    localIdOrigin: "renumbered",
    serverIdOrigin: tally.serverIdOrigin(),
    provides: SIGNAL_ORDER.filter((signal) => signals.has(signal)),
    encoding: index.hasByteOrderMark ? "UTF-8 with BOM" : "UTF-8",
  };
}

/** What was found by structure, whatever the header claims. */
function variantOf(header: FileHead["header"], hasSenders: boolean): string {
  if (hasSenders || header?.format === "arkme-json") return "arkme-json";
  return header === null ? "json-without-header" : "json";
}

function conversationFacts(entry: string, head: FileHead): ConversationFacts {
  const { session } = head;
  const { displayName, remark, nickname, wxid } = session;
  const members = accountsOf(head).map(({ wxid: participant, groupNickname }) => {
    return { participant, role: "unknown" as const, groupNickname };
  });
  return {
    key: CHAT,
    type: conversationType(session),
    talker: wxid,
    title: displayName ?? remark ?? nickname ?? wxid ?? posix.basename(entry).replace(/\.json$/i, ""),
    statedMessageCount: countOf(session),
    statedLastMessageAt: epochOf(session.lastTimestamp)?.ms ?? null,
    members: conversationType(session) === "group" ? members : [],
  };
}

type KnownAccount = Account & { readonly wxid: string };

/** Everybody the file lists, members first. The room itself stands among the senders, for its notices; it is nobody. */
function accountsOf({ session, senders, groupMembers }: FileHead): KnownAccount[] {
  const accounts = new Map<string, KnownAccount>();
  for (const account of [...groupMembers, ...senders.values()]) {
    const { wxid } = account;
    const isRoom = wxid === session.wxid && conversationType(session) === "group";
    if (wxid !== null && !isRoom && !accounts.has(wxid)) accounts.set(wxid, { ...account, wxid });
  }
  return [...accounts.values()];
}

const TYPE_WORDS: Readonly<Record<string, ConversationFacts["type"]>> = {
  群聊: "group",
  私聊: "private",
  公众号: "official",
};

/** The id says more than the word: rooms and official accounts have ids of their own form. */
function conversationType({ wxid, type }: Session): ConversationFacts["type"] {
  if (wxid?.endsWith("@chatroom") === true) return "group";
  if (wxid?.startsWith("gh_") === true) return "official";
  return type !== null && Object.hasOwn(TYPE_WORDS, type) ? (TYPE_WORDS[type] ?? "unknown") : "unknown";
}

function countOf(session: Session): number | null {
  return session.messageCount !== null && /^\d{1,15}$/.test(session.messageCount) ? Number(session.messageCount) : null;
}

/** Names the file states for accounts. The names of a room are the conversation's, not an account's. */
function* namesIn(head: FileHead): Generator<NameSeen, void, void> {
  const { session } = head;
  if (conversationType(session) !== "group") yield* named(session.wxid, session);
  for (const account of accountsOf(head)) yield* named(account.wxid, account);
}

type Names = Pick<Session, "nickname" | "remark"> & Partial<Pick<Account, "groupNickname" | "alias">>;

function* named(account: string | null, names: Names): Generator<NameSeen, void, void> {
  if (account === null) return;
  const { nickname, remark, groupNickname = null, alias = null } = names;
  if (nickname !== null) yield { account, name: { kind: "nickname", text: nickname }, seenAt: null };
  if (remark !== null) yield { account, name: { kind: "remark", text: remark }, seenAt: null };
  if (groupNickname !== null) yield { account, name: { kind: "group-nickname", text: groupNickname }, seenAt: null };
  if (alias !== null) yield { account, name: { kind: "alias", text: alias }, seenAt: null };
}
