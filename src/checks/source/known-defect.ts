import type { Bilingual } from "../../base/bilingual.ts";
import { defineCheck, type ExportContext } from "../check.ts";

/** What each code of the warning catalogue, and of the importers beside it, means for whoever reads the record. @source export-formats.md §14, §1.2 */
const MEANINGS = {
  TEXT_PREFIX_STRIPPED: {
    zh: "该导出工具会把文字开头的“字母、数字、下划线或连字符加半角冒号”当作群成员前缀删去，例如“10:30开会”写成“30开会”。文字的开头应以手机或另一份导出核对。",
    en: "This exporter cuts letters, digits, _ or - followed by a colon off the beginning of texts, taking them for a group member's prefix: “10:30 meeting” becomes “30 meeting”. Beginnings of texts should be checked against the phone or another export.",
  },
  TEXT_TRIM_CHARS: {
    zh: "该导出工具去除群成员前缀时按单个字符而非整体处理，群聊文字的首尾可能缺少个别字符。",
    en: "When this exporter removes a group member's prefix it strips single characters, so texts of groups may lack some at either end.",
  },
  TEXT_FIRST_LINE_LOST: {
    zh: "该导出工具可能丢失导出人自己在群聊中所发多行文字的第一行。",
    en: "This exporter may lose the first line of texts of several lines that the account's owner sent to a group.",
  },
  SENDER_FROM_TEXT: {
    zh: "群聊的发送人是从文字中的“编号:换行”解析得到的，含有同样写法的文字会被记到他人名下。",
    en: "Senders in groups are parsed from “id:” and a line break in the text; a text that is written that way is put down to somebody else.",
  },
  SENDER_IS_PEER_HEADER: {
    zh: "非本账号发出的行（包括系统提示）一律标为对方的名字，显示的发送人可能不准。",
    en: "Every row not sent by this account, system notices included, bears the other side's name; the sender shown may be wrong.",
  },
  SENDER_CARRIED_OVER: {
    zh: "群聊中缺少发送人信息的行会沿用上一行的发送人，多见于系统提示；这类行的发送人不可直接采用。",
    en: "Rows of a group that lack sender information take the sender of the row before, mostly notices; their sender should not be relied on.",
  },
  ID_FALLBACK: {
    zh: "服务端编号缺失时，该导出工具会在同一字段写入本地编号，两种编号混在一起。",
    en: "Where a server id is absent this exporter writes a local id into the same field, so that two kinds of id are mixed.",
  },
  LOCALID_SYNTHETIC: {
    zh: "编号由导出工具编排，不是微信客户端的编号，不能用来判断客户端中有无删除。",
    en: "Ids are given out by the exporter, not by the WeChat client, and say nothing about deletion in the client.",
  },
  SVRID_ROUNDED: {
    zh: "服务端编号以普通数字写出或经表格软件保存，末几位失真，只能用于大致比对。",
    en: "Server ids were written as plain numbers or passed through a spreadsheet; the last digits are off and serve for approximate matching only.",
  },
  ROWS_DROPPED_BY_TYPE: {
    zh: "该格式或导出时的选项会按类型略去部分消息（如转账、红包、通话、位置、名片、合并转发或未勾选的类型），略去处不留痕迹。",
    en: "This format, or the options of the export, leave out some kinds of message (such as transfers, red packets, calls, locations, cards, merged forwards or kinds not ticked) without a trace.",
  },
  ROWS_DROPPED_BY_ERROR: {
    zh: "该导出工具遇到无法写出的行或会话时会跳过且不在文件中说明。",
    en: "This exporter skips rows or conversations that it cannot write and does not say so in the file.",
  },
  ROWS_FUSED: {
    zh: "该导出工具会删除文字中形如“<!-- … -->”的部分；若前后两端落在不同的行，其间的行会被并成一行。",
    en: "This exporter deletes what looks like “<!-- … -->”; where the two ends lie in different rows, the rows between them are fused into one.",
  },
  TRANSFER_STATE_UNRELIABLE: {
    zh: "已退还、已过期等转账可能显示为普通转账，收付方向也可能相反；转账金额不宜据此合计，应与微信支付账单核对。",
    en: "Transfers that were returned or expired may look like ordinary ones, and their direction may be reversed; amounts should not be added up from here but checked against the WeChat Pay bill.",
  },
  TRANSFER_LABEL_FALSE: {
    zh: "标题含有“转账”“红包”字样的链接等消息会被标成转账或红包。",
    en: "Links and the like whose title contains the Chinese words for transfer or red packet are labelled as one.",
  },
  PLACEHOLDER_ONLY: {
    zh: "名片、红包、通话、小程序等消息，该格式只写占位文字，不写其标题、时长等内容。",
    en: "Of contact cards, red packets, calls, mini programs and the like the format writes a placeholder, not what they hold.",
  },
  KIND_SHARED: {
    zh: "该格式把红包等消息与链接记为同一类型，且不加标签；这些消息按链接列出。",
    en: "The format gives red packets and the like the type of links, without a label; they are listed as links.",
  },
  FORWARD_TIME_FALSE: {
    zh: "合并转发中没有可读时间的条目，写的是转发消息本身的时间。",
    en: "Items of a merged forward without a readable time bear the time of the forwarding message.",
  },
  FORWARD_ITEMS_MISSING: {
    zh: "合并转发中的部分条目（如重复的条目）不会写出。",
    en: "Some items of merged forwards, such as repeated ones, are not written.",
  },
  QUOTE_TEXT_LOST: {
    zh: "引用消息中被引用的原话没有写出或已改写。",
    en: "The quoted words of quoting messages are absent or rendered anew.",
  },
  MEDIA_WRONG_FILE: {
    zh: "同名文件或同一秒的文件不会另存，消息所指的可能是另一个文件；应以大小和摘要核对。",
    en: "Files of one name or of one second are not saved apart, so a message may point to another file; compare size and digest.",
  },
  MEDIA_THUMB_SUBSTITUTED: {
    zh: "原图缺失时，该导出工具以缩略图代替且不作标注。",
    en: "Where a picture is absent this exporter puts its thumbnail in its place without saying so.",
  },
  MEDIA_NOT_COPIED: {
    zh: "该格式不随带图片、语音、视频和文件，只写出其在原电脑上的位置或完全不写。",
    en: "This format carries no pictures, voice, films or files; it names their place on the exporting computer or nothing at all.",
  },
  TIME_ZONE_UNSTATED: {
    zh: "文件中的时间没有写明时区，为导出电脑当时设置的时区。",
    en: "Times in the file state no zone; they are in the zone that the exporting computer was set to.",
  },
  TIME_CLIPPED: {
    zh: "时间只写到分钟，或省略了日期、年份。",
    en: "Times are written to the minute only, or without day or year.",
  },
  LIMIT_SUSPECTED: {
    zh: "该导出工具有默认的条数上限，超出的消息不会写出，也不作说明。",
    en: "This exporter has a default limit on the number of messages and is silent about those beyond it.",
  },
  EDITED_DB_POSSIBLE: {
    zh: "所用工具的某些版本可以修改本机数据库中的消息；请向导出人索取其记录文件 message_edits.db，并说明有无使用该功能。",
    en: "Some versions of the program used can edit messages in the local database; ask for its log message_edits.db and whether that function was used.",
  },
  PRIVACY_MODE: {
    zh: "导出时启用了隐私模式，姓名、编号或内容已被替换。",
    en: "The export was made in privacy mode; names, ids or content were replaced.",
  },
  TRAINING_DATA: {
    zh: "该文件是供模型训练的数据：次序打乱、没有时间、个人信息被遮盖，不是聊天记录的导出。",
    en: "This file is training data: shuffled, without times and with personal data masked; it is not an export of a conversation.",
  },
  ORDER_UNEXPECTED: {
    zh: "该格式按时间排序写出，但有行不在时间顺序上。",
    en: "This format is written in order of time, but some rows are not in that order.",
  },
  BOUNDARY_FORGEABLE: {
    zh: "该文本格式没有结构化的边界：消息正文中粘贴的内容若与消息头写法相同，会被当作另一条消息。",
    en: "This text format has no structured boundaries: pasted text that looks like a message's header is taken for another message.",
  },
  REMOTE_URLS: {
    zh: "文件引用网络地址（如头像、表情），打开时会联网，地址也可能已失效；本程序不访问这些地址。",
    en: "The file refers to addresses on the net (avatars, stickers), which are called when it is opened and may have expired; this program does not call them.",
  },
  VOICE_LABEL_MILLISECONDS: {
    zh: "语音消息的文字说明把毫秒写成了秒，例如“[语音 3480秒]”实为 3.48 秒；时长以附件栏所列为准。",
    en: "The words of voice messages give milliseconds as seconds: a voice of “3480 s” lasts 3.48 seconds; the duration listed with the attachment is the right one.",
  },
  APP_PAYLOAD_NOT_EXPORTED: {
    zh: "链接、文件、引用、转账、红包、合并转发等消息的内容该格式没有写出，这些行是空白的；内容须以手机、第二份导出或账单补足。",
    en: "Of links, files, quotes, transfers, red packets and merged forwards this format writes no content, and their rows are blank; the phone, a second export or the bill has to supply it.",
  },
  SELECTED_BY_HAND: {
    zh: "只有操作人选中的消息，未选的不在其中，也不留痕迹；发送或保存之前文字还可以改动。应以手机核对，或索取导出工具的导出。",
    en: "Only messages that somebody ticked are there; others leave no trace, and the text can be changed before it is sent or saved. Check against the phone, or ask for an export.",
  },
  MAIL_HEADERS_ABSENT: {
    zh: "这是邮件的文字，没有邮件头；邮件头（收发服务器、时间、签名）是这种材料中最能核对的部分，请索取收到的邮件本身（.eml）。",
    en: "This is the text of a mail without its header; the header (servers, times, signature) is what can be checked best in such material. Ask for the mail itself (.eml).",
  },
  MEDIA_NOT_READ: {
    zh: "图片、录像和录音中的文字、语音没有识别，也没有编成消息；画面上的时间可能是相对的（如“昨天 21:15”），须结合截取的日期阅读，并以手机核对。",
    en: "Text and speech in pictures, films and recordings are not recognised, and no message is made of them; times on a screen may be relative (“yesterday 21:15”) and have to be read with the date of capture and checked against the phone.",
  },
  BILL_ENTRIES_DELETABLE: {
    zh: "按账单自己的说明，用户在账单中删除过的交易不在其中；账单里没有的交易不等于没有发生。",
    en: "By its own note the bill leaves out transactions that the user deleted from the list; a transaction that is not in it may have taken place.",
  },
  CHATS_TOLD_APART_BY_NAME: {
    zh: "该格式把所有会话写在一个文件里而没有会话编号，会话只能按备注和昵称区分；同名的会话会并在一起，改过名的会话会分开。",
    en: "This format writes all conversations into one file without an id for them; they are told apart by remark and nickname, so conversations of one name fall together and renamed ones fall apart.",
  },
  COLUMNS_MISALIGNED: {
    zh: "该格式的列与表头不对应，各列是按其写法辨认的；发送人等没有写出的列为空。",
    en: "In this format the columns do not keep to the header and are told apart by their shape; columns that were not written, such as the sender, are empty.",
  },
  TEXT_TAKEN_FOR_ENCODED: {
    zh: "该导出工具把只由十六进制数字或 base64 字母组成的文字（如身份证号、卡号、单号、金额）当作编码解开，写出的是乱码；这类文字应以手机或另一份导出核对。",
    en: "This exporter takes texts that consist of hexadecimal digits or base64 letters only (identity, card and order numbers, amounts) for encoded ones and writes what decoding them gives; such texts should be checked against the phone or another export.",
  },
  MEMBERS_INCLUDE_FORWARDED: {
    zh: "成员名单中混有合并转发里的作者，其编号只是显示名称；这类条目未列为成员。",
    en: "The list of members includes authors of forwarded records, whose id is only a name shown; such entries are not listed as members.",
  },
  LAST_DAY_LOST: {
    zh: "2026-01-05 之前的版本按日期范围导出时会漏掉最后一天的消息。",
    en: "Versions from before 2026-01-05 lose the last day of a range of dates.",
  },
} as const satisfies Record<string, Bilingual>;

const COUNTED = ":counted";

/** Defects that the exporter of a file is known for, so that the record is not read as more exact than it is. */
export const knownDefect = defineCheck({
  id: "source/known-defect",
  version: 1,
  scope: "export",
  level: "note",
  strength: "D",
  needs: [],
  options: {},
  title: { zh: "该导出工具的已知缺陷", en: "Known defects of this exporter" },
  rule: {
    zh: "按识别出的格式和版本，逐项列出该导出工具已知的缺陷；能够数出可能涉及的记录时给出条数。这里说的是工具，不是说每一条记录都受影响。",
    en: "Lists the defects that the exporter of the recognised format and version is known for, with the number of records that may be touched where it can be counted. It speaks of the program; it does not say that every record is affected.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十三条第一、四项考虑软件环境和提取方法是否可靠；工具的缺陷由提交人先行说明，比由对方提出更为稳妥。",
    en: "Article 93 (1) and (4) of the Provisions on Evidence in Civil Procedure look at the software and at the method of extraction; a defect of the program is better named by the party that submits than by the other side.",
  },
  innocent: [
    {
      zh: "缺陷来自工具本身，每一份由它生成的导出都会列出，与导出人无关。",
      en: "The defect is the program's own and is listed for each of its exports, whoever made it.",
    },
    {
      zh: "本案中的记录未必受到影响；以手机、第二份导出或账单核对即可分辨。",
      en: "The records at hand need not be touched; the phone, a second export or the bill will tell.",
    },
  ],
  reference: "export-formats.md §14 and the section of the format",
  words: {
    ...Object.fromEntries(Object.entries(MEANINGS).flatMap(([code, meaning]) => wordsOf(code, meaning))),
    other: {
      zh: "该导出工具有一项已知缺陷，代码为 {code}，含义见格式说明。",
      en: "This exporter has a known defect with the code {code}; see the description of the format.",
    },
    "other:counted": {
      zh: "该导出工具有一项已知缺陷，代码为 {code}，含义见格式说明；可能涉及 {records} 条记录。",
      en: "This exporter has a known defect with the code {code}; see the description of the format. Records it may touch: {records}.",
    },
  },
  *run({ export: of }: ExportContext) {
    const defects = new Map<string, number | null>();
    for (const { code, records } of of.knownDefects) {
      const before = defects.get(code) ?? null;
      defects.set(code, records === null ? before : (before ?? 0) + records);
    }
    for (const [code, records] of defects) {
      const word = Object.hasOwn(MEANINGS, code) ? code : "other";
      const facts = { code, records };
      yield { word: records === null ? word : word + COUNTED, facts, at: [{ path: of.entry }] };
    }
    return { counts: { defects: defects.size } };
  },
});

function wordsOf(code: string, { zh, en }: Bilingual): [string, Bilingual][] {
  const counted = { zh: `${zh}可能涉及 {records} 条记录。`, en: `${en} Records it may touch: {records}.` };
  return [
    [code, { zh, en }],
    [code + COUNTED, counted],
  ];
}
