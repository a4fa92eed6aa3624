import type { Bilingual } from "../../base/bilingual.ts";
import type { Chat } from "../../model/chat.ts";
import type { Level, Strength } from "../../model/finding.ts";
import type { NotTaken, Source } from "../../model/source.ts";
import { defineCheck, type Found } from "../check.ts";
import { beginning, PLACES_SHOWN, placesOf } from "../places.ts";

const innocent: readonly Bilingual[] = [
  {
    zh: "文件在下载、传输、拷贝或解压过程中中断，或存储介质老化；重新获取一份后可能消失。",
    en: "A download, transfer, copy or unpacking was interrupted, or the medium is ageing; a fresh copy may be free of it.",
  },
  {
    zh: "导出工具本身的缺陷，例如写出了未转义的引号、被截断的字符或重复的字段。",
    en: "A fault of the exporting program, such as unescaped quotes, characters cut in half or repeated fields.",
  },
  {
    zh: "文件曾被其他程序以另一种编码打开后保存。",
    en: "Another program opened the file in a different encoding and saved it.",
  },
  {
    zh: "压缩包由他人设置了密码，或含有本程序不跟随的快捷链接、系统特殊文件。",
    en: "Somebody set a password on the archive, or it holds links and special files, which this program does not follow.",
  },
];

/** Levels of what was not taken from the source; the words are the reasons themselves. */
const NOT_TAKEN: Readonly<Record<NotTaken["reason"], { level: Level; strength: Strength }>> = {
  "member-damaged": { level: "error", strength: "A" },
  unreadable: { level: "error", strength: "B" },
  "member-encrypted": { level: "warning", strength: "C" },
  "member-unsupported": { level: "warning", strength: "C" },
  "name-collision": { level: "warning", strength: "C" },
  "unsafe-name": { level: "warning", strength: "C" },
  symlink: { level: "note", strength: "D" },
  "special-file": { level: "note", strength: "D" },
};

/** Repairs that mean damage. */
const DAMAGE = {
  "undecodable-bytes": {
    zh: "有 {count} 处（涉及 {files} 个文件，首处在“{path}”）的字节不符合其编码，已以替代字符读取，该处文字与导出时可能不同。",
    en: 'At {count} place(s) in {files} file(s), first in "{path}", there are bytes that the encoding does not allow; they were read as replacement characters, so the text there may differ from what was exported.',
  },
  "quote-closed-at-end": {
    zh: "有 {count} 处（涉及 {files} 个文件，首处在“{path}”）引号直到文件末尾都没有闭合；其后的内容已按一个字段读取，可能包含其他记录。",
    en: '{count} quote(s) in {files} file(s), first in "{path}", were still open at the end of the file; what followed was read as one field and may hold other records.',
  },
  "duplicate-key": {
    zh: "有 {count} 处（涉及 {files} 个文件，首处在“{path}”）在同一个对象里重复了字段名；已取后一个值，前一个值未计入记录。",
    en: '{count} object(s) in {files} file(s), first in "{path}", state a key twice; the later value was read and the earlier one is not in the record.',
  },
  "page-missing": {
    zh: "导出分成若干分页文件，从文件名可以看出其中有 {count} 个没有提供（涉及 {files} 份导出，首份始于“{path}”），这些分页中的消息全部缺失。",
    en: 'The export was written in page files; their names show that {count} of them were not handed over ({files} export(s), the first begins with "{path}"). All messages of those pages are absent.',
  },
  "page-differs": {
    zh: "同一份导出的网页与旁边的 JSON 有 {count} 条记录不一致（涉及 {files} 个文件，首处在“{path}”）：内容不同，或只在其中一个文件里；记录以 JSON 为准，其中一个文件在导出后可能被改动。",
    en: 'The page of an export and the JSON beside it disagree on {count} record(s) ({files} file(s), first in "{path}"): the content differs, or only one of them has it. The JSON was read; one of the two may have been changed after the export.',
  },
  "page-damaged": {
    zh: "有 {count} 个网页（涉及 {files} 个文件，首个为“{path}”）损坏，未能与旁边的 JSON 核对；记录以 JSON 为准。",
    en: '{count} page(s) in {files} file(s), first "{path}", are damaged and could not be held against the JSON beside them, which was read.',
  },
  truncated: {
    zh: "有 {count} 处（涉及 {files} 个文件，首处在“{path}”）在结构结束之前中断，其后的内容缺失。",
    en: '{count} place(s) in {files} file(s), first in "{path}", break off before the structure ends; what should follow is absent.',
  },
  "nul-byte": {
    zh: "有 {count} 处（涉及 {files} 个文件，首处在“{path}”）出现零字节，通常是写入或拷贝未完成所致。",
    en: '{count} place(s) in {files} file(s), first in "{path}", hold zero bytes, as an unfinished write or copy leaves them.',
  },
  "integrity-manifest-differs": {
    zh: "有 {count} 处（涉及 {files} 个文件，首处在“{path}”）的文件与导出包自带清单所列的大小或校验值不一致，文件在导出后变过，或清单被替换过。",
    en: '{count} place(s) in {files} file(s), first in "{path}": the file does not agree with size or digest in the list that the export carries; it changed after the export, or the list was replaced.',
  },
  "database-malformed": {
    zh: "有 {count} 张数据表（涉及 {files} 个数据库，首处在“{path}”）损坏，其中读不出的行不在记录之内，缺少多少无从得知。",
    en: '{count} table(s) in {files} database(s), first in "{path}", are damaged; rows that cannot be read are not in the record, and how many they are is not known.',
  },
  "bad-crc": {
    zh: "有 {count} 处（涉及 {files} 个文件，首处在“{path}”）内容与其自带的校验值（CRC）不一致。",
    en: '{count} place(s) in {files} file(s), first in "{path}", do not agree with the checksum (CRC) stored beside them.',
  },
} as const satisfies Record<string, Bilingual>;

/** Findings of this prefix belong to `source/resaved`. */
const RESAVED = "resaved-*";
/** Findings of this prefix belong to `source/rows-fused`. */
const FUSED = "fused-*";

/** Deviations that could be read around: the record was kept, and how it was read is a decision of ours. */
const MENDED = {
  "field-count": {
    zh: "有 {count} 行（涉及 {files} 个文件，首处在“{path}”）的字段数与表头不同，已按各列的写法辨认。",
    en: '{count} row(s) in {files} file(s), first in "{path}", have another number of fields than the header; the columns were told by their shape.',
  },
  "record-joined": {
    zh: "有 {count} 条记录（涉及 {files} 个文件，首处在“{path}”）被没有加引号的换行拆开，已合并读取。",
    en: '{count} record(s) in {files} file(s), first in "{path}", were split by line breaks without quotes and were put together.',
  },
  "unquoted-delimiter-joined": {
    zh: "有 {count} 行（涉及 {files} 个文件，首处在“{path}”）的文字含有没有加引号的分隔符，已按时间列的位置合并读取。",
    en: '{count} row(s) in {files} file(s), first in "{path}", hold text with delimiters that nobody quoted; it was put together by the place of the time.',
  },
  "text-after-quote": {
    zh: "有 {count} 处（涉及 {files} 个文件，首处在“{path}”）在结束的引号之后还有文字，已一并读入该字段。",
    en: '{count} place(s) in {files} file(s), first in "{path}", have text behind a closing quote; it was read into the field.',
  },
  "stray-quote": {
    zh: "有 {count} 处（涉及 {files} 个文件，首处在“{path}”）引号出现在字段中间，已作为普通字符读取。",
    en: '{count} quote(s) in {files} file(s), first in "{path}", stand inside a field; they were read as ordinary characters.',
  },
  "unescaped-quote": {
    zh: "有 {count} 处（涉及 {files} 个文件，首处在“{path}”）文字中的引号没有转义，已按其后是否跟有字段名辨认文字的结束处。",
    en: '{count} record(s) in {files} file(s), first in "{path}", hold text with quotes that nobody escaped; where the text ends was told by the field name that follows.',
  },
  "line-break-in-string": {
    zh: "有 {count} 条记录（涉及 {files} 个文件，首处在“{path}”）的文字含有没有转义的换行，已作为文字读取。",
    en: '{count} record(s) in {files} file(s), first in "{path}", hold line breaks that nobody escaped; they were read as text.',
  },
  "repeated-key": {
    zh: "有 {count} 条记录（涉及 {files} 个文件，首处在“{path}”）重复了字段名；已取前一个值，可能是文字中没有转义的引号所致。",
    en: '{count} record(s) in {files} file(s), first in "{path}", state a field twice; the former value was read. A quote in a text that nobody escaped may be the reason.',
  },
  "mixed-line-ends": {
    zh: "有 {count} 个位置（涉及 {files} 个文件，首处在“{path}”）起换行符与此前不同，文件可能由几部分拼成或被编辑软件保存过。",
    en: 'From {count} place(s) on in {files} file(s), first in "{path}", lines end otherwise than before; the file may be put together from parts or saved by an editor.',
  },
  "header-repeated": {
    zh: "有 {count} 行（涉及 {files} 个文件，首处在“{path}”）重复了表头，文件可能由几份导出拼接而成；该行不是消息，未计入。",
    en: '{count} row(s) in {files} file(s), first in "{path}", repeat the header; the file may be put together from several exports. Such a row is no message and was not counted.',
  },
  "last-line-open": {
    zh: "有 {count} 个文件（首个为“{path}”）的最后一行没有换行符，而导出工具会写出换行符；最后一条记录可能不全，其后也可能还有记录。",
    en: 'The last line of {count} file(s), first of "{path}", has no line end, as the exporting programs write one; its record may be cut short, and others may have followed.',
  },
  "unexpected-type": {
    zh: "有 {count} 个字段（涉及 {files} 个文件，首处在“{path}”）的数据类型与该格式不同，已按原样保留、不作解释。",
    en: '{count} field(s) in {files} file(s), first in "{path}", are of another type than the format has; they were kept as found and not interpreted.',
  },
  "integrity-file-absent": {
    zh: "导出包自带的清单列有 {count} 个文件（涉及 {files} 份清单，首份为“{path}”），收到的材料里没有。",
    en: 'The list that the export carries names {count} file(s) that were not received (in {files} list(s), first "{path}").',
  },
  "integrity-file-unlisted": {
    zh: "有 {count} 处（涉及 {files} 个文件，首个为“{path}”）的文件位于导出包内，却不在其自带的清单里，可能是导出后放进去的。",
    en: '{count} place(s) in {files} file(s), first "{path}": the file lies in the export but not in the list it carries, and may have been put there afterwards.',
  },
  "stated-total-differs": {
    zh: "有 {count} 处（涉及 {files} 个文件，首处在“{path}”）自述的会话数或消息总数与各会话自述之和不符。",
    en: 'At {count} place(s) in {files} file(s), first in "{path}", the stated number of conversations or messages is not the sum of what the conversations state.',
  },
  "conversation-file-absent": {
    zh: "有 {count} 个会话文件夹（首个为“{path}”）只有说明文件，没有消息文件。",
    en: '{count} folder(s) of conversations, first "{path}", hold their description but no messages.',
  },
  "list-unreadable": {
    zh: "有 {count} 个随附的说明或清单文件（首个为“{path}”）无法读取；消息本身不受影响，但无从与之核对。",
    en: '{count} descriptive file(s) beside the messages, first "{path}", cannot be read; the messages stand, but could not be compared with them.',
  },
  "sender-unreadable": {
    zh: "发送人名单中有 {count} 项（涉及 {files} 个文件，首处在“{path}”）无法读取，有关消息的发送人以消息自身所载为准。",
    en: '{count} entry(ies) of the list of senders in {files} file(s), first in "{path}", cannot be read; messages keep what they state of their sender themselves.',
  },
} as const satisfies Record<string, Bilingual>;

/** Deviations that exporters write themselves, and that leave no doubt what was meant. */
const HARMLESS = {
  "blank-lines": {
    zh: "有 {count} 处（涉及 {files} 个文件，首处在“{path}”）空行，不影响读取。",
    en: '{count} run(s) of blank lines in {files} file(s), first in "{path}", which do not affect the reading.',
  },
  "comment-line": {
    zh: "有 {count} 行（涉及 {files} 个文件，首处在“{path}”）是格式允许的注释（以 # 开头），不是消息，未计入。",
    en: '{count} line(s) in {files} file(s), first in "{path}", are comments the format allows (they begin with #); they are no messages and were not counted.',
  },
  "blanks-after-quote": {
    zh: "有 {count} 处（涉及 {files} 个文件，首处在“{path}”）在结束的引号之后有空白，不影响读取。",
    en: '{count} blank(s) behind a closing quote in {files} file(s), first in "{path}", which do not affect the reading.',
  },
  "link-row-joined": {
    zh: "有 {count} 处（涉及 {files} 个文件，首处在“{path}”）附件链接单独占了一行，是导出工具写低了一行，已归入上一条消息。",
    en: '{count} link(s) to an attachment in {files} file(s), first in "{path}", stand alone in a row, one row too low as the exporter writes it; they were read with the message above.',
  },
  "chats-told-apart-by-name": {
    zh: "有 {count} 个会话（涉及 {files} 个文件，首处在“{path}”）只能按备注和昵称辨认，其下不止一个内部编号，可能是同名的几个会话。",
    en: '{count} conversation(s) in {files} file(s), first in "{path}", can be told by remark and nickname only and bear more than one internal number; they may be several of one name.',
  },
} as const satisfies Record<string, Bilingual>;

/**
 * Damage of the received files: what had to be mended to read them, and what could not be taken at all.
 *
 * One finding for each export and code, with its count and first places, never one for each place.
 */
export const damaged = defineCheck({
  id: "source/damaged",
  version: 1,
  scope: "source",
  level: "error",
  strength: "B",
  needs: [],
  options: {},
  title: { zh: "文件损坏或无法读取", en: "Damaged or unreadable files" },
  rule: {
    zh: "逐一列出读取时修补过的位置（编码错误、未闭合的引号、重复的字段等）和未能收取的文件（压缩包成员校验不一致、加密、文件名不安全、链接等）。同一导出同一原因合并为一项，给出次数和最先出现的位置。损坏为错误；能够读过去的格式偏差为提示；链接和特殊文件只作说明。",
    en: "Lists every place that had to be mended while reading (undecodable bytes, quotes left open, repeated keys …) and every file that was not taken (archive members that fail their checksum, encrypted members, unsafe names, links …). One entry for each export and cause, with count and first places. Damage is an error; a deviation that could be read around is a warning; links and special files are noted.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十三条要求考虑电子数据的存储、传输、提取方法是否可靠，以及运行异常时对数据的影响；损坏的位置应当在质证前说明。",
    en: "Article 93 of the Provisions on Evidence in Civil Procedure looks at how electronic data were stored, transferred and extracted, and at what an abnormality did to them; damaged places should be explained before the hearing.",
  },
  innocent,
  reference: "wechat-databases.md §8.1 S-C03; export-formats.md §14 (2); law.md §2.1 (2), (4)",
  words: {
    ...DAMAGE,
    ...MENDED,
    ...HARMLESS,
    "database-integrity": {
      zh: "数据库“{path}”未通过 SQLite 自身的结构检查（列出 {lines} 条，第一条：{detail}）；损坏处的内容可能没有读出。",
      en: 'The database "{path}" does not pass SQLite\'s own check of its structure ({lines} line(s), the first: {detail}); what lies in the damaged places may not have been read.',
    },
    repaired: {
      zh: "有 {count} 处（涉及 {files} 个文件，首处在“{path}”）与该格式通常的写法不同（代码 {code}），已按能够辨认的意思读取，并记录了位置。",
      en: '{count} place(s) in {files} file(s), first in "{path}", are not written as the format is (code {code}); they were read by what could be made out, and their places are recorded.',
    },
    "member-damaged": {
      zh: "压缩包中有 {count} 个成员已损坏、未能收取，第一个是“{path}”（{detail}）。",
      en: 'Members of a zip that are damaged and were not taken: {count}, the first is "{path}" ({detail}).',
    },
    unreadable: {
      zh: "有 {count} 个文件无法读取、未能收取，第一个是“{path}”（{detail}）。",
      en: 'Files that cannot be read and were not taken: {count}, the first is "{path}" ({detail}).',
    },
    "member-encrypted": {
      zh: "压缩包中有 {count} 个成员设有密码、未能收取，第一个是“{path}”（{detail}）。其中有无聊天内容无法得知。",
      en: 'Members of a zip that need a password and were not taken: {count}, the first is "{path}" ({detail}). Whether they hold chat content is not known.',
    },
    "bill-encrypted": {
      zh: "压缩包中有 {count} 个微信支付账单设有密码、未能收取，第一个是“{path}”（{detail}）。密码在微信“微信支付”的消息里；请当事人解压，把解压所得的文件与压缩包一并提供。",
      en: 'WeChat Pay bills in a zip that need a password and were not taken: {count}, the first is "{path}" ({detail}). The password is in the messages of WeChat Pay; ask the client to unpack it and to hand over both.',
    },
    "member-unsupported": {
      zh: "压缩包中有 {count} 个成员采用本程序不支持的压缩方式、未能收取，第一个是“{path}”（{detail}）。",
      en: 'Members of a zip packed by a method this program does not read, not taken: {count}, the first is "{path}" ({detail}).',
    },
    "name-collision": {
      zh: "有 {count} 个文件与另一文件同名、未能收取，第一个是“{path}”（{detail}）。",
      en: 'Files with the name of another one, not taken: {count}, the first is "{path}" ({detail}).',
    },
    "unsafe-name": {
      zh: "压缩包中有 {count} 个成员的名称指向包外或含有不允许的字符、未能收取，第一个是“{path}”（{detail}）。",
      en: 'Members of a zip whose names lead outside it or hold characters that are refused, not taken: {count}, the first is "{path}" ({detail}).',
    },
    symlink: {
      zh: "有 {count} 个快捷链接未跟随，第一个是“{path}”（{detail}）；链接所指的文件如属于导出，应一并提供。",
      en: 'Links that were not followed: {count}, the first is "{path}" ({detail}). If the file it leads to belongs to the export, it should be handed over too.',
    },
    "special-file": {
      zh: "有 {count} 个系统特殊文件未打开，第一个是“{path}”（{detail}）。",
      en: 'Special files that were not opened: {count}, the first is "{path}" ({detail}).',
    },
  },
  *run({ chat, source }) {
    const repairs = yield* mended(chat);
    yield* unsoundDatabases(chat);
    yield* notTaken(source);
    return { counts: { files: source.files.length, repairs, notTaken: source.notTaken.length } };
  },
});

interface RepairGroup {
  readonly source: string;
  readonly code: string;
  readonly count: number;
  readonly files: number;
  /** Of the first place. */
  readonly path: string;
  readonly detail: string;
}

// A bare column beside min() is that of the row with the minimum (SQLite, "Bare columns in an aggregate query").
const GROUPS = `SELECT source, code, count(*) AS count, count(DISTINCT json_extract(at, '$.path')) AS files,
    json_extract(at, '$.path') AS path, detail, min(rowid) AS first
  FROM repair WHERE code NOT GLOB ? AND code NOT GLOB ? GROUP BY source, code ORDER BY first`;

const PLACES = `SELECT at FROM repair WHERE source = ? AND code = ? ORDER BY rowid LIMIT ${PLACES_SHOWN}`;

function* mended(chat: Chat): Generator<Found, number, void> {
  // A repair may quote a conversation that was left out of the record.
  const mayQuote = chat.conversations.every(({ selected }) => selected);
  let repairs = 0;
  for (const { source, code, count, files, path, detail } of chat.query<RepairGroup>(GROUPS, RESAVED, FUSED)) {
    repairs += count;
    const at = placesOf(chat.query<{ at: string }>(PLACES, source, code));
    const facts = { export: source, code, count, files, path, ...(mayQuote ? { detail: beginning(detail) } : {}) };
    yield { ...rankOf(code), facts, at };
  }
  return repairs;
}

function rankOf(code: string): { word: string; level: Level; strength: Strength } {
  if (Object.hasOwn(DAMAGE, code)) return { word: code, level: "error", strength: "B" };
  if (Object.hasOwn(HARMLESS, code)) return { word: code, level: "note", strength: "D" };
  return { word: Object.hasOwn(MENDED, code) ? code : "repaired", level: "warning", strength: "C" };
}

function* unsoundDatabases(chat: Chat): Generator<Found, void, void> {
  for (const { id, databases } of chat.exports) {
    for (const { path, integrity } of databases ?? []) {
      if (integrity === null || (integrity.length === 1 && integrity[0] === "ok")) continue;
      const facts = { export: id, path, lines: integrity.length, detail: beginning(integrity[0] ?? "") };
      yield { word: "database-integrity", facts, at: [{ path }], level: "error", strength: "A" };
    }
  }
}

function* notTaken(source: Source): Generator<Found, void, void> {
  for (const reason of Object.keys(NOT_TAKEN) as NotTaken["reason"][]) {
    const left = source.notTaken.filter((one) => one.reason === reason);
    const bills = reason === "member-encrypted" ? left.filter(isBill) : [];
    yield* together("bill-encrypted", reason, bills);
    yield* together(reason, reason, bills.length === 0 ? left : left.filter((one) => !isBill(one)));
  }
}

/** The name the service gives its bills; they come in a zip with a password. */
function isBill({ path }: NotTaken): boolean {
  return path.includes("微信支付账单");
}

function* together(word: string, reason: NotTaken["reason"], left: readonly NotTaken[]): Generator<Found, void, void> {
  const [first] = left;
  if (!first) return;
  const at = left.slice(0, PLACES_SHOWN).map(({ path }) => ({ path }));
  const facts = { path: first.path, count: left.length, detail: beginning(first.detail) };
  yield { word, facts, at, ...NOT_TAKEN[reason] };
}
