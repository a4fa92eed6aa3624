import type { Check } from "./check.ts";
import { acquisitionReview } from "./acquisition/review.ts";
import { attachmentDigest } from "./completeness/attachment-digest.ts";
import { attachmentMissing } from "./completeness/attachment-missing.ts";
import { attachmentShared } from "./completeness/attachment-shared.ts";
import { attachmentThumbnail } from "./completeness/attachment-thumbnail.ts";
import { attachmentUnclaimed } from "./completeness/attachment-unclaimed.ts";
import { attachmentUnreadable } from "./completeness/attachment-unreadable.ts";
import { declaredMessages } from "./completeness/declared-messages.ts";
import { duplicateServerId } from "./completeness/duplicate-server-id.ts";
import { kindAbsent } from "./completeness/kind-absent.ts";
import { period } from "./completeness/period.ts";
import { unknownKind } from "./completeness/unknown-kind.ts";
import { voiceWithoutTranscript } from "./completeness/voice-without-transcript.ts";
import { forwardDiffers } from "./consistency/forward-differs.ts";
import { indexDiffers } from "./consistency/index-differs.ts";
import { payBill } from "./consistency/pay-bill.ts";
import { quoteDiffers } from "./consistency/quote-differs.ts";
import { receivedWithoutServerId } from "./consistency/received-without-server-id.ts";
import { senderFields } from "./consistency/sender-fields.ts";
import { senderMap } from "./consistency/sender-map.ts";
import { sessionSummary } from "./consistency/session-summary.ts";
import { timeFields } from "./consistency/time-fields.ts";
import { typePayload } from "./consistency/type-payload.ts";
import { deletionRecord } from "./continuity/deletion-record.ts";
import { emptiedConversation } from "./continuity/emptied-conversation.ts";
import { forwardedMissing } from "./continuity/forwarded-missing.ts";
import { idAboveSequence } from "./continuity/id-above-sequence.ts";
import { importedBlock } from "./continuity/imported-block.ts";
import { localIdGap } from "./continuity/local-id-gap.ts";
import { localIdTail } from "./continuity/local-id-tail.ts";
import { missingPredecessor } from "./continuity/missing-predecessor.ts";
import { quotedMissing } from "./continuity/quoted-missing.ts";
import { rangeEnd } from "./continuity/range-end.ts";
import { rangeStart } from "./continuity/range-start.ts";
import { recall } from "./continuity/recall.ts";
import { recallTargetPresent } from "./continuity/recall-target-present.ts";
import { serverSequenceGap } from "./continuity/server-sequence-gap.ts";
import { silence } from "./continuity/silence.ts";
import { timeReversal } from "./continuity/time-reversal.ts";
import { transferUnpaired } from "./continuity/transfer-unpaired.ts";
import { witnessMissing } from "./continuity/witness-missing.ts";
import { witnessUnplaced } from "./continuity/witness-unplaced.ts";
import { custodyChain } from "./custody/chain.ts";
import { custodyClock } from "./custody/clock.ts";
import { custodyDevice } from "./custody/device.ts";
import { groupFacts } from "./group/facts.ts";
import { senderNotMember } from "./group/sender-not-member.ts";
import { nameChange } from "./identity/name-change.ts";
import { nameCollision } from "./identity/name-collision.ts";
import { noProof } from "./identity/no-proof.ts";
import { selfStatement } from "./identity/self-statement.ts";
import { billTotals } from "./source/bill-totals.ts";
import { countMismatch } from "./source/count-mismatch.ts";
import { damaged } from "./source/damaged.ts";
import { editingTool } from "./source/editing-tool.ts";
import { foreignWriter } from "./source/foreign-writer.ts";
import { knownDefect } from "./source/known-defect.ts";
import { limitSuspected } from "./source/limit-suspected.ts";
import { missingShard } from "./source/missing-shard.ts";
import { missingWal } from "./source/missing-wal.ts";
import { processedCopy } from "./source/processed-copy.ts";
import { renumberedIds } from "./source/renumbered-ids.ts";
import { resaved } from "./source/resaved.ts";
import { roundedIds } from "./source/rounded-ids.ts";
import { rowsFused } from "./source/rows-fused.ts";
import { rowsRemoved } from "./source/rows-removed.ts";
import { skippedRecord } from "./source/skipped-record.ts";
import { unusedFile } from "./source/unused-file.ts";

/** Every check, in the order of the printed catalogue. */
export const CHECKS: readonly Check[] = [
  damaged,
  countMismatch,
  billTotals,
  rowsRemoved,
  rowsFused,
  renumberedIds,
  roundedIds,
  resaved,
  processedCopy,
  foreignWriter,
  editingTool,
  missingShard,
  missingWal,
  limitSuspected,
  knownDefect,
  unusedFile,
  skippedRecord,
  localIdGap,
  localIdTail,
  emptiedConversation,
  idAboveSequence,
  serverSequenceGap,
  timeReversal,
  importedBlock,
  missingPredecessor,
  quotedMissing,
  forwardedMissing,
  witnessMissing,
  witnessUnplaced,
  deletionRecord,
  recall,
  recallTargetPresent,
  transferUnpaired,
  rangeStart,
  rangeEnd,
  silence,
  attachmentMissing,
  attachmentDigest,
  attachmentThumbnail,
  attachmentUnreadable,
  attachmentShared,
  attachmentUnclaimed,
  kindAbsent,
  unknownKind,
  duplicateServerId,
  period,
  declaredMessages,
  voiceWithoutTranscript,
  quoteDiffers,
  forwardDiffers,
  indexDiffers,
  sessionSummary,
  timeFields,
  senderFields,
  senderMap,
  typePayload,
  receivedWithoutServerId,
  payBill,
  noProof,
  nameCollision,
  nameChange,
  selfStatement,
  groupFacts,
  senderNotMember,
  custodyDevice,
  custodyChain,
  custodyClock,
  acquisitionReview,
];
