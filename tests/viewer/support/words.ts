import { KINDS, type Kind } from "../../../src/model/kind.ts";
import type { ViewerWords } from "../../../src/model/viewer.ts";
import { zh } from "../../../src/report/words/zh.ts";

function listOf<Code extends string>(words: Readonly<Record<Code, string>>): (readonly [Code, string])[] {
  return Object.entries(words) as [Code, string][];
}

/** Words of a Chinese bundle, as the report has them. */
export const madeUpWords: ViewerWords = {
  kinds: (Object.keys(KINDS) as Kind[]).map((kind) => [kind, KINDS[kind].name.zh, KINDS[kind].evidenceClass] as const),
  sides: listOf(zh.transcript.sides),
  levels: listOf(zh.checks.levels),
  outcomes: [["found", zh.checks.found], ["nothing-found", zh.checks.nothing]],
  events: listOf(zh.transcript.events),
  transferStates: listOf(zh.transcript.transferStates),
  callMedia: listOf(zh.transcript.callMedia),
  attachmentStates: listOf(zh.transcript.attachmentStates),
  attachmentRoles: listOf(zh.transcript.attachmentRoles),
  nameKinds: listOf(zh.accounts.nameKinds),
  conversationTypes: listOf(zh.scope.types),
  idGrades: listOf(zh.checks.idGrades),
  continuity: listOf(zh.checks.words),
  memberRoles: listOf(zh.accounts.roles),
  dayStates: [["messages", "有消息"], ["silent", "无消息"], ["out-of-range", "范围以外"]],
  groupLanes: [["owner", "群主"], ["admin", "管理员"], ["members", "成员数"], ["joined", "加入"], ["left", "离开"], ["measure", "措施"]],
  groupBases: [["notice", "系统提示"], ["export", "导出件自述"], ["declared", "填报"]],
}; // prettier-ignore
