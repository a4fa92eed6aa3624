import { idOf, textOf, type Row, type Value } from "../../base/sqlite/tables.ts";
import type { OpenDatabase } from "../wechat/database/copies.ts";
import { TableRows } from "../wechat/database/table-rows.ts";

/** Names of a picture's files. `big` begins with `SERVERID://` where it was never fetched. */
export interface ImageNames {
  readonly big: string | null;
  readonly middle: string | null;
  readonly hevc: string | null;
}

/** What smaller tables say of single messages, held by the number of the message. @source wechat-databases.md §5.1.3 */
export class SideTables {
  private readonly imagesByLocal = new Map<string, ImageNames>();
  private readonly imagesByServer = new Map<string, ImageNames>();
  private readonly attachments = new Map<string, string>();
  private readonly notes = new Map<string, Record<string, string>>();

  constructor(opened: OpenDatabase) {
    for (const row of new TableRows(opened, "ImgInfo2")) this.addImage(row);
    for (const row of new TableRows(opened, "appattach")) {
      this.put(this.attachments, row["msginfoid"], textOf(row["filefullpath"]));
    }
    // A message's number on the phone is below 2^32; longer numbers are the server's.
    for (const row of new TableRows(opened, "VoiceTransText")) {
      this.note(row["msgid"], { "VoiceTransText.content": textOf(row["content"]) });
    }
    for (const row of new TableRows(opened, "FileMsgInfo")) {
      const replaced = { "FileMsgInfo.overwriteNewMsgId": idOf(row["overwritenewmsgid"]) };
      this.note(row["msgsvrid"], { ...replaced, "FileMsgInfo.filePath": textOf(row["filepath"]) });
    }
    for (const row of new TableRows(opened, "AppMessage")) {
      this.note(row["msgid"], { "AppMessage.title": textOf(row["title"]), "AppMessage.source": textOf(row["source"]) });
    }
  }

  image(localId: string | null, serverId: string | null): ImageNames | null {
    return this.imagesByLocal.get(localId ?? "") ?? this.imagesByServer.get(serverId ?? "") ?? null;
  }

  /** Path of a received file on the phone. */
  attachment(localId: string | null): string | null {
    return this.attachments.get(localId ?? "") ?? null;
  }

  /** Further statements on a message: `table.column` -> text. */
  notesOn(localId: string | null, serverId: string | null): Readonly<Record<string, string>> {
    return { ...this.notes.get(localId ?? ""), ...this.notes.get(serverId ?? "") };
  }

  private addImage(row: Row): void {
    const names = { big: textOf(row["bigimgpath"]), middle: textOf(row["midimgpath"]), hevc: textOf(row["hevcpath"]) };
    const [local, server] = [idOf(row["msglocalid"]), idOf(row["msgsvrid"])];
    if (local !== null) this.imagesByLocal.set(local, names);
    else if (server !== null) this.imagesByServer.set(server, names);
  }

  private put(map: Map<string, string>, id: Value | undefined, text: string | null): void {
    const key = idOf(id);
    if (key !== null && text !== null && text !== "") map.set(key, text);
  }

  private note(id: Value | undefined, notes: Readonly<Record<string, string | null>>): void {
    const key = idOf(id);
    if (key === null) return;
    const told = Object.entries(notes).filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== ""); // prettier-ignore
    if (told.length > 0) this.notes.set(key, { ...this.notes.get(key), ...Object.fromEntries(told) });
  }
}
