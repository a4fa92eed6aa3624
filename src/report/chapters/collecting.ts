import type { Block, Text } from "../block.ts";
import type { ReportContext } from "../context.ts";
import { declaredCell, declaredRows, title } from "../declared-values.ts";
import { findingSentence } from "../finding-groups.ts";
import { folded } from "./folded.ts";

const ASKED = ["authority", "purpose", "start", "end", "place", "method", "target", "witness"];
const OTHERS = ["noWitnessReason", "deviceState", "network", "login", "recording", "anomalies", "deletion", "recovery", "copies", "enclosures"]; // prettier-ignore

/** § 5: how the material was collected, as declared. @source law.md §7.5 */
export function collection(context: ReportContext): Block[] {
  const { collection: typed } = context.declared;
  if (typed === undefined) return folded("5", context.words.collection);
  const said = context.words.declared.collection;
  const table = (key: keyof typeof said, columns: readonly string[]): Block[] =>
    declaredTable(context, said[key], `collection.${key}`, typed[key] ?? [], columns);
  return [
    { type: "chapter", number: "5", title: context.words.collection.title },
    { type: "paragraph", text: context.words.declared.note, small: true },
    { type: "fields", rows: declaredRows(context, "collection", typed, ASKED, OTHERS) },
    ...table("operators", ["name", "unit", "capacity", "qualification"]),
    ...table("tools", ["name", "version", "vendor", "settings"]),
    ...table("steps", ["at", "action", "result", "screenshot"]),
    ...table("outputs", ["name", "kind", "format", "sizeBytes", "sha256"]),
    ...table("spotChecks", ["conversation", "messages", "result", "by"]),
  ];
}

/** Columns that hold sentences or several files. */
const SENTENCES: ReadonlySet<string> = new Set(["settings", "action", "result", "screenshot", "text", "meaning"]);

/** A list of the case file as a table, numbered in the order typed; nothing where it is empty. */
export function declaredTable(
  context: ReportContext,
  heading: string,
  path: string,
  entries: readonly Readonly<Record<string, unknown>>[],
  columns: readonly string[],
): Block[] {
  if (entries.length === 0) return [];
  return [
    { type: "group", title: { text: heading, style: "bold" } },
    {
      type: "table",
      columns: [
        { title: context.words.declared.number, width: { mm: 10 } },
        ...columns.map((key) => ({
          title: title(context, `${path}.${key}`),
          width: { share: SENTENCES.has(key) ? 2 : 1 },
        })),
      ],
      rows: entries.map((entry, index): Text[] => [
        String(index + 1),
        ...columns.map((key) => declaredCell(context, `${path}.${key}`, entry[key])),
      ]),
    },
  ];
}

const QUESTIONS = Array.from({ length: 20 }, (_, index) => `A${index + 1}`);
const REVIEW = "acquisition/review";

/** § 6: the answers as declared; level and rules only where the court copy was asked to have them. @source law.md §4.3 */
export function acquisition(context: ReportContext): Block[] {
  const { acquisition: answers } = context.declared;
  if (answers === undefined) return folded("6", context.words.acquisition);
  return [
    { type: "chapter", number: "6", title: context.words.acquisition.title },
    { type: "paragraph", text: context.words.declared.acquisition.note },
    {
      type: "fields",
      labels: "wide",
      rows: declaredRows(context, "acquisition", answers, [...QUESTIONS, "accountKind"]),
    },
    ...review(context),
  ];
}

function review(context: ReportContext): Block[] {
  const said = context.words.declared.acquisition;
  const findings = context.dossier.outcomes.filter(({ check }) => check === REVIEW).flatMap((made) => made.findings);
  if (findings.length === 0) return [];
  const entries = findings.map((finding) => `${finding.word}${context.words.colon}${findingSentence(context, REVIEW, finding)}`); // prettier-ignore
  return [
    { type: "section", title: said.review },
    { type: "paragraph", text: said.reviewNote },
    { type: "list", entries },
  ];
}
