import type { Zstd } from "../../base/zstd.ts";
import type { Conversation } from "../../model/chat.ts";
import type { MediaPlaces } from "./media.ts";
import type { PackedInfos } from "./packed-info.ts";

/** What every row of one table is read against. */
export interface TableContext {
  readonly path: string;
  readonly table: string;
  /** What its local ids count within. */
  readonly scope: string;
  readonly hash: string;
  readonly talker: string | null;
  readonly type: Conversation["type"];
  readonly owner: string | null;
  readonly names: ReadonlyMap<string, string>;
  /** The names of this database are off: nobody is named. */
  readonly isShifted: boolean;
  readonly isAccount: (name: string) => boolean;
  readonly isHistory: (serverId: string) => boolean;
  readonly places: MediaPlaces;
  readonly zstd: Zstd;
  readonly packed: PackedInfos;
}
