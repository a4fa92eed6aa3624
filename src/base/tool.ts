import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const ASSETS = ["app.css", "app.js"] as const;

/** Where a file lies that the program hands out as it is; `npm run build` makes them, wherever the program itself runs from. */
export function assetFile(name: (typeof ASSETS)[number]): string {
  return fileURLToPath(new URL(`../../dist/viewer/${name}`, import.meta.url));
}

/**
 * Digest over the program's own modules as they run, and the files it hands out: two builds that call themselves one
 * version but derive otherwise are told apart by it.
 */
function codeSha256(): string {
  const extension = extname(import.meta.url);
  const root = fileURLToPath(new URL("..", import.meta.url));
  const modules = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(extension) && !path.endsWith(`.d${extension}`))
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !path.startsWith("viewer/"))
    .sort();
  const hash = createHash("sha256");
  const add = (name: string, file: string) => hash.update(name).update("\0").update(readFileSync(file)).update("\0");
  for (const path of modules) add(path, join(root, path));
  for (const name of ASSETS) if (existsSync(assetFile(name))) add(`viewer/${name}`, assetFile(name));
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
