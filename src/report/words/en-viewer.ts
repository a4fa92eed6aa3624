import type { zhViewer } from "./zh-viewer.ts";

/** Words of the viewer's data in English. */
export const enViewer: typeof zhViewer = {
  notes: {
    numbers:
      "The number of every message (conversation-message, such as c1-183) is the same in the cover report, the printed messages and record/messages.jsonl.",
    zone: "Times are shown in {zone}.",
    sides:
      "Messages of the submitting side stand on the right; where the case file does not declare the account to be theirs, those of the account exported from.",
    copies: "Words in quotations and forwards are what that message carries, not messages of this conversation.",
    declared: "What is marked as declared was handed in by whoever filled in the case file and was not examined.",
    unmasked: "Printed messages mask some numbers of others; nothing is masked here, in record/ and in data/.",
    fingerprint:
      "The fingerprint is not in the bundle: it is kept apart from it; how to compare stands on the page about checking.",
  },
  targets: {
    unnamed: "its number is not stated",
    absent: "not in the record (server id {id})",
    leftOut: "{message} is not in the period chosen",
  },
  views: {
    inContainer: "inside a received archive or mail; it opens when unpacked",
    inDatabase: "inside a received database",
    noForm: "files of this kind are not opened here; see the folder of the bundle",
    copyWithNote: "the received file breaks off, or lasts another time than its packets say",
    noCopy: "cannot be shown here: {reason}",
  },
  outcomes: {
    "nothing-found": "nothing found",
    found: "findings listed",
    "not-applicable": "cannot be judged",
    undetermined: "not finished",
  },
  memberRoles: { owner: "owner", admin: "administrator", member: "member", unknown: "not stated" },
  dayStates: { messages: "messages", silent: "no message", "out-of-range": "out of range" },
  groupBases: { notice: "notice in the messages", export: "stated by the export", declared: "declared" },
  groupEvents: {
    announcement: "announcement",
    stated: "stated",
    "member-count": "number of members",
    "owner-declared": "owner",
    warning: "warning",
    complaint: "complaint",
    measure: "measure",
    report: "report",
    dissolved: "dissolved",
  },
  memberCounts: {
    listed: "Members listed by the export",
    stated: "Members as the export counts them",
    declared: "Members shown on the page of the group",
  },
};
