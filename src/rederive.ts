import type * as z from "zod";
import { fileChunks, sha256 } from "./base/digest.ts";
import { EvidenceError } from "./base/errors.ts";
import { firstDifference } from "./base/line-difference.ts";
import type { Scratch } from "./base/scratch.ts";
import { toolWithCode } from "./base/tool.ts";
import { instructions } from "./bundle/instructions.ts";
import { INSTRUCTIONS, layOut, OWN_TAG_FILES } from "./bundle/layout.ts";
import { payloadOf } from "./bundle/manifest.ts";
import { enclosedSource, payloadSource, type OpenedBundle } from "./bundle/open.ts";
import { derive, facts, figuresOf, reportOf, isPrintedPath, reportPaths, viewerOf, viewingCopies } from "./derive.ts";
import type { Document } from "./model/document.ts";
import type { Watch } from "./model/progress.ts";
import type { RunSettings } from "./model/settings.ts";
import { toolFile as toolShape } from "./model/shapes/tool.ts";
import type { Fault } from "./model/verdict.ts";
import { withArchiveMembers } from "./source/archive.ts";

/** Documents in which a line can be named. */
const TEXT = /\.(csv|js|jsonl?)$/;

type ToolFile = z.infer<typeof toolShape> & { readonly settings: RunSettings };

export interface Rederived {
  readonly faults: readonly Fault[];
  /** Documents for people that come out otherwise; null where they could not be made here. */
  readonly viewFaults: readonly Fault[] | null;
  /** False where another version of the program wrote the bundle. */
  readonly sameVersion: boolean;
}

/** Runs the middle again on the sealed payload with the sealed settings, and compares every fact byte for byte. */
export async function rederive(opened: OpenedBundle, scratch: Scratch, watch: Watch): Promise<Rederived> {
  const { tool, ...refused } = readToolFile(opened);
  if (tool === null) return refused;
  const { sameVersion } = refused;
  try {
    return { ...(await compared(opened, tool, scratch, watch)), sameVersion };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    const path = typeof error.facts["path"] === "string" ? error.facts["path"] : null;
    const found = `${error.code}: ${error.message}`;
    const refused = fault("NOT_DERIVABLE", path, "records that can be derived from data/", found);
    return { faults: [{ ...refused, says: error.says }], viewFaults: null, sameVersion };
  }
}

/** The sealed settings. A file of another version may hold others than ours, and then nothing can be said. */
function readToolFile(opened: OpenedBundle): Rederived & { readonly tool: ToolFile | null } {
  const refused = (found: string, sameVersion: boolean) => ({
    tool: null,
    viewFaults: null,
    sameVersion,
    faults: [fault("TOOL_FILE_INVALID", "meta/tool.json", "settings of the run in the form of format 1", found)],
  });
  let json: unknown;
  try {
    json = JSON.parse(opened.bytes("meta/tool.json").toString("utf8"));
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error), true);
  }
  const own = toolWithCode();
  const [version, code] = [fieldOf(json, "version"), fieldOf(json, "codeSha256")];
  const isStated = typeof version === "string" && typeof code === "string";
  const sameVersion = !isStated || (version === own.version && code === own.codeSha256);
  const parsed = toolShape.safeParse(json);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    return refused(issues.join("; "), sameVersion);
  }
  const { timeZone } = parsed.data.settings;
  if (!isTimeZone(timeZone)) return refused(`settings.timeZone: ${timeZone}`, sameVersion);
  return { tool: parsed.data, sameVersion, faults: [], viewFaults: null };
}

function fieldOf(json: unknown, name: string): unknown {
  return typeof json === "object" && json !== null ? (json as Record<string, unknown>)[name] : undefined;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
  } catch {
    return false;
  }
}

/** What tells people how to check without this program must be what this program says, or they would be led astray. */
function instructionsOf(stem: string): Document {
  const content = Buffer.from(instructions(stem));
  return { path: INSTRUCTIONS, role: "fact", content, sizeBytes: content.length, sha256: sha256(content) };
}

type Compared = Pick<Rederived, "faults" | "viewFaults">;

async function compared(opened: OpenedBundle, tool: ToolFile, scratch: Scratch, watch: Watch): Promise<Compared> {
  const source = await withArchiveMembers(payloadSource(opened, tool.settings.sourceName ?? ""), scratch, watch);
  try {
    const { name, version, format, codeSha256 } = tool;
    const enclosed = enclosedSource(opened);
    const material = { source, enclosed };
    const payload = payloadOf(layOut(source, enclosed), source, enclosed);
    const run = await derive(material, payload, tool.settings, scratch, watch, { name, version, format, codeSha256 });
    try {
      const documents = facts(run, material, scratch);
      const copies = await viewingCopies(run, source, scratch, watch);
      // A copy that takes only arithmetic comes out alike everywhere; one that takes a decoder or typesetting may not.
      const [exact, other] = apart(copies.documents, ({ path }) => copies.exact.has(path));
      const figures = figuresOf(run, scratch);
      const place = { ...material, scratch, stem: opened.stem };
      const viewer = await viewerOf(run, documents, copies, figures, place, watch);
      const made = [...documents, ...figures.tables, ...viewer, ...copies.documents].map(({ path }) => path);
      const known = [...OWN_TAG_FILES, ...reportPaths(run.dossier.settings), ...made, ...copies.notMadeHere];
      const report = await orNull(() => reportOf(run, copies, figures, place, watch));
      // The viewer names the copies: where one could not be made here, it says so of another set of copies.
      const [sure, unsure] = copies.notMadeHere.length === 0 ? [viewer, []] : [[], viewer];
      // Volumes are known by making them: where nothing can be set, a name of theirs is no fault.
      const volumes = report?.map(({ path }) => path) ?? opened.paths.filter(isPrintedPath);
      const faultsOf = (compared: readonly Document[]) => compared.flatMap((document) => compare(document, opened));
      return {
        faults: [
          ...faultsOf([...documents, instructionsOf(opened.stem), ...figures.tables, ...sure, ...exact]),
          ...foreign(opened, [...known, ...volumes]),
        ],
        viewFaults: report && faultsOf([...report, ...unsure, ...other]),
      };
    } finally {
      run.chat.close();
    }
  } finally {
    source.close();
  }
}

/** The report, set again; null where typesetting is not to be had, as on a machine without the compiler. */
async function orNull(set: () => Promise<Document[]>): Promise<Document[] | null> {
  try {
    return await set();
  } catch {
    return null;
  }
}

function apart<Entry>(entries: readonly Entry[], isFirst: (entry: Entry) => boolean): [Entry[], Entry[]] {
  return [entries.filter(isFirst), entries.filter((entry) => !isFirst(entry))];
}

/** Files among ours that this version would not have made. */
function foreign(opened: OpenedBundle, known: readonly string[]): Fault[] {
  const expected = new Set(known);
  return opened.paths
    .filter((path) => !path.startsWith("data/") && !path.startsWith("seal/") && !expected.has(path))
    .map((path) => fault("FILE_NOT_DERIVED", path, "no such file", "a file this version does not write"));
}

function compare(document: Document, opened: OpenedBundle): Fault[] {
  const { path, sha256 } = document;
  const found = opened.digest(path);
  if (found === sha256) return [];
  if (found === undefined) return [fault("FACT_MISSING", path, sha256, "no such file")];
  if (!TEXT.test(path)) return [fault("FACT_DIFFERS", path, sha256, found)];
  const difference = firstDifference(chunksOf(document), opened.chunks(path));
  if (difference === null) return [fault("FACT_DIFFERS", path, sha256, found)];
  const { line, left, right } = difference;
  return [fault("FACT_DIFFERS", path, `line ${line}: ${left}`, right)];
}

function chunksOf({ content }: Document): Iterable<Buffer> {
  return Buffer.isBuffer(content) ? [content] : fileChunks(content.file);
}

function fault(code: string, path: string | null, expected: string, found: string): Fault {
  return { code, level: 4, path, expected, found };
}
