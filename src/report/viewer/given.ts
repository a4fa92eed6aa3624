import type { Scratch } from "../../base/scratch.ts";
import type { Document } from "../../model/document.ts";
import type { Material } from "../../model/material.ts";
import type { ReportContext } from "../context.ts";
import type { ViewingCopies } from "../derived.ts";
import type { Sides } from "../transcript/sides.ts";
import type { DeclaredTranscripts } from "../transcript/transcripts.ts";
import type { Exhibits } from "./exhibits.ts";
import type { NumberedFindings } from "./findings.ts";
import type { Printed } from "./printed.ts";
import type { Views } from "./views.ts";

/** What the viewer's data is made from, beside the report's own material. */
export interface ViewerMaterial extends Material {
  readonly copies: ViewingCopies;
  /** The records that `verify` derives again: their digests are quoted. */
  readonly facts: readonly Document[];
  readonly scratch: Scratch;
}

/** What every part of it is written with. */
export interface Given {
  readonly context: ReportContext;
  readonly material: ViewerMaterial;
  readonly sides: Sides;
  readonly transcripts: DeclaredTranscripts;
  readonly findings: NumberedFindings;
  readonly exhibits: Exhibits;
  readonly views: Views;
  readonly printed: Printed;
}
