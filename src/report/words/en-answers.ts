/** The questions of the summary page and their answers, in English. */
export const enAnswers = {
  packed: "What was packed",
  packedText:
    "Files received: {files} ({size}), of which exports: {exports} ({tools}). Conversations: {conversations}; messages: {messages}, printed one by one in report/transcript.pdf.",
  packedNothing: "Files received: {files} ({size}); no export was recognised among them.",
  tool: "made by {tool}, as the file states",
  toolUnknown: "format {format}; the file names no software",
  speakers: "Who speaks",
  speakersText: "{conversation}, messages by each: {speakers}.",
  speaker: "{name} {count}",
  speakerMarked: "{name} ({marks}) {count}",
  speakersMore: "{people} other accounts {count}",
  claimed: "declared to be {name}",
  owner: "exporting account",
  speakersNote: "Names are those of the export; who used an account is declared, not checked.",
  gaps: "Gaps, and where",
  gapFound: "{conversation}, gap found: {where}",
  gapMore: "{count} in all, see section 7.3.",
  noGap: "{conversation}: no gap found in the gap checks made ({made}); {open} more could not be made (section 7.1).",
  notAssessable: "{conversation}: not assessable, no conclusion: {reasons}.",
  conversationsMore: "For the other conversations ({count}) see section 7.1.",
  device: "Where the phone is",
  deviceText: "{device}: {facts}",
  deviceKeptAt: "kept at {place}",
  deviceKeptBy: "kept by {keeper}",
  devicesMore: "For the other devices ({count}) see section 3.",
  deviceNone: "Not provided: device, place, keeper, whether it can be shown in court.",
  unchecked: "What was not checked",
  uncheckedChecks:
    "Checks that reached no result for anything: {count}, mainly for these reasons: {reasons} (all reasons in section 7.4).",
  uncheckedAlways:
    "Not checked: who used the accounts, what was declared, whether content changed before the export; messages deleted without a trace cannot be looked for.",
};
