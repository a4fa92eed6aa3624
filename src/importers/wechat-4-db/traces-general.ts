import { idOf, type Row } from "../../base/sqlite/tables.ts";
import { epochSeconds } from "./survey.ts";
import { filled, traceOf, type Companion, type TalkerTrace } from "./trace.ts";

/** Payments, recalls and friend requests, in `general.db` or the single files of earlier builds. @source documented: wechat-databases.md §3.4 */
export function* generalTraces(general: Companion): Generator<TalkerTrace> {
  yield* recalls(general);
  yield* transfers(general);
  yield* redPackets(general);
  yield* friendRequests(general);
}

function* recalls(general: Companion): Generator<TalkerTrace> {
  const columns = ["to_user_name", "svr_id", "message_type", "revoke_time", "content", "at_user_list"];
  for (const row of general.tables.rows("revokemessage", columns)) {
    const known = { serverId: idOf(row["svr_id"]), text: filled(row["content"]), typeCode: idOf(row["message_type"]) };
    yield traceOf(general, "revokemessage", row, "revoke-table", "revoked", filled(row["to_user_name"]), known, ["revoke_time", "at_user_list"]); // prettier-ignore
  }
  const batch = ["session_name", "msg_local_id", "msg_create_time", "batch_id", "msg_unique_id"];
  for (const row of general.tables.rows("revokebatchmessage", batch)) {
    // Own messages that could be recalled together, not recalled ones.
    const known = { localId: idOf(row["msg_local_id"]), at: epochSeconds(row["msg_create_time"]) };
    yield traceOf(general, "revokebatchmessage", row, "revoke-batch", "holds", filled(row["session_name"]), known, ["batch_id", "msg_unique_id"]); // prettier-ignore
  }
}

const TRANSFER_DETAIL = [
  "transfer_id", "transcation_id", "pay_sub_type", "pay_receiver", "pay_payer", "begin_transfer_time",
  "last_modified_time", "invalid_time", "last_update_time", "delay_confirm_flag", "bubble_clicked_flag",
]; // prettier-ignore

/** A transfer names the message that offered it and the one that ended it. */
function* transfers(general: Companion): Generator<TalkerTrace> {
  const columns = ["session_name", "message_server_id", "second_message_server_id", ...TRANSFER_DETAIL];
  for (const row of general.tables.rows("transferTable", columns)) {
    const trace = (serverId: string, at: number | null) =>
      traceOf(general, "transferTable", row, "transfer-table", "holds", filled(row["session_name"]), { serverId, at }, TRANSFER_DETAIL); // prettier-ignore
    const [first, second] = [idOf(row["message_server_id"]), idOf(row["second_message_server_id"])];
    if (first !== null) yield trace(first, epochSeconds(row["begin_transfer_time"]));
    if (second !== null && second !== first) yield trace(second, null);
  }
}

function* redPackets(general: Companion): Generator<TalkerTrace> {
  const detail = ["native_url", "send_id", "scene_id", "hb_status", "hb_type", "receive_status"];
  for (const row of general.tables.rows("redEnvelopeTable", [
    "message_server_id",
    "session_name",
    "sender_user_name",
    ...detail,
  ])) {
    const known = { serverId: idOf(row["message_server_id"]), sender: filled(row["sender_user_name"]) };
    yield traceOf(general, "redEnvelopeTable", row, "red-envelope-table", "holds", filled(row["session_name"]), known, detail); // prettier-ignore
  }
}

function* friendRequests(general: Companion): Generator<TalkerTrace> {
  const detail = ["type_", "is_sender_", "scene_", "encrypt_user_name_", "remark_"];
  for (const row of general.tables.rows("FMessageTable", ["user_name_", "timestamp_", "content_", ...detail])) {
    const known = { at: epochSeconds(row["timestamp_"]), text: filled(row["content_"]), sender: requester(row) };
    yield traceOf(general, "FMessageTable", row, "friend-request", "holds", filled(row["user_name_"]), known, detail);
  }
}

function requester(row: Row): string | null {
  return row["is_sender_"] === 0n ? filled(row["user_name_"]) : null;
}
