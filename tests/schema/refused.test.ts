import { beforeAll, describe, expect, test } from "vitest";
import { TOOL } from "../../src/base/tool.ts";
import { summaryJson } from "../../src/cli/summary-json.ts";
import { PUBLISHED } from "../../src/model/shapes/published.ts";
import { recordOf, SCHEMA_OF } from "./record.ts";
import { CHECKS, richChat } from "./rich-chat.ts";

type Name = (typeof PUBLISHED)[number]["name"];
type Change = readonly [schema: Name, path: string, value: unknown];

const SHA = "0f".repeat(32);
/** Put in place of a member to take it out. */
const ABSENT = Symbol("absent");

/** One right document for each schema; each change below spoils it in one place. */
const right = new Map<string, unknown>();

beforeAll(async () => {
  const { documents, dossier } = await recordOf(richChat, CHECKS, { chats: ["c1"] });
  for (const [path, [first]] of documents) right.set(SCHEMA_OF[path] ?? path, first);
  const summary = JSON.parse(JSON.stringify(summaryJson(dossier))) as object;
  const sealed = { sizeBytes: 1, sha256: SHA, fingerprint: SHA, manifestSha256: SHA, entryCount: 9 };
  const bundle = { name: "a.zip", path: "/tmp/a.zip", ...sealed };
  const levels = [{ level: 2, name: "digests", outcome: "fail", reason: null, faults: [fault] }];
  const answer = { word: "not-intact", levels, zipSha256: SHA, fingerprint: SHA, expectedFingerprint: null };
  const error = {
    code: "USAGE",
    message: "No.",
    messageZh: "不行。",
    hint: "Do.",
    hintZh: "做。",
    facts: { value: "x" },
  };
  right.set("case-file", { case: { cause: "买卖合同纠纷" }, devices: [{ kind: "手机" }] });
  right.set("pack", { schema: "evidence.pack/1", tool: TOOL, exit: 1, bundle, ...summary, blanks: [] });
  right.set("inspect", { schema: "evidence.inspect/1", tool: TOOL, exit: 0, ...summary, blanks: [] });
  const NO_SEALS = { signatures: [], timeStamps: [] };
  const at = { action: "verified", tool: TOOL, at: "2026-09-01", by: null, bundle: "a.zip", entryHash: "a".repeat(64) };
  right.set("receipt", { schema: "evidence.receipt/1", ...at, ...answer });
  right.set("verify", { schema: "evidence.verify/1", tool: TOOL, exit: 1, bundle: "a.zip", ...answer, kind: "evidence-bundle", seals: NO_SEALS }); // prettier-ignore
  right.set("seal", { schema: "evidence.seal/1", tool: TOOL, exit: 0, timestampRequest: null, bundle: null, seals: NO_SEALS }); // prettier-ignore
  right.set("key", { schema: "evidence.key/1", tool: TOOL, exit: 0, privateFile: "a.pem", publicFile: "a.pub.pem", keySha256: "0".repeat(64) }); // prettier-ignore
  right.set("init", { schema: "evidence.init/1", tool: TOOL, exit: 0, file: { name: "a", path: "/a" }, state: "begun", added: { accounts: [], groups: [] }, notListed: 0 }); // prettier-ignore
  right.set("extract", { schema: "evidence.extract/1", tool: TOOL, exit: 0, bundle: "a.zip", folder: "/a", names: "linux", sourceFiles: 1, enclosedFiles: 0, sizeBytes: 1, renamed: [], list: null, zipSha256: SHA, fingerprint: SHA, container: "canonical" }); // prettier-ignore
  right.set("error", { schema: "evidence.cli/1", tool: TOOL, exit: 2, error });
});

const fault = { code: "DIGEST_DIFFERS", level: 2, path: "data/a.json", expected: SHA, found: "nothing" };

/** A copy of a document with the member at a dotted path set, or taken out. */
function changed(document: unknown, path: string, value: unknown): unknown {
  const copy = structuredClone(document);
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  let holder = copy as Record<string, unknown>;
  for (const step of steps) holder = holder[step] as Record<string, unknown>;
  if (value === ABSENT) delete holder[last];
  else holder[last] = value;
  return copy;
}

const shapeOf = (name: Name) => PUBLISHED.find((published) => published.name === name)?.shape;

test.each(PUBLISHED)("the right document of $name is right, and has a wrong one below", ({ name, shape }) => {
  expect(shape.safeParse(right.get(name)).error?.issues ?? []).toEqual([]);
  expect(WRONG.map(([schema]) => schema)).toContain(name);
});

const WRONG: readonly Change[] = [
  ["messages", "serverId", 8123456789012345000],
  ["messages", "localId", 17],
  ["messages", "seq", 0],
  ["messages", "seq", "1"],
  ["messages", "sentAt", "2026-03-02 09:00"],
  ["messages", "sentAt", 1772413200000.5],
  ["messages", "conversation", "c0"],
  ["messages", "source", "1"],
  ["messages", "sender", "wxid_peer"],
  ["messages", "kind", "hologram"],
  ["messages", "direction", "in"],
  ["messages", "timeBasis", ABSENT],
  ["messages", "payload", ABSENT],
  ["messages", "locator.row", 0],
  ["messages", "locator.path", ABSENT],
  ["messages", "locator.page", 1],
  ["messages", "extra", { isSend: 0 }],
  ["messages", "attachments", [{ role: "main" }]],
  ["messages", "note", "more"],
  ["attachments", "state", "lost"],
  ["attachments", "sha256", SHA.toUpperCase()],
  ["attachments", "sizeBytes", -1],
  ["attachments", "message", null],
  ["attachments", "ordinal", ABSENT],
  ["bills", "direction", "支出"],
  ["bills", "amountFen", 12.5],
  ["bills", "transactionId", 1000050101],
  ["skipped", "type", "dropped"],
  ["skipped", "type", "repair"],
  ["skipped", "raw", "x".repeat(501)],
  ["skipped", "at", "line 3"],
  ["participants", "schema", "evidence.participants/2"],
  ["participants", "participants.0.id", "wxid_me"],
  ["participants", "participants.0.isOwner", 1],
  ["participants", "participants.0.names", [{ kind: "nickname", text: "小李" }]],
  ["conversations", "sources.0.provides", ["telepathy"]],
  ["conversations", "sources.0.filesUsed", 3],
  ["conversations", "conversations.0.idGrade", "good"],
  ["conversations", "conversations.0.continuity.word", "complete"],
  ["conversations", "conversations.0.kinds", { hologram: 1 }],
  ["conversations", "conversations.0.evidenceClasses", { C1: 1 }],
  ["conversations", "conversations.0.selected", false],
  ["conversations", "conversations.1.selected", true],
  ["conversations", "conversations.1.title", "家人"],
  ["conversations", "conversations.1.messageCount", ABSENT],
  ["checks", "outcomes.0.outcome", "passed"],
  ["checks", "outcomes.0.findings.0.level", "fatal"],
  ["checks", "outcomes.0.findings.0.facts", { n: [1] }],
  ["checks", "outcomes.0.findings.0.messages", [0]],
  ["checks", "outcomes.0.reason", ABSENT],
  ["case", "provided", "yes"],
  ["case-file", "devices", "手机"],
  ["case", "case", {}],
  ["tool", "format", "2"],
  ["tool", "settings.timeZoneBasis", "guessed"],
  ["tool", "settings.from", "2026-03-01"],
  ["tool", "settings.operator", "小李"],
  ["custody", "action", "looked"],
  ["custody", "action", "packed"],
  ["custody", "entryHash", "0"],
  ["custody", "seq", 0],
  ["pack", "exit", 2],
  ["pack", "bundle.fingerprint", null],
  ["pack", "outcomes.0.findings", []],
  ["pack", "schema", "evidence.inspect/1"],
  ["inspect", "bundle", {}],
  ["inspect", "findings.fatal", 1],
  ["inspect", "files.notTaken", [{ path: "a", nameHex: null, reason: "dull", detail: "" }]],
  ["verify", "word", "intact"],
  ["verify", "kind", "bag"],
  ["verify", "seals.signatures", ABSENT],
  ["init", "state", "guessed"],
  ["extract", "names", "amiga"],
  ["receipt", "entryHash", "0"],
  ["seal", "exit", 1],
  ["seal", "seals.timeStamps", ABSENT],
  ["key", "keySha256", "abc"],
  ["verify", "levels.0.outcome", "ok"],
  ["verify", "levels.0.faults", [{ ...fault, code: "digest differs" }]],
  ["verify", "fingerprint", "abc"],
  ["verify", "expectedFingerprint", ABSENT],
  ["error", "exit", 0],
  ["error", "error.code", "usage"],
  ["error", "error.messageZh", ABSENT],
  ["error", "schema", "evidence.error/1"],
];

describe("a document spoilt in one place is refused", () => {
  test.each(WRONG)("%s: %s = %s", (schema, path, value) => {
    expect(shapeOf(schema)?.safeParse(changed(right.get(schema), path, value)).success).toBe(false);
  });
});
