import type { CaseDeclared } from "../model/case.ts";
import type { Participant } from "../model/chat.ts";

/** Whether an account is meant by what was typed: its id, or a name the export shows. */
export function isCalled({ accountId, names }: Participant, typed: string | undefined): boolean {
  if (typed === undefined) return false;
  return typed === accountId || names.some(({ text }) => text.trim() === typed);
}

/** The person an account is declared to be; undefined where nobody is named. */
export function claimedName({ participants = [] }: CaseDeclared, participant: Participant): string | undefined {
  return participants.find(({ account }) => isCalled(participant, account))?.claimedPerson?.name;
}
