import type { CaseDeclared } from "../model/case.ts";
import type { Chat } from "../model/chat.ts";
import type { ConversationDescription, Factor, FactorState } from "../model/dossier.ts";

/** What the states are read from. */
export interface FactorMaterial {
  readonly chat: Chat;
  readonly declared: CaseDeclared;
  readonly conversations: readonly ConversationDescription[];
}

/**
 * The factors of ER 93, ER 94 and IC 11 (1), each line in one of four states. States only: they are never added up.
 *
 * @source law.md §2
 */
export function factorsOf(of: FactorMaterial): Factor[] {
  return [...environment(of), ...handling(of), ...presumptions(of), ...internetCourts(of)];
}

type Line = readonly [item: string, line: Factor["line"], state: FactorState];

function lines(provision: Factor["provision"], of: readonly Line[]): Factor[] {
  return of.map(([item, line, state]) => ({ provision, item, line, state }));
}

const typed = (...values: readonly unknown[]): FactorState =>
  values.some((value) => value !== undefined) ? "DECLARED" : "NOT_PROVIDED";
const recordedIf = (isRecorded: boolean): FactorState => (isRecorded ? "RECORDED" : "NOT_APPLICABLE");

/** Nos. 1 to 3: what the data come from, whether it ran normally, and how errors are met. */
function environment({ chat, declared }: FactorMaterial): Factor[] {
  const { devices = [], collection } = declared;
  const claimed = chat.exports.some(({ claimedTool }) => claimedTool !== null);
  return lines("ER93", [
    ["1", "packing-tool", "RECORDED"],
    ["1", "exporter", claimed ? "RECORDED" : typed(collection?.tools)],
    [
      "1",
      "device",
      typed(...devices.flatMap(({ make, model, os, wechatVersion }) => [make, model, os, wechatVersion])),
    ],
    ["2", "import-faults", "RECORDED"],
    ["2", "device-faults", typed(collection?.anomalies)],
    ["3", "digests", "RECORDED"],
    ["3", "spot-checks", typed(collection?.spotChecks)],
  ]);
}

/** Nos. 4 to 7: keeping and taking, ordinary dealings, persons, and what else there is. */
function handling({ declared, conversations }: FactorMaterial): Factor[] {
  const { devices = [], collection, acquisition, custody } = declared;
  const judged = conversations.some(({ continuity }) => continuity.word !== "not-assessable");
  const attached = conversations.some(({ attachments }) => Object.keys(attachments).length > 0);
  return lines("ER93", [
    ["4", "continuity", recordedIf(judged)],
    ["4", "attachments", recordedIf(attached)],
    ["4", "method", typed(collection?.method, acquisition?.A9)],
    ["4", "deletion", typed(collection?.deletion, collection?.recovery)],
    ["4", "custody", typed(custody)],
    ["5", "dealings", recordedIf(conversations.some(({ messageCount }) => messageCount > 0))],
    ["6", "operators", typed(collection?.operators)],
    ["6", "holders", typed(custody, ...devices.map(({ custodian }) => custodian))],
    ["7", "findings", "RECORDED"],
    ["last", "received-files", "RECORDED"],
    ["last", "device-at-hand", typed(...devices.map(({ availability }) => availability))],
  ]);
}

function presumptions({ declared }: FactorMaterial): Factor[] {
  const { submitter, acquisition, collection, participants = [], presumption } = declared;
  const proofs = new Set(participants.flatMap(({ identityProofs = [] }) => identityProofs.map(({ type }) => type)));
  const methods = new Set([collection?.method, acquisition?.A9]);
  const work = acquisition?.A1 === "enterprise" || acquisition?.accountKind === "work" || proofs.has("EMPLOYMENT_LINK");
  const isFrom = (isSo: boolean): true | undefined => (isSo ? true : undefined);
  return lines("ER94", [
    ["1", "submitted-by", typed(submitter?.name)],
    ["1", "adverse", typed(presumption?.adverseToSubmitter)],
    ["2", "platform", typed(presumption?.platform, isFrom(methods.has("PLATFORM_DISCLOSURE") || proofs.has("PLATFORM_ASSISTANCE")))],
    ["3", "business", typed(presumption?.business, isFrom(work))],
    ["4", "archive", typed(presumption?.archive)],
    ["5", "agreed-way", typed(presumption?.agreedWay)],
    ["para2", "notarised", typed(presumption?.notarialDeed, isFrom(methods.has("NOTARY_EXTRACTION") || proofs.has("NOTARIAL_STATEMENT")))],
  ]); // prettier-ignore
}

function internetCourts({ declared, conversations }: FactorMaterial): Factor[] {
  const { devices, collection, custody } = declared;
  const hasMessages = conversations.some(({ messageCount }) => messageCount > 0);
  const judged = conversations.some(({ continuity }) => continuity.word !== "not-assessable");
  return lines("IC11", [
    ["1", "device", typed(devices)],
    ["2", "sender-and-time", recordedIf(hasMessages)],
    ["3", "medium", typed(devices, custody)],
    ["4", "extraction", typed(collection)],
    ["4", "repeatable", "RECORDED"],
    ["5", "continuity", recordedIf(judged)],
    ["6", "verifiable", "RECORDED"],
    ["6", "anchored", "NOT_PROVIDED"],
  ]);
}
