import { CHECKS } from "./checks/index.ts";
import type { CheckCard } from "./checks/check.ts";
import { IMPORTERS } from "./importers/index.ts";
import type { Importer } from "./importers/importer.ts";

/** Every format that can be read, for `explain` and the README. */
export const FORMATS: readonly Pick<Importer, "id" | "title" | "about">[] = IMPORTERS;

/** Every check with its manual, for `explain`, the README and the report. */
export const CHECK_CARDS: readonly CheckCard[] = CHECKS;

export type { CheckCard };
