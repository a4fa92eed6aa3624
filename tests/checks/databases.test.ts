import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Scratch } from "../../src/base/scratch.ts";
import type { Check } from "../../src/checks/check.ts";
import { emptiedConversation } from "../../src/checks/continuity/emptied-conversation.ts";
import { idAboveSequence } from "../../src/checks/continuity/id-above-sequence.ts";
import { importedBlock } from "../../src/checks/continuity/imported-block.ts";
import { localIdGap } from "../../src/checks/continuity/local-id-gap.ts";
import { localIdTail } from "../../src/checks/continuity/local-id-tail.ts";
import { missingPredecessor } from "../../src/checks/continuity/missing-predecessor.ts";
import { serverSequenceGap } from "../../src/checks/continuity/server-sequence-gap.ts";
import { runChecks } from "../../src/checks/run.ts";
import { editingTool } from "../../src/checks/source/editing-tool.ts";
import { foreignWriter } from "../../src/checks/source/foreign-writer.ts";
import { missingShard } from "../../src/checks/source/missing-shard.ts";
import { missingWal } from "../../src/checks/source/missing-wal.ts";
import { processedCopy } from "../../src/checks/source/processed-copy.ts";
import { importSource } from "../../src/importers/import.ts";
import { readSource } from "../../src/source/read.ts";
import * as android from "../support/databases/android.ts";
import * as macos3 from "../support/databases/macos-3.ts";
import * as wechat3 from "../support/databases/wechat-3.ts";
import * as wechat4 from "../support/databases/wechat-4.ts";
import { settingsOf } from "../support/settings.ts";

const CHECKS: readonly Check[] = [
  processedCopy, foreignWriter, editingTool, missingShard, missingWal, localIdGap, localIdTail, emptiedConversation,
  idAboveSequence, serverSequenceGap, importedBlock, missingPredecessor,
]; // prettier-ignore

/** Findings that need an explanation, as `check word talker`, in the order of the checks. */
async function warningsOn(build: (folder: string) => unknown): Promise<{ said: string; strength: string }[]> {
  const folder = mkdtempSync(join(tmpdir(), "databases-"));
  const scratch = new Scratch();
  try {
    await build(folder);
    const source = await readSource(folder, scratch);
    const { chat } = await importSource(source, settingsOf({}), scratch);
    const { outcomes } = await runChecks(chat, source, CHECKS);
    const talkerOf = (id: string | null) => chat.conversations.find((conversation) => conversation.id === id)?.talker;
    const found = outcomes.flatMap(({ check, conversation, findings }) =>
      findings
        .filter(({ level }) => level !== "note")
        .map(({ word, strength }) => ({
          said: [check, word, talkerOf(conversation)].filter(Boolean).join(" "),
          strength,
        })),
    );
    expect(outcomes.filter(({ outcome }) => outcome === "undetermined")).toEqual([]);
    chat.close();
    return found;
  } finally {
    scratch.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("on databases as the client leaves them", () => {
  test.each([
    ["4.x", wechat4.buildClean],
    ["Windows 3.x", wechat3.buildClean],
    ["macOS 3.x", macos3.buildClean],
    ["Android", android.buildClean],
  ])("%s: nothing needs an explanation", async (_, build) => {
    expect(await warningsOn((folder) => build(folder))).toEqual([]);
  });
});

const [PEER, ROOM] = ["wxid_hz3n8p5r6t22", "23456789012@chatroom"];

describe("on databases that were changed", () => {
  test.each([
    ["4.x", wechat4, "delete-tail", `continuity/local-id-tail tail ${PEER}`],
    ["4.x", wechat4, "delete-interior", `continuity/local-id-gap hole ${PEER}`],
    ["4.x", wechat4, "clear-conversation", `continuity/emptied-conversation emptied-table ${ROOM}`],
    ["4.x", wechat4, "drop-table", `continuity/emptied-conversation table-gone ${ROOM}`],
    ["4.x", wechat4, "edit-time", `continuity/imported-block few-rows ${PEER}`],
    ["4.x", wechat4, "edit-id", `continuity/id-above-sequence above ${PEER}`],
    ["4.x", wechat4, "insert-row", `continuity/imported-block few-rows ${PEER}`],
    ["4.x", wechat4, "anti-revoke-trigger", "source/foreign-writer triggers"],
    ["4.x", wechat4, "anti-revoke-trigger", "source/editing-tool recall-interception"],
    ["4.x", wechat4, "rebuilt", `continuity/id-above-sequence not-autoincrement ${PEER}`],
    ["4.x", wechat4, "rebuilt", "source/foreign-writer message-pages"],
    ["4.x", wechat4, "edited-with-journal", "source/editing-tool edited"],
    ["4.x", wechat4, "missing-shard", "source/missing-shard shard-absent"],
    ["4.x", wechat4, "missing-log", "source/missing-wal message-log-absent"],
    ["4.x", wechat4, "encrypted", "source/missing-shard shard-encrypted"],
    ["4.x", wechat4, "zero-byte", "source/missing-shard shard-empty"],
    ["Android", android, "delete-interior", `continuity/local-id-gap shared-hole-beside ${PEER}`],
    ["Android", android, "delete-predecessor", `continuity/missing-predecessor predecessor ${PEER}`],
    ["Android", android, "insert-row", `continuity/imported-block few-rows ${PEER}`],
  ])("%s, %3$s", async (_, { VARIANTS }, variant, expected) => {
    const found = await warningsOn((folder) => VARIANTS[variant]?.(folder));
    expect(found.map(({ said }) => said)).toContain(expected);
  });

  test.each(["vacuum", "viewer-index", "rebuilt"])(
    "4.x, %s: nothing is said of the numbering's holes",
    async (variant) => {
      const found = await warningsOn((folder) => wechat4.VARIANTS[variant]?.(folder));
      expect(found.filter(({ said }) => /local-id|emptied|imported/.test(said))).toEqual([]);
    },
  );
});
