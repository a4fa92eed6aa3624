import { processedCopy } from "../../../src/checks/source/processed-copy.ts";
import type { Provenance, ProvenanceSign } from "../../../src/model/database.ts";
import { checkTester } from "../../support/check-tester.ts";
import type { ChatCase } from "../../support/chat.ts";

const sign = (code: string, detail: string, tool: string | null = null): ProvenanceSign => ({
  code, path: "message_0.db", detail, tool,
}); // prettier-ignore
const of = (made: Provenance["class"], ...signs: ProvenanceSign[]): ChatCase => ({
  export: { provenance: { class: made, signs }, databases: [] },
});

checkTester(processedCopy, {
  quiet: [
    { name: "the client's own structure", chat: of("client-original") },
    { name: "a set of which a part was not given", chat: of("partial-set") },
    { name: "an export that is no database", chat: {}, outcome: "not-applicable" },
    { name: "a format without client tables", chat: { without: ["client-table"] }, outcome: "not-applicable" },
  ],
  finds: [
    {
      name: "indexes of a viewer, together, with the class they make",
      chat: of(
        "processed-copy",
        sign("foreign-index", "idx_MSG_StrTalker", "PyWxDump"),
        sign("foreign-index", "idx_MSG_CreateTime", "PyWxDump"),
      ),
      finds: [
        { word: "class-processed", level: "note", facts: { signs: 2, files: 1 } },
        { word: "foreign-index", facts: { count: 2, detail: "idx_MSG_StrTalker", tool: "PyWxDump" } },
      ],
    },
    {
      name: "a rebuilt table, and a sign of another platform by its code",
      chat: of("rebuilt-copy", sign("no-autoincrement", "MSG"), sign("table-version-differs", "message")),
      finds: [
        { word: "class-rebuilt" },
        { word: "no-autoincrement", facts: { detail: "MSG" } },
        { word: "other", facts: { code: "table-version-differs", detail: "message" } },
      ],
    },
  ],
});
