import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EvidenceError } from "../../src/base/errors.ts";
import { Scratch } from "../../src/base/scratch.ts";
import { CHECKS } from "../../src/checks/index.ts";
import { runChecks } from "../../src/checks/run.ts";
import { importSource } from "../../src/importers/import.ts";
import type { Chat } from "../../src/model/chat.ts";
import type { Finding } from "../../src/model/finding.ts";
import { readSource } from "../../src/source/read.ts";
import * as android from "./databases/android.ts";
import * as ios from "./databases/ios.ts";
import { VARIANTS as WINDOWS_3 } from "./databases/wechat-3-variants.ts";
import * as windows3 from "./databases/wechat-3.ts";
import * as client4 from "./databases/wechat-4.ts";
import { settingsOf } from "./settings.ts";

/** What was done to a set of databases, where a builder says it. */
interface Done {
  readonly talker: string | null;
  readonly localIds: readonly string[];
}

interface Platform {
  readonly clean: (folder: string) => unknown;
  readonly variants: Readonly<Record<string, (folder: string) => Promise<Done> | Done>>;
}

/** Every builder of databases, under the name the table of manipulations has for it. */
export const PLATFORMS: Readonly<Record<string, Platform>> = {
  "4.x": { clean: (folder) => client4.buildClean(folder), variants: client4.VARIANTS },
  "Windows 3.x": { clean: (folder) => windows3.buildClean(folder), variants: WINDOWS_3 },
  Android: { clean: (folder) => android.buildClean(folder), variants: android.VARIANTS },
  iOS: { clean: (folder) => ios.buildClean(folder), variants: ios.VARIANTS },
};

/** One finding with where it was made. */
export interface Told extends Finding {
  /** `check:word`. */
  readonly name: string;
  /** Account of the conversation; null for findings about the whole source or export. */
  readonly talker: string | null;
}

export interface Judged {
  readonly done: Done;
  readonly told: readonly Told[];
  /** Checks that crashed. */
  readonly crashed: readonly string[];
  /** Code of the error the source was refused with, null where it was read. */
  readonly refused: string | null;
  /** Numbers of the messages concerned, of those that are still rows. */
  readonly rows: readonly number[];
}

/** Builds a folder, reads it and runs every check. */
export async function judged(build: (folder: string) => unknown): Promise<Judged> {
  const folder = mkdtempSync(join(tmpdir(), "manipulated-"));
  const scratch = new Scratch();
  try {
    const done = doneOf(await build(folder));
    return await judgedFolder(folder, scratch, done);
  } finally {
    scratch.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function judgedFolder(folder: string, scratch: Scratch, done: Done): Promise<Judged> {
  const source = await readSource(folder, scratch);
  try {
    const { chat } = await importSource(source, settingsOf({}), scratch, {});
    try {
      const { outcomes } = await runChecks(chat, source, CHECKS);
      const talkers = new Map(chat.conversations.map(({ id, talker }) => [id, talker]));
      const told = outcomes.flatMap(({ check, conversation, findings }) =>
        findings.map((each) => ({
          ...each,
          name: `${check}:${each.word}`,
          talker: conversation === null ? null : (talkers.get(conversation) ?? null),
        })),
      );
      const crashed = outcomes.filter(({ outcome }) => outcome === "undetermined").map(({ check }) => check);
      return { done, told, crashed, refused: null, rows: rowsOf(chat, done) };
    } finally {
      chat.close();
    }
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    return { done, told: [], crashed: [], refused: error.code, rows: [] };
  } finally {
    source.close();
  }
}

function doneOf(value: unknown): Done {
  const { talker = null, localIds = [] } = (value ?? {}) as Partial<Done>;
  return { talker, localIds };
}

function rowsOf(chat: Chat, { talker, localIds }: Done): number[] {
  const conversation = chat.conversations.find((each) => each.talker === talker)?.id;
  if (conversation === undefined || localIds.length === 0) return [];
  const sql = "SELECT seq FROM message WHERE conversation = ? AND local_id IN (SELECT value FROM json_each(?))";
  return Array.from(chat.query<{ seq: number }>(sql, conversation, JSON.stringify(localIds)), ({ seq }) => seq);
}
