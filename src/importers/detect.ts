import { SourceError, UsageError } from "../base/errors.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Source } from "../model/source.ts";
import type { Claim, ClaimStrength, Importer } from "./importer.ts";
import { bundleRoots, recognise } from "./recognise.ts";
import { bundleGiven, recognisedError } from "./recognised-words.ts";

const RANK: Record<ClaimStrength, number> = { signature: 3, structure: 2, name: 1, remainder: 0 };

/**
 * One claim for each export found, in code-point order of the entry file.
 *
 * @throws {UsageError} IMPORTER_UNKNOWN when `asked` names no importer
 * @throws {SourceError} SOURCE_UNKNOWN or SOURCE_ENCRYPTED when nothing is claimed; SOURCE_IS_BUNDLE when all that is
 *   claimed lies in an evidence bundle; SOURCE_AMBIGUOUS when two importers claim one file equally; SOURCE_NAME_ONLY
 *   when only a file name speaks for the format
 */
export async function detect(source: Source, importers: readonly Importer[], asked: string | null): Promise<Claim[]> {
  const asking = asked === null ? importers : [importerNamed(importers, asked)];
  const claims: Claim[] = [];
  for (const importer of asking) for await (const claim of importer.detect(source)) claims.push(claim);
  const roots = bundleRoots(source);
  const inBundle = (entry: string) => roots.some((root) => entry.startsWith(root));
  const standing = withoutRemainders(claims.filter(({ entry }) => !inBundle(entry)));
  const entries = [...new Set(standing.map((claim) => claim.entry))].sort(compareCodePoints);
  if (entries.length === 0) throw roots.length > 0 ? bundleGiven(source) : await nobodys(source, asked);
  const chosen = entries.map((entry) =>
    strongest(
      entry,
      standing.filter((claim) => claim.entry === entry),
    ),
  );
  if (asked === null && chosen.every((claim) => claim.strength === "name")) throw nameOnly(chosen);
  return asked === null ? chosen.filter((claim) => claim.strength !== "name") : chosen;
}

/** Pictures beside a chat belong to it, or are nobody's: they are claimed by themselves only where there is no chat. */
function withoutRemainders(claims: readonly Claim[]): readonly Claim[] {
  const others = claims.filter(({ strength }) => strength !== "remainder");
  return others.length > 0 ? others : claims;
}

function importerNamed(importers: readonly Importer[], id: string): Importer {
  const importer = importers.find((candidate) => candidate.id === id);
  if (importer) return importer;
  const known = importers.map((candidate) => candidate.id).join(", ");
  throw new UsageError(
    "IMPORTER_UNKNOWN",
    { zh: `没有名为“${id}”的格式。`, en: `There is no format called "${id}".` },
    { hint: { zh: `--as 可以写：${known}`, en: `--as takes one of: ${known}` }, facts: { asked: id } },
  );
}

function strongest(entry: string, claims: readonly Claim[]): Claim {
  const ranked = [...claims].sort((a, b) => RANK[b.strength] - RANK[a.strength]);
  const [first, second] = ranked;
  if (!first) throw new RangeError(`no claim for ${entry}`);
  if (second && RANK[second.strength] === RANK[first.strength]) throw ambiguous(entry, first, second);
  return first;
}

function ambiguous(entry: string, a: Claim, b: Claim): SourceError {
  const zh = `文件“${entry}”同时符合两种格式：${a.importer}（${a.basis.zh}）和 ${b.importer}（${b.basis.zh}）。`;
  const en = `"${entry}" fits two formats equally: ${a.importer} (${a.basis.en}) and ${b.importer} (${b.basis.en}).`;
  const hint = {
    zh: `请问清导出所用的软件，再加上 --as ${a.importer} 或 --as ${b.importer}。`,
    en: `Ask which program made it, then add --as ${a.importer} or --as ${b.importer}.`,
  };
  return new SourceError(
    "SOURCE_AMBIGUOUS",
    { zh, en },
    { hint, facts: { path: entry, a: a.importer, b: b.importer } },
  );
}

function nameOnly(claims: readonly Claim[]): SourceError {
  const [claim] = claims;
  const entry = claim?.entry ?? "";
  const importer = claim?.importer ?? "";
  return new SourceError(
    "SOURCE_NAME_ONLY",
    {
      zh: `文件“${entry}”只有文件名像 ${importer} 格式，内容无法确认。`,
      en: `Only the name of "${entry}" suggests the format ${importer}; its content does not confirm it.`,
    },
    {
      hint: { zh: `确认后加上 --as ${importer}。`, en: `If you are sure, add --as ${importer}.` },
      facts: { path: entry, importer },
    },
  );
}

/** What the material is instead, where that can be told. */
async function nobodys(source: Source, asked: string | null): Promise<SourceError> {
  const recognised = asked === null ? await recognise(source) : null;
  return recognised === null ? unknown(source, asked) : recognisedError(source, recognised);
}

function unknown(source: Source, asked: string | null): SourceError {
  const shown = source.files.slice(0, 5).map((file) => file.path);
  const more = source.files.length > shown.length ? " …" : "";
  const list = shown.join("、") + more;
  const wanted =
    asked === null
      ? { zh: "可识别的聊天导出", en: "a chat export of a known format" }
      : { zh: `${asked} 格式的导出`, en: `an export of format ${asked}` };
  return new SourceError(
    "SOURCE_UNKNOWN",
    {
      zh: `在“${source.name}”的 ${source.files.length} 个文件中没有找到${wanted.zh}。看到的文件：${list}`,
      en: `None of the ${source.files.length} files in "${source.name}" is ${wanted.en}. Files seen: ${shown.join(", ")}${more}`,
    },
    {
      hint: {
        zh: "请确认给出的是导出软件生成的整个文件夹（含聊天文件和媒体文件夹），未改名、未另存。运行 evidence explain formats 查看可读取的格式。",
        en: "Give the whole folder as the exporting program made it, not renamed and not saved again. Run: evidence explain formats",
      },
      facts: { source: source.name, files: source.files.length },
    },
  );
}
