import { witnessUnplaced } from "../../../src/checks/continuity/witness-unplaced.ts";
import { checkTester } from "../../support/check-tester.ts";
import { traced } from "../../support/trace.ts";

const ID = "5520013399120045511";
const SCOPE = "MSG0.db#MSG";
const row = { serverId: ID, localId: "4", localIdScope: SCOPE };

checkTester(witnessUnplaced, {
  quiet: [
    {
      name: "recordings and index entries whose messages are somewhere in the record",
      chat: {
        messages: [row],
        yields: [
          traced({ kind: "voice", serverId: ID }, null),
          traced({ kind: "fts", localId: "4", localIdScope: SCOPE }, null),
        ],
      },
    },
    {
      name: "places that all name their conversation",
      outcome: "not-applicable",
      chat: { messages: [row], yields: [traced({ kind: "voice", serverId: "9" })] },
    },
    {
      name: "an index whose shard is not known",
      outcome: "not-applicable",
      chat: { messages: [row], yields: [traced({ kind: "voice", detail: { Key: "x" } }, null)] },
    },
  ],
  finds: [
    {
      name: "a recording of a message that no conversation has",
      chat: { messages: [row], yields: [traced({ kind: "voice", serverId: "5520013399120045999" }, null)] },
      finds: [{ word: "absent", level: "warning", facts: { kind: "voice", serverId: "5520013399120045999" } }],
    },
    {
      name: "words of the index that no conversation has",
      chat: {
        messages: [row],
        yields: [traced({ kind: "fts", localId: "5", localIdScope: SCOPE, text: "先不要告诉他" }, null)],
      },
      finds: [{ word: "absent-text", facts: { localId: "5", text: "先不要告诉他" } }],
    },
    {
      name: "records of deletion that name no conversation, as a note",
      chat: {
        messages: [row],
        yields: [
          traced({ kind: "cleaner", relation: "deleted" }, null),
          traced({ kind: "cleaner", relation: "deleted" }, null),
        ],
      },
      finds: [{ word: "deletions", level: "note", facts: { kind: "cleaner", count: 2 } }],
    },
  ],
});
