import type { Dossier } from "../model/dossier.ts";

/** What scripts get from `pack` and `inspect`: the counts and words, not the messages. */
export function summaryJson(dossier: Dossier) {
  return {
    settings: dossier.settings,
    files: {
      count: dossier.fileCount,
      sizeBytes: dossier.fileBytes,
      notTaken: dossier.notTaken,
      unused: dossier.unusedFiles,
    },
    records: { skipped: dossier.skippedCount, repairs: dossier.repairCount },
    sources: dossier.exports.map(({ filesUsed, ...of }) => ({ ...of, filesUsed: filesUsed.length })),
    conversations: dossier.conversations,
    participants: dossier.participants,
    findings: dossier.findingsByLevel,
    withheld: dossier.withheld,
    outcomes: dossier.outcomes.map(({ findings, ...outcome }) => ({ ...outcome, findings: findings.length })),
  };
}
