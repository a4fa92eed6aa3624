import { describe, expect, test } from "vitest";
import { editingTool } from "../../../src/checks/source/editing-tool.ts";
import { databaseFile, trace } from "../../support/database-case.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";

const scope = "message_0.db#Msg_a";
const row = (localId: string) => ({ localId, localIdScope: scope, serverId: `73018455122044677${localId}` });
const notice = (text: string) => ({ kind: "system", direction: "system", text }) as const;
const edit = (localId: string) =>
  trace({ kind: "message-edit", relation: "edited", localId, localIdScope: scope, detail: { edit_count: "2", edited_cols_json: '["message_content"]' } }); // prettier-ignore

checkTester(editingTool, {
  quiet: [
    { name: "an ordinary chat", chat: { messages: [row("1"), notice("“老王”撤回了一条消息")] } },
    {
      name: "a person who writes of keeping recalled messages",
      chat: { messages: [{ text: "他尝试撤回此消息，没成功" }] },
    },
    { name: "a trigger without such a name, which is a matter of another check", chat: { export: { databases: [databaseFile({ foreign: [{ type: "trigger", name: "t1", table: "Msg_a", tool: null }] })] } } }, // prettier-ignore
  ],
  finds: [
    {
      name: "a message that a journal of edits names, beside its row",
      chat: { messages: [row("1"), row("2"), row("3")], yields: [edit("2")] },
      finds: [{ word: "edited", facts: { conversation: "c1", seq: 2, times: "2" }, messages: [2] }],
    },
    {
      name: "an edited message that is not there",
      chat: { messages: [row("1")], yields: [edit("9")] },
      finds: [{ word: "edited-absent", facts: { localId: "9" } }],
    },
    {
      name: "edits in a conversation that is not known, by their number",
      chat: { messages: [row("1")], yields: [trace({ relation: "edited", localId: "4" }, null)] },
      finds: [{ word: "edited-elsewhere", facts: { count: 1 } }],
    },
    {
      name: "marks in notices",
      chat: { messages: [{}, notice("对方尝试撤回上一条消息 (已阻止)"), notice("撤回了一条消息 rawid：1893")] },
      finds: [
        { word: "marker", facts: { seq: 2, mark: "尝试撤回上一条消息" }, messages: [2] },
        { word: "marker", facts: { seq: 3 } },
      ],
    },
    {
      name: "triggers and tables that keep recalled messages",
      chat: { export: { databases: [databaseFile({ foreign: [
        { type: "table", name: "_weflow_anti_revoke_deleted_cache", table: "_weflow_anti_revoke_deleted_cache", tool: "WeFlow" },
        { type: "trigger", name: "anti_revoke_capture_delete_Msg_a", table: "Msg_a", tool: "WeFlow" }] })] } },
      finds: [{ word: "recall-interception", facts: { count: 2, tool: "WeFlow" } }],
    }, // prettier-ignore
    {
      name: "an exporter that can edit, as a note",
      chat: { yields: [{ type: "defect", defect: { code: "EDITED_DB_POSSIBLE", records: null } }] },
      finds: [{ word: "can-edit", level: "note", facts: { tool: "Case" } }],
    },
  ],
});

describe("edits of conversations left out", () => {
  test("are counted and not described", async () => {
    const [outcome] = await outcomesOf(editingTool, {
      yields: [trace({ relation: "edited", localId: "4", text: "秘密" }, null)],
    });
    expect(JSON.stringify(outcome)).not.toContain("秘密");
  });
});
