import type { Importer } from "./importer.ts";

/** Every format that can be read, one line each. */
export const IMPORTERS: readonly Importer[] = [];
