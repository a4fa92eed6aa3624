import Database from "better-sqlite3";
import type { CheckWords } from "../../src/model/card.ts";
import type { Chat, Export, Participant } from "../../src/model/chat.ts";
import type { ConversationDescription, Dossier } from "../../src/model/dossier.ts";
import type { Finding, Level, Outcome, Strength } from "../../src/model/finding.ts";
import { NO_FIGURES } from "../../src/report/figures/drawing.ts";
import type { CoverMaterial } from "../../src/report/render.ts";
import type { Language } from "../../src/base/bilingual.ts";

/** An invented matter: a private chat about a building contract and a group of its site office. No real person occurs. */

const DAY = 86_400_000;
const START = Date.UTC(2024, 2, 1, 1, 12, 5);

const MEMOTRACE =
  "微信聊天记录导出_2026年6月/华东项目部工作群（含监理、劳务班组、材料供应商）_20240301-20260530_全部消息_第二次导出.csv";

const exports: Export[] = [
  {
    id: "s1",
    importer: "weflow-json",
    entry: "texts/私聊_周启航.json",
    basis: { zh: "文件头 weflow 段及 session、messages 两个键", en: "weflow header with session and messages" },
    variant: "detailed",
    claimedTool: "WeFlow",
    claimedVersion: "4.1.2",
    exportedAt: Date.UTC(2026, 5, 2, 2, 30, 0),
    exportedAtText: "1780367400",
    owner: "wxid_lin4h8k2m5x7q1",
    ownerBasis: "stated",
    statedRange: null,
    localIdOrigin: "renumbered",
    serverIdOrigin: "exact",
    provides: ["sent-second", "server-id", "sender-id", "direction", "quote-target", "type-code", "stated-count"],
    knownDefects: [
      { code: "WF_LOCAL_ID_RENUMBERED", records: 1842 },
      { code: "WF_FORWARD_TIMES", records: null },
    ],
    encoding: "UTF-8",
    filesUsed: ["texts/私聊_周启航.json"],
  },
  {
    id: "s2",
    importer: "memotrace-csv",
    entry: MEMOTRACE,
    basis: { zh: "表头 12 列，与 V4 一致", en: "header of twelve columns as in V4" },
    variant: "V4",
    claimedTool: null,
    claimedVersion: null,
    exportedAt: null,
    exportedAtText: null,
    owner: "wxid_lin4h8k2m5x7q1",
    ownerBasis: "sent-rows",
    statedRange: null,
    localIdOrigin: "carried",
    serverIdOrigin: "through-double",
    provides: ["sent-second", "local-id", "sender-id", "direction"],
    knownDefects: [],
    encoding: "UTF-8 (BOM)",
    filesUsed: [MEMOTRACE],
  },
];

const participants: Participant[] = [
  person("s1", "wxid_lin4h8k2m5x7q1", "林书瑶", true, 901),
  {
    ...person("s1", "wxid_zhou88231", "周启航", false, 938),
    names: [
      { kind: "nickname", text: "启航建材🚢", firstSeenAt: START, lastSeenAt: START + 300 * DAY },
      { kind: "nickname", text: "启航（出差勿扰）", firstSeenAt: START + 301 * DAY, lastSeenAt: START + 800 * DAY },
      { kind: "remark", text: "周启航 华东建材", firstSeenAt: null, lastSeenAt: null },
    ],
  },
  person("s2", "wxid_lin4h8k2m5x7q1", "林书瑶", true, 211),
  person("s2", "wxid_qian0071", "钱工", false, 640),
  person("s2", "wxid_wu_laowu5566", "吴班长（钢筋）", false, 388),
  { ...person("s2", "x", "陈监理", false, 95), accountId: null, id: "s2:name:陈监理" },
];

function person(source: string, account: string, name: string, isOwner: boolean, messageCount: number): Participant {
  return {
    id: `${source}:${account}`,
    source,
    accountId: account,
    isOwner,
    names: [{ kind: "display-name", text: name, firstSeenAt: START, lastSeenAt: START + 790 * DAY }],
    messageCount,
  };
}

const privateChat: ConversationDescription = {
  id: "c1",
  source: "s1",
  type: "private",
  talker: "wxid_zhou88231",
  title: "周启航 华东建材",
  statedMessageCount: 1842,
  statedLastMessageAt: null,
  members: [],
  messageCount: 1842,
  skippedCount: 0,
  firstMessageAt: START,
  lastMessageAt: START + 812 * DAY,
  selected: true,
  idGrade: "renumbered",
  serverIds: "exact",
  idEvidence: {
    origin: "renumbered",
    messages: 1842,
    localIds: 0,
    exporterIndexes: 1842,
    serverIds: 1839,
    serverIdsAboveDouble: 1839,
    serverIdsRounded: 0,
  },
  continuity: {
    word: "not-assessable",
    checksMade: [],
    notPossible: [
      { check: "continuity/local-id-gap", reason: "signal:local-id grade:renumbered" },
      { check: "continuity/local-id-tail", reason: "signal:local-id grade:renumbered" },
      { check: "continuity/server-sequence-gap", reason: "signal:sort-seq" },
    ],
  },
  kinds: { text: 1402, image: 188, voice: 97, file: 41, quote: 52, transfer: 12, redPacket: 4, system: 46 },
  evidenceClasses: {
    "C1.01": 1402,
    "C1.02": 188,
    "C1.04": 97,
    "C1.06": 41,
    "C1.11": 52,
    "C3.01": 12,
    "C3.02": 4,
    "C1.15": 46,
  },
  attachments: { present: 301, missing: 25 },
  senders: { "s1:wxid_lin4h8k2m5x7q1": 901, "s1:wxid_zhou88231": 938, "": 3 },
  leftOut: 0,
};

const groupChat: ConversationDescription = {
  ...privateChat,
  id: "c2",
  source: "s2",
  type: "group",
  talker: "21350098712@chatroom",
  title: "华东项目部工作群",
  statedMessageCount: null,
  members: [
    { participant: "s2:wxid_qian0071", role: "owner", groupNickname: "钱工" },
    { participant: "s2:wxid_lin4h8k2m5x7q1", role: "member", groupNickname: null },
    { participant: "s2:wxid_wu_laowu5566", role: "member", groupNickname: "吴班长" },
  ],
  messageCount: 1334,
  skippedCount: 2,
  idGrade: "carried",
  serverIds: "rounded",
  idEvidence: {
    origin: "carried",
    messages: 1334,
    localIds: 1334,
    serverIds: 1330,
    serverIdsAboveDouble: 1330,
    serverIdsRounded: 1330,
  },
  continuity: {
    word: "gap-found",
    checksMade: ["continuity/local-id-gap", "continuity/quoted-missing"],
    notPossible: [{ check: "continuity/local-id-tail", reason: "该导出件不带编号计数器" }],
  },
  kinds: { text: 1101, image: 160, voice: 12, file: 20, system: 41 },
  evidenceClasses: { "C1.01": 1101, "C1.02": 160, "C1.04": 12, "C1.06": 20, "C1.15": 41 },
  attachments: { missing: 190 },
  senders: {
    "s2:wxid_qian0071": 640,
    "s2:wxid_wu_laowu5566": 388,
    "s2:wxid_lin4h8k2m5x7q1": 211,
    "s2:name:陈监理": 95,
  },
};

export const CARDS: CheckWords[] = [
  card(
    "source/damaged",
    "error",
    "文件损坏",
    "damaged file",
    "文件“{file}”自第 {line} 行起无法按其格式读取。",
    "The file {file} cannot be read in its format from line {line}.",
  ),
  card(
    "source/count-mismatch",
    "error",
    "自称条数与实际不符",
    "stated count differs",
    "文件自称 {stated} 条，实有 {actual} 条，相差 {difference} 条。",
    "The file states {stated} records and holds {actual}; the difference is {difference}.",
  ),
  card(
    "source/rounded-ids",
    "warning",
    "服务器编号被舍入",
    "rounded server ids",
    "{rounded} 个服务器编号中有 {share}% 等于自身的双精度舍入值。",
    "Of {rounded} server ids {share} % equal their own rounding.",
  ),
  card(
    "source/renumbered-ids",
    "note",
    "本地编号为导出工具所编",
    "ids numbered by the tool",
    "本地编号与行次相同，不是客户端编号。",
    "Local ids equal the row and are not the client's.",
  ),
  card(
    "source/unused-file",
    "note",
    "未使用的文件",
    "unused file",
    "文件“{file}”未被任何读取程序使用。",
    "The file {file} was used by no reader.",
  ),
  card(
    "continuity/local-id-gap",
    "warning",
    "本地编号缺口",
    "gap in local ids",
    "本地编号 {fromId} 与 {toId} 之间缺 {missing} 个，前后两条消息时间为 {fromAt} 和 {toAt}，相隔 {gapMs}。",
    "Between local ids {fromId} and {toId} {missing} are missing; the neighbours are of {fromAt} and {toAt}, {gapMs} apart.",
  ),
  card(
    "continuity/local-id-tail",
    "warning",
    "末尾编号缺口",
    "gap at the end",
    "编号计数器高于最大编号 {missing}。",
    "The counter is {missing} above the highest id.",
  ),
  card(
    "continuity/server-sequence-gap",
    "warning",
    "服务器顺序号缺口",
    "gap in server sequence",
    "顺序号缺 {missing} 个。",
    "{missing} numbers are missing.",
  ),
  card(
    "continuity/quoted-missing",
    "warning",
    "被引用的消息不在记录中",
    "quoted message absent",
    "{at} 的消息引用了“{quoted}”，该消息不在所载期间的记录中。",
    "A message of {at} quotes “{quoted}”, which is not in the record.",
  ),
  card(
    "continuity/recall",
    "note",
    "撤回",
    "recall",
    "{by} 于 {at} 撤回一条消息，内容不在导出件中。",
    "{by} recalled a message at {at}; its content is not in the export.",
  ),
  card(
    "completeness/attachment-missing",
    "warning",
    "附件缺失",
    "attachment missing",
    "{kind}“{name}”在收到的材料中没有文件，大小应为 {claimedBytes}。",
    "The {kind} {name} has no file in the material; its size should be {claimedBytes}.",
  ),
  card(
    "consistency/time-fields",
    "warning",
    "同一时间两种写法不一致",
    "times disagree",
    "时间戳为 {epochAt}，文字为“{text}”，相差 {differenceSeconds}。",
    "The epoch says {epochAt}, the text {text}: {differenceSeconds} apart.",
  ),
];

function card(id: string, level: Level, zhTitle: string, enTitle: string, zh: string, en: string): CheckWords {
  return {
    id,
    level,
    title: { zh: zhTitle, en: enTitle },
    rule: { zh: "逐条比对，差异即列出。", en: "Records are compared one by one; differences are listed." },
    innocent: [
      { zh: "客户端在清理存储空间时删去了旧文件。", en: "The client removed old files while cleaning its storage." },
      { zh: "系统内部记录占用编号而不在导出范围内。", en: "Internal records use up numbers and are not exported." },
      { zh: "导出时尚未下载。", en: "It had not been downloaded at the time of the export." },
    ],
    words: { one: { zh, en } },
  };
}

function outcomesOf(): Outcome[] {
  const made = (check: string, scope: "s1" | "s2" | "c1" | "c2", findings: Finding[]): Outcome => ({
    check,
    version: 1,
    source: scope.startsWith("s") ? scope : scope === "c1" ? "s1" : "s2",
    conversation: scope.startsWith("c") ? scope : null,
    outcome: findings.length > 0 ? "found" : "nothing-found",
    reason: null,
    level: findings[0]?.level ?? null,
    strength: findings[0]?.strength ?? null,
    counts: { messages: 1842 },
    options: {},
    findings,
  });
  const silent = (check: string, scope: "c1" | "c2", reason: string): Outcome => ({
    ...made(check, scope, []),
    outcome: reason.startsWith("crashed") ? "undetermined" : "not-applicable",
    reason,
  });
  const many = (count: number, find: (n: number) => Finding) => Array.from({ length: count }, (_, n) => find(n));
  return [
    made("source/damaged", "s1", []),
    made("source/damaged", "s2", []),
    made("source/count-mismatch", "s1", [found("error", "B", { stated: 1850, actual: 1842, difference: 8 }, [])]),
    silent("source/count-mismatch", "c2", "signal:stated-count"),
    made("source/rounded-ids", "c1", []),
    made("source/rounded-ids", "c2", [found("warning", "C", { rounded: 1330, share: 100 }, [])]),
    made("source/renumbered-ids", "c1", [found("note", "D", {}, [])]),
    {
      ...made("source/unused-file", "s1", [
        found(
          "note",
          "D",
          { file: "说明/使用前请先阅读（重要）——聊天记录导出工具用户手册与常见问题解答第三版.docx" },
          [],
        ),
      ]),
      source: null,
    },
    silent("continuity/local-id-gap", "c1", "signal:local-id grade:renumbered"),
    made(
      "continuity/local-id-gap",
      "c2",
      many(14, (n) =>
        found(
          "warning",
          "B",
          {
            fromId: String(4401 + n * 31),
            toId: String(4406 + n * 31),
            missing: 4,
            fromAt: START + n * DAY,
            toAt: START + n * DAY + 5_400_000,
            gapMs: 5_400_000,
          },
          [100 + n * 9, 101 + n * 9],
        ),
      ),
    ),
    silent("continuity/local-id-tail", "c1", "signal:local-id grade:renumbered"),
    silent("continuity/local-id-tail", "c2", "该导出件不带编号计数器"),
    silent("continuity/server-sequence-gap", "c1", "signal:sort-seq"),
    silent("continuity/server-sequence-gap", "c2", "signal:sort-seq"),
    made(
      "continuity/quoted-missing",
      "c1",
      many(3, (n) =>
        found(
          "warning",
          "C",
          { at: START + n * 7 * DAY, quoted: "那个价格就按上次说的 38.6 万，含税，月底前先付三成" },
          [183 + n * 40],
        ),
      ),
    ),
    made("continuity/quoted-missing", "c2", []),
    made(
      "continuity/recall",
      "c1",
      many(7, (n) => found("note", "D", { by: "启航建材🚢", at: START + n * 11 * DAY }, [60 + n * 13])),
    ),
    made(
      "completeness/attachment-missing",
      "c1",
      many(8, (n) =>
        found(
          "warning",
          "D",
          {
            kind: "文件",
            name: `华东项目-钢材采购补充协议（第${n + 1}稿-双方确认-清洁版）final_final_20240318_v2.docx`,
            claimedBytes: 183_221 * (n + 1),
          },
          [210 + n],
        ),
      ),
    ),
    silent("completeness/attachment-missing", "c2", "signal:media-path"),
    made(
      "consistency/time-fields",
      "c1",
      many(2, (n) =>
        found("warning", "B", { epochAt: START + n * DAY, text: "2024-03-01 09:12", differenceSeconds: 65 }, [
          1200 + n,
        ]),
      ),
    ),
    silent("consistency/time-fields", "c2", "crashed: no such column"),
  ];
}

function found(level: Level, strength: Strength, facts: Finding["facts"], messages: number[]): Finding {
  const at = messages.map((seq) =>
    seq % 2 === 0
      ? { path: MEMOTRACE, line: seq + 1 }
      : { path: "texts/私聊_周启航.json", pointer: `/messages/${seq}` },
  );
  return { word: "one", level, strength, facts, at, messages };
}

/** A record with just the tables the report asks. */
export function sampleChat(): Chat {
  const db = new Database(":memory:");
  db.exec(`CREATE TABLE message(conversation TEXT, time_basis TEXT, event TEXT);
    CREATE TABLE attachment(conversation TEXT, seq INTEGER, ordinal INTEGER, role TEXT, kind TEXT, state TEXT, stated_path TEXT);
    CREATE TABLE skipped(reason TEXT); CREATE TABLE repair(code TEXT);
    INSERT INTO skipped VALUES ('wrong-field-count'), ('wrong-field-count');
    INSERT INTO repair VALUES ('undecodable-bytes');`);
  const message = db.prepare("INSERT INTO message(conversation, time_basis) VALUES (?, ?)");
  for (let n = 0; n < 1842; n += 1) message.run("c1", "epoch");
  for (let n = 0; n < 1334; n += 1) message.run("c2", n === 7 ? "none" : "zone-assumed");
  const attachment = db.prepare("INSERT INTO attachment VALUES (?, ?, 0, 'main', ?, ?, ?)");
  for (let n = 0; n < 188; n += 1)
    attachment.run(
      "c1",
      n * 9 + 1,
      "image",
      n < 180 ? "present" : "missing",
      `media/images/2024-03/${n}9f86d081884c7d659a2feaa0c55ad015.jpg`,
    );
  for (let n = 0; n < 97; n += 1) attachment.run("c1", n * 9 + 2, "voice", "present", `media/voices/${n}.wav`);
  for (let n = 0; n < 41; n += 1)
    attachment.run(
      "c1",
      n * 9 + 3,
      "file",
      n < 24 ? "present" : "missing",
      `media/files/华东项目-钢材采购补充协议（第${n}稿）.docx`,
    );
  for (let n = 0; n < 160; n += 1) attachment.run("c2", n * 7 + 1, "image", "not-exported", null);
  return {
    exports: [],
    conversations: [],
    participants: [],
    query: <Row>(sql: string, ...parameters: (string | number | null)[]) =>
      db.prepare(sql).iterate(...parameters) as IterableIterator<Row>,
    message: () => {
      throw new RangeError("the report asks no single message");
    },
    messages: () => {
      throw new RangeError("the report walks no messages");
    },
    lines: () => {
      throw new RangeError("the report walks no messages");
    },
    close: () => {
      db.close();
    },
  };
}

export function sampleDossier(language: Language = "zh"): Dossier {
  const outcomes = outcomesOf();
  const level = (wanted: Level) =>
    outcomes.flatMap(({ findings }) => findings).filter((one) => one.level === wanted).length;
  return {
    tool: { name: "evidence", version: "0.1.0", format: "1", codeSha256: "c0".repeat(32) },
    settings: {
      date: "2026-06-03",
      language,
      timeZone: "Asia/Shanghai",
      timeZoneBasis: "zone-assumed",
      importer: null,
      chats: [],
      from: null,
      until: null,
      caseFile: null,
      acquisitionReport: "internal",
      listProfile: "court",
      annexes: [],
      transcript: true,
      maskNumbers: false,
      exhibits: [],
      exhibitContext: 0,
      sourceName: null,
    },
    payload: {
      files: Array.from({ length: 344 }, (_, n) => ({
        path: `f${n}`,
        bundlePath: `data/source/${n}`,
        enclosed: false,
      })),
      manifestSha256: "3b1f0c7e9d5a4c2288e6b0d74f91aa35c8e2679014bd5f6ea7c3d2019f8b4e60",
      sizeBytes: 812_334_112,
    },
    caseFile: null,
    withheld: [],
    factors: [],
    exports,
    entryFiles: exports.map(({ entry }, n) => ({
      path: entry,
      nameHex: null,
      sizeBytes: 4_812_301 * (n + 1),
      sha256:
        [
          "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
        ][n] ?? "",
      modifiedText: null,
      container: null,
    })),
    conversations: [privateChat, groupChat],
    participants,
    outcomes,
    findingsByLevel: { error: level("error"), warning: level("warning"), note: level("note") },
    fileCount: 344,
    fileBytes: 812_334_112,
    notTaken: [{ path: "快捷方式.lnk", nameHex: null, reason: "symlink", detail: "" }],
    unusedFiles: ["说明/使用前请先阅读（重要）——聊天记录导出工具用户手册与常见问题解答第三版.docx", "Thumbs.db"],
    skippedCount: 2,
    repairCount: 1,
  };
}

export function sample(language: Language = "zh"): CoverMaterial {
  return {
    dossier: sampleDossier(language),
    chat: sampleChat(),
    cards: CARDS,
    stem: "evidence-2026-06-03-zhou-qihang",
    copies: { pictures: 0, voices: 0, voicesWithNote: 0, notViewable: {}, failed: {} },
    figures: NO_FIGURES,
  };
}
