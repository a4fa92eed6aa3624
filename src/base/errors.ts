import type { Bilingual } from "./bilingual.ts";

/** Facts of an error: the values its sentence speaks of, for scripts that do not parse sentences. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | null>>;

export interface ErrorOptions {
  /** What the operator does next, as one sentence. */
  hint: Bilingual;
  facts?: ErrorFacts;
  cause?: unknown;
}

/**
 * A fault that somebody can act on. The sentence names subject, expected and found; `message` is its English form.
 * Its kind says who must act: the operator (usage), the export (source), the bundle, or the disk (output).
 */
export class EvidenceError extends Error {
  readonly code: string;
  readonly says: Bilingual;
  readonly hint: Bilingual;
  readonly facts: ErrorFacts;

  constructor(code: string, says: Bilingual, options: ErrorOptions) {
    super(says.en, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.says = says;
    this.hint = options.hint;
    this.facts = options.facts ?? {};
  }
}

/** The operator asked for something that cannot be done as asked. Exit 2. */
export class UsageError extends EvidenceError {}

/** The export is unknown, ambiguous, encrypted or damaged. Exit 3. */
export class SourceError extends EvidenceError {}

/** A bundle that cannot even be read. Exit 3. */
export class BundleError extends EvidenceError {}

/** The result cannot be written: target exists, disk full, no permission. Exit 4. */
export class OutputError extends EvidenceError {}
