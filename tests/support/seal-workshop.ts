import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../src/cli/run.ts";
import { verifyAnswer } from "../../src/model/shapes/answers.ts";
import { EditedBundle } from "../bundle/edited-bundle.ts";
import { sealedBytes, temporaryFolder } from "../bundle/sealed.ts";
import { missing } from "./witness.ts";

/** Whether the programs that make the other side's seals are not there and may be done without. */
export const lacksOpenssl = missing("openssl") || missing("unzip");

/** What every seal is over. */
export const TAG = "tagmanifest-sha256.txt";

/** Validity of a certificate in UTC, as `openssl ca` takes it. */
export interface Dates {
  readonly from: string;
  readonly to: string;
}

const LONG: Dates = { from: "20190101000000Z", to: "20490101000000Z" };

/**
 * A folder with a small bundle (`case-0001.zip`, also unpacked), two roots, and certificates of all purposes, made by openssl:
 * everything that signs here is by another program than the one that verifies.
 */
export class Workshop {
  readonly folder = temporaryFolder();

  readonly at = (name: string): string => join(this.folder.path, name);

  /** One command line in the folder; the JSON it prints, and what it says besides. */
  readonly evidence = async (...argv: string[]) => {
    let [out, err] = ["", ""];
    const exit = await run({
      argv: [...argv, "--json"],
      environment: { EVIDENCE_PASSPHRASE: "正确的 passphrase" },
      folder: this.folder.path,
      now: Date.now(),
      out: (text) => (out += text),
      err: (text) => (err += text),
      outIsTerminal: false,
      errIsTerminal: false,
      signal: new AbortController().signal,
    });
    return { exit, err, document: JSON.parse(out) as { error?: { code: string } } };
  };

  readonly verified = async (name: string, ...argv: string[]) => {
    const { exit, document } = await this.evidence("verify", name, "--no-rederive", ...argv);
    const { word, levels, seals, fingerprint } = verifyAnswer.parse(document);
    const outcomes = [5, 6].map((level) => levels.find((one) => one.level === level)?.outcome);
    const codes = levels.flatMap(({ faults }) => faults.map(({ code }) => code));
    return { exit, word, outcomes, codes, seals, fingerprint, levels };
  };

  /** A copy of the plain bundle under another name. */
  readonly bundle = (name: string): string => {
    copyFileSync(this.at("case-0001.zip"), this.at(name));
    return name;
  };

  readonly edited = (from: string, name: string, change: (bundle: EditedBundle) => void): string => {
    const taken = new EditedBundle(readFileSync(this.at(from)));
    change(taken);
    writeFileSync(this.at(name), taken.zip());
    return name;
  };

  readonly openssl = (line: string): string =>
    execFileSync("bash", ["-euo", "pipefail", "-c", `openssl ${line}`], { cwd: this.folder.path, encoding: "utf8", stdio: "pipe" }); // prettier-ignore

  /** A time-stamp authority's answer to a request. */
  readonly stamp = (query: string, response: string): string =>
    this.openssl(`ts -reply -config tsa.cnf -section tsa -queryfile ${query} -out ${response}`);

  /** Writes the bundle and all certificates. */
  async open(): Promise<void> {
    writeFileSync(this.at("case-0001.zip"), (await sealedBytes()).bytes);
    execFileSync("unzip", ["-q", "case-0001.zip"], { cwd: this.folder.path });
    this.makeAuthorities();
  }

  private makeAuthorities(): void {
    writeFileSync(this.at("ca.cnf"), CA);
    writeFileSync(this.at("index.txt"), "");
    writeFileSync(this.at("ca.srl"), "01\n");
    writeFileSync(this.at("serial"), "01\n");
    for (const name of ["root", "other-root"]) this.root(name);
    this.issue("tsa", "extendedKeyUsage=critical,timeStamping");
    this.issue("signer", "keyUsage=critical,digitalSignature");
    this.issue("code", "extendedKeyUsage=codeSigning");
    writeFileSync(this.at("tsa.cnf"), TSA);
  }

  private root(name: string): void {
    writeFileSync(this.at(`${name}.ext`), "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n");
    this.openssl(`req -newkey rsa:2048 -nodes -keyout ${name}.key -out ${name}.csr -subj "/CN=Invented ${name}"`);
    this.sign(name, "-selfsign", LONG, name);
  }

  /** A certificate for a new P-256 key, by the first root. */
  issue(name: string, extension: string, dates: Dates = LONG): void {
    writeFileSync(this.at(`${name}.ext`), `basicConstraints=CA:FALSE\n${extension}\n`);
    this.openssl(
      `req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ${name}.key -out ${name}.csr -subj "/CN=Invented ${name}"`,
    );
    this.sign(name, "-cert root.pem", dates, "root");
  }

  private sign(name: string, by: string, { from, to }: Dates, key: string): void {
    this.openssl(
      `ca -batch -notext -config ca.cnf ${by} -keyfile ${key}.key -in ${name}.csr -out ${name}.pem -startdate ${from} -enddate ${to} -extfile ${name}.ext`,
    );
  }
}

const CA = `[ca]
default_ca=own
[own]
database=./index.txt
serial=./ca.srl
new_certs_dir=.
default_md=sha256
policy=any
unique_subject=no
[any]
commonName=supplied
`;

const TSA = `[tsa]
serial=./serial
signer_cert=./tsa.pem
signer_key=./tsa.key
certs=./root.pem
signer_digest=sha256
default_policy=1.2.3.4.1
digests=sha256,sha384,sha512,sm3
ess_cert_id_alg=sha256
`;
