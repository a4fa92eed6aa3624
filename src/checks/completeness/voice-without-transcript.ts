import type { CaseDeclared, CaseFile } from "../../model/case.ts";
import type { Chat, Conversation } from "../../model/chat.ts";
import { KINDS, type Kind } from "../../model/kind.ts";
import { casePlace } from "../case-place.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { isCalled, pointerOf } from "../declared-messages.ts";
import { listedFound } from "../listed.ts";
import { PLACES_SHOWN, placesOf } from "../places.ts";
import { onlyRow } from "../row.ts";

/** Voice messages without a transcript that somebody has read against the sound. */
export const voiceWithoutTranscript = defineCheck({
  id: "completeness/voice-without-transcript",
  version: 1,
  scope: "conversation",
  level: "note",
  strength: "D",
  needs: [],
  options: { listed: 50 },
  title: { zh: "语音没有核对过的文字整理", en: "Voice messages without a reviewed transcript" },
  rule: {
    zh: "把会话中的语音与案件信息文件中的文字整理逐条对应：没有整理的、有整理而没有写明核对人的，各合并列出；整理所写的编号不是语音，或者不在该会话中的，逐条列出。不比较文字与声音是否相同。",
    en: "Holds the voice messages of a conversation against the transcripts in the case file. Those without one, and those whose transcript names nobody who reviewed it, are listed together; transcripts whose number is not a voice message or not in the conversation are listed one by one. The words are not compared with the sound.",
  },
  legalHook: {
    zh: "《最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释》第一百一十五条对语音等材料附有文字整理及方言、暗语说明作了要求，民事案件中本程序参照列出；语音逐条当庭播放费时，何人整理、何人核对应能说明。",
    en: "Article 115 of the Interpretation of the Criminal Procedure Law asks for transcripts of recordings with notes on dialect and jargon; used here by analogy. Playing each recording in court takes time, and it should be possible to say who transcribed it and who reviewed that.",
  },
  innocent: [
    {
      zh: "该语音与案件无关，不打算提交。",
      en: "The recording has nothing to do with the case and will not be offered.",
    },
    {
      zh: "文字整理另行提交，没有写入案件信息文件。",
      en: "The transcript is handed in separately and was not typed into the case file.",
    },
    { zh: "编号取自另一次导出。", en: "The number was taken from another export." },
  ],
  reference: "law.md §6 C1.04 VOICE_NO_TRANSCRIPT; §1.3 L56",
  words: {
    without: {
      zh: "{voices} 条语音中有 {count} 条未附听写稿，首条为第 {seq} 条（{sentAt}）。",
      en: "{count} of {voices} voice message(s) have no transcript; the first is message {seq} ({sentAt}).",
    },
    "not-reviewed": {
      zh: "{voices} 条语音中有 {count} 条的听写稿没有写明核对人，首条为第 {seq} 条（{sentAt}）。",
      en: "The transcripts of {count} of {voices} voice message(s) name nobody who reviewed them; the first is message {seq} ({sentAt}).",
    },
    "not-a-voice": {
      zh: "案件信息文件的 {field} 填写第 {seq} 条（{sentAt}），而该条不是语音（证据分类 {evidenceClass}）。",
      en: "{field} of the case file declares message {seq} ({sentAt}), which is not a voice message (class {evidenceClass}).",
    },
    "absent-message": {
      zh: "案件信息文件的 {field} 填写第 {seq} 条，而该会话共 {messages} 条，没有这个编号。",
      en: "{field} of the case file declares message {seq}; the conversation has {messages} message(s) and none of that number.",
    },
    "no-number": {
      zh: "案件信息文件的 {field} 没有写明是第几条消息。",
      en: "{field} of the case file does not say which message it belongs to.",
    },
    more: {
      zh: "另有 {count} 段文字整理的编号不是语音或不在该会话中，其中一处为第 {seq} 条。",
      en: "Another {count} transcript(s) have a number that is no voice message or not in the conversation, one of them {seq}.",
    },
  },
  *run({ chat, conversation, caseFile, options }: ConversationContext) {
    if (caseFile === null) return { notApplicable: "no-case-file" };
    const transcripts = transcriptsOf(chat, conversation, caseFile.declared);
    yield* listedFound(misplaced(chat, conversation, transcripts, caseFile), options["listed"] ?? 50);
    const voices = onlyRow(chat.query<{ voices: number }>(COUNT, conversation.id)).voices;
    if (voices === 0 && transcripts.length === 0) return { notApplicable: "no-voices" };
    const made = numbersOf(transcripts);
    const reviewed = numbersOf(transcripts.filter(({ reviewedBy }) => reviewedBy !== undefined));
    const without = unheard(chat, conversation.id, (seq) => !made.has(seq));
    const unread = unheard(chat, conversation.id, (seq) => made.has(seq) && !reviewed.has(seq));
    if (without !== null) yield { word: "without", ...without, facts: { voices, ...without.facts } };
    if (unread !== null) yield { word: "not-reviewed", ...unread, facts: { voices, ...unread.facts } };
    return { counts: { voices, transcripts: transcripts.length } };
  },
});

type Transcript = NonNullable<CaseDeclared["transcripts"]>[number] & { readonly field: string };

function transcriptsOf(chat: Chat, conversation: Conversation, { transcripts = [] }: CaseDeclared): Transcript[] {
  return transcripts
    .map((transcript, at) => ({ ...transcript, field: `transcripts[${at}]` }))
    .filter(({ conversation: typed }) => isCalled(chat, typed, conversation));
}

/** Messages that have words: a block without words is not a transcript yet. */
function numbersOf(transcripts: readonly Transcript[]): ReadonlySet<number> {
  return new Set(
    transcripts.flatMap(({ message, text }) => (message === undefined || text === undefined ? [] : [message])),
  );
}

interface Row {
  readonly seq: number;
  readonly sentAt: number | null;
  readonly at: string;
}

const COUNT = "SELECT count(*) AS voices FROM message WHERE conversation = ? AND kind = 'voice'";
const VOICES = "SELECT seq, sent_at AS sentAt, locator AS at FROM message WHERE conversation = ? AND kind = 'voice' ORDER BY seq"; // prettier-ignore
const ROW = "SELECT seq, sent_at AS sentAt, locator AS at, kind FROM message WHERE conversation = ? AND seq = ?";

/** Voices of a sort in one finding: how many, the first of them, and as many as a finding shows. */
function unheard(chat: Chat, conversation: string, isOfSort: (seq: number) => boolean): Omit<Found, "word"> | null {
  const shown: Row[] = [];
  let count = 0;
  for (const row of chat.query<Row>(VOICES, conversation)) {
    if (!isOfSort(row.seq)) continue;
    count += 1;
    if (shown.length < PLACES_SHOWN) shown.push(row);
  }
  const [first] = shown;
  if (first === undefined) return null;
  const facts = { count, seq: first.seq, sentAt: first.sentAt };
  return { facts, at: placesOf(shown), messages: shown.map(({ seq }) => seq) };
}

/** Transcripts that belong to no voice message. */
function* misplaced(
  chat: Chat,
  { id, messageCount }: Conversation,
  transcripts: readonly Transcript[],
  caseFile: CaseFile,
): Generator<Found, void, void> {
  for (const { field, message: seq } of transcripts) {
    const graded = { level: "warning", at: casePlace(caseFile, pointerOf(field)) } as const;
    if (seq === undefined) {
      yield { word: "no-number", facts: { field }, ...graded };
      continue;
    }
    const [row] = chat.query<Row & { kind: Kind }>(ROW, id, seq);
    if (row === undefined)
      yield { word: "absent-message", facts: { field: `${field}.message`, seq, messages: messageCount }, ...graded }; // prettier-ignore
    else if (row.kind !== "voice") yield { word: "not-a-voice", ...notVoice(field, row), level: "warning" };
  }
}

function notVoice(field: string, row: Row & { readonly kind: Kind }): Omit<Found, "word"> {
  const { seq, sentAt, kind } = row;
  const { evidenceClass } = KINDS[kind];
  return {
    facts: { field: `${field}.message`, seq, sentAt, kind, evidenceClass },
    at: placesOf([row]),
    messages: [seq],
  };
}
