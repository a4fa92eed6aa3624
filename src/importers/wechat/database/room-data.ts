import { integerField, messageFields, protobufFields, textField } from "../../../base/protobuf.ts";

/** A member as the client's room data has it. */
export interface RoomMember {
  readonly account: string;
  readonly groupNickname: string | null;
  readonly inviter: string | null;
}

export interface RoomData {
  readonly members: readonly RoomMember[];
  /** Most members the group may have. */
  readonly capacity: number | null;
}

/**
 * Members of a group with nickname and inviter, as Windows 3.x keeps them in `ChatRoom.RoomData` and 4.x in
 * `chat_room.ext_buffer`. Null where the bytes are no such message. @source wechat-databases.md §2.3
 */
export function readRoomData(bytes: Uint8Array): RoomData | null {
  const fields = protobufFields(bytes);
  if (fields === null) return null;
  const members = messageFields(fields, 1).flatMap((member) => {
    const account = textField(member, 1);
    if (account === null || account === "") return [];
    return [{ account, groupNickname: textField(member, 2), inviter: textField(member, 4) || null }];
  });
  const capacity = integerField(fields, 5);
  return { members, capacity: capacity === null || capacity > 100_000n ? null : Number(capacity) };
}
