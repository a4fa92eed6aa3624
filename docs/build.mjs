// `npm run build`: compiles into a fresh folder, with the viewer of the bundle bundled into `viewer/`, and gives it the
// name `dist` when it is whole. So a failed build leaves the last one as it was, and two builds at once do not see each
// other's halves.
import { spawnSync } from "node:child_process";
import { readFileSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const TRIES = 100;
const fresh = `.dist-${process.pid}.tmp`;
const former = `.dist-${process.pid}-former.tmp`;

const compiler = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));
const parameters = [compiler, "-p", "tsconfig.build.json", "--outDir", fresh];
try {
  process.exitCode = spawnSync(process.execPath, parameters, { stdio: "inherit" }).status ?? 1;
  if (process.exitCode === 0) {
    await bundleViewer(`${fresh}/viewer`);
    swap();
  }
} finally {
  for (const folder of [fresh, former]) rmSync(folder, { recursive: true, force: true });
}

/** `app.js`, a plain script for a browser of the last five years, and `app.css`: the same bytes from the same sources. */
async function bundleViewer(folder) {
  const licence = readFileSync("node_modules/preact/LICENSE", "utf8").replaceAll("*/", "");
  const shared = { bundle: true, minify: true, charset: "utf8", legalComments: "none", logLevel: "warning" };
  await build({
    ...shared,
    entryPoints: ["src/viewer/main.tsx"],
    outfile: `${folder}/app.js`,
    format: "iife",
    target: "es2020",
    tsconfig: "src/viewer/tsconfig.json",
    banner: { js: `/* Contains preact:\n${licence}*/` },
  });
  await build({ ...shared, entryPoints: ["src/viewer/app.css"], outfile: `${folder}/app.css`, target: "chrome87" });
}

function swap() {
  for (let tries = 0; tries < TRIES; tries += 1) {
    renamed("dist", former);
    if (renamed(fresh, "dist")) return;
    // Another build has put its folder there in between; this one comes later and replaces it.
    rmSync(former, { recursive: true, force: true });
  }
  throw new Error(`dist could not be replaced by ${fresh}: does another program hold it open?`);
}

/** Whether it was done; false where there is nothing to rename, or another build was quicker to take the name. */
function renamed(from, to) {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (["ENOENT", "ENOTEMPTY", "EEXIST", "EPERM", "EACCES", "EBUSY"].includes(error.code)) return false;
    throw error;
  }
}
