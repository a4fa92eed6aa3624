import type { SenderMap } from "../../model/database.ts";
import { defineCheck, type ExportContext, type Found } from "../check.ts";

/** Whether the table that turns numbers into senders still fits the rows, database by database. */
export const senderMap = defineCheck({
  id: "consistency/sender-map",
  version: 1,
  scope: "export",
  level: "error",
  strength: "A",
  needs: ["client-table"],
  options: { listed: 100 },
  title: { zh: "发送人对照表与消息不符", en: "The table of senders does not fit the messages" },
  rule: {
    zh: "数据库的消息行只写发送人（或会话）的编号，由对照表换成账号。逐个数据库以行内另外写明的发送人（群消息开头的账号、私聊的双方、行内的会话账号、内容中的发送人）检验该对照表：大量不符的，对照表已经错位，该数据库的消息一律不列发送人，并在此列出；个别不符的逐行列在“consistency/sender-fields”。",
    en: "Message rows hold only a number for the sender (or the conversation), which a table turns into an account. For each database that table is tested against what rows say of their sender elsewhere: the account a group message begins with, the two sides of a private chat, the account of the conversation in the row, the sender named by the content. Where it is contradicted wholesale the table is off: no sender is named for any message of that database, and it is told here. Single contradictions are listed by consistency/sender-fields.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据的生成主体是否明确；对照表错位时，每一句话都可能记到他人名下。",
    en: "Article 11 of the Provisions on Internet Courts asks whether it is clear who generated electronic data; with a table that is off every sentence may be put down to somebody else.",
  },
  innocent: [
    {
      zh: "数据库经导出、修复或整理（VACUUM）后重新写成，没有主键的对照表因此重新编号。",
      en: "The database was written anew by an export, a repair or VACUUM, which renumbers a table that has no key.",
    },
    {
      zh: "复制时数据库正在使用，对照表新增的行没有复制到。",
      en: "The database was in use while it was copied, and rows added to the table were not copied.",
    },
    {
      zh: "由不同账号或不同时间的文件拼成一套。",
      en: "The set was put together from files of different accounts or times.",
    },
  ],
  reference: "wechat-databases.md §8.1 S-C04, §8.0 (VACUUM, .dump), §10.2",
  words: {
    shifted: {
      zh: "数据库“{path}”的发送人对照表与消息不符：可检验的 {tested} 行中有 {contradicted} 行与行内另外写明的发送人矛盾。该数据库的消息不列发送人；需要未经整理的数据库才能确定。",
      en: "In the database “{path}” the table of senders does not fit the messages: of {tested} rows that can be tested {contradicted} contradict what they say of their sender elsewhere. No sender is named for the messages of this database; it takes the database as it was before it was rewritten to tell.",
    },
    more: {
      zh: "另有 {count} 个数据库的发送人对照表与消息不符，从“{path}”起。",
      en: "In another {count} database(s) the table of senders does not fit the messages, from “{path}” on.",
    },
  },
  *run({ export: of, options }: ExportContext) {
    const maps = of.senderMaps ?? [];
    if (maps.length === 0) return { notApplicable: "no-sender-map" };
    const sum = (field: "tested" | "contradicted") => maps.reduce((total, map) => total + map[field], 0);
    if (sum("tested") === 0) return { notApplicable: "sender-map-untested" };
    const shifted = maps.filter(({ isShifted }) => isShifted);
    const listed = options["listed"] ?? 100;
    yield* shifted.slice(0, listed).map(mapFound);
    const [next] = shifted.slice(listed);
    if (next) yield { word: "more", facts: { count: shifted.length - listed, path: next.path }, at: [{ path: next.path }] }; // prettier-ignore
    const counts = { databases: maps.length, tested: sum("tested"), contradicted: sum("contradicted") };
    return { counts: { ...counts, shifted: shifted.length } };
  },
});

function mapFound({ path, tested, contradicted }: SenderMap): Found {
  return { word: "shifted", facts: { path, tested, contradicted }, at: [{ path }] };
}
