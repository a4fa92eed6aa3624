import type { Level } from "../../model/finding.ts";
import type { ReportContext } from "../context.ts";

interface Mark {
  readonly check: string;
  readonly level: Level;
}

const ORDER: readonly Level[] = ["error", "warning", "note"];

/** What the checks found, by the message it concerns. */
export class Marks {
  private readonly context: ReportContext;
  private readonly byMessage = new Map<string, Map<number, Mark[]>>();

  constructor(context: ReportContext) {
    this.context = context;
    for (const { check, conversation, findings } of context.dossier.outcomes) {
      if (conversation === null) continue;
      for (const { level, messages } of findings)
        for (const seq of messages) this.add(conversation, seq, { check, level });
    }
  }

  /** Words for the margin, gravest first; each check once at each level. */
  of(conversation: string, seq: number): string[] {
    const marks = this.byMessage.get(conversation)?.get(seq) ?? [];
    return [...marks]
      .sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level))
      .map(({ check, level }) =>
        this.context.say(this.context.words.transcript.noteLine, {
          level: this.context.words.checks.levels[level],
          title: this.context.checkTitle(check),
          id: check.slice(check.indexOf("/") + 1),
        }),
      );
  }

  private add(conversation: string, seq: number, mark: Mark): void {
    const messages = this.byMessage.get(conversation) ?? new Map<number, Mark[]>();
    this.byMessage.set(conversation, messages);
    const marks = messages.get(seq) ?? [];
    if (marks.some(({ check, level }) => check === mark.check && level === mark.level)) return;
    messages.set(seq, [...marks, mark]);
  }
}
