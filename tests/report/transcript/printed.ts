import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Scratch } from "../../../src/base/scratch.ts";
import type { CaseDeclared } from "../../../src/model/case.ts";
import type { Document } from "../../../src/model/document.ts";
import type { Dossier } from "../../../src/model/dossier.ts";
import type { Outcome } from "../../../src/model/finding.ts";
import type { RunSettings } from "../../../src/model/settings.ts";
import { NO_FIGURES } from "../../../src/report/figures/drawing.ts";
import type { MaskCounts } from "../../../src/report/transcript/masker.ts";
import { renderMessages } from "../../../src/report/transcript/render.ts";
import { chatOf, type ChatCase } from "../../support/chat.ts";
import { settingsOf } from "../../support/settings.ts";
import { CARDS, sampleDossier } from "../sample.ts";

export interface Printed {
  readonly documents: readonly Document[];
  readonly masked: MaskCounts | null;
  /** Bytes of a document by its path. */
  bytes(path: string): Buffer;
  /** Text of a document as pdftotext gives it, pages apart by form feeds. */
  text(path: string, options?: string): string;
  dispose(): void;
}

export interface Printing {
  readonly settings?: Partial<RunSettings>;
  readonly declared?: CaseDeclared;
  readonly outcomes?: readonly Outcome[];
}

/** The printed messages of a chat, made by the real store and the real press. */
export async function printed(of: ChatCase, { settings, declared, outcomes = [] }: Printing = {}): Promise<Printed> {
  const { chat, source, dispose } = await chatOf(of);
  const scratch = new Scratch();
  const base = sampleDossier();
  const dossier: Dossier = {
    ...base,
    settings: settingsOf(settings ?? {}),
    caseFile: declared === undefined ? null : { name: "evidence.case.yaml", sha256: "0".repeat(64), declared, enclosures: [] },
    outcomes,
    participants: chat.participants,
    conversations: chat.conversations.map((conversation) => {
      const senders: Record<string, number> = {};
      const sql = "SELECT coalesce(sender, '') AS sender, count(*) AS count FROM message WHERE conversation = ? GROUP BY 1";
      for (const row of chat.query<{ sender: string; count: number }>(sql, conversation.id)) senders[row.sender] = row.count;
      return { ...base.conversations[0], ...conversation, senders, leftOut: 0 } as Dossier["conversations"][number];
    }),
  }; // prettier-ignore
  const material = { dossier, chat, cards: CARDS, stem: "case", figures: NO_FIGURES, copies: { pictures: 0, voices: 0, voicesWithNote: 0, notViewable: {}, failed: {} } }; // prettier-ignore
  const { documents, masked } = await renderMessages(
    material,
    { source, enclosed: null, copies: new Map(), scratch },
    {},
  );
  const bytes = (path: string): Buffer => {
    const found = documents.find((document) => document.path === path);
    if (!found) throw new RangeError(`no ${path} among ${documents.map((document) => document.path).join(", ")}`);
    return Buffer.isBuffer(found.content) ? found.content : readFileSync(found.content.file);
  };
  return {
    documents,
    masked,
    bytes,
    text: (path, options = "") => {
      const file = join(scratch.folder, "read.pdf");
      writeFileSync(file, bytes(path));
      const flags = options === "" ? [] : options.split(" ");
      return execFileSync("pdftotext", [...flags, file, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
    },
    dispose: () => {
      dispose();
      scratch.dispose();
    },
  };
}

/** Text without any space: what a reader searches for does not depend on where lines are broken. */
export function solid(text: string): string {
  return text.replace(/[\s\u00a0]/gu, "");
}
