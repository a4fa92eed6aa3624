import * as z from "zod";
import { outcome } from "./checks.ts";
import { conversation } from "./conversations.ts";
import { exportFound } from "./export.ts";
import { count, fact, sha256 } from "./fields.ts";
import { participant } from "./participants.ts";
import { settings, tool } from "./tool.ts";

const exit = z.literal([0, 1]).describe("Exit code: 1 where the answer is no");

const notTaken = z.strictObject({
  path: z.string(),
  nameHex: z.string().nullable().describe("Bytes of the path in hexadecimal where they are not UTF-8"),
  reason: z.enum([
    "symlink",
    "special-file",
    "unreadable",
    "name-collision",
    "unsafe-name",
    "member-damaged",
    "member-encrypted",
    "member-unsupported",
  ]),
  detail: z.string(),
});

const summary = {
  settings,
  files: z.strictObject({
    count: count.describe("Files received"),
    sizeBytes: count.describe("Bytes received"),
    notTaken: z.array(notTaken).describe("What lay in the source and was not taken"),
    unused: z.array(z.string()).describe("Paths of files no importer used"),
  }),
  records: z.strictObject({ skipped: count, repairs: count }),
  sources: z.array(exportFound.extend({ filesUsed: count.describe("How many files the importer read or matched") })),
  conversations: z.array(conversation),
  participants: z.array(participant),
  findings: z.strictObject({ error: count, warning: count, note: count }).describe("Findings by level"),
  blanks: z
    .array(
      z.strictObject({
        require: z.enum(["device", "identity", "acquisition"]),
        field: z.string().describe("Place in the case file, such as devices[0].make"),
        message: z.string(),
        messageZh: z.string(),
      }),
    )
    .describe("What --require asks for and the case file leaves blank; any makes the exit code 1"),
  withheld: z
    .array(outcome)
    .describe("For the packing side: outcomes that are neither in the bundle nor in the report, with their findings"),
  outcomes: z.array(outcome.extend({ findings: count.describe("How many; they stand in record/checks.json") })),
};

/** What `evidence pack --json` prints. */
export const packAnswer = z.strictObject({
  schema: z.literal("evidence.pack/1"),
  tool,
  exit,
  bundle: z.strictObject({
    name: z.string(),
    path: z.string(),
    sizeBytes: count,
    sha256: sha256.describe("SHA-256 of the zip, lower-case hexadecimal"),
    fingerprint: sha256.describe("SHA-256 of tagmanifest-sha256.txt, lower-case hexadecimal"),
    manifestSha256: sha256.describe("SHA-256 of manifest-sha256.txt, lower-case hexadecimal"),
    entryCount: count.describe("Entries of the zip"),
  }),
  ...summary,
});

/** What `evidence inspect --json` prints. */
export const inspectAnswer = z.strictObject({ schema: z.literal("evidence.inspect/1"), tool, exit, ...summary });

/** What `evidence init --json` prints. */
export const initAnswer = z.strictObject({
  schema: z.literal("evidence.init/1"),
  tool,
  exit: z.literal(0),
  file: z.strictObject({ name: z.string(), path: z.string() }).describe("The case file"),
  state: z
    .enum(["begun", "extended", "unchanged"])
    .describe("A new form, one with additions, or one that names everything already and was not written"),
  added: z.strictObject({
    accounts: z.array(z.string()).describe("Accounts put in: internal ids, or shown names where there is no id"),
    groups: z.array(z.string()).describe("Groups put in"),
  }),
  notListed: count.describe("Accounts and groups beyond what a form holds"),
});

/** What `evidence extract --json` prints. */
export const extractAnswer = z.strictObject({
  schema: z.literal("evidence.extract/1"),
  tool,
  exit: z.literal(0),
  bundle: z.string().describe("File name of the bundle"),
  folder: z.string().describe("Folder the files were written to"),
  names: z.enum(["linux", "macos", "windows"]).describe("Rules for file names"),
  sourceFiles: count.describe("Files of the export, in source/"),
  enclosedFiles: count.describe("Files the operator enclosed, in enclosed/"),
  sizeBytes: count,
  renamed: z
    .array(
      z.strictObject({
        bundlePath: z.string(),
        originalPath: z.string(),
        nameHex: z.string().nullable().describe("Bytes of the original path in hexadecimal where they are not UTF-8"),
        path: z.string().describe("Path below the folder"),
        reason: z.enum([
          "empty-or-dots",
          "control-character",
          "forbidden-character",
          "trailing-dot-or-space",
          "reserved-name",
          "segment-too-long",
          "path-too-long",
          "not-text",
          "taken",
          "refused-by-disk",
        ]),
      }),
    )
    .describe("Files that could not bear their names"),
  list: z.string().nullable().describe("Name of the list of those in the folder; null where there are none"),
  zipSha256: sha256.describe("SHA-256 of the zip, lower-case hexadecimal"),
  fingerprint: sha256.nullable().describe("SHA-256 of tagmanifest-sha256.txt"),
  container: z.enum(["canonical", "repacked"]).describe("Whether the zip is as it was written"),
});

const fault = z.strictObject({
  code: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  level: count,
  path: z.string().nullable().describe("Path in the bundle, null where the fault is the container's"),
  expected: z.string(),
  found: z.string(),
});

const levelAnswer = z.strictObject({
  level: count,
  name: z.enum(["container", "bag", "digests", "closed-world", "derivation", "signature", "time-stamp"]),
  outcome: z.enum(["pass", "fail", "undetermined", "absent"]),
  reason: z.string().nullable().describe("Why it is undetermined or absent, as a code"),
  faults: z.array(fault),
});

const sealOutcome = z.enum(["pass", "fail", "undetermined"]).describe("undetermined: present, not verified here");
const sealReason = z.string().nullable().describe("Why it did not pass, as a code");

const seals = z.strictObject({
  signatures: z.array(
    z.strictObject({
      path: z.string().describe("Path in the bundle"),
      form: z.enum(["plain", "cms"]),
      outcome: sealOutcome,
      reason: sealReason,
      keySha256: sha256.nullable().describe("SHA-256 of the signer's public key (SubjectPublicKeyInfo, DER)"),
      keyType: z.string().nullable().describe("Such as ec prime256v1 or rsa 3072"),
      expectation: z.enum(["expected", "not-expected", "no-expectation"]).describe("Against --expect-key"),
      signer: z.string().nullable().describe("Subject of the signer's certificate, as it names itself"),
      statedAt: z.int().nullable().describe("Epoch ms at which the signer says to have signed"),
    }),
  ),
  timeStamps: z.array(
    z.strictObject({
      path: z.string().describe("Path in the bundle"),
      outcome: sealOutcome,
      reason: sealReason,
      authority: z.string().nullable().describe("Subject of the authority's certificate, as it names itself"),
      stampedAt: z.int().nullable().describe("Epoch ms of the stamp"),
      serial: z.string().nullable().describe("Serial number of the stamp, hexadecimal"),
      policy: z.string().nullable().describe("Object identifier of the authority's policy"),
      certificateUntil: z
        .int()
        .nullable()
        .describe("Epoch ms to which the authority's certificate is valid; it is judged as of stampedAt"),
      rootSha256: sha256.nullable().describe("SHA-256 of the trusted root certificate it leads to"),
    }),
  ),
});

/** What `evidence seal --json` prints. */
export const sealAnswer = z.strictObject({
  schema: z.literal("evidence.seal/1"),
  tool,
  exit: z.literal(0),
  timestampRequest: z.string().nullable().describe("Path of the time-stamp request that was written"),
  bundle: z
    .strictObject({
      name: z.string(),
      path: z.string(),
      sizeBytes: count,
      sha256: sha256.describe("SHA-256 of the zip as it now is"),
      fingerprint: sha256.describe("SHA-256 of tagmanifest-sha256.txt, the same as before"),
    })
    .nullable()
    .describe("The sealed bundle; null where only a request was written"),
  seals: seals.nullable().describe("Everything under seal/; null where only a request was written"),
});

/** What `evidence key new --json` prints. */
export const keyAnswer = z.strictObject({
  schema: z.literal("evidence.key/1"),
  tool,
  exit: z.literal(0),
  privateFile: z.string(),
  publicFile: z.string(),
  keySha256: sha256.describe("SHA-256 of the public key (SubjectPublicKeyInfo, DER)"),
});

/** What `evidence verify --json` prints. */
export const verifyAnswer = z.strictObject({
  schema: z.literal("evidence.verify/1"),
  tool,
  exit,
  bundle: z.string().describe("File name of the bundle"),
  kind: z
    .enum(["evidence-bundle", "foreign-bag"])
    .describe("foreign-bag: a BagIt bag of other making, of which only what BagIt defines was checked"),
  word: z.enum(["intact-sealed", "intact-not-anchored", "not-intact", "cannot-tell"]),
  levels: z.array(levelAnswer),
  zipSha256: sha256.nullable().describe("SHA-256 of the zip, lower-case hexadecimal; null for a bag in a folder"),
  fingerprint: sha256.nullable().describe("SHA-256 of tagmanifest-sha256.txt, null where it cannot be read"),
  expectedFingerprint: sha256.nullable().describe("Fingerprint the operator gave"),
  seals: seals.describe("Every signature and time stamp by itself"),
});

/** What any command prints with `--json` when it could not finish. */
export const errorAnswer = z.strictObject({
  schema: z
    .enum([
      "evidence.cli/1",
      "evidence.pack/1",
      "evidence.inspect/1",
      "evidence.init/1",
      "evidence.verify/1",
      "evidence.seal/1",
      "evidence.key/1",
      "evidence.extract/1",
      "evidence.explain/1",
    ])
    .describe("The command asked for; evidence.cli/1 where the command line could not be understood"),
  tool,
  exit: z.literal([2, 3, 4, 70, 130]).describe("Exit code"),
  error: z.strictObject({
    code: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
    message: z.string().describe("What is wrong, in English"),
    messageZh: z.string().describe("What is wrong, in Chinese"),
    hint: z.string().exactOptional().describe("What to do next, in English; absent where the run was interrupted"),
    hintZh: z.string().exactOptional().describe("What to do next, in Chinese; absent where the run was interrupted"),
    facts: z
      .record(z.string(), fact)
      .exactOptional()
      .describe("Values the message speaks of; absent where interrupted"),
  }),
});
