import type { ConversationDescription } from "../../model/dossier.ts";
import type { ViewerExhibit } from "../../model/viewer.ts";
import type { ReportContext } from "../context.ts";
import { declaredRanges, type SeqRange } from "../declared.ts";
import { conversationsOf, numberText } from "../list/rows.ts";
import { namedExhibits, type DeclaredExhibit } from "../transcript/exhibits.ts";
import { stated } from "./stated.ts";

interface Meant {
  readonly exhibit: DeclaredExhibit;
  readonly conversations: readonly ConversationDescription[];
  readonly ranges: readonly SeqRange[];
}

/** The exhibits of the case file, and which messages they name. */
export class Exhibits {
  private readonly context: ReportContext;
  private readonly meant: readonly Meant[];

  constructor(context: ReportContext) {
    this.context = context;
    this.meant = (context.declared.exhibits ?? []).map((exhibit) => ({
      exhibit,
      conversations: conversationsOf(context, exhibit),
      ranges: declaredRanges(exhibit.messages),
    }));
  }

  /** In the order of the case file. */
  get all(): ViewerExhibit[] {
    const { settings } = this.context.dossier;
    const paths = new Map(namedExhibits(this.context.declared, settings.exhibits).map(({ exhibit, path }) => [exhibit, path])); // prettier-ignore
    return this.meant.map(({ exhibit, conversations, ranges }, index) => {
      const number = exhibit.number ?? String(index + 1);
      const last = conversations[0]?.messageCount ?? 0;
      const cut = ranges.map(({ from, to }) => [Math.max(1, from), Math.min(last, to)] as const);
      return stated<ViewerExhibit>({
        number,
        label: numberText(this.context, number),
        title: exhibit.title,
        summary: exhibit.summary,
        objectOfProof: exhibit.objectOfProof,
        conversations: conversations.map(({ id }) => id),
        messages: exhibit.messages,
        ranges: cut.filter(([from, to]) => from <= to),
        path: paths.get(exhibit),
      });
    });
  }

  /** Asks for one conversation which exhibits name a message: their places in the list, in order. */
  within(conversation: string): (seq: number) => number[] {
    const places = this.meant.flatMap(({ conversations, ranges }, place) =>
      conversations.some(({ id }) => id === conversation) ? [{ place, ranges }] : [],
    );
    return (seq) => places.filter(({ ranges }) => ranges.some(({ from, to }) => seq >= from && seq <= to)).map(({ place }) => place); // prettier-ignore
  }
}
