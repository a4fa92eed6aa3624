import { readFileSync } from "node:fs";
import { Scratch } from "../../src/base/scratch.ts";
import { toolWithCode } from "../../src/base/tool.ts";
import { runChecks } from "../../src/checks/run.ts";
import type { Check } from "../../src/checks/check.ts";
import { describe } from "../../src/dossier/describe.ts";
import type { Document } from "../../src/model/document.ts";
import type { RunSettings } from "../../src/model/settings.ts";
import type { PUBLISHED } from "../../src/model/shapes/published.ts";
import { renderFacts } from "../../src/report/record/facts.ts";
import { chatOf, type ChatCase } from "../support/chat.ts";
import { settingsOf } from "../support/settings.ts";

type Name = (typeof PUBLISHED)[number]["name"];

/** Schema of each JSON file of the record. */
export const SCHEMA_OF: Readonly<Record<string, Name>> = {
  "record/messages.jsonl": "messages",
  "record/attachments.jsonl": "attachments",
  "record/bills.jsonl": "bills",
  "record/skipped.jsonl": "skipped",
  "record/participants.json": "participants",
  "record/conversations.json": "conversations",
  "record/checks.json": "checks",
  "record/case.json": "case",
  "meta/tool.json": "tool",
  "meta/custody.jsonl": "custody",
};

/** The JSON documents of each file by path; a file of lines has one for each line. */
export function jsonOf(documents: readonly Document[]): Map<string, unknown[]> {
  const json = documents.filter(({ path }) => /\.jsonl?$/.test(path));
  return new Map(json.map((document) => [document.path, parsed(document)]));
}

function parsed({ path, content }: Document): unknown[] {
  const text = (Buffer.isBuffer(content) ? content : readFileSync(content.file)).toString("utf8");
  const documents = path.endsWith(".jsonl") ? text.split("\n").slice(0, -1) : [text];
  return documents.map((document) => JSON.parse(document) as unknown);
}

/** The record of a made chat, with the outcomes of the checks given. */
export async function recordOf(of: ChatCase, checks: readonly Check[], different: Partial<RunSettings> = {}) {
  const { chat, source, dispose } = await chatOf(of);
  const scratch = new Scratch();
  try {
    // The made chat knows nothing of `--chat`; here its conversations are chosen afterwards.
    const { chats = [] } = different;
    const conversations = chat.conversations.map((c) => ({
      ...c,
      selected: chats.length === 0 || chats.includes(c.id),
    }));
    const chosen = Object.assign(Object.create(chat) as typeof chat, { conversations });
    const payload = { files: [], manifestSha256: "0".repeat(64), sizeBytes: 0 };
    const { outcomes, judgements } = await runChecks(chosen, source, checks);
    const gapChecks = { ids: new Set(checks.map(({ id }) => id)), numbering: new Set<string>() };
    const settings = settingsOf(different);
    const dossier = describe({
      chat: chosen,
      source,
      payload,
      caseFile: null,
      settings,
      tool: toolWithCode(),
      outcomes,
      judgements,
      gapChecks,
      internalChecks: new Set(),
    });
    return { dossier, documents: jsonOf(renderFacts(dossier, chosen, { source, enclosed: null }, scratch)) };
  } finally {
    dispose();
    scratch.dispose();
  }
}
