import { Scratch } from "./base/scratch.ts";
import { checkIntegrity } from "./bundle/integrity.ts";
import { openBundle, type OpenedBundle } from "./bundle/open.ts";
import type { Fault, LevelAnswer, VerifyWord } from "./model/verdict.ts";
import type { Watch } from "./model/progress.ts";
import { rederive } from "./rederive.ts";

export interface VerifyRequest {
  /** Derive the records again from the received files (level 4). */
  readonly rederive: boolean;
  /** Fingerprint kept outside the bundle, lower-case hex, or null. */
  readonly expectFingerprint: string | null;
}

export interface Verified {
  readonly word: VerifyWord;
  readonly levels: readonly LevelAnswer[];
  readonly zipSha256: string;
  /** SHA-256 of `tagmanifest-sha256.txt`, null where it cannot be read. */
  readonly fingerprint: string | null;
  readonly expectedFingerprint: string | null;
}

/**
 * Opens a bundle as hostile input and answers level by level; all faults are collected.
 *
 * @throws {BundleError} BundleError when the file cannot be read as a bundle at all
 */
export async function verify(path: string, request: VerifyRequest, watch: Watch = {}): Promise<Verified> {
  const scratch = new Scratch();
  try {
    const opened = await openBundle(path, watch);
    try {
      const integrity = checkIntegrity(opened);
      const contents = integrity.levels.filter(({ level }) => level > 0);
      const readable = contents.every(({ outcome }) => outcome === "pass");
      const derivation = await derivationOf(opened, request, readable, scratch, watch);
      const levels = [...integrity.levels, derivation, ...anchors(opened)];
      const { fingerprint, zipSha256 } = opened;
      const expected = request.expectFingerprint;
      const word = wordOf(levels, request, opened);
      return { word, levels, zipSha256, fingerprint, expectedFingerprint: expected };
    } finally {
      opened.close();
    }
  } finally {
    scratch.dispose();
  }
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
  const { faults, viewFaults, sameVersion } = await rederive(opened, scratch, watch);
  if (faults.length === 0) {
    if (viewFaults === null) return answer("pass", "report-not-set-again");
    // Typesetting may differ between machines, so a report that comes out otherwise is a question, not an answer.
    return viewFaults.length === 0 ? answer("pass", null) : answer("undetermined", "report-differs", viewFaults);
  }
  // Another version may derive otherwise without anybody having touched the bundle.
  return sameVersion ? answer("fail", null, faults) : answer("undetermined", "other-version", faults);
}

/** Seals are told apart from their absence; this version does not check them. */
function anchors(opened: OpenedBundle): LevelAnswer[] {
  const has = (ending: RegExp): boolean => opened.paths.some((path) => path.startsWith("seal/") && ending.test(path));
  const answer = (level: number, name: LevelAnswer["name"], present: boolean): LevelAnswer =>
    present
      ? { level, name, outcome: "undetermined", reason: "not-verified-here", faults: [] }
      : { level, name, outcome: "absent", reason: null, faults: [] };
  return [answer(5, "signature", has(/\.(sig|p7s)$/)), answer(6, "time-stamp", has(/\.tsr$/))];
}

/**
 * Contents that do not agree, or a damaged container, are NOT INTACT. A sound container of another make, around contents
 * that agree, has been packed again by somebody: nothing is said to be intact, nothing to be changed.
 */
function wordOf(
  levels: readonly LevelAnswer[],
  request: VerifyRequest,
  { fingerprint, form }: Pick<OpenedBundle, "fingerprint" | "form">,
): VerifyWord {
  const outcome = (level: number) => levels.find((answer) => answer.level === level)?.outcome;
  const contents = [1, 2, 3, 4].map(outcome);
  if (contents.includes("fail") || form === "damaged") return "not-intact";
  if (request.expectFingerprint !== null && request.expectFingerprint !== fingerprint) return "not-intact";
  const judged = request.rederive ? contents : contents.slice(0, 3);
  if (outcome(0) !== "pass" || judged.includes("undetermined")) return "cannot-tell";
  return "intact-not-anchored";
}
