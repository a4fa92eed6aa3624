import type { Dossier } from "../../model/dossier.ts";
import type { Message } from "../../model/message.ts";

export type Side = "owner" | "other" | "submitting" | "opposing" | "system" | "unknown";

/** Roles that stand against one another in proceedings. */
const PARTIES: readonly string[] = ["plaintiff", "defendant", "applicant", "respondent"];

/** On whose side an account stands, by the account exported from and by what the case file declares; never by guess. */
export class Sides {
  /** Whether the case file says that the account exported from is the submitting side's. */
  readonly declared: boolean;
  private readonly owners: ReadonlySet<string>;
  private readonly accounts: ReadonlyMap<string, string | null>;
  private readonly roles: ReadonlyMap<string, string>;
  private readonly ownRole: string | undefined;
  private readonly privateChats: ReadonlySet<string>;

  constructor({ caseFile, participants, conversations }: Dossier) {
    const { acquisition, submitter, participants: people = [] } = caseFile?.declared ?? {};
    this.declared = acquisition?.A1 === "own" || acquisition?.A1 === "clientAuthorised";
    this.ownRole = submitter?.role;
    this.owners = new Set(participants.filter(({ isOwner }) => isOwner).map(({ id }) => id));
    this.accounts = new Map(
      participants.map(({ id, accountId, names }) => [id, accountId ?? names.at(-1)?.text ?? null]),
    );
    this.roles = new Map(people.flatMap(({ account, claimedPerson }) => (account !== undefined && claimedPerson?.role !== undefined ? [[account, claimedPerson.role] as const] : []))); // prettier-ignore
    this.privateChats = new Set(conversations.filter(({ type }) => type === "private").map(({ id }) => id));
  }

  of({ direction, sender, conversation }: Pick<Message, "direction" | "sender" | "conversation">): Side {
    if (direction === "system") return "system";
    if (sender === null && direction === "unknown") return "unknown";
    const isOwner = direction === "sent" || (sender !== null && this.owners.has(sender));
    if (!this.declared) return isOwner ? "owner" : "other";
    if (isOwner) return "submitting";
    if (this.privateChats.has(conversation)) return "opposing";
    const role = this.roles.get(this.accounts.get(sender ?? "") ?? "");
    if (role === undefined || this.ownRole === undefined) return "other";
    if (role === this.ownRole) return "submitting";
    return PARTIES.includes(role) && PARTIES.includes(this.ownRole) ? "opposing" : "other";
  }
}
