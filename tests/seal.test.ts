import { execFileSync } from "node:child_process";
import { createServer, type Server } from "node:http";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { keyAnswer, sealAnswer } from "../src/model/shapes/answers.ts";
import { lacksOpenssl, TAG, Workshop } from "./support/seal-workshop.ts";

const shop = new Workshop();
const { folder, at, evidence, verified, bundle, edited, openssl, stamp } = shop;

beforeEach(({ skip }) => skip(lacksOpenssl));
beforeAll(async () => {
  if (lacksOpenssl) return;
  await shop.open();
  expect((await evidence("key", "new", "-o", "firm.pem")).exit).toBe(0);
  expect((await evidence("key", "new", "-o", "other.pem")).exit).toBe(0);
  expect((await evidence("seal", "case-0001.zip", "--key", "firm.pem", "-o", "signed.zip")).exit).toBe(0);
}, 60_000);
afterAll(() => {
  folder.dispose();
});

describe("evidence key new", () => {
  test("writes a locked key for its owner alone, and never over another", async () => {
    expect(statSync(at("firm.pem")).mode & 0o777).toBe(0o600);
    expect(readFileSync(at("firm.pem"), "utf8")).toContain("BEGIN ENCRYPTED PRIVATE KEY");
    expect(openssl("pkey -in firm.pem -passin 'pass:正确的 passphrase' -pubout")).toBe(readFileSync(at("firm.pub.pem"), "utf8")); // prettier-ignore
    const again = await evidence("key", "new", "-o", "firm.pem");
    expect([again.exit, again.document.error?.code]).toEqual([4, "TARGET_EXISTS"]);
    const fresh = await evidence("key", "new", "-o", "third.pem");
    expect(keyAnswer.parse(fresh.document).publicFile).toBe(at("third.pub.pem"));
  });

  test("leaves no private half where the public one is in the way", async () => {
    writeFileSync(at("half.pub.pem"), "");
    expect((await evidence("key", "new", "-o", "half.pem")).exit).toBe(4);
    expect(existsSync(at("half.pem"))).toBe(false);
  });
});

describe("evidence seal --key", () => {
  test("is INTACT AND SEALED by the key, the fingerprint unchanged, and openssl agrees", async () => {
    const before = await verified("case-0001.zip");
    const after = await verified("signed.zip", "--expect-key", "firm.pub.pem", "--require", "seal");
    expect(before).toMatchObject({ exit: 0, word: "intact-not-anchored", outcomes: ["absent", "absent"] });
    expect(after).toMatchObject({ exit: 0, word: "intact-sealed", outcomes: ["pass", "absent"] });
    expect(after.seals.signatures).toMatchObject([
      { form: "plain", expectation: "expected", keyType: "ec prime256v1" },
    ]);
    expect(after.fingerprint).toBe(before.fingerprint);
    mkdirSync(at("out"));
    execFileSync("unzip", ["-q", at("signed.zip")], { cwd: at("out") });
    execFileSync("sha256sum", ["--strict", "-c", "signed.zip.sha256"], { cwd: folder.path });
    expect(openssl(`dgst -sha256 -verify firm.pub.pem -signature out/case-0001/seal/${TAG}.sig out/case-0001/${TAG}`)).toContain("Verified OK"); // prettier-ignore
  });

  test("in place it replaces the zip and its digest, and a second seal is refused", async () => {
    bundle("place.zip");
    const { exit, document } = await evidence("seal", "place.zip", "--key", "firm.pem");
    expect([exit, sealAnswer.parse(document).bundle?.name]).toEqual([0, "place.zip"]);
    execFileSync("sha256sum", ["--strict", "-c", "place.zip.sha256"], { cwd: folder.path });
    const sealed = readFileSync(at("place.zip"));
    const again = await evidence("seal", "place.zip", "--key", "other.pem");
    expect([again.exit, again.document.error?.code]).toEqual([4, "SEAL_EXISTS"]);
    expect(readFileSync(at("place.zip")).equals(sealed)).toBe(true);
  });

  test("a damaged bundle, a wrong passphrase and an Ed25519 key are refused, and nothing changes", async () => {
    edited("case-0001.zip", "changed.zip", (b) => b.set("data/source/messages.json", "{}"));
    openssl("genpkey -algorithm ed25519 -out ed.pem");
    writeFileSync(at("wrong.txt"), "falsch\n");
    const codes = [
      await evidence("seal", "changed.zip", "--key", "firm.pem"),
      await evidence("seal", "case-0001.zip", "--key", "firm.pem", "--passphrase-file", "wrong.txt"),
      await evidence("seal", "case-0001.zip", "--key", "ed.pem"),
      await evidence("seal", "case-0001.zip"),
    ].map(({ exit, document }) => [exit, document.error?.code]);
    expect(codes).toEqual([[3, "BUNDLE_NOT_INTACT"], [2, "PASSPHRASE_WRONG"], [2, "KEY_UNUSABLE"], [2, "SEAL_NOTHING_ASKED"]]); // prettier-ignore
    expect((await verified("case-0001.zip")).outcomes).toEqual(["absent", "absent"]);
  });
});

describe("CMS signatures", () => {
  const sign = (name: string, options: string, out: string): string =>
    openssl(`cms -sign -binary -nosmimecap -md sha256 -in case-0001/${TAG} -signer ${name}.pem -inkey ${name}.key -outform DER -out ${out} ${options}`); // prettier-ignore

  test("hold under a trusted root, are not verified under an unknown one, and openssl agrees", async () => {
    sign("signer", "", "good.p7s");
    expect((await evidence("seal", bundle("cms.zip"), "--attach", "good.p7s")).exit).toBe(0);
    expect(await verified("cms.zip", "--trust", "root.pem")).toMatchObject({ word: "intact-sealed", outcomes: ["pass", "absent"] }); // prettier-ignore
    const unknown = await verified("cms.zip", "--trust", "other-root.pem");
    expect([unknown.word, unknown.seals.signatures[0]?.reason]).toEqual(["intact-not-anchored", "unknown-root"]);
    openssl("x509 -in signer.pem -pubkey -noout > signer.pub.pem");
    expect((await verified("cms.zip", "--expect-key", "signer.pub.pem")).word).toBe("intact-sealed");
    openssl(`cms -verify -binary -inform DER -in good.p7s -content case-0001/${TAG} -CAfile root.pem -purpose any -out /dev/null`); // prettier-ignore
  });

  test("over something else is refused when attached", async () => {
    writeFileSync(at("else.txt"), "something else\n");
    openssl(
      "cms -sign -binary -md sha256 -in else.txt -signer signer.pem -inkey signer.key -outform DER -out else.p7s",
    );
    const refused = await evidence("seal", bundle("else.zip"), "--attach", "else.p7s");
    expect([refused.exit, refused.document.error?.code]).toEqual([3, "SEAL_DOES_NOT_FIT"]);
  });
});

describe("time stamps", () => {
  const reasonOf = async (name: string, ...argv: string[]) => (await verified(name, ...argv)).seals.timeStamps[0];

  test("carried out and back hold under the root, with the nonce of the request, and openssl agrees", async () => {
    bundle("timed.zip");
    const asked = await evidence("seal", "timed.zip", "--timestamp-request");
    expect([asked.exit, sealAnswer.parse(asked.document).timestampRequest]).toEqual([0, at("timed.tsq")]);
    expect(openssl("ts -query -in timed.tsq -text")).toMatch(/Hash Algorithm: sha256[^]*Certificate required: yes/);
    stamp("timed.tsq", "back.tsr");
    expect((await evidence("seal", "timed.zip", "--attach", "back.tsr")).exit).toBe(0);
    const answer = await verified("timed.zip", "--trust", "root.pem", "--require", "time");
    expect(answer).toMatchObject({ exit: 0, word: "intact-sealed", outcomes: ["absent", "pass"] });
    expect(answer.seals.timeStamps[0]?.authority).toContain("Invented tsa");
    openssl(`ts -verify -data case-0001/${TAG} -in back.tsr -CAfile root.pem`);
    openssl("ts -verify -queryfile timed.tsq -in back.tsr -CAfile root.pem");
  });

  test("of an unknown root are not verified, never invalid", async () => {
    expect(await reasonOf("timed.zip", "--trust", "other-root.pem")).toMatchObject({ outcome: "undetermined", reason: "unknown-root" }); // prettier-ignore
    expect(await verified("timed.zip")).toMatchObject({ exit: 0, word: "intact-not-anchored" });
    expect(await verified("timed.zip", "--require", "time")).toMatchObject({ exit: 1, word: "cannot-tell" });
    expect(await verified("case-0001.zip", "--require", "time")).toMatchObject({ exit: 1, word: "not-intact", codes: ["TIME_STAMP_MISSING"] }); // prettier-ignore
  });

  test("come from an authority that is asked over HTTP, which is said first and gets the digest only", async () => {
    let received = Buffer.alloc(0);
    const server: Server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request
        .on("data", (chunk: Buffer) => chunks.push(chunk))
        .on("end", () => {
          received = Buffer.concat(chunks);
          writeFileSync(at("http.tsq"), received);
          stamp("http.tsq", "http.tsr");
          response.end(readFileSync(at("http.tsr")));
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}/tsr`;
    const { exit, err } = await evidence("seal", bundle("http.zip"), "--tsa", url);
    server.close();
    expect([exit, err.includes("127.0.0.1"), received.length]).toEqual([0, true, 69]);
    expect((await verified("http.zip", "--trust", "root.pem")).word).toBe("intact-sealed");
    const gone = await evidence("seal", bundle("gone.zip"), "--tsa", url);
    expect([gone.exit, gone.document.error?.code]).toEqual([3, "TSA_NOT_REACHED"]);
  });
});

test("the openssl lines of VERIFY.txt run as printed", async () => {
  for (const name of ["good.p7s", "back.tsr"]) {
    expect((await evidence("seal", "signed.zip", "--attach", name)).exit).toBe(0);
  }
  mkdirSync(at("verify"));
  execFileSync("unzip", ["-q", at("signed.zip")], { cwd: at("verify") });
  const inside = join(at("verify"), "case-0001");
  for (const [from, to] of [["firm.pub.pem", "signer.pem"], ["root.pem", "ca.pem"], ["root.pem", "tsa-root.pem"]] as const) copyFileSync(at(from), join(inside, to)); // prettier-ignore
  const text = readFileSync(join(inside, "meta/VERIFY.txt"), "utf8").replaceAll("\r", "");
  const said = ["openssl-sig", "openssl-cms", "openssl-ts"].map((block) => {
    const lines = new RegExp(`^\\[${block}\\]\\n([^]*?)^\\[end\\]$`, "m").exec(text)?.[1] ?? "false";
    return execFileSync("bash", ["-euc", `(${lines}) 2>&1`], { cwd: inside, encoding: "utf8" });
  });
  expect(said[0]).toContain("Verified OK");
  expect(said[1]).toMatch(/verification successful/i);
  expect(said[2]).toMatch(/Verification: OK[^]*Time stamp:/);
  const all = await verified(
    "signed.zip",
    "--expect-key",
    "firm.pub.pem",
    "--trust",
    "root.pem",
    "--require",
    "seal,time",
  );
  expect(all).toMatchObject({ exit: 0, word: "intact-sealed", outcomes: ["pass", "pass"] });
});

test("nothing is left beside the bundles", () => {
  const left = execFileSync("ls", ["-A"], { cwd: folder.path, encoding: "utf8" }).split("\n");
  expect(left.filter((name) => name.startsWith(".evidence-"))).toEqual([]);
  rmSync(at("out"), { recursive: true, force: true });
});
