import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { VerifyWord } from "../../src/model/verdict.ts";
import type { EditedBundle } from "../bundle/edited-bundle.ts";
import { sealedBytes } from "../bundle/sealed.ts";
import { lacksOpenssl, TAG, Workshop } from "../support/seal-workshop.ts";
import { signedAgain, UNBOUND } from "./cms.ts";
import { asType, exchanged, GM_SIGNED_DATA, response, SHA_256, SM2_SCHEME, SM3, tstInfo, withoutLength } from "./tokens.ts"; // prettier-ignore

const shop = new Workshop();
const { at, evidence, verified, edited, openssl, stamp } = shop;
const SIG = `seal/${TAG}.sig`;
const P7S = `seal/${TAG}.p7s`;
const TSR = `seal/${TAG}.tsr`;
const file = (name: string): Buffer => readFileSync(at(name));

beforeEach(({ skip }) => skip(lacksOpenssl));
beforeAll(async () => {
  if (lacksOpenssl) return;
  await shop.open();
  shop.issue("expired", "keyUsage=critical,digitalSignature", { from: "20190101000000Z", to: "20200101000000Z" });
  shop.issue("expired-tsa", "extendedKeyUsage=critical,timeStamping", { from: "20200101000000Z", to: "20210101000000Z" }); // prettier-ignore
  shop.issue("not-critical", "extendedKeyUsage=timeStamping");
  shop.issue("two-uses", "extendedKeyUsage=critical,timeStamping,codeSigning");
  openssl('req -x509 -newkey rsa:2048 -nodes -keyout alone.key -out alone.pem -subj "/CN=Nobody knows" -days 3650');
  for (const name of ["firm", "other"]) expect((await evidence("key", "new", "-o", `${name}.pem`)).exit).toBe(0);
  expect((await evidence("seal", "case-0001.zip", "--key", "firm.pem", "-o", "signed.zip")).exit).toBe(0);
  openssl(`ts -query -data case-0001/${TAG} -sha256 -cert -out good.tsq`);
  stamp("good.tsq", "good.tsr");
  writeFileSync(at("old.zip"), (await sealedBytes()).bytes);
  const old = (b: EditedBundle) => b.edit("bag-info.txt", (t) => t.replace(/Bagging-Date: .*/, "Bagging-Date: 2020-03-01")).rehashTagFiles(); // prettier-ignore
  edited("old.zip", "old.zip", old);
}, 60_000);
afterAll(() => {
  shop.folder.dispose();
});

/** One seal, what is brought from outside, and what is answered. */
interface SealRow {
  readonly item: number;
  readonly what: string;
  /** Makes `tampered.zip`. */
  readonly make: () => void;
  readonly argv?: readonly string[];
  readonly level: 3 | 5 | 6;
  readonly outcome: "pass" | "fail" | "undetermined" | "absent";
  /** Of the one signature or time stamp; left out where the level says it all. */
  readonly reason?: string | null;
  readonly word: VerifyWord;
}

const from = (name: string, change: (b: EditedBundle) => void) => () => void edited(name, "tampered.zip", change);
const ROOT = ["--trust", "root.pem"];
const BROKEN = { outcome: "fail", word: "not-intact" } as const;
const OPEN = { outcome: "undetermined", word: "intact-not-anchored" } as const;
const HOLDS = { outcome: "pass", word: "intact-sealed" } as const;
const flipped = (bytes: Buffer): Buffer => Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]); // prettier-ignore
const unsealed = (b: EditedBundle) => b.remove(SIG).remove("seal/signer.pub.pem");

const SIGNATURES: readonly SealRow[] = [
  { item: 71, what: "a byte of the signature flipped", make: from("signed.zip", (b) => b.set(SIG, flipped(file("signature")))), level: 5, reason: "signature-differs", ...BROKEN },
  { item: 71, what: "a byte of the signature flipped, its key expected", make: from("signed.zip", (b) => b.set(SIG, flipped(file("signature")))), argv: ["--expect-key", "firm.pub.pem"], level: 5, reason: "signature-differs", ...BROKEN },
  { item: 72, what: "the signature of another bundle", make: from("signed.zip", (b) => b.set("data/source/messages.json", "{}").rehash()), level: 5, reason: "signature-differs", ...BROKEN },
  { item: 73, what: "some key, none expected: shown, and not trusted", make: from("signed.zip", () => undefined), level: 5, reason: null, outcome: "pass", word: "intact-not-anchored" },
  { item: 73, what: "some key, none expected, a seal required: there is one", make: from("signed.zip", () => undefined), argv: ["--require", "seal"], level: 5, reason: null, outcome: "pass", word: "intact-not-anchored" },
  { item: 74, what: "another key than the one expected", make: from("signed.zip", () => undefined), argv: ["--expect-key", "other.pub.pem"], level: 5, reason: null, ...BROKEN },
  { item: 74, what: "the expected key laid beside another's signature", make: from("signed.zip", (b) => b.set("seal/signer.pub.pem", file("other.pub.pem"))), argv: ["--expect-key", "other.pub.pem"], level: 5, reason: "signature-differs", ...BROKEN },
  { item: 74, what: "the key expected", make: from("signed.zip", () => undefined), argv: ["--expect-key", "firm.pub.pem"], level: 5, reason: null, ...HOLDS },
  { item: 74, what: "a certificate of unknown root, another key expected", make: cms("alone"), argv: ["--expect-key", "firm.pub.pem"], level: 5, reason: "unknown-root", ...BROKEN },
  { item: 74, what: "a signature nobody can read, a key expected", make: from("case-0001.zip", (b) => b.set(P7S, "x")), argv: ["--expect-key", "firm.pub.pem"], level: 5, reason: "not-readable", outcome: "undetermined", word: "cannot-tell" },
  { item: 75, what: "the seal removed", make: from("signed.zip", unsealed), level: 5, outcome: "absent", word: "intact-not-anchored" },
  { item: 75, what: "the seal removed, and required", make: from("signed.zip", unsealed), argv: ["--require", "seal"], level: 5, ...BROKEN },
  { item: 75, what: "the seal removed, and its key expected", make: from("signed.zip", unsealed), argv: ["--expect-key", "firm.pub.pem"], level: 5, ...BROKEN },
  { item: 75, what: "the time stamp removed, and required", make: from("signed.zip", () => undefined), argv: ["--require", "time"], level: 6, ...BROKEN },
  { item: 75, what: "the public key removed", make: from("signed.zip", (b) => b.remove("seal/signer.pub.pem")), level: 5, reason: "key-missing", ...OPEN },
  { item: 75, what: "the public key removed, and a seal required", make: from("signed.zip", (b) => b.remove("seal/signer.pub.pem")), argv: ["--require", "seal"], level: 5, reason: "key-missing", outcome: "undetermined", word: "cannot-tell" },
  { item: 75, what: "the public key removed, and expected", make: from("signed.zip", (b) => b.remove("seal/signer.pub.pem")), argv: ["--expect-key", "firm.pub.pem"], level: 5, reason: null, ...HOLDS },
  { item: 76, what: "an unknown file beside the seal", make: from("signed.zip", (b) => b.set("seal/more.txt", "x")), level: 3, ...BROKEN },
  ...Object.entries(UNBOUND).map(([what, attributes]): SealRow => ({ item: 77, what: `CMS with ${what}`, make: () => {
    cms("signer")();
    const digest = createHash("sha256").update(file(`case-0001/${TAG}`)).digest();
    writeFileSync(at("odd.p7s"), signedAgain(file("odd.p7s"), attributes(digest), file("signer.key").toString()));
    edited("case-0001.zip", "tampered.zip", (b) => b.set(P7S, file("odd.p7s")));
  }, argv: ROOT, level: 5, reason: "content-not-bound", ...BROKEN })),
  { item: 77, what: "CMS as it should be", make: cms("signer"), argv: ROOT, level: 5, reason: null, ...HOLDS },
  { item: 77, what: "CMS without attributes", make: cms("signer", "-noattr"), argv: ROOT, level: 5, reason: null, ...HOLDS },
  { item: 77, what: "CMS attached instead of detached", make: cms("signer", "-nodetach"), argv: ROOT, level: 5, reason: "not-detached", ...BROKEN },
  { item: 77, what: "CMS by an expired certificate", make: cms("expired"), argv: ROOT, level: 5, reason: "outside-validity", ...OPEN },
  { item: 77, what: "CMS by an expired certificate, a seal required", make: cms("expired"), argv: [...ROOT, "--require", "seal"], level: 5, reason: "outside-validity", outcome: "undetermined", word: "cannot-tell" },
  { item: 77, what: "CMS by a certificate for another purpose", make: cms("code"), argv: ROOT, level: 5, reason: "certificate-purpose", ...OPEN },
  { item: 77, what: "CMS by a certificate that nobody but itself vouches for", make: cms("alone"), argv: ROOT, level: 5, reason: "unknown-root", ...OPEN },
  { item: 77, what: "CMS without its certificate", make: cms("signer", "-nocerts"), argv: ROOT, level: 5, reason: "signer-certificate-missing", ...OPEN },
  { item: 77, what: "CMS with SHA-1", make: cms("signer", "-md sha1"), argv: ROOT, level: 5, reason: "weak-algorithm", ...BROKEN },
  { item: 77, what: "CMS over something else", make: () => { cms("signer", "", "index.txt")(); }, argv: ROOT, level: 5, reason: "content-differs", ...BROKEN },
  { item: 78, what: "a P-256 key", make: plain("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256"), argv: ["--expect-key", "any.pub.pem"], level: 5, reason: null, ...HOLDS },
  { item: 78, what: "an RSA key", make: plain("genrsa 3072"), argv: ["--expect-key", "any.pub.pem"], level: 5, reason: null, ...HOLDS },
  { item: 78, what: "an Ed25519 key", make: plain("genpkey -algorithm ed25519"), argv: ["--expect-key", "any.pub.pem"], level: 5, reason: null, ...HOLDS },
  { item: 78, what: "an RSA key of 1024 bits", make: plain("genrsa 1024"), argv: ["--expect-key", "any.pub.pem"], level: 5, reason: "weak-algorithm", ...BROKEN },
  { item: 78, what: "an SM2 key", make: plain("genpkey -algorithm SM2"), level: 5, reason: "algorithm-not-verified-here", ...OPEN },
]; // prettier-ignore

const TIMES: readonly SealRow[] = [
  { item: 80, what: "of other data", make: asked("-data serial -sha256"), argv: ROOT, level: 6, reason: "content-differs", ...BROKEN },
  { item: 80, what: "as it should be", make: token(() => file("good.tsr")), argv: ROOT, level: 6, reason: null, ...HOLDS },
  { item: 81, what: "that is a refusal", make: asked(`-data case-0001/${TAG} -sha1`), argv: ROOT, level: 6, reason: "refused-by-authority", ...BROKEN },
  { item: 82, what: "without its response", make: token(() => { openssl("ts -reply -in good.tsr -token_out -out bare.tsr"); return file("bare.tsr"); }), argv: ROOT, level: 6, reason: "bare-token", ...OPEN },
  { item: 82, what: "without its response, one required", make: token(() => file("bare.tsr")), argv: [...ROOT, "--require", "time"], level: 6, reason: "bare-token", outcome: "undetermined", word: "cannot-tell" },
  ...["code", "not-critical", "two-uses", "signer"].map((by): SealRow => ({ item: 83, what: `by a certificate that is not for time stamping alone (${by})`, make: made(by), argv: ROOT, level: 6, reason: "certificate-purpose", ...BROKEN })),
  { item: 83, what: "made the same way by one that is", make: made("tsa"), argv: ROOT, level: 6, reason: null, ...HOLDS },
  { item: 84, what: "by a certificate that has run out since", make: made("expired-tsa", "2020-06-01", "old"), argv: ROOT, level: 6, reason: null, ...HOLDS },
  { item: 84, what: "by a certificate that had run out then", make: made("expired-tsa", "2021-06-01", "old"), argv: ROOT, level: 6, reason: "outside-validity", ...BROKEN },
  { item: 85, what: "of an unknown root", make: token(() => file("good.tsr")), argv: ["--trust", "other-root.pem"], level: 6, reason: "unknown-root", ...OPEN },
  { item: 85, what: "with no root named", make: token(() => file("good.tsr")), level: 6, reason: "unknown-root", ...OPEN },
  { item: 86, what: "with another nonce than that of the request kept", make: kept(`-data case-0001/${TAG} -sha256 -cert`), argv: ROOT, level: 6, reason: "nonce-differs", ...BROKEN },
  { item: 86, what: "for another request than the one kept", make: kept("-data serial -sha256 -cert"), argv: ROOT, level: 6, reason: "request-differs", ...BROKEN },
  { item: 87, what: "over SM3", make: asked(`-data case-0001/${TAG} -sm3`), argv: ROOT, level: 6, reason: null, ...HOLDS },
  { item: 88, what: "in the form of GM/T 0010", make: token(() => response(asType(GM_SIGNED_DATA, file("bare.tsr")))), argv: ROOT, level: 6, reason: "algorithm-not-verified-here", ...OPEN },
  { item: 88, what: "signed with SM2", make: token(() => exchanged(file("good.tsr"), { "1.2.840.10045.4.3.2": SM2_SCHEME })), argv: ROOT, level: 6, reason: "algorithm-not-verified-here", ...OPEN },
  { item: 88, what: "signed with SM2 over SM3, one required", make: sm2OverSm3, argv: [...ROOT, "--require", "time"], level: 6, reason: "algorithm-not-verified-here", outcome: "undetermined", word: "cannot-tell" },
  { item: 89, what: "from before the date of packing", make: made("tsa", "2025-06-01"), argv: ROOT, level: 6, reason: "before-packing", ...OPEN },
  { item: 89, what: "from before the date of packing, one required", make: made("tsa", "2025-06-01"), argv: [...ROOT, "--require", "time"], level: 6, reason: "before-packing", outcome: "undetermined", word: "cannot-tell" },
  { item: 89, what: "from the future", make: made("tsa", "2048-06-01"), argv: ROOT, level: 6, reason: "in-future", ...OPEN },
  { item: 90, what: "in BER", make: token(() => withoutLength(file("good.tsr"))), argv: ROOT, level: 6, reason: null, ...HOLDS },
  { item: 90, what: "with a byte behind it", make: token(() => Buffer.concat([file("good.tsr"), Buffer.from([0])])), argv: ROOT, level: 6, reason: "not-readable", ...OPEN },
  { item: 90, what: "cut off", make: token(() => file("good.tsr").subarray(0, -1)), argv: ROOT, level: 6, reason: "not-readable", ...OPEN },
  { item: 90, what: "with its signature changed", make: token(() => flipped(file("good.tsr"))), argv: ROOT, level: 6, reason: "signature-differs", ...BROKEN },
]; // prettier-ignore

/** A detached CMS signature by openssl, put in as an attacker would: without asking our own program. */
function cms(signer: string, options = "", over = `case-0001/${TAG}`): () => void {
  return () => {
    openssl(`cms -sign -binary -nosmimecap -md sha256 -in ${over} -signer ${signer}.pem -inkey ${signer}.key -outform DER -out odd.p7s ${options}`); // prettier-ignore
    edited("case-0001.zip", "tampered.zip", (b) => b.set(P7S, file("odd.p7s")));
  };
}

/** A plain signature by openssl. */
function plain(generate: string): () => void {
  return () => {
    openssl(`${generate} > any.pem 2>/dev/null`);
    openssl("pkey -in any.pem -pubout -out any.pub.pem");
    const [ed, sm2] = [generate.includes("ed25519"), generate.includes("SM2")];
    const sign = ed ? "pkeyutl -sign -rawin -inkey any.pem -in" : `dgst ${sm2 ? "-sm3 -sigopt distid:1234567812345678" : "-sha256"} -sign any.pem`; // prettier-ignore
    openssl(`${sign} case-0001/${TAG} > any.sig`);
    edited("case-0001.zip", "tampered.zip", (b) => b.set(SIG, file("any.sig")).set("seal/signer.pub.pem", file("any.pub.pem"))); // prettier-ignore
  };
}

function token(bytes: () => Buffer): () => void {
  return () => {
    const content = bytes();
    edited("case-0001.zip", "tampered.zip", (b) => b.set(TSR, content));
  };
}

/** A time stamp by the authority, over what a request asks for. */
function asked(query: string): () => void {
  return token(() => {
    openssl(`ts -query ${query} -cert -out odd.tsq`);
    stamp("odd.tsq", "odd.tsr");
    return file("odd.tsr");
  });
}

/** The good time stamp beside another request. */
function kept(query: string): () => void {
  return () => {
    openssl(`ts -query ${query} -out odd.tsq`);
    edited("case-0001.zip", "tampered.zip", (b) =>
      b.set(TSR, file("good.tsr")).set(`seal/${TAG}.tsq`, file("odd.tsq")),
    );
  };
}

/** As an authority with SM2 would build it, but for the value of the signature: imprint and digest of the content are SM3. */
function sm2OverSm3(): void {
  asked(`-data case-0001/${TAG} -sm3`)();
  openssl("ts -reply -in odd.tsr -token_out -out odd.der");
  openssl("cms -verify -noverify -inform DER -in odd.der -out info.der");
  const digest = (name: string): string => createHash(name).update(file("info.der")).digest("hex");
  const exchanges = { "1.2.840.10045.4.3.2": SM2_SCHEME, [SHA_256]: SM3, [digest("sha256")]: digest("sm3") };
  token(() => exchanged(file("odd.tsr"), exchanges))();
}

/** `openssl ts` refuses to sign what it should not; `openssl cms` signs whatever it is given. */
function made(by: string, day = "2026-03-02", name = "case-0001"): () => void {
  return () => {
    copyFileSync(at(`${name}.zip`), at("tampered.zip"));
    edited(`${name}.zip`, "tampered.zip", (b) => {
      writeFileSync(at("info.der"), tstInfo(Buffer.from(b.text(TAG), "latin1"), new Date(`${day}T12:00:00Z`)));
      openssl(`cms -sign -binary -nodetach -econtent_type 1.2.840.113549.1.9.16.1.4 -cades -md sha256 -in info.der -signer ${by}.pem -inkey ${by}.key -outform DER -out odd.der`); // prettier-ignore
      b.set(TSR, response(file("odd.der")));
    });
  };
}

describe.each([
  ["signature", SIGNATURES],
  ["time stamp", TIMES],
] as const)("a %s", (_kind, rows) => {
  beforeAll(() => {
    if (lacksOpenssl) return;
    edited("signed.zip", "signed.zip", (b) => { writeFileSync(at("signature"), b.text(SIG), "latin1"); }); // prettier-ignore
  });

  test.each(rows.map((row) => [row.item, row.what, row] as const))("%i %s", async (_item, _what, row) => {
    row.make();
    const { exit, word, levels, seals } = await verified("tampered.zip", ...(row.argv ?? []));
    const level = levels.find((one) => one.level === row.level);
    expect([level?.outcome, word]).toEqual([row.outcome, row.word]);
    expect(level?.faults.length === 0).toBe(row.outcome !== "fail");
    expect(exit).toBe(word.startsWith("intact") ? 0 : 1);
    if (row.reason === undefined) return;
    const [answer, ...more] = row.level === 5 ? seals.signatures : seals.timeStamps;
    expect([answer?.reason, more]).toEqual([row.reason, []]);
  }); // prettier-ignore
});

describe("two signers of one CMS file", () => {
  const two = (options: string) => {
    openssl(`cms -sign -binary -nosmimecap -md sha256 -in case-0001/${TAG} -signer signer.pem -inkey signer.key ${options} -outform DER -out odd.p7s`); // prettier-ignore
    edited("case-0001.zip", "tampered.zip", (b) => b.set(P7S, file("odd.p7s")));
  };

  test("77 are each answered for, and one that is trusted is enough", async () => {
    two("-signer alone.pem -inkey alone.key");
    const { word, seals } = await verified("tampered.zip", ...ROOT);
    expect(seals.signatures.map(({ outcome, reason }) => [outcome, reason])).toEqual([["pass", null], ["undetermined", "unknown-root"]]); // prettier-ignore
    expect(word).toBe("intact-sealed");
  });

  test("77 of which one does not hold make the bundle fail", async () => {
    two("-signer code.pem -inkey code.key");
    const bytes = flipped(file("odd.p7s"));
    edited("case-0001.zip", "tampered.zip", (b) => b.set(P7S, bytes));
    const { word, seals } = await verified("tampered.zip", ...ROOT);
    // DER sorts the signers by their bytes, so that either may be the last.
    expect(seals.signatures.map(({ outcome }) => outcome === "fail").sort()).toEqual([false, true]);
    expect(word).toBe("not-intact");
  });
});

test("79 seals added after packing leave the fingerprint as it is", async () => {
  const before = await verified("case-0001.zip");
  writeFileSync(at("good.p7s"), "");
  openssl(`cms -sign -binary -nosmimecap -md sha256 -in case-0001/${TAG} -signer signer.pem -inkey signer.key -outform DER -out good.p7s`); // prettier-ignore
  const attached = ["--attach", "good.p7s", "--attach", "good.tsr", "--attach", "good.tsq"];
  expect((await evidence("seal", "signed.zip", ...attached, "-o", "all.zip")).exit).toBe(0);
  const after = await verified("all.zip", ...ROOT, "--expect-key", "firm.pub.pem", "--require", "seal,time");
  expect(after).toMatchObject({ exit: 0, word: "intact-sealed", fingerprint: before.fingerprint });
  expect([after.seals.signatures.length, after.seals.timeStamps.length]).toEqual([2, 1]);
});

test("84 a certificate that ran out is told with its date, and openssl needs the moment of the stamp to agree", async () => {
  made("expired-tsa", "2020-06-01", "old")();
  const [answer] = (await verified("tampered.zip", ...ROOT)).seals.timeStamps;
  expect(answer).toMatchObject({ stampedAt: Date.UTC(2020, 5, 1, 12), certificateUntil: Date.UTC(2021, 0, 1) });
  edited("old.zip", "scratch.zip", (b) => { writeFileSync(at("old-list"), b.text(TAG), "latin1"); }); // prettier-ignore
  writeFileSync(at("old.tsr"), response(file("odd.der")));
  const line = "ts -verify -data old-list -in old.tsr -CAfile root.pem";
  expect(() => openssl(`${line} 2>&1`)).toThrow();
  expect(openssl(`${line} -attime ${Date.UTC(2020, 5, 1, 12) / 1000}`)).toContain("Verification: OK");
});
