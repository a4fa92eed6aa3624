import type { MessageFacts } from "../importer.ts";

/**
 * Media of one second get one file, so that neither of two rows that state the same path is sure to mean it. Rows stand
 * in order of time: one is held back until the next is known.
 *
 * @source documented: export-formats.md §4.3
 */
export class SharedMedia {
  private held: MessageFacts | null = null;

  /** Takes the next message and gives the one before it. */
  next(facts: MessageFacts): MessageFacts | null {
    const before = this.held;
    const isShared = before !== null && pathOf(before) !== null && pathOf(before) === pathOf(facts);
    this.held = isShared ? warned(facts) : facts;
    return isShared ? warned(before) : before;
  }

  /** The last message. */
  last(): MessageFacts | null {
    const { held } = this;
    this.held = null;
    return held;
  }
}

function pathOf({ attachments }: MessageFacts): string | null {
  return attachments?.[0]?.statedPath ?? null;
}

const CODE = "MEDIA_WRONG_FILE";

function warned(facts: MessageFacts): MessageFacts {
  const warnings = facts.warnings ?? [];
  return warnings.includes(CODE) ? facts : { ...facts, warnings: [...warnings, CODE] };
}
