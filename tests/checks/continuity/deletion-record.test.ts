import { deletionRecord } from "../../../src/checks/continuity/deletion-record.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import type { Trace } from "../../../src/model/database.ts";
import { START } from "../../support/chat.ts";
import { checkTester } from "../../support/check-tester.ts";
import { traced } from "../../support/trace.ts";

const SCOPE = "message_0.db#Msg_k";
const rows = (...numbers: number[]): Partial<MessageFacts>[] =>
  numbers.map((number) => ({ localId: String(number), localIdScope: SCOPE }));
const deleted = (facts: Partial<Trace> & Pick<Trace, "kind">) => traced({ relation: "deleted", ...facts });
const at = (ms: number) => ({ delete_time: String(ms / 1000) });

checkTester(deletionRecord, {
  quiet: [
    { name: "a conversation without such a record", chat: { messages: rows(1, 2, 3) } },
    {
      name: "a record that speaks of other things",
      chat: { messages: rows(1, 2), yields: [traced({ kind: "fts", localId: "1" })] },
    },
    {
      name: "a format without such places",
      outcome: "not-applicable",
      chat: { without: ["traces"], messages: rows(1) },
    },
  ],
  finds: [
    {
      name: "a conversation that was removed before its first message",
      chat: { messages: rows(1, 2), yields: [deleted({ kind: "session-deleted", detail: at(START - 86_400_000) })] },
      finds: [{ word: "conversation-removed", level: "warning", facts: { deletedAt: START - 86_400_000, rows: 0 } }],
    },
    {
      name: "a conversation that was only taken off the list, as a note",
      chat: { messages: rows(1, 2), yields: [deleted({ kind: "session-deleted", detail: at(START + 3_600_000) })] },
      finds: [{ word: "conversation-unlisted", level: "note", facts: { rows: 2 } }],
    },
    {
      name: "a table that the client says it deleted",
      chat: { messages: [], yields: [deleted({ kind: "delete-info", detail: { delete_table_name: "Msg_k" } })] },
      finds: [{ word: "table-deleted", level: "warning", facts: { table: "Msg_k", rows: 0 } }],
    },
    {
      name: "media of a message that is gone, and of one that is here",
      chat: {
        messages: rows(1, 3),
        yields: [
          deleted({ kind: "delete-resource", localId: "2", localIdScope: SCOPE, at: START }),
          deleted({ kind: "delete-resource", localId: "3", localIdScope: SCOPE }),
        ],
      },
      finds: [
        { word: "message-removed", level: "warning", facts: { localId: "2" } },
        { word: "media-removed", level: "note", facts: { seq: 2 }, messages: [2] },
      ],
    },
    {
      name: "a stretch taken out of the index, gone and here",
      chat: {
        messages: rows(1, 2, 3, 7),
        yields: [
          deleted({
            kind: "fts-deleted",
            localId: "1",
            localIdScope: SCOPE,
            detail: { start_local_id: "1", end_local_id: "3" },
          }),
          deleted({
            kind: "fts-deleted",
            localId: "4",
            localIdScope: SCOPE,
            detail: { start_local_id: "4", end_local_id: "7" },
          }),
        ],
      },
      finds: [
        { word: "span-unindexed", level: "note", facts: { from: "1", to: "3", rows: 3 } },
        { word: "span-removed", level: "warning", facts: { from: "4", to: "7", rows: 1 } },
      ],
    },
    {
      name: "a record that says nothing further, as a note",
      chat: { messages: rows(1), yields: [deleted({ kind: "fts-deleted", detail: { max_message_id: "9" } })] },
      finds: [{ word: "other", level: "note" }],
    },
  ],
});
