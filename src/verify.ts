import { Scratch } from "./base/scratch.ts";
import { checkForeignBag, isForeign, viewOfFolder, viewOfZip, type BagView } from "./bundle/foreign-bag.ts";
import { checkIntegrity } from "./bundle/integrity.ts";
import { openBundle, type OpenedBundle } from "./bundle/open.ts";
import { judgeSeals, NO_EXPECTATIONS } from "./bundle/seals/judge.ts";
import type { SealAnswers, SealExpectations, SealPart } from "./model/seals.ts";
import type { Fault, LevelAnswer, VerifyWord } from "./model/verdict.ts";
import type { Watch } from "./model/progress.ts";

export interface VerifyRequest {
  /** Derive the records again from the received files (level 4). */
  readonly rederive: boolean;
  /** Fingerprint kept outside the bundle, lower-case hex, or null. */
  readonly expectFingerprint: string | null;
  /** What signatures and time stamps are held against; nothing where it is left out. */
  readonly seals?: SealExpectations;
}

export interface Verified {
  /** `foreign-bag`: a BagIt bag of other making, of which only what BagIt defines was checked. */
  readonly kind: "evidence-bundle" | "foreign-bag";
  readonly word: VerifyWord;
  readonly levels: readonly LevelAnswer[];
  /** SHA-256 of the zip; null for a bag in a folder. */
  readonly zipSha256: string | null;
  /** SHA-256 of `tagmanifest-sha256.txt`, null where it cannot be read. */
  readonly fingerprint: string | null;
  readonly expectedFingerprint: string | null;
  /** Every signature and time stamp by itself. */
  readonly seals: SealAnswers;
}

/**
 * Opens a bundle as hostile input and answers level by level; all faults are collected.
 *
 * @throws {BundleError} BundleError when the file cannot be read as a bundle at all
 * @throws {UsageError} EXPECT_KEY_UNUSABLE, TRUST_UNUSABLE
 */
export async function verify(path: string, request: VerifyRequest, watch: Watch = {}): Promise<Verified> {
  const folder = viewOfFolder(path);
  if (folder && isForeign(folder)) return foreignBag(folder, null, request, watch);
  const scratch = new Scratch();
  try {
    const opened = await openBundle(path, watch);
    try {
      const view = viewOfZip(opened);
      if (isForeign(view)) return await foreignBag(view, opened, request, watch);
      const integrity = checkIntegrity(opened);
      const contents = integrity.levels.filter(({ level }) => level > 0);
      const readable = contents.every(({ outcome }) => outcome === "pass");
      const derivation = await derivationOf(opened, request, readable, scratch, watch);
      const { fingerprint, zipSha256 } = opened;
      const { levels: sealLevels, signatures, timeStamps } = await judgeSeals(opened, request.seals ?? NO_EXPECTATIONS);
      const levels = [...integrity.levels, derivation, ...sealLevels];
      const expected = request.expectFingerprint;
      const word = wordOf(levels, request, opened);
      const seals = { signatures, timeStamps };
      return { kind: "evidence-bundle", word, levels, zipSha256, fingerprint, expectedFingerprint: expected, seals };
    } finally {
      opened.close();
    }
  } finally {
    scratch.dispose();
  }
}

const NO_SEALS: SealAnswers = { signatures: [], timeStamps: [] };

/** A bag of other making is never called intact: what it holds, and who lists it, is not ours to say. */
async function foreignBag(
  view: BagView,
  opened: OpenedBundle | null,
  { expectFingerprint }: VerifyRequest,
  watch: Watch,
): Promise<Verified> {
  const { levels } = await checkForeignBag(view, opened, watch);
  const fingerprint = opened?.fingerprint ?? null;
  const differs = expectFingerprint !== null && expectFingerprint !== fingerprint;
  const word = differs || levels.some(({ outcome }) => outcome === "fail") ? "not-intact" : "cannot-tell";
  const zipSha256 = opened?.zipSha256 ?? null;
  return {
    kind: "foreign-bag",
    word,
    levels,
    zipSha256,
    fingerprint,
    expectedFingerprint: expectFingerprint,
    seals: NO_SEALS,
  };
}

async function derivationOf(
  opened: OpenedBundle,
  request: VerifyRequest,
  readable: boolean,
  scratch: Scratch,
  watch: Watch,
): Promise<LevelAnswer> {
  const answer = (outcome: LevelAnswer["outcome"], reason: string | null, faults: readonly Fault[] = []): LevelAnswer =>
    ({ level: 4, name: "derivation", outcome, reason, faults }); // prettier-ignore
  if (!request.rederive) return answer("undetermined", "not-asked");
  if (!readable) return answer("undetermined", "contents-not-readable");
  watch.onProgress?.({ step: "derive" });
  // Every importer and check comes with it: a third of a second that nobody waits for who does not ask.
  const { rederive } = await import("./rederive.ts");
  const { faults, viewFaults, sameVersion } = await rederive(opened, scratch, watch);
  if (faults.length === 0) {
    if (viewFaults === null) return answer("pass", "report-not-set-again");
    // Typesetting may differ between machines, so a report that comes out otherwise is a question, not an answer.
    return viewFaults.length === 0 ? answer("pass", null) : answer("undetermined", "report-differs", viewFaults);
  }
  // Another version may derive otherwise without anybody having touched the bundle.
  return sameVersion ? answer("fail", null, faults) : answer("undetermined", "other-version", faults);
}

/**
 * Contents that do not agree, or a damaged container, are NOT INTACT. A sound container of another make, around contents
 * that agree, has been packed again by somebody: nothing is said to be intact, nothing to be changed. A signature or
 * time stamp that is over other contents is as good as contents that changed; one that cannot be verified says nothing.
 */
function wordOf(
  levels: readonly LevelAnswer[],
  request: VerifyRequest,
  { fingerprint, form }: Pick<OpenedBundle, "fingerprint" | "form">,
): VerifyWord {
  const outcome = (level: number) => levels.find((answer) => answer.level === level)?.outcome;
  const contents = [1, 2, 3, 4].map(outcome);
  const seals = [5, 6].map(outcome);
  if ([...contents, ...seals].includes("fail") || form === "damaged") return "not-intact";
  if (request.expectFingerprint !== null && request.expectFingerprint !== fingerprint) return "not-intact";
  const judged = request.rederive ? contents : contents.slice(0, 3);
  if (outcome(0) !== "pass" || judged.includes("undetermined")) return "cannot-tell";
  // What was asked for is there, or its level had failed; it must check out too.
  const { require = [], expectKey = null } = request.seals ?? {};
  const asked: SealPart[] = expectKey === null ? [...require] : [...require, "seal"];
  if (asked.some((part) => outcome(LEVEL_OF[part]) !== "pass")) return "cannot-tell";
  return levels.some(isAnchored) ? "intact-sealed" : "intact-not-anchored";
}

/**
 * A signature that only checks by the key beside it says that somebody signed, and anybody can: it holds (level 5 passes,
 * with that reason), and anchors nothing until a key or a root is named from outside.
 */
function isAnchored({ level, outcome, reason }: LevelAnswer): boolean {
  return (level === 5 || level === 6) && outcome === "pass" && reason === null;
}

const LEVEL_OF: Readonly<Record<SealPart, number>> = { seal: 5, time: 6 };
