import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const SRC = resolve(import.meta.dirname, "../src");
const STAGES = ["source", "importers", "checks", "dossier", "report", "bundle", "casefile"];
/** Files through which the rest of the program speaks to a stage. */
const ENTRIES: Readonly<Record<string, readonly string[]>> = {
  source: ["source/read", "source/archive", "source/enclosed"],
  casefile: ["casefile/read", "casefile/begin"],
  bundle: [
    "bundle/layout",
    "bundle/manifest",
    "bundle/instructions",
    "bundle/seal",
    "bundle/open",
    "bundle/integrity",
    "bundle/extract",
    "bundle/foreign-bag",
    "bundle/reseal",
    "bundle/written",
    ...["judge", "attach", "authority", "names", "request", "signing"].map((name) => `bundle/seals/${name}`),
  ],
  importers: ["importers/import", "importers/index", "importers/importer"],
  checks: ["checks/run", "checks/index", "checks/check", "checks/payments"],
  dossier: ["dossier/describe"],
  report: [
    "report/render",
    "report/paths",
    "report/figures/figures",
    "report/derived",
    "report/record/facts",
    "report/viewer/viewer",
  ],
};
const RUNS = ["pack", "seal", "key", "verify", "inspect", "rederive", "enclosed", "init", "target-inside", "extract"];

interface Arrow {
  readonly from: string;
  readonly to: string;
}

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : /\.tsx?$/.test(path) ? [path] : [];
  });
}

/** Every import of ours, static or dynamic, as module names without extension. */
function arrows(): Arrow[] {
  return files(SRC).flatMap((path) => {
    const text = readFileSync(path, "utf8");
    const from = module(path);
    const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map((match) => match[1] ?? "");
    return specifiers.filter((s) => /\.tsx?$/.test(s)).map((s) => ({ from, to: module(resolve(dirname(path), s)) }));
  });
}

function module(path: string): string {
  return relative(SRC, path)
    .replaceAll("\\", "/")
    .replace(/\.(d\.)?tsx?$/, "");
}

const area = (name: string): string => (name.includes("/") ? (name.split("/")[0] ?? name) : name);
const isEntry = (name: string, stages: readonly string[]): boolean => stages.some((s) => ENTRIES[s]?.includes(name));

/** Why an arrow may not be, or null. */
function refusal({ from, to }: Arrow): string | null {
  const [a, b] = [area(from), area(to)];
  if (b === "base" || b === "model") return a === "base" && b === "model" ? "base knows no noun" : null;
  if (a === "base" || a === "model") return `${a} imports nothing of ours`;
  if (a === "main") return b === "cli" ? null : "main speaks to cli only";
  if (a === "cli" || a === "index") {
    return b === a || [...RUNS, "catalog"].includes(b) ? null : `${a} speaks to pack, verify, inspect and catalog`;
  }
  if (RUNS.includes(a)) {
    return b === "derive" || RUNS.includes(b) || isEntry(to, ["source", "bundle", "casefile"])
      ? null
      : "runs use derive and the entries of source, bundle and casefile";
  }
  if (a === "derive" || a === "catalog") {
    return isEntry(to, ["importers", "checks", "dossier", "report", "casefile"])
      ? null
      : `${a} uses the entries of the middle stages`;
  }
  if (a === "viewer") return b === "viewer" ? null : "the viewer runs in a browser and knows the nouns only";
  if (STAGES.includes(a)) return a === b ? siblings(from, to) : "a stage never imports another stage";
  return "unknown place";
}

/** One format and one check know their stage's interface, never a neighbour. */
function siblings(from: string, to: string): string | null {
  const [stage, mine = ""] = from.split("/");
  const theirs = to.split("/")[1] ?? "";
  if (stage === "importers" && from.split("/").length > 2 && to.split("/").length > 2) {
    return mine === theirs || theirs === "wechat" ? null : "an importer never imports a sibling";
  }
  if (stage === "checks" && from.split("/").length > 2 && to.split("/").length > 2) {
    return "a check never imports another check";
  }
  return null;
}

describe("architecture", () => {
  const all = arrows();

  test("the arrows are read", () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all).toContainEqual({ from: "main", to: "cli/run" });
  });

  test("every import follows the arrows of the house plan", () => {
    const refused = all.map((arrow) => ({ ...arrow, why: refusal(arrow) })).filter(({ why }) => why !== null);
    expect(refused).toEqual([]);
  });

  test.each([
    [{ from: "checks/continuity/silence", to: "importers/importer" }],
    [{ from: "checks/continuity/silence", to: "checks/continuity/recall" }],
    [{ from: "importers/weflow-json/index", to: "importers/memotrace-csv/index" }],
    [{ from: "report/render", to: "bundle/layout" }],
    [{ from: "base/digest", to: "model/source" }],
    [{ from: "cli/pack", to: "bundle/seal" }],
    [{ from: "pack", to: "importers/import" }],
    [{ from: "viewer/app", to: "report/render" }],
    [{ from: "report/render", to: "viewer/app" }],
  ])("a forbidden arrow is refused: %o", (arrow) => {
    expect(refusal(arrow)).not.toBeNull();
  });

  test("only main touches process", () => {
    const users = files(SRC).filter((path) =>
      /\bprocess\.(argv|env|exit|stdout|stderr|on|cwd)\b/.test(readFileSync(path, "utf8")),
    );
    expect(users.map(module)).toEqual(["main"]);
  });

  test("only the one who asks a time-stamp authority uses the network", () => {
    const users = files(SRC).filter((path) =>
      /\bfetch\(|(?:from|import\()\s*["'](?:node:)?(?:https?|http2|net|tls|dgram|dns)(?:\/promises)?["']|\bWebSocket\b/.test(
        readFileSync(path, "utf8"),
      ),
    );
    expect(users.map(module)).toEqual(["bundle/seals/authority"]);
  });

  test("no folder or file says nothing by its name", () => {
    const named = files(SRC)
      .map(module)
      .filter((name) => /(^|\/)(utils?|helpers?|common|misc|shared)(\/|$)/.test(name));
    expect(named).toEqual([]);
  });
});
