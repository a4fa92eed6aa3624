import type { CaseDeclared } from "../model/case.ts";
import type { Chat, Participant } from "../model/chat.ts";

export type Person = NonNullable<CaseDeclared["participants"]>[number];
type Proof = NonNullable<Person["identityProofs"]>[number];

/** Roles of those between whom the case is. */
export const PARTY_ROLES: ReadonlySet<string> = new Set([
  "plaintiff",
  "defendant",
  "thirdParty",
  "applicant",
  "respondent",
]);

/** Accounts of the record that a block of the case file speaks of: by account, chosen name of the account, or a name shown. */
export function accountsOf({ participants }: Pick<Chat, "participants">, { account, wechatId }: Person): Participant[] {
  const byId = participants.filter(({ accountId }) => accountId !== null && accountId === account?.trim());
  if (byId.length > 0) return byId;
  return participants.filter(({ names }) =>
    names.some(({ kind, text }) => text.trim() === account?.trim() || (kind === "alias" && text === wechatId)),
  );
}

/** A document states its kind and what it consists of: files, messages or particulars. A name shown is no document. */
export function isMaterial({ type, enclosures = [], messages, details = {} }: Proof): boolean {
  if (type === undefined) return false;
  return enclosures.length > 0 || messages !== undefined || Object.keys(details).length > 0;
}

/** Nothing beyond the remark name, which whoever exported the record has written himself. */
export function isRemarkOnly(proof: Proof): boolean {
  const { remark, ...shown } = proof.display ?? {};
  const others = Object.keys(shown).filter((key) => key !== "seenAt");
  return remark !== undefined && others.length === 0 && !isMaterial(proof);
}

/** What an account is called in a sentence: its id, else the first name shown. */
export function accountName({ accountId, names, id }: Participant): string {
  return accountId ?? names[0]?.text ?? id;
}
