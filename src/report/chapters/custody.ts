import { sizeText } from "../../base/sentence.ts";
import type { CaseDeclared } from "../../model/case.ts";
import type { Block, Text } from "../block.ts";
import type { ReportContext } from "../context.ts";
import { declaredCell, title } from "../declared-values.ts";
import { folded } from "./folded.ts";

type Event = NonNullable<CaseDeclared["custody"]>[number];

/** § 14: the events typed, then those the tool makes. @source law.md §7.4 */
export function custody(context: ReportContext): Block[] {
  const { custody: typed = [] } = context.declared;
  if (typed.length === 0) return folded("14", context.words.custody);
  const said = context.words.declared.custody;
  return [
    { type: "chapter", number: "14", title: context.words.custody.title },
    { type: "paragraph", text: context.words.declared.note, small: true },
    { type: "paragraph", text: said.note },
    {
      type: "table",
      columns: [
        { title: context.words.declared.number, width: { mm: 10 } },
        { title: said.item, width: { mm: 12 } },
        { title: said.action, width: { mm: 23 } },
        { title: said.hands, width: { mm: 38 } },
        { title: said.at, width: { mm: 28 } },
        { title: said.digests, width: { mm: 22 } },
        { title: said.other, width: { share: 1 } },
      ],
      rows: [...typed.map((event, index) => row(context, event, index)), ...own(context, typed.length)],
    },
  ];
}

function row(context: ReportContext, event: Event, index: number): Text[] {
  const { notProvided } = context.words;
  const cell = (key: keyof Event): string => declaredCell(context, `custody.${key}`, event[key]);
  const named = (...keys: (keyof Event)[]): string[] =>
    keys.filter((key) => event[key] !== undefined).map((key) => `${title(context, `custody.${key}`)} ${cell(key)}`);
  const digests = named("hashBefore", "hashAfter", "sealNo");
  const others = named("purpose", "medium", "witness", "note", "enclosures");
  return [
    String(index + 1),
    cell("itemId"),
    cell("action"),
    event.from === undefined && event.to === undefined ? notProvided : [cell("from"), `→ ${cell("to")}`],
    [cell("at"), ...(event.place === undefined ? [] : [cell("place")])],
    digests,
    others,
  ];
}

function own(context: ReportContext, typed: number): Text[][] {
  const said = context.words.declared.custody;
  const { fileCount, fileBytes, payload, settings } = context.dossier;
  const received = context.say(said.received, { files: fileCount, size: sizeText(fileBytes) });
  const packed = context.say(said.packed, { digest: `${payload.manifestSha256.slice(0, 16)}…` });
  return [received, packed].map((text, index) => [
    String(typed + index + 1),
    "",
    { text: said.byTool, style: "small" },
    "",
    settings.date,
    "",
    text,
  ]);
}
