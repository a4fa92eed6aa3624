import { readFileSync } from "node:fs";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };

/** Name and version of this program, and the version of the bundle format it writes. */
export const TOOL = { name: "evidence", version, format: "1" } as const;
