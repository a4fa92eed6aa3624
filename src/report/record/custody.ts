import { canonicalJson } from "../../base/canonical-json.ts";
import { sha256 } from "../../base/digest.ts";
import type { Dossier } from "../../model/dossier.ts";
import type { Source } from "../../model/source.ts";

const FIRST = "0".repeat(64);

/**
 * The events a person typed and those the tool itself makes, as hash-chained lines: each carries the digest of the one before, so that a line
 * cannot be taken out or moved without trace. @source law.md §7.4
 */
export function custodyLines(dossier: Dossier, source: Source): string {
  const { settings, payload, tool, fileCount, fileBytes } = dossier;
  const by = `${tool.name} ${tool.version}`;
  const inventory = inventoryDigest(source);
  // What people did comes first, as typed and in their order; nothing of it is the tool's own word.
  const typed = (dossier.caseFile?.declared.custody ?? []).map((event) => ({
    action: "declared",
    at: settings.date,
    by,
    event,
  }));
  const events = [
    ...typed,
    { action: "received", at: settings.date, by, fileCount, fileBytes, inventorySha256: inventory },
    { action: "packed", at: settings.date, by, payloadManifestSha256: payload.manifestSha256 },
  ];
  let previous = FIRST;
  let text = "";
  for (const [index, event] of events.entries()) {
    const entry = { seq: index + 1, ...event, prevHash: previous };
    previous = sha256(canonicalJson(entry));
    text += `${canonicalJson({ ...entry, entryHash: previous })}\n`;
  }
  return text;
}

/** Digest over every path, size and digest of the source: a renamed file changes it. */
function inventoryDigest(source: Source): string {
  const lines = source.files.map(({ path, nameHex, container, sizeBytes, sha256: digest, modifiedText }) =>
    canonicalJson({ path, nameHex, container, sizeBytes, sha256: digest, modifiedText }),
  );
  const notTaken = source.notTaken.map((item) => canonicalJson(item));
  return sha256([...lines, ...notTaken].join("\n"));
}
