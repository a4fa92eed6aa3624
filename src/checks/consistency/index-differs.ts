import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import {
  lettersOf,
  indexAgrees,
  indexFidelity,
  indexTally,
  unequalPairs,
  type Fidelity,
  type IndexPair,
} from "../index-words.ts";
import { listedFound } from "../listed.ts";
import { placesOf } from "../places.ts";
import { isMarkup, whereTheyPart } from "../plain-words.ts";

/** An index may stop at a length of its own; shorter words than these it keeps whole. */
const LONG = 200;

/**
 * Words that the client's own search index keeps otherwise than the row.
 *
 * The index is written when a message comes in. Whoever changes the row afterwards, with a program that is not the client,
 * leaves the old words in the index.
 */
export const indexDiffers = defineCheck({
  id: "consistency/index-differs",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["traces", "client-table"],
  options: { listed: 100 },
  title: { zh: "全文索引的文字与消息不同", en: "Words of the search index that differ from the message" },
  rule: {
    zh: "客户端的全文索引保存了收到消息时的文字。按本地编号及其范围（或排序序号、时间）找到对应的文字消息，逐条比较。索引保留到何种程度（全部文字、只有字母和数字、只有部分字）先从该数据库全部行中得出：不符的不超过 3 行或 5% 才以该程度比较，否则不作判断；空白和表情不计。不同的列出两处文字；索引在 200 字之后截止的只作提示。",
    en: "The client's full-text index keeps the words of a message as they came in. The text message is found by local id and what it counts within (or by sort sequence or time) and the words are compared. How much the index keeps (all words, letters and digits only, or some of the letters) is first learnt from all rows of the databases: a measure is used only where no more than three rows or five per cent do not fit it, and where none fits nothing is said; spaces and emoji do not count. Where they differ both are told; an index that stops after 200 characters is noted.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无修改；索引由客户端自行写入，与消息不同时须说明哪一处在后。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were changed; the client writes the index itself, and where both differ it has to be said which is the later.",
  },
  innocent: [
    {
      zh: "索引不是与消息数据库同一时刻复制的，或属于另一台设备。",
      en: "The index was not copied at the same moment as the messages, or belongs to another device.",
    },
    {
      zh: "索引程序换了版本，对个别文字的取舍不同。",
      en: "Another version of the indexing program keeps some characters and drops others.",
    },
    {
      zh: "该行由客户端自己改写过，例如由服务器替换的占位文字。",
      en: "The client rewrote the row itself, such as a placeholder that the server replaced.",
    },
  ],
  reference: "wechat-databases.md §10.1 (in-place editor), §8.3 S-X01, §3.4 message_fts.db, §2.4; design.md §6.2",
  words: {
    differs: {
      zh: "第 {seq} 条（{sentAt}）存储的文字是「{storedText}」，而全文索引保存的是「{indexText}」。",
      en: "The words stored in message {seq} ({sentAt}) are “{storedText}”, while the full-text index keeps “{indexText}”.",
    },
    shorter: {
      zh: "第 {seq} 条（{sentAt}）的文字在全文索引中只有前 {kept} 个字；其后的文字「{storedText}」索引中没有。",
      en: "Of message {seq} ({sentAt}) the full-text index has only the first {kept} characters; the words stored go on with “{storedText}”.",
    },
    more: {
      zh: "另有 {count} 条消息的文字与全文索引不同，首条为第 {seq} 条。",
      en: "The words of another {count} message(s) differ from the full-text index, the first is message {seq}.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation, export: of, options } = context;
    // In a rebuilt copy a number of the index may be that of another row by now.
    if (of.provenance?.class === "rebuilt-copy") return { notApplicable: "provenance:rebuilt-copy" };
    const { compared, same } = indexTally(chat, conversation.id);
    const fidelity = indexFidelity(chat, of.id);
    if (compared === 0 || fidelity === "none") return { notApplicable: "no-index-words" };
    const differing =
      compared === same ? 0 : yield* listedFound(differencesFound(context, fidelity), options["listed"] ?? 100);
    return { counts: { messages: conversation.messageCount, compared, same, differing } };
  },
});

function* differencesFound(
  { chat, conversation }: ConversationContext,
  fidelity: Fidelity,
): Generator<Found, void, void> {
  for (const pair of unequalPairs(chat, conversation.id)) {
    const message = chat.message(conversation.id, pair.seq);
    const stored = message.text ?? "";
    if (isMarkup(stored) || indexAgrees(stored, pair.text, fidelity) !== false) continue;
    yield {
      ...differenceFound(stored, pair, fidelity, message.sentAt),
      at: [...placesOf([{ at: pair.locator }]), message.locator],
    };
  }
}

function differenceFound(
  stored: string,
  { seq, text, kind }: IndexPair,
  fidelity: Fidelity,
  sentAt: number | null,
): Found {
  const parted = whereTheyPart(stored, text);
  const facts = {
    seq,
    sentAt,
    kind,
    fidelity,
    kept: Array.from(text).length,
    storedText: parted.stored,
    indexText: parted.copy,
  };
  const isCut = text.length >= LONG && lettersOf(stored).startsWith(lettersOf(text));
  const found = { facts, at: [], messages: [seq] };
  return isCut ? { word: "shorter", ...found, level: "note", strength: "C" } : { word: "differs", ...found };
}
