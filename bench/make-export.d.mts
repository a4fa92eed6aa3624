import type { Format } from "./formats.mjs";

/** Writes `count` messages below `folder`. Gives the path of the file with the rows. */
export function makeExport(format: Format, folder: string, count: number): Promise<string>;
