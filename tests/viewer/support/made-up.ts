import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { KINDS, type Kind } from "../../../src/model/kind.ts";
import {
  ROW_FLAGS,
  VIEWER_PAGE,
  type ViewerConversation,
  type ViewerConversationRow,
  type ViewerDay,
  type ViewerFile,
  type ViewerFinding,
  type ViewerIndex,
  type ViewerMessage,
  type ViewerOverview,
  type ViewerParticipant,
} from "../../../src/model/viewer.ts";
import { page } from "../../../src/report/viewer/page.ts";
import { chatter } from "./chatter.ts";
import { silence } from "./silence.ts";
import { madeUpWords } from "./words.ts";

/** What kind of bundle to make up. Everything in it is invented. */
export interface MadeUp {
  /** Messages of each conversation; the first is private, the others groups. */
  readonly messages: readonly number[];
  /** Put into every text a source or a person could have written. */
  readonly hostile?: string;
}

const START = Date.UTC(2023, 2, 1, 1, 0, 0);
const STEP = 97_000;
/** Writes `index.html`, `viewer/data/*.js` and some received files; the app itself is built beside it. */
export function writeMadeUp(folder: string, made: MadeUp): void {
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const index = page("zh").content;
  if (Buffer.isBuffer(index)) write("index.html", index);
  write("data/source/voice.silk", "invented");
  write("report/derived/000001.wav", silence(2));
  write("data/source/photo.png", PIXEL);
  everything(made, (key, value) =>
    write(`viewer/data/${key}.js`, `evidenceData(${JSON.stringify(key)}, ${safeJson(value)});\n`),
  );
}

/** The same as values by key. */
export function madeUpData(made: MadeUp): (key: string) => unknown {
  const content = new Map<string, unknown>();
  everything(made, (key, value) => content.set(key, value));
  return (key) => content.get(key);
}

function everything(made: MadeUp, data: Data): void {
  const rows = made.messages.map((count, index) => rowOf(index, count, made));
  data("overview", overviewOf(rows, made));
  for (const [index, row] of rows.entries()) conversation(row, made.messages[index] ?? 0, made, data);
  data("findings-1", findingsOf(made));
  data("participants-1", participantsOf(made));
  data("files-1", filesOf(made));
}

type Data = (key: string, value: unknown) => void;

const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"); // prettier-ignore

function safeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<\u2028\u2029\ud800-\udfff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function timeText(at: number): string {
  const wall = new Date(at + 8 * 3_600_000).toISOString();
  return `${wall.slice(0, 10)} ${wall.slice(11, 19)} +08:00`;
}

function rowOf(index: number, count: number, { hostile = "" }: MadeUp): ViewerConversationRow {
  const last = START + (count - 1) * STEP;
  return {
    id: `c${index + 1}`,
    title: `${index === 0 ? "沈砚秋" : "项目沟通群"}${hostile}`,
    type: index === 0 ? "private" : "group",
    talker: `wxid_invented${index}${hostile}`,
    source: "s1",
    messageCount: count,
    shown: count,
    skippedCount: 0,
    firstMessageAt: START,
    lastMessageAt: last,
    period: `${timeText(START)} 至 ${timeText(last)}`,
    idGrade: "native",
    continuity: "gap-found",
    reasons: [],
    findings: { error: 0, warning: 1, note: 0 },
  };
}

function overviewOf(conversations: readonly ViewerConversationRow[], { hostile = "" }: MadeUp): ViewerOverview {
  const paging = (entries: number) => ({ files: 1, entries });
  return {
    format: 1,
    stem: "made-up",
    title: "微信聊天记录电子数据整理说明",
    language: "zh",
    timeZone: "Asia/Shanghai",
    date: "2024-06-03",
    reportNumber: "R-1",
    tool: { name: "evidence", version: "0.1.0", format: "1", codeSha256: "0".repeat(64) },
    identification: [{ type: "fields", rows: [["证据包编号", ["made-up"]]] }],
    chapters: [
      { id: "summary", number: "", title: "摘要", blocks: [{ type: "paragraph", text: [`填报：「${hostile}」`] }] },
      {
        id: "devices",
        number: "3",
        title: "设备信息",
        blocks: [{ type: "fields", rows: [["品牌", [`填报：「${hostile}」`]]] }],
      },
      {
        id: "custody",
        number: "14",
        title: "保管与流转记录",
        blocks: [{ type: "paragraph", text: [`填报：「${hostile}」`] }],
      },
    ],
    notes: ["右侧为提交方。"],
    words: madeUpWords,
    conversations,
    unselected: 0,
    findings: { error: 0, warning: 1, note: 0 },
    checks: [
      {
        id: "continuity/local-id-gap",
        title: "本地编号缺口",
        rule: "相邻编号之差大于一。",
        innocent: ["删除过消息"],
        outcomes: [{ scope: "c1", outcome: "found", findings: 1 }],
      },
    ],
    exhibits: [
      {
        number: "2",
        label: "证据2",
        title: `借款往来${hostile}`,
        conversations: ["c1"],
        messages: "5-9",
        ranges: [[5, 9]],
      },
    ],
    documents: [{ path: "report/cover.pdf", title: "封面报告" }],
    verification: { manifestSha256: "a".repeat(64), records: [], payloadFiles: 2, payloadBytes: 100, blocks: [] },
    pages: { participants: paging(2), findings: paging(1), files: paging(2) },
  };
}

function conversation(row: ViewerConversationRow, count: number, made: MadeUp, data: Data): void {
  const { hostile = "" } = made;
  const messages = (from: number, end: number) =>
    Array.from({ length: end - from }, (_, at) => messageOf(from + at, made));
  const pages = Math.ceil(count / VIEWER_PAGE.messages);
  const indexes = Math.ceil(count / VIEWER_PAGE.rows);
  const days = daysOf(count);
  const about: ViewerConversation = {
    ...row,
    pages,
    indexes,
    blocks: [{ type: "fields", rows: [["会话类型", [row.type]]] }],
    senders: [
      { sender: "s1:me", name: `顾明远 (wxid_me)`, side: "submitting", isRight: true, messages: Math.ceil(count / 2) },
      { sender: "s1:other", name: `沈砚秋${hostile}`, side: "opposing", messages: Math.floor(count / 2) },
    ],
    days,
    members: row.type === "group" ? [{ participant: "s1:other", name: `沈砚秋${hostile}`, role: "owner", groupNickname: `群里${hostile}` }] : [],
    groupEvents: row.type === "group" ? [{ lane: "joined", event: "member-joined", eventText: "成员加入", at: START, time: timeText(START), basis: "notice", message: 1, who: `沈砚秋${hostile}`, count: 1 }] : [],
    memberCounts: row.type === "group" ? [["导出件所载成员数", `2${hostile}`]] : [],
  }; // prettier-ignore
  data(row.id, about);
  for (let index = 0; index < indexes; index += 1) data(`${row.id}-index-${index + 1}`, indexOf(index, count, made));
  for (let page = 0; page < pages; page += 1) {
    data(
      `${row.id}-${page + 1}`,
      messages(page * VIEWER_PAGE.messages, Math.min(count, (page + 1) * VIEWER_PAGE.messages)),
    );
  }
}

/** Every tenth message is of another kind; the numbers jump by one behind row 150. */
const ORDER: readonly Kind[] = ["quote", "forward", "image", "voice", "transfer", "file", "system", "call", "location", "recall"]; // prettier-ignore
const KIND_PLACE = new Map(Object.keys(KINDS).map((kind, place) => [kind, place]));

function kindOf(row: number): Kind {
  return row % 10 === 9 ? (ORDER[Math.floor(row / 10) % ORDER.length] ?? "text") : "text";
}

function seqOf(row: number): number {
  return row < 150 ? row + 1 : row + 2;
}

function indexOf(index: number, count: number, made: MadeUp): ViewerIndex {
  const from = index * VIEWER_PAGE.rows;
  const rows = Math.min(count - from, VIEWER_PAGE.rows);
  const all = Array.from({ length: rows }, (_, at) => from + at);
  const days: [number, string][] = [];
  for (const row of all) {
    const day = timeText(START + row * STEP).slice(0, 10);
    if (days.at(-1)?.[1] !== day) days.push([row, day]);
  }
  const stretches: [number, number][] = [[from, seqOf(from)]];
  if (from < 150 && rows > 150) stretches.push([150, seqOf(150)]);
  return {
    row: from,
    rows,
    firstPage: from / VIEWER_PAGE.messages + 1,
    pageRows: Array.from(
      { length: Math.ceil(rows / VIEWER_PAGE.messages) },
      (_, page) => from + page * VIEWER_PAGE.messages,
    ),
    stretches,
    times: all.map((row, at) => (at === 0 ? START + row * STEP : STEP)),
    kinds: all.map((row) => KIND_PLACE.get(kindOf(row)) ?? 0),
    senders: all.map((row) => (kindOf(row) === "system" ? -1 : row % 2)),
    flags: all.map((row) => flagsOf(row, made)),
    days,
  };
}

function flagsOf(row: number, made: MadeUp): number {
  const { attachments = [], findings } = messageOf(row, made);
  const isMissing = attachments.some(({ role, state }) => role === "main" && state !== "present");
  return (
    (findings === undefined ? 0 : ROW_FLAGS.warning) |
    (attachments.length > 0 ? ROW_FLAGS.attachment : 0) |
    (isMissing ? ROW_FLAGS.attachmentMissing : 0) |
    (kindOf(row) === "system" ? ROW_FLAGS.system : 0) |
    (row % 2 === 0 ? ROW_FLAGS.right : 0) |
    (seqOf(row) >= 5 && seqOf(row) <= 9 ? ROW_FLAGS.exhibit : 0)
  );
}

/** The message of a row, as the writer would project it. */
export function messageOf(row: number, { hostile = "" }: MadeUp): ViewerMessage {
  const kind = kindOf(row);
  const isOwn = row % 2 === 0;
  const at = START + row * STEP;
  return {
    seq: seqOf(row),
    sentAt: at,
    time: timeText(at),
    direction: kind === "system" ? "system" : isOwn ? "sent" : "received",
    side: kind === "system" ? "system" : isOwn ? "submitting" : "opposing",
    ...(isOwn && kind !== "system" ? { isRight: true as const } : {}),
    who: kind === "system" ? "" : isOwn ? "顾明远 (wxid_me)" : `沈砚秋${hostile}`,
    kind,
    ...(kind === "text" || kind === "quote" ? { text: chatter(row) + hostile } : {}),
    ...partsOf(row, kind, hostile),
    ...(seqOf(row) === 150 ? { findings: [1] } : {}),
    ...(seqOf(row) >= 5 && seqOf(row) <= 9 ? { exhibits: [0] } : {}),
    serverId: String(4_000_000_000_000_000_000n + BigInt(row)),
    localId: String(row + 1),
  };
}

function partsOf(row: number, kind: Kind, hostile: string): Partial<ViewerMessage> {
  const file = { role: "main" as const, sizeBytes: 8, sha256: "b".repeat(64) };
  switch (kind) {
    case "quote":
      return {
        quote: { who: `沈砚秋${hostile}`, text: `引用的话${hostile}`, ...(row % 20 === 9 ? { target: seqOf(row) - 5 } : { absent: `不在记录中${hostile}` }) }, // prettier-ignore
      };
    case "forward":
      return {
        forward: { title: `聊天记录${hostile}`, statedCount: 2, items: [{ sender: `小李${hostile}`, sentAtText: "2023-02-01 10:00", kind: "text", text: `转发的话${hostile}` }, { sender: "小王", text: "第二项", depth: 1 }] }, // prettier-ignore
      };
    case "image":
      return { attachments: [{ ...file, state: "present", called: `照片${hostile}.png`, bundlePath: "data/source/photo.png", view: { show: "picture", path: "data/source/photo.png" } }] }; // prettier-ignore
    case "voice":
      return {
        attachments: [{ ...file, state: "present", called: `voice${hostile}.silk`, bundlePath: "data/source/voice.silk", view: { show: "sound", path: "report/derived/000001.wav", isCopy: true } }], // prettier-ignore
        transcripts: [{ text: `听写的话${hostile}`, from: `听写人 周黎 · 方式 人工${hostile}` }],
      };
    case "file":
      return { attachments: [{ role: "main", state: "missing", called: `合同${hostile}.docx`, statedPath: `C:\\x\\${hostile}`, remoteUrl: "https://example.invalid/x" }] }; // prettier-ignore
    case "transfer":
      return { transfer: { amountText: "￥5000.00", amountFen: 500_000, state: "received", memo: `货款${hostile}`, transferId: "1000" } }; // prettier-ignore
    case "system":
      return {
        system: { event: "member-joined", actor: `沈砚秋${hostile}`, subjects: [`小李${hostile}`], value: hostile },
      };
    case "call":
      return { call: { media: "voice", outcome: `已接通${hostile}`, durationSec: 75 } };
    case "location":
      return {
        location: { label: `漕溪北路${hostile}`, poi: "咖啡馆", latitudeText: "31.19", longitudeText: "121.43" },
      };
    case "recall":
      return { recall: { byName: `沈砚秋${hostile}`, absent: "未指明" } };
    default:
      return {};
  }
}

/** One entry for each day with messages. */
function daysOf(count: number): ViewerDay[] {
  const days = new Map<string, { row: number; messages: number }>();
  for (let row = 0; row < count; row += 1) {
    const day = timeText(START + row * STEP).slice(0, 10);
    const known = days.get(day);
    if (known) known.messages += 1;
    else days.set(day, { row, messages: 1 });
  }
  return [...days].map(([day, { row, messages }]) => ({ from: day, to: day, days: 1, state: "messages", messages, errors: 0, warnings: row === 0 ? 1 : 0, notes: 0, row })); // prettier-ignore
}

function findingsOf({ hostile = "" }: MadeUp): ViewerFinding[] {
  return [
    {
      number: 1,
      check: "continuity/local-id-gap",
      level: "warning",
      strength: "B",
      word: "gap",
      sentence: `第 150 条与第 152 条之间缺 1 个编号。${hostile}`,
      scope: "c1",
      messages: [150],
      places: [`messages.json${hostile}`],
    },
  ];
}

function participantsOf({ hostile = "" }: MadeUp): ViewerParticipant[] {
  const names = [{ kind: "nickname" as const, text: `昵称${hostile}`, firstSeenAt: START, first: timeText(START) }];
  return [
    { id: "s1:me", source: "s1", accountId: "wxid_me", isOwner: true, name: "顾明远 (wxid_me)", names, messageCount: 2, conversations: [["c1", "submitting", 2]] },
    { id: "s1:other", source: "s1", accountId: `wxid_other${hostile}`, name: `沈砚秋${hostile}`, names, messageCount: 2, conversations: [["c1", "opposing", 2]] },
  ]; // prettier-ignore
}

function filesOf({ hostile = "" }: MadeUp): ViewerFile[] {
  return [
    { bundlePath: "data/source/photo.png", originalPath: `图片/照片${hostile}.png`, sizeBytes: 70, sha256: "b".repeat(64), status: "taken", view: { show: "picture", path: "data/source/photo.png" } },
    { originalPath: `链接${hostile}`, status: "not-taken", reason: "symlink", view: { show: "none" } },
  ]; // prettier-ignore
}
