import type { Fault, LevelAnswer } from "../../model/verdict.ts";
import type { SealAnswers, SealExpectations, SignatureAnswer, TimeStampAnswer } from "../../model/seals.ts";
import { parseBagInfo } from "../bag-info.ts";
import { BAG_INFO, TAG_MANIFEST } from "../layout.ts";
import type { OpenedBundle } from "../open.ts";
import { expectKeyUnusable, trustUnusable } from "./faults.ts";
import { certificatesIn, keySha256, publicKeyIn } from "./keys.ts";
import { CMS, PLAIN, SEAL_BYTES_MAX, SIGNER_KEY, TIME_CHAIN, TIME_REQUEST, TIME_RESPONSE, TIME_RESPONSE_SM3 } from "./names.ts"; // prettier-ignore
import { judgePlain } from "./plain.ts";

/** Levels 5 and 6, with every signature and time stamp by itself. */
export interface SealReport extends SealAnswers {
  readonly levels: readonly [LevelAnswer, LevelAnswer];
}

/** Nothing brought from outside. */
export const NO_EXPECTATIONS: SealExpectations = { expectKey: null, trust: [], require: [], now: null };

/**
 * Checks whatever lies in `seal/`, offline.
 *
 * @throws {UsageError} EXPECT_KEY_UNUSABLE, TRUST_UNUSABLE
 */
export async function judgeSeals(opened: OpenedBundle, expectations: SealExpectations): Promise<SealReport> {
  const seals = new SealFiles(opened, expectations);
  const signatures = await seals.signatures();
  const timeStamps = await seals.timeStamps();
  return { signatures, timeStamps, levels: [signatureLevel(signatures, expectations), timeLevel(timeStamps, expectations)] }; // prettier-ignore
}

class SealFiles {
  private readonly opened: OpenedBundle;
  private readonly expectations: SealExpectations;
  private readonly expected;
  private readonly trust;

  constructor(opened: OpenedBundle, expectations: SealExpectations) {
    this.opened = opened;
    this.expectations = expectations;
    this.expected = expectedKey(expectations);
    this.trust = expectations.trust.flatMap((pem) => {
      const found = certificatesIn(pem);
      if (found.length === 0) throw trustUnusable();
      return found;
    });
  }

  async signatures(): Promise<SignatureAnswer[]> {
    return [...this.plain(), ...(await this.cms())];
  }

  private plain(): SignatureAnswer[] {
    if (!this.opened.has(PLAIN)) return [];
    const [content, signature] = [this.content(), this.bytes(PLAIN)];
    if (content === null || signature === null) return [unreadSignature(PLAIN, "plain")];
    return [judgePlain(PLAIN, signature, content, publicKeyIn(this.bytes(SIGNER_KEY) ?? ""), this.expected)];
  }

  private async cms(): Promise<SignatureAnswer[]> {
    if (!this.opened.has(CMS)) return [];
    const [content, bytes] = [this.content(), this.bytes(CMS)];
    if (content === null || bytes === null) return [unreadSignature(CMS, "cms")];
    const { judgeCms } = await import("./cms.ts");
    const { expected, trust } = this;
    return judgeCms(CMS, bytes, { content, expected, trust, others: this.others(), now: this.expectations.now });
  }

  async timeStamps(): Promise<TimeStampAnswer[]> {
    const paths = [TIME_RESPONSE, TIME_RESPONSE_SM3].filter((path) => this.opened.has(path));
    return Promise.all(paths.map((path) => this.timeStamp(path)));
  }

  private async timeStamp(path: string): Promise<TimeStampAnswer> {
    const [content, bytes] = [this.content(), this.bytes(path)];
    if (content === null || bytes === null) return unreadTimeStamp(path);
    const [{ judgeTimeStamp }, { readRequest }] = await Promise.all([
      import("./time-stamp.ts"),
      import("./request.ts"),
    ]);
    const kept = path === TIME_RESPONSE && this.opened.has(TIME_REQUEST) ? this.bytes(TIME_REQUEST) : null;
    const request = kept === null ? null : (readRequest(kept) ?? "unreadable");
    const { trust } = this;
    const { now } = this.expectations;
    return judgeTimeStamp(path, bytes, { content, trust, others: this.others(), request, packedFrom: this.packedFrom(), now }); // prettier-ignore
  }

  private content(): Buffer | null {
    return this.read(TAG_MANIFEST);
  }

  private others() {
    return certificatesIn(this.bytes(TIME_CHAIN) ?? "");
  }

  /** A file of `seal/`; null where it is missing, too large or unreadable. */
  private bytes(path: string): Buffer | null {
    return (this.opened.sizeOf(path) ?? Infinity) > SEAL_BYTES_MAX ? null : this.read(path);
  }

  private read(path: string): Buffer | null {
    try {
      return this.opened.bytes(path);
    } catch {
      return null;
    }
  }

  /** Beijing, as the date of packing is written. */
  private packedFrom(): number | null {
    const bytes = this.read(BAG_INFO);
    const date = bytes && parseBagInfo(bytes, () => undefined).find(({ label }) => label === "Bagging-Date")?.value;
    const at = Date.parse(`${date ?? ""}T00:00:00+08:00`);
    return Number.isFinite(at) ? at : null;
  }
}

function expectedKey({ expectKey }: SealExpectations) {
  if (expectKey === null) return null;
  const key = publicKeyIn(expectKey);
  if (key === null) throw expectKeyUnusable();
  return key;
}

function unreadSignature(path: string, form: SignatureAnswer["form"]): SignatureAnswer {
  return { path, form, outcome: "undetermined", reason: "not-readable", keySha256: null, keyType: null, expectation: "no-expectation", signer: null, statedAt: null }; // prettier-ignore
}

function unreadTimeStamp(path: string): TimeStampAnswer {
  return { path, outcome: "undetermined", reason: "not-readable", authority: null, certificateUntil: null, stampedAt: null, serial: null, policy: null, rootSha256: null }; // prettier-ignore
}

function signatureLevel(found: readonly SignatureAnswer[], expectations: SealExpectations): LevelAnswer {
  const faults: Fault[] = found
    .filter(({ outcome }) => outcome === "fail")
    .map(({ path, reason }) => ({ code: "SIGNATURE_INVALID", level: 5, path, expected: "a signature that holds", found: reason ?? "" })); // prettier-ignore
  const isAsked = expectations.require.includes("seal") || expectations.expectKey !== null;
  if (found.length === 0 && isAsked) {
    faults.push({ code: "SIGNATURE_MISSING", level: 5, path: null, expected: "a signature", found: "none" });
  }
  const wanted = expectedKey(expectations);
  const passed = found.filter(({ outcome }) => outcome === "pass");
  if (wanted !== null && !passed.some(({ expectation }) => expectation === "expected")) {
    // A signature of which the key is known is by another, be its certificate trusted or not.
    const other = found.find(({ keySha256: key, outcome }) => key !== null && outcome !== "fail");
    const by = `key ${other?.keySha256 ?? ""}`;
    if (other) faults.push({ code: "KEY_NOT_EXPECTED", level: 5, path: other.path, expected: `key ${keySha256(wanted)}`, found: by }); // prettier-ignore
  }
  // Where nobody said which key to expect, the key that signed is only shown.
  const reason = passed.some(({ expectation, form }) => expectation === "expected" || form === "cms") ? null : "key-from-bundle"; // prettier-ignore
  return levelOf(5, "signature", found, faults, reason);
}

function timeLevel(found: readonly TimeStampAnswer[], { require }: SealExpectations): LevelAnswer {
  const faults: Fault[] = found
    .filter(({ outcome }) => outcome === "fail")
    .map(({ path, reason }) => ({ code: "TIME_STAMP_INVALID", level: 6, path, expected: "a time stamp that holds", found: reason ?? "" })); // prettier-ignore
  if (found.length === 0 && require.includes("time")) {
    faults.push({ code: "TIME_STAMP_MISSING", level: 6, path: null, expected: "a time stamp", found: "none" });
  }
  return levelOf(6, "time-stamp", found, faults, null);
}

function levelOf(
  level: number,
  name: LevelAnswer["name"],
  found: readonly (SignatureAnswer | TimeStampAnswer)[],
  faults: readonly Fault[],
  passedReason: string | null,
): LevelAnswer {
  if (faults.length > 0) return { level, name, outcome: "fail", reason: null, faults };
  if (found.length === 0) return { level, name, outcome: "absent", reason: null, faults };
  if (found.some(({ outcome }) => outcome === "pass")) return { level, name, outcome: "pass", reason: passedReason, faults }; // prettier-ignore
  return { level, name, outcome: "undetermined", reason: found[0]?.reason ?? null, faults };
}
