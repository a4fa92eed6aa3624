import type { Chat } from "../../model/chat.ts";
import type { Level } from "../../model/finding.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { PLACES_SHOWN, placesOf } from "../places.ts";

/** Digits above which an id is not a local id written where a server id belongs. */
const LOCAL_ID_DIGITS = 10;

/**
 * One server id on several messages of a conversation.
 *
 * The server gives every message an id of its own, so two different messages under one id contradict each other. The
 * same message twice is an exporter's doing.
 */
export const duplicateServerId = defineCheck({
  id: "completeness/duplicate-server-id",
  version: 1,
  scope: "conversation",
  level: "error",
  strength: "B",
  needs: ["server-id"],
  options: { listed: 50, compared: 5000 },
  title: { zh: "服务端编号重复", en: "Server id used twice" },
  rule: {
    zh: "在同一会话中查找出现多次的服务端编号（0 和空值不算编号），并比较这些消息的类型、发送人、时间和文字：有不同的列为错误，全部相同的列为说明。服务端编号末位失真的会话不适用。",
    en: "Looks within one conversation for server ids that stand more than once (0 and empty are not ids) and compares kind, sender, time and text of those messages: a difference is an error, equality is noted. Not applicable where server ids have lost their last digits.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无增加、修改；同一编号下内容不同，是导出文件自身的矛盾，须以手机或另一份导出核对。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were added to or changed; different content under one id is a contradiction within the export and should be checked against the phone or another export.",
  },
  innocent: [
    {
      zh: "导出工具从多个数据库分片或多次解密的数据中读到了同一条消息。",
      en: "The exporter read one message from several database shards, or from data that were decrypted several times.",
    },
    {
      zh: "多份导出被拼接在一起，时间段有重叠。",
      en: "Several exports with overlapping periods were put together.",
    },
    {
      zh: "同一消息在两份数据中状态不同，例如其中一份已显示为撤回，或媒体文件的路径不同。",
      en: "The message had another state in one of two sets of data, such as recalled in one of them, or another path of its media file.",
    },
  ],
  reference: "export-formats.md §0.5 class S, §12.3 (duplicate svrid), §1.8 (repeated decrypting)",
  words: {
    different: {
      zh: "服务端编号 {serverId} 出现 {count} 次，首次为第 {firstSeq} 条，末次为第 {lastSeq} 条，内容不同（类型不同：{kindDiffers}；发送人不同：{senderDiffers}；时间不同：{timeDiffers}；文字不同：{textDiffers}）。",
      en: "Server id {serverId} stands {count} times, first at message {firstSeq}, last at message {lastSeq}, with different content (kind: {kindDiffers}; sender: {senderDiffers}; time: {timeDiffers}; text: {textDiffers}).",
    },
    equal: {
      zh: "服务端编号 {serverId} 出现 {count} 次，首次为第 {firstSeq} 条，末次为第 {lastSeq} 条；类型、发送人、时间和文字相同。",
      en: "Server id {serverId} stands {count} times, first at message {firstSeq}, last at message {lastSeq}; kind, sender, time and text are equal.",
    },
    "more-different": {
      zh: "另有 {ids} 个服务端编号重复且内容不同，涉及 {rows} 条消息。",
      en: "Another {ids} server id(s) are used more than once with different content, on {rows} messages.",
    },
    "more-equal": {
      zh: "另有 {ids} 个服务端编号重复而内容相同，涉及 {rows} 条消息；其中 {textNotCompared} 个未比较文字。",
      en: "Another {ids} server id(s) are used more than once with equal content, on {rows} messages; the text was not compared for {textNotCompared} of them.",
    },
  },
  *run({ chat, conversation, judgement, options }: ConversationContext) {
    if (judgement.serverIds === "rounded") return { notApplicable: "server-ids-rounded" };
    if (judgement.serverIds === "none") return { notApplicable: "no-server-ids" };
    const shortest = judgement.serverIds === "fallback" ? LOCAL_ID_DIGITS + 1 : 1;
    const tally = new Tally(options["listed"] ?? 50);
    let [repeated, rows] = [0, 0];
    for (const group of chat.query<Group>(GROUPS, conversation.id, shortest)) {
      repeated += 1;
      rows += group.count;
      const compare = repeated <= (options["compared"] ?? 5000);
      yield* tally.take(chat, conversation.id, group, compare);
    }
    yield* tally.rest();
    return { counts: { serverIds: Number(judgement.evidence["serverIds"] ?? 0), repeated, rows } };
  },
});

interface Group {
  readonly serverId: string;
  readonly count: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly kinds: number;
  readonly senders: number;
  readonly times: number;
}

/** Sign and zeros at the front taken off, an id has a digit left and nothing but digits. */
const IS_ID = "ltrim(server_id, '-0') <> '' AND ltrim(server_id, '-') NOT GLOB '*[^0-9]*'";

const GROUPS = `SELECT server_id AS serverId, count(*) AS count, min(seq) AS firstSeq, max(seq) AS lastSeq,
    count(DISTINCT kind) AS kinds, count(DISTINCT coalesce(sender, '')) AS senders,
    count(DISTINCT coalesce(sent_at, '')) AS times
  FROM message WHERE conversation = ? AND server_id IS NOT NULL AND ${IS_ID} AND length(server_id) >= ?
  GROUP BY server_id HAVING count(*) > 1 ORDER BY firstSeq`;

// The plus keeps SQLite from walking the conversation in order of seq instead of looking the id up.
const BEARING = `SELECT seq, locator AS at FROM message WHERE conversation = ? AND server_id = ?
  ORDER BY +seq LIMIT ${PLACES_SHOWN}`;

type Word = "different" | "equal";

/** Lists the first repetitions of either sort and adds up the others. */
class Tally {
  private readonly listed: number;
  private readonly seen = { different: 0, equal: 0 };
  private readonly more = {
    different: { ids: 0, rows: 0 },
    equal: { ids: 0, rows: 0, textNotCompared: 0 },
  };

  constructor(listed: number) {
    this.listed = listed;
  }

  *take(chat: Chat, conversation: string, group: Group, compare: boolean): Generator<Found, void, void> {
    const places = compare ? placesOfId(chat, conversation, group.serverId) : [];
    const seqs = places.map(({ seq }) => seq);
    const textDiffers = textsDiffer(chat, conversation, seqs);
    const { serverId, count, firstSeq, lastSeq } = group;
    const differs = {
      kindDiffers: group.kinds > 1,
      senderDiffers: group.senders > 1,
      timeDiffers: group.times > 1,
      textDiffers,
    };
    const word: Word = Object.values(differs).includes(true) ? "different" : "equal";
    this.seen[word] += 1;
    if (this.seen[word] > this.listed || !compare) {
      this.add(word, count, compare);
      return;
    }
    const facts = { serverId, count, firstSeq, lastSeq, ...(word === "different" ? differs : {}) };
    yield { word, facts, at: placesOf(places), messages: seqs, ...RANK[word] };
  }

  *rest(): Generator<Found, void, void> {
    const { different, equal } = this.more;
    if (different.ids > 0) yield { word: "more-different", facts: different, at: [], ...RANK.different };
    if (equal.ids > 0) yield { word: "more-equal", facts: equal, at: [], ...RANK.equal };
  }

  private add(word: Word, count: number, compared: boolean): void {
    this.more[word].ids += 1;
    this.more[word].rows += count;
    if (word === "equal" && !compared) this.more.equal.textNotCompared += 1;
  }
}

const RANK: Readonly<Record<Word, { level: Level; strength: "B" | "D" }>> = {
  different: { level: "error", strength: "B" },
  equal: { level: "note", strength: "D" },
};

function placesOfId(chat: Chat, conversation: string, serverId: string): { seq: number; at: string }[] {
  return [...chat.query<{ seq: number; at: string }>(BEARING, conversation, serverId)];
}

function textsDiffer(chat: Chat, conversation: string, seqs: readonly number[]): boolean {
  const texts = new Set(seqs.map((seq) => chat.message(conversation, seq).text ?? ""));
  return texts.size > 1;
}
