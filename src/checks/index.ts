import type { Check } from "./check.ts";
import { attachmentMissing } from "./completeness/attachment-missing.ts";
import { attachmentThumbnail } from "./completeness/attachment-thumbnail.ts";
import { attachmentUnclaimed } from "./completeness/attachment-unclaimed.ts";
import { attachmentUnreadable } from "./completeness/attachment-unreadable.ts";
import { duplicateServerId } from "./completeness/duplicate-server-id.ts";
import { unknownKind } from "./completeness/unknown-kind.ts";
import { payBill } from "./consistency/pay-bill.ts";
import { senderFields } from "./consistency/sender-fields.ts";
import { timeFields } from "./consistency/time-fields.ts";
import { emptiedConversation } from "./continuity/emptied-conversation.ts";
import { idAboveSequence } from "./continuity/id-above-sequence.ts";
import { importedBlock } from "./continuity/imported-block.ts";
import { localIdGap } from "./continuity/local-id-gap.ts";
import { localIdTail } from "./continuity/local-id-tail.ts";
import { missingPredecessor } from "./continuity/missing-predecessor.ts";
import { quotedMissing } from "./continuity/quoted-missing.ts";
import { rangeEnd } from "./continuity/range-end.ts";
import { rangeStart } from "./continuity/range-start.ts";
import { recall } from "./continuity/recall.ts";
import { serverSequenceGap } from "./continuity/server-sequence-gap.ts";
import { silence } from "./continuity/silence.ts";
import { timeReversal } from "./continuity/time-reversal.ts";
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
  recall,
  rangeStart,
  rangeEnd,
  silence,
  attachmentMissing,
  attachmentThumbnail,
  attachmentUnreadable,
  attachmentUnclaimed,
  unknownKind,
  duplicateServerId,
  timeFields,
  senderFields,
  payBill,
];
