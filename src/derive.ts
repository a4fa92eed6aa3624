import { breathe } from "./base/breath.ts";
import type { Scratch } from "./base/scratch.ts";
import { CHECKS } from "./checks/index.ts";
import { runChecks } from "./checks/run.ts";
import { describe } from "./dossier/describe.ts";
import { importSource } from "./importers/import.ts";
import type { Chat } from "./model/chat.ts";
import type { Document } from "./model/document.ts";
import type { Dossier } from "./model/dossier.ts";
import type { Payload } from "./model/payload.ts";
import type { Watch } from "./model/progress.ts";
import type { RunSettings } from "./model/settings.ts";
import type { Source } from "./model/source.ts";
import { renderFacts } from "./report/record/facts.ts";
import { toolWithCode } from "./base/tool.ts";

/** What a source says, and what the checks say of it. */
export interface Derived {
  readonly chat: Chat;
  readonly dossier: Dossier;
}

const GAP_CHECKS = {
  ids: new Set(CHECKS.filter((check) => check.continuity !== undefined).map((check) => check.id)),
  numbering: new Set(CHECKS.filter((check) => check.continuity === "gap-in-numbering").map((check) => check.id)),
};

/**
 * Import, check, describe: the middle that `pack`, `inspect` and `verify` share. Pure, given source, payload and settings.
 * The caller closes `chat`.
 *
 * @param tool who is said to have derived; `verify` repeats what the bundle states
 */
export async function derive(
  source: Source,
  payload: Payload,
  asked: RunSettings,
  scratch: Scratch,
  watch: Watch = {},
  tool: Dossier["tool"] = toolWithCode(),
): Promise<Derived> {
  await breathe(watch.signal);
  const { chat, sourceName } = await importSource(source, asked, scratch, watch);
  try {
    const settings = { ...asked, sourceName };
    watch.onProgress?.({ step: "check" });
    const { outcomes, judgements } = await runChecks(chat, source, CHECKS, watch.signal);
    const dossier = describe({ chat, source, payload, settings, tool, outcomes, judgements, gapChecks: GAP_CHECKS });
    return { chat, dossier };
  } catch (error) {
    chat.close();
    throw error;
  }
}

/** The documents that `verify` can derive again and compare byte for byte. */
export function facts({ chat, dossier }: Derived, source: Source, scratch: Scratch): Document[] {
  return renderFacts(dossier, chat, source, scratch);
}

/** Every document `views` makes. */
export const VIEW_PATHS: readonly string[] = ["report/cover.pdf"];

/**
 * The documents made for people. Typesetting is loaded only here: `verify` never needs it.
 *
 * @param stem name of the bundle without `.zip`
 */
export async function views({ chat, dossier }: Derived, stem: string, watch: Watch = {}): Promise<Document[]> {
  watch.onProgress?.({ step: "report" });
  const { renderCover } = await import("./report/render.ts");
  return [renderCover({ dossier, chat, cards: CHECKS, stem })];
}
