/** Public API for scripts: the commands as functions, and the nouns they return. */
export { pack, type Packed, type PackInput } from "./pack.ts";
export { inspect } from "./inspect.ts";
export { verify, type Verified } from "./verify.ts";
export { extract, type ExtractedBundle } from "./extract.ts";
export { CHECK_CARDS, FORMATS } from "./catalog.ts";
export { BundleError, EvidenceError, OutputError, SourceError, UsageError } from "./base/errors.ts";
export type { Message, Attachment } from "./model/message.ts";
export type { Conversation, Export, Participant } from "./model/chat.ts";
export type { Dossier } from "./model/dossier.ts";
export type { Finding, Outcome } from "./model/finding.ts";
export type { RunSettings } from "./model/settings.ts";
