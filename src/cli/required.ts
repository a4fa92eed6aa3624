import type { Bilingual } from "../base/bilingual.ts";
import type { CaseDeclared } from "../model/case.ts";
import type { Participant } from "../model/chat.ts";
import { blankDeviceFields, type DeclaredDevice } from "../model/device-fields.ts";
import type { Dossier } from "../model/dossier.ts";
import { labelOf } from "../model/shapes/case/labels.ts";
import type { Required } from "./config.ts";
import { printable, say, type Terminal } from "./terminal.ts";

/** Something asked for with `--require` that the case file leaves blank. */
export interface Blank {
  readonly require: Required;
  /** Place in the case file, such as `devices[0].make`. */
  readonly field: string;
  readonly says: Bilingual;
}

type Person = NonNullable<CaseDeclared["participants"]>[number];
type Answers = NonNullable<CaseDeclared["acquisition"]>;
type Shown = Pick<Dossier, "caseFile" | "participants" | "conversations">;

/** Blanks among what was asked for, in the order of the case file. */
export function blanksOf(dossier: Shown, required: readonly Required[]): Blank[] {
  const declared = dossier.caseFile?.declared ?? {};
  const blanks: Record<Required, () => Blank[]> = {
    device: () => deviceBlanks(declared.devices ?? []),
    identity: () => identityBlanks(declared.participants ?? [], dossier),
    acquisition: () => acquisitionBlanks(declared.acquisition ?? {}),
  };
  return [...new Set(required)].flatMap((word) => blanks[word]());
}

function blank(require: Required, field: string, path: string): Blank {
  return { require, field, says: labelOf(path) };
}

function deviceBlanks(devices: readonly DeclaredDevice[]): Blank[] {
  if (devices.length === 0) return [blank("device", "devices", "devices")];
  return devices.flatMap((device, at) =>
    blankDeviceFields(device).map((path) => blank("device", `devices[${at}].${path}`, `devices.${path}`)),
  );
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === "" || value === false;
}

const PARTIES: ReadonlySet<string> = new Set(["plaintiff", "defendant", "thirdParty", "applicant", "respondent"]);

/**
 * Everybody who writes in a printed private conversation is said to be somebody with a role, and everybody said to be
 * a party has a document with its kind and with what it consists of. @source law.md §3.1
 */
function identityBlanks(people: readonly Person[], dossier: Shown): Blank[] {
  const unnamed = writers(dossier).flatMap((account) => {
    const at = people.findIndex((person) => isCalled(account, person.account));
    return at < 0 ? [unlisted(account)] : claimBlanks(people[at] ?? {}, at);
  });
  const parties = people.flatMap((person, at) => (PARTIES.has(person.claimedPerson?.role ?? "") ? proofBlanks(person, at) : [])); // prettier-ignore
  const none = people.some(({ claimedPerson }) => PARTIES.has(claimedPerson?.role ?? ""));
  return [...(none ? [] : [noParty()]), ...unnamed, ...parties];
}

function writers({ participants, conversations }: Shown): Participant[] {
  const printed = conversations.filter(({ selected, type }) => selected && type === "private");
  const ids = new Set(printed.flatMap(({ senders }) => Object.keys(senders)));
  const found = participants.filter(({ id }) => ids.has(id));
  return found.filter((one, at) => found.findIndex((other) => nameOf(other) === nameOf(one)) === at);
}

function nameOf({ accountId, names, id }: Participant): string {
  return accountId ?? names[0]?.text ?? id;
}

function isCalled(account: Participant, typed: string | undefined): boolean {
  if (typed === undefined) return false;
  return typed === account.accountId || account.names.some(({ text }) => text.trim() === typed);
}

function unlisted(account: Participant): Blank {
  const name = nameOf(account);
  return {
    require: "identity",
    field: "participants",
    says: { zh: `账号“${name}”没有列入`, en: `account "${name}" is not listed` },
  };
}

function noParty(): Blank {
  return {
    require: "identity",
    field: "participants",
    says: {
      zh: "没有写明哪个账号是当事人（诉讼地位）",
      en: "no account is said to be a party (role in the proceedings)",
    },
  };
}

function claimBlanks({ claimedPerson }: Person, at: number): Blank[] {
  const fields = (["name", "role"] as const).filter((key) => claimedPerson?.[key] === undefined);
  return fields.map((key) => blank("identity", `participants[${at}].claimedPerson.${key}`, `participants.claimedPerson.${key}`)); // prettier-ignore
}

function proofBlanks({ identityProofs = [] }: Person, at: number): Blank[] {
  const isShown = identityProofs.some(
    ({ type, enclosures, messages, details }) =>
      type !== undefined && (enclosures !== undefined || messages !== undefined || details !== undefined),
  );
  return isShown ? [] : [blank("identity", `participants[${at}].identityProofs`, "participants.identityProofs")];
}

/** What each question of the questionnaire is answered by. A6 is asked only where somebody consented. @source law.md §4.2 */
const ANSWERS: readonly (readonly [path: string, answered: (answers: Answers) => unknown])[] = [
  ...(["A1", "A2", "A3", "A4", "A5"] as const).map((key) => [key, (a: Answers) => a[key]] as const),
  ["A6", (a) => !["written", "oral", "inChat"].includes(a.A5 ?? "") || a.A6?.scope || a.A6?.at],
  ...(["A7", "A8", "A9", "A10"] as const).map((key) => [key, (a: Answers) => a[key]] as const),
  ["A11", (a) => a.A11?.nature],
  ["A12", (a) => a.A12],
  ["A13", (a) => a.A13?.answer],
  ...(["A14", "A15", "A16"] as const).map((key) => [key, (a: Answers) => a[key]] as const),
  ["A17", (a) => a.A17?.answer],
  ["A18", (a) => a.A18?.answer],
  ...(["A19", "A20"] as const).map((key) => [key, (a: Answers) => a[key]] as const),
];

function acquisitionBlanks(answers: Answers): Blank[] {
  const open = ANSWERS.filter(([, answered]) => isMissing(answered(answers)));
  return open.map(([path]) => blank("acquisition", `acquisition.${path}`, `acquisition.${path}`));
}

const WORDS: Readonly<Record<Required, Bilingual>> = {
  device: { zh: "设备", en: "device" },
  identity: { zh: "身份", en: "identity" },
  acquisition: { zh: "取得方式", en: "acquisition" },
};

/** The blanks by name, and that the exit code is 1 for them; empty where there are none. */
export function blanksText(terminal: Terminal, blanks: readonly Blank[]): string {
  if (blanks.length === 0) return "";
  const lines = blanks.map(({ require, field, says }) => `  ${say(terminal, WORDS[require])}  ${printable(say(terminal, says))}  ${terminal.paint.dim(field)}`); // prettier-ignore
  const head = say(terminal, {
    zh: `--require 要求填写而案件信息文件中未提供的有 ${blanks.length} 项，退出码为 1：`,
    en: `${blanks.length} item(s) asked for with --require are not provided in the case file; the exit code is 1:`,
  });
  return [terminal.paint.bold(head), ...lines].join("\n");
}

/** The same for scripts. */
export function blanksJson(blanks: readonly Blank[]) {
  return blanks.map(({ require, field, says }) => ({ require, field, message: says.en, messageZh: says.zh }));
}
