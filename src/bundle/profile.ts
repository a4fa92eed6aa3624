import { MANIFEST, PAYLOAD_PLACES, REQUIRED_TAG_FILES, TAG_FILE_PLACES } from "./layout.ts";

/**
 * Name of our BagIt profile. A tag URI (RFC 4151) names without promising that anything can be fetched: the copy inside
 * every bundle is the profile, and `verify` compares it with its own. `.example` is reserved and belongs to nobody.
 */
export const PROFILE_IDENTIFIER = "tag:evidence.example,2026:bagit-profile:bundle:1";

const REQUIRED_ONCE = { required: true, repeatable: false } as const;
const ALGORITHM = [/-(\w+)\.txt$/.exec(MANIFEST)?.[1] ?? ""];

/** Our rules in the form of the BagIt Profiles Specification 1.4.0, for validators that read it. @source bundle-standards.md §1.4 */
const PROFILE_RULES = {
  "BagIt-Profile-Info": {
    "BagIt-Profile-Identifier": PROFILE_IDENTIFIER,
    "BagIt-Profile-Version": "1.4.0",
    "Source-Organization": "evidence",
    "External-Description": "Exported chat with its record, report and digests",
    Version: "1.0",
    // Optional by the specification, but one checker fails without them.
    "Contact-Name": "evidence",
    "Contact-Email": "nobody@evidence.example",
  },
  "Bag-Info": {
    "Bagging-Date": REQUIRED_ONCE,
    "Payload-Oxum": REQUIRED_ONCE,
    "External-Identifier": REQUIRED_ONCE,
    "Bag-Software-Agent": REQUIRED_ONCE,
    "Evidence-Bundle-Format": { ...REQUIRED_ONCE, values: ["1"] },
  },
  "Manifests-Required": ALGORITHM,
  "Manifests-Allowed": ALGORITHM,
  "Tag-Manifests-Required": ALGORITHM,
  "Tag-Manifests-Allowed": ALGORITHM,
  "Tag-Files-Required": REQUIRED_TAG_FILES,
  "Tag-Files-Allowed": TAG_FILE_PLACES,
  "Payload-Files-Allowed": PAYLOAD_PLACES,
  "Allow-Fetch.txt": false,
  Serialization: "required",
  "Accept-Serialization": ["application/zip"],
  "Accept-BagIt-Version": ["1.0"],
};

/** Content of `meta/profile.json`: the same bytes in every bundle of format 1. */
export const PROFILE_TEXT = `${JSON.stringify(PROFILE_RULES, null, 2)}\n`;
