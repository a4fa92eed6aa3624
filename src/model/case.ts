import type * as z from "zod";
import type { caseDeclared } from "./shapes/case/sections.ts";

/** What a person typed into the case file, blanks left out. Every value of it is printed as declared (填报). */
export type CaseDeclared = z.output<typeof caseDeclared>;

/** A file the case file names, as received beside it. */
export interface Enclosure {
  /** Path relative to the folder of the case file, as typed. */
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256, lower-case hex. */
  readonly sha256: string;
  /** Fields of the case file that name it, such as `devices[0].photos[1]`, in their order. */
  readonly namedBy: readonly string[];
}

/** The case file as read, with its enclosures; null fields are what the run was not given. */
export interface CaseFile {
  /** Base name of the file. */
  readonly name: string;
  readonly sha256: string;
  readonly declared: CaseDeclared;
  readonly enclosures: readonly Enclosure[];
}
