/**
 * Column names of the six generations of MemoTrace tables, exact and in order.
 *
 * @source documented: export-formats.md §1.2–1.3 (LC044/WeChatMsg history 2023-10 to 2025-03; XLSX of 3.x)
 */
export const COLUMNS = {
  /** V0, 2023-10; an unnamed running number stands before it. */
  backup: ["用户名", "消息内容", "发送时间", "发送状态", "消息类型", "isSend", "msgId"],
  /** V1, 2023-11; until 2023-11-25 with an unnamed running number before it. */
  client: ["localId", "TalkerId", "Type", "SubType", "IsSender", "CreateTime", "Status", "StrContent", "StrTime"],
  /** V2, V3 and V4, 2023-12 on: the same names, with different meanings. */
  named: [
    ...["localId", "TalkerId", "Type", "SubType", "IsSender", "CreateTime", "Status", "StrContent", "StrTime"],
    ...["Remark", "NickName", "Sender"],
  ],
  /** V5, 2025-03 on (3.x), CSV and XLSX. */
  words: ["消息ID", "类型", "发送人", "时间", "内容", "备注", "昵称", "更多信息"],
  /** XLSX of an official account, 3.x. */
  official: ["日期", "时间", "标题", "描述", "链接", "更多信息"],
} as const satisfies Record<string, readonly string[]>;

export type Layout = keyof typeof COLUMNS;

/** A header that was recognised. */
export interface Header {
  readonly layout: Layout;
  /** An unnamed column of running numbers stands before the named ones. */
  readonly hasIndex: boolean;
  /** Fields of a record, the running number included. */
  readonly fieldCount: number;
  /** Empty columns behind the named ones, as spreadsheet programs leave them. */
  readonly emptyColumns: number;
  /** Names of columns that somebody has added behind those of the exporter. */
  readonly addedColumns: readonly string[];
}

/** Recognises the fields of a first record; null where they are no header of this exporter. */
export function headerOf(fields: readonly string[]): Header | null {
  const named = fields.slice(0, fields.findLastIndex((field) => field !== "") + 1);
  const hasIndex = named[0] === "";
  const names = hasIndex ? named.slice(1) : named;
  const layout = LONGEST_FIRST.find((known) => COLUMNS[known].every((column, at) => names[at] === column));
  if (layout === undefined) return null;
  const count = COLUMNS[layout].length;
  return {
    layout,
    hasIndex,
    fieldCount: count + (hasIndex ? 1 : 0),
    emptyColumns: fields.length - named.length,
    addedColumns: names.slice(count),
  };
}

/** One header is the beginning of another: the longer one is tried first. */
const LONGEST_FIRST = (Object.keys(COLUMNS) as Layout[]).sort((a, b) => COLUMNS[b].length - COLUMNS[a].length);
