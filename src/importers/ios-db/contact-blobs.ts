import { integerField, protobufFields, textField, type ProtobufField } from "../../base/protobuf.ts";
import type { Value } from "../../base/sqlite/tables.ts";
import { attributeOf, parseXml, textAt } from "../../base/xml.ts";
import { ZSTD_MAGIC, type Zstd } from "../../base/zstd.ts";
import type { GroupFacts, MemberView } from "../../model/chat.ts";

/** Fields of a blob of the contact database; none where it is absent or cannot be read. */
export function blobFields(value: Value | undefined, zstd: Zstd): readonly ProtobufField[] {
  if (!Buffer.isBuffer(value)) return [];
  const bytes = value.subarray(0, 4).equals(ZSTD_MAGIC) ? zstd.unpack(value) : value;
  return bytes === null ? [] : (protobufFields(bytes) ?? []);
}

/** A group as its contact row has it. */
export interface Room {
  readonly members: readonly MemberView[];
  readonly group: GroupFacts;
}

/**
 * Members, owner and capacity. Nicknames and who invited whom stand in XML beside the list.
 *
 * @source wechat-databases.md §5.2, `dbContactChatRoom` {1 members, 2 owner, 4 capacity, 6 member XML}
 */
export function roomOf(fields: readonly ProtobufField[]): Room | null {
  const accounts = (textField(fields, 1) ?? "").split(";").filter((account) => account !== "");
  if (accounts.length === 0) return null;
  const owner = textField(fields, 2) || null;
  const capacity = integerField(fields, 4);
  const details = memberDetails(textField(fields, 6));
  return {
    members: [...new Set(accounts)].map((account) => ({
      participant: account,
      role: owner === null ? "unknown" : account === owner ? "owner" : "member",
      groupNickname: details.get(account)?.nickname ?? null,
      ...inviterOf(details.get(account)?.inviter ?? null),
    })),
    group: {
      announcement: null,
      announcementEditor: null,
      announcementAt: null,
      statedMemberCount: null,
      capacity: capacity === null || capacity === 0n || capacity > 100_000n ? null : Number(capacity),
    },
  };
}

function inviterOf(inviter: string | null): Pick<MemberView, "inviter"> {
  return inviter === null ? {} : { inviter };
}

interface MemberDetail {
  readonly nickname: string | null;
  readonly inviter: string | null;
}

function memberDetails(xml: string | null): ReadonlyMap<string, MemberDetail> {
  const root = xml === null ? undefined : parseXml(xml)?.root;
  const details = new Map<string, MemberDetail>();
  for (const member of root?.children ?? []) {
    const account = attributeOf(member, "UserName");
    if (member.name !== "Member" || account === null) continue;
    details.set(account, { nickname: textAt(member, "DisplayName"), inviter: textAt(member, "InviterUserName") });
  }
  return details;
}
