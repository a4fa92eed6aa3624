/** One form of export of an importer, row by row or as a workbook. */
export interface Format {
  readonly name: string;
  readonly importer: string;
  /** Its rows are entries of a bill, not messages. */
  readonly isBill?: boolean;
}

export const FORMATS: readonly Format[];
