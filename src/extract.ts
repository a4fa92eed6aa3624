import { checkIntegrity } from "./bundle/integrity.ts";
import { bundleNotIntact, extractReceived, refuseTakenFolder, type Extracted, type NameRulesId } from "./bundle/extract.ts"; // prettier-ignore
import { openBundle } from "./bundle/open.ts";
import type { Watch } from "./model/progress.ts";

export { NAME_RULES, type NameRulesId } from "./bundle/extract.ts";

export interface ExtractedBundle extends Extracted {
  readonly zipSha256: string;
  readonly fingerprint: string | null;
  /** `repacked`: the zip is of another make; the files in it agree with the lists all the same. */
  readonly container: "canonical" | "repacked";
}

/**
 * Takes the received files out of a bundle whose files agree with its lists.
 *
 * @throws {BundleError} BUNDLE_NOT_INTACT naming the first fault, before anything is written; as `openBundle`
 * @throws {OutputError} as `extractReceived`
 */
export async function extract(
  path: string,
  target: string,
  names: NameRulesId,
  watch: Watch = {},
): Promise<ExtractedBundle> {
  refuseTakenFolder(target);
  const opened = await openBundle(path, watch);
  try {
    const { levels } = checkIntegrity(opened);
    const [container, ...contents] = levels;
    const failed = contents.find(({ outcome }) => outcome !== "pass") ?? (opened.form === "damaged" ? container : null);
    if (failed) throw bundleNotIntact(path, failed);
    const extracted = await extractReceived(opened, target, names, watch);
    const { zipSha256, fingerprint, form } = opened;
    return { ...extracted, zipSha256, fingerprint, container: form === "canonical" ? form : "repacked" };
  } finally {
    opened.close();
  }
}
