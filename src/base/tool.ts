import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

/**
 * Digest over the program's own modules as they run: two builds that call themselves one version but derive otherwise
 * are told apart by it.
 */
function codeSha256(): string {
  const extension = extname(import.meta.url);
  const root = fileURLToPath(new URL("..", import.meta.url));
  const modules = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(extension) && !path.endsWith(`.d${extension}`))
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
  const hash = createHash("sha256");
  for (const path of modules) hash.update(path).update("\0").update(readFileSync(join(root, path))).update("\0"); // prettier-ignore
  return hash.digest("hex");
}

/** Name and version of this program, and the version of the bundle format it writes. */
export const TOOL = { name: "evidence", version, format: "1" } as const;

let code: string | undefined;

/** The same with the digest of the code, taken once when first asked for. */
export function toolWithCode(): typeof TOOL & { readonly codeSha256: string } {
  code ??= codeSha256();
  return { ...TOOL, codeSha256: code };
}
