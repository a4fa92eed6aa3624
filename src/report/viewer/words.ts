import { KINDS, type Kind } from "../../model/kind.ts";
import type { ViewerWords, Word } from "../../model/viewer.ts";
import type { ReportContext } from "../context.ts";

/** Words for the codes of the record, in the language of the report and as it says them. */
export function viewerWords({ words, language }: ReportContext): ViewerWords {
  const { transcript, checks, viewer } = words;
  const kinds = Object.entries(KINDS) as [Kind, (typeof KINDS)[Kind]][];
  return {
    kinds: kinds.map(([kind, { name, evidenceClass }]) => [kind, name[language], evidenceClass]),
    sides: pairs(transcript.sides),
    levels: pairs(checks.levels),
    outcomes: pairs(viewer.outcomes),
    events: pairs(transcript.events),
    transferStates: pairs(transcript.transferStates),
    callMedia: pairs(transcript.callMedia),
    attachmentStates: pairs(transcript.attachmentStates),
    attachmentRoles: pairs(transcript.attachmentRoles),
    nameKinds: pairs(words.accounts.nameKinds),
    conversationTypes: pairs(words.scope.types),
    idGrades: pairs(checks.idGrades),
    continuity: pairs(checks.words),
    memberRoles: pairs(viewer.memberRoles),
    dayStates: pairs(viewer.dayStates),
    groupLanes: pairs(words.figures.lanes),
    groupBases: pairs(viewer.groupBases),
  };
}

function pairs<Code extends string>(names: Readonly<Record<Code, string>>): Word<Code>[] {
  return (Object.entries(names) as [Code, string][]).map(([code, word]) => [code, word]);
}
