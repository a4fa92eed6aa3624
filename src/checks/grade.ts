import { exceedsDouble, looksRounded } from "../base/decimal-id.ts";
import type { Chat, Conversation, Export, IdGrade, ServerIdState } from "../model/chat.ts";
import type { IdJudgement } from "./check.ts";

/** Ids above 2^53 needed before a share of them says anything. */
const ENOUGH_IDS = 3;
const ROUNDED_SHARE = 0.95;
/** Rows below which ids equal to the row position are expected of an untouched table too. */
const ENOUGH_ROWS = 20;

/** Whether local ids and server ids of one conversation can be judged, and the counts that say so. @source design.md §6.1 */
export function judgeIds(chat: Chat, of: Export, conversation: Conversation): IdJudgement {
  const local = localIdFacts(chat, conversation.id);
  const server = serverIdFacts(chat, conversation.id);
  const tables = tablesOf(chat, conversation.id);
  const idGrade = gradeOf(of, local, tables);
  const serverIds = serverStateOf(of, server);
  const evidence = { origin: of.localIdOrigin, ...local, ...(tables > 0 ? { tables } : {}), ...server };
  return { idGrade, serverIds, evidence };
}

/** Tables of the client's that number the rows of this conversation alone, also those without a row. */
function tablesOf(chat: Chat, conversation: string): number {
  const sql = "SELECT count(*) AS tables FROM numbering WHERE conversation = ?";
  for (const { tables } of chat.query<{ tables: number }>(sql, conversation)) return tables;
  throw new RangeError("an aggregate always has a row");
}

interface LocalIdFacts {
  readonly messages: number;
  readonly localIds: number;
  readonly exporterIndexes: number;
  /** Local ids that equal the 1-based place of their row. */
  readonly localIdsEqualToPosition: number;
}

function localIdFacts(chat: Chat, conversation: string): LocalIdFacts {
  const sql = `SELECT count(*) AS messages, count(local_id) AS localIds, count(exporter_index) AS exporterIndexes,
      coalesce(sum(local_id = CAST(position + 1 AS TEXT)), 0) AS localIdsEqualToPosition
    FROM message WHERE conversation = ?`;
  for (const row of chat.query<LocalIdFacts>(sql, conversation)) return row;
  throw new RangeError("an aggregate always has a row");
}

interface ServerIdFacts {
  readonly serverIds: number;
  readonly serverIdsAboveDouble: number;
  readonly serverIdsRounded: number;
  readonly serverIdsShort: number;
}

function serverIdFacts(chat: Chat, conversation: string): ServerIdFacts {
  let [serverIds, serverIdsAboveDouble, serverIdsRounded, serverIdsShort] = [0, 0, 0, 0];
  const sql = "SELECT server_id AS id FROM message WHERE conversation = ? AND server_id IS NOT NULL";
  for (const { id } of chat.query<{ id: string }>(sql, conversation)) {
    serverIds += 1;
    if (id.length <= 10) serverIdsShort += 1;
    if (exceedsDouble(id)) serverIdsAboveDouble += 1;
    if (looksRounded(id)) serverIdsRounded += 1;
  }
  return { serverIds, serverIdsAboveDouble, serverIdsRounded, serverIdsShort };
}

function gradeOf(of: Export, facts: LocalIdFacts, tables: number): IdGrade {
  const numbered = facts.localIds + tables;
  if (of.localIdOrigin === "renumbered") return numbered + facts.exporterIndexes > 0 ? "renumbered" : "none";
  if (of.localIdOrigin === "none" || numbered === 0) return "none";
  const followsRows = facts.localIds >= ENOUGH_ROWS && facts.localIdsEqualToPosition === facts.localIds;
  // A tool that carries real ids cannot be told from one that counts rows when both agree: then nothing is claimed.
  return of.localIdOrigin === "carried" && followsRows ? "renumbered" : of.localIdOrigin;
}

function serverStateOf(of: Export, facts: ServerIdFacts): ServerIdState {
  if (facts.serverIds === 0) return "none";
  const share = facts.serverIdsRounded / Math.max(1, facts.serverIdsAboveDouble);
  if (facts.serverIdsAboveDouble >= ENOUGH_IDS && share >= ROUNDED_SHARE) return "rounded";
  if (of.serverIdOrigin === "fallback-possible" && facts.serverIdsShort > 0) return "fallback";
  return of.serverIdOrigin === "through-double" && facts.serverIdsRounded > 0 ? "rounded" : "exact";
}
