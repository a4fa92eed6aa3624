import { compareCodePoints } from "../base/order.ts";
import type { CaseDeclared } from "../model/case.ts";
import type { Chat, Conversation, MemberView, Participant } from "../model/chat.ts";
import { isCalled } from "./declared-messages.ts";
import { onlyRow } from "./row.ts";

export type DeclaredGroup = NonNullable<CaseDeclared["groups"]>[number];

/** Accounts named in one sentence. */
const NAMED = 10;

/** The block of the case file that speaks of this group, with its place in the list. */
export function declaredGroup(chat: Chat, conversation: Conversation, declared: CaseDeclared | undefined) {
  const groups = declared?.groups ?? [];
  const at = groups.findIndex(
    (one) => one.conversation !== undefined && isCalled(chat, one.conversation, conversation),
  );
  return { group: groups[at] ?? null, field: `groups[${at}]` };
}

/** Three counts that mean three things: what the page showed, what the list holds, who writes. Null where there is none. */
export interface MemberCounts {
  readonly pageCount: number | null;
  readonly pageAt: string | null;
  readonly listedCount: number | null;
  readonly speakerCount: number;
}

export function memberCounts(chat: Chat, { id, members }: Conversation, group: DeclaredGroup | null): MemberCounts {
  const sql = "SELECT count(DISTINCT sender) AS speakers FROM message WHERE conversation = ? AND direction <> 'system'";
  return {
    pageCount: group?.memberCount?.value ?? null,
    pageAt: group?.memberCount?.at ?? null,
    listedCount: members.length === 0 ? null : members.length,
    speakerCount: onlyRow(chat.query<{ speakers: number }>(sql, id)).speakers,
  };
}

/** Account of a member with the name it bears in the group. */
function memberText(member: MemberView, participants: ReadonlyMap<string, Participant>): string {
  const { accountId, names } = participants.get(member.participant) ?? { accountId: member.participant, names: [] };
  const name = member.groupNickname ?? names[0]?.text ?? null;
  const account = accountId ?? member.participant;
  return name === null || name === account ? account : `${account} (${name})`;
}

/** Owner and administrators as the list of members marks them; null where it marks nobody. */
export function rolesOf({ participants }: Chat, { members }: Conversation) {
  const known = members.filter(({ role }) => role !== "unknown");
  if (known.length === 0) return null;
  const byId = new Map(participants.map((one) => [one.id, one]));
  const textsOf = (role: MemberView["role"]) =>
    known.filter((member) => member.role === role).map((member) => memberText(member, byId)).sort(compareCodePoints); // prettier-ignore
  const [owners, admins] = [textsOf("owner"), textsOf("admin")];
  return {
    owner: owners.length === 0 ? null : owners.join(", "),
    adminCount: admins.length,
    admins: namedText(admins),
  };
}

function namedText(texts: readonly string[]): string | null {
  if (texts.length === 0) return null;
  return `${texts.slice(0, NAMED).join(", ")}${texts.length > NAMED ? " …" : ""}`;
}

/** Messages by kind, of all or of each sender, those who sent most media first. */
export interface MediaCounts {
  readonly videos: number;
  readonly voices: number;
  readonly images: number;
  readonly stickers: number;
  readonly texts: number;
}

const COUNTED = `sum(kind = 'video') AS videos, sum(kind = 'voice') AS voices, sum(kind = 'image') AS images,
  sum(kind = 'sticker') AS stickers, sum(kind = 'text') AS texts`;

export function mediaCounts(chat: Chat, conversation: string): MediaCounts {
  const sql = `SELECT coalesce(videos, 0) AS videos, coalesce(voices, 0) AS voices, coalesce(images, 0) AS images,
    coalesce(stickers, 0) AS stickers, coalesce(texts, 0) AS texts
    FROM (SELECT ${COUNTED} FROM message WHERE conversation = ?)`;
  return onlyRow(chat.query<MediaCounts>(sql, conversation));
}

/** @param most senders given at most */
export function mediaBySender(chat: Chat, { id, source }: Conversation, most: number) {
  const sql = `SELECT sender, ${COUNTED} FROM message WHERE conversation = ? AND sender IS NOT NULL GROUP BY sender
    HAVING videos + voices + images > 0 ORDER BY videos + voices + images DESC, sender LIMIT ?`;
  return Array.from(chat.query<MediaCounts & { sender: string }>(sql, id, most), ({ sender, ...counts }) => ({
    account: sender.slice(source.length + 1),
    ...counts,
  }));
}
