import type { CoverageItem, DatabaseFile, ProvenanceSign } from "../../../model/database.ts";
import type { ExportFacts } from "../../importer.ts";
import { provenanceOf } from "./provenance.ts";

type SetFacts = Omit<ExportFacts, "variant" | "owner" | "ownerBasis" | "provides" | "encoding" | "provenance"> &
  Required<Pick<ExportFacts, "provenance">>;

/** What every set of the client's databases says of itself, whatever the platform. */
export function setFacts(
  databases: readonly DatabaseFile[],
  signs: readonly ProvenanceSign[],
  coverage: readonly CoverageItem[],
): SetFacts {
  const provenance = provenanceOf(signs, coverage);
  const isClients = provenance.class === "client-original" || provenance.class === "partial-set";
  return {
    claimedTool: null,
    claimedVersion: null,
    exportedAt: null,
    exportedAtText: null,
    statedRange: null,
    // Whoever makes or changes a table may have counted its rows anew.
    localIdOrigin: isClients ? "native" : "renumbered",
    serverIdOrigin: "exact",
    provenance,
    databases,
    coverage,
  };
}
