/** A mark that software leaves in databases it has worked on. */
interface Fingerprint {
  readonly type: "table" | "index" | "trigger";
  readonly name: RegExp;
  /** Text the DDL must hold as well, where the name alone is common. */
  readonly sql?: RegExp;
  readonly tool: string;
}

/** @source wechat-databases.md §10.2 */
const FINGERPRINTS: readonly Fingerprint[] = [
  { type: "index", name: /^idx_(MSG|Session|Contact|PublicMsg)_/i, tool: "PyWxDump" },
  { type: "table", name: /^sync_log$/i, tool: "PyWxDump merge" },
  { type: "index", name: /_unique_index$/i, tool: "PyWxDump merge" },
  { type: "table", name: /^UserData$/i, sql: /lastTime|bookMark/i, tool: "wechatDataBackup" },
  { type: "table", name: /^(lastTime|bookMark)$/i, tool: "wechatDataBackup" },
  { type: "table", name: /^session_last_message$/i, tool: "WeChatDataAnalysis" },
  { type: "table", name: /^message_meta$/i, tool: "WeChatDataAnalysis" },
  { type: "table", name: /^message_edits$/i, tool: "WeChatDataAnalysis" },
  { type: "table", name: /^_weflow_/i, tool: "WeFlow" },
  { type: "trigger", name: /^(anti_revoke_|block_delete_)/i, tool: "WeFlow" },
];

/** Software known to make such an object; null where none is known. */
export function toolOfObject(type: string, name: string, sql: string | null): string | null {
  const found = FINGERPRINTS.find(
    (print) => print.type === type && print.name.test(name) && (print.sql === undefined || print.sql.test(sql ?? "")),
  );
  return found?.tool ?? null;
}
