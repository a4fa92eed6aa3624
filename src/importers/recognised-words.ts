import type { Bilingual } from "../base/bilingual.ts";
import { SourceError } from "../base/errors.ts";
import type { Source } from "../model/source.ts";
import type { Look, Recognised } from "./recognise.ts";

/** How material of a look is named, and what to ask the client for. */
interface LookWords {
  readonly name: Bilingual;
  readonly hint: Bilingual;
}

const ASK: Bilingual = {
  zh: "请当事人在登录该微信的电脑上用导出工具导出聊天记录，并提供导出工具生成的整个文件夹（可读取的格式：evidence explain formats）。",
  en: "Ask the client to export the chat with an exporting tool on the computer that is logged in, and to hand over the whole folder it makes (formats: evidence explain formats).",
};

const WORDS: Readonly<Record<Look, LookWords>> = {
  "encrypted-database": {
    name: {
      zh: "加密的数据库：开头不是 SQLite 文件头，内容近似随机字节；本程序不解密",
      en: "encrypted databases: no SQLite header, and bytes that look random; this program decrypts nothing",
    },
    hint: {
      zh: `${ASK.zh}加密的数据库请原样另行保存。`,
      en: `${ASK.en} Keep the encrypted databases as they are.`,
    },
  },
  locked: {
    name: {
      zh: "带密码的压缩包；本程序不接收密码",
      en: "zips with a password, which this program does not take",
    },
    hint: {
      zh: "请当事人解压，把解压所得的文件与压缩包一并提供（微信支付账单的密码在微信“微信支付”的消息里）。",
      en: "Ask the client to unpack them and to hand over the files with the zips (for a WeChat Pay bill the password is in the messages of WeChat Pay).",
    },
  },
  database: {
    name: {
      zh: "未加密的 SQLite 数据库，但其中没有已知的微信消息表",
      en: "unencrypted SQLite databases without a table of messages as WeChat makes them",
    },
    hint: {
      zh: `${ASK.zh}数据库请连同旁边的 -wal、-shm 文件原样另行保存，不要打开。`,
      en: `${ASK.en} Keep the databases with the -wal and -shm files beside them, and do not open them.`,
    },
  },
  "training-data": {
    name: {
      zh: "供训练模型用的数据集：消息已被合并、打乱，没有时间和发送人，不能作为聊天记录读取",
      en: "training data: messages merged and shuffled, without times or senders, which cannot be read as a chat",
    },
    hint: {
      zh: "请当事人用同一导出工具另选 JSON 或 CSV 等带时间的格式重新导出，并提供整个文件夹。",
      en: "Ask the client to export again with the same tool in a format that keeps times, such as JSON or CSV, and to hand over the whole folder.",
    },
  },
  "chat-page": {
    name: {
      zh: "网页（HTML）；本版不读取网页，也不运行其中的程序",
      en: "web pages (HTML), which this version neither reads nor runs",
    },
    hint: {
      zh: "网页请原样保存；如是聊天导出，请当事人用同一导出工具另导出 JSON 或 CSV，连同媒体文件夹一并提供（可读取的格式：evidence explain formats）。",
      en: "Keep the pages; if they are a chat export, ask the client to export JSON or CSV with the same tool and to hand it over with the media folders (formats: evidence explain formats).",
    },
  },
  "chat-data": {
    name: {
      zh: "聊天导出文件，但属于本版不能读取的格式",
      en: "chat exports of a format that this version does not read",
    },
    hint: {
      zh: `文件请原样保存。${ASK.zh}`,
      en: `Keep the files as they are. ${ASK.en}`,
    },
  },
  "other-bill": {
    name: {
      zh: "账单，不是微信支付账单，也不是聊天记录；不与微信聊天核对，本版不读取",
      en: "bills that are neither of WeChat Pay nor a chat; they are not compared with WeChat chats, and this version does not read them",
    },
    hint: {
      zh: "支付宝账单可另行作为证据提交，请原样保存。与微信聊天核对用的是微信支付账单：请当事人在微信“我 → 服务 → 钱包 → 账单”中申请下载，并提供收到的压缩包和解压后的文件。",
      en: "Keep the bill and submit it by itself. What is compared with WeChat chats is the WeChat Pay bill: ask the client to request it in WeChat (Me > Services > Wallet > Transactions) and to hand over the zip received and the files unpacked from it.",
    },
  },
  packed: {
    name: {
      zh: " RAR、7z 等压缩文件；本程序只打开 zip",
      en: "RAR, 7z or other packed files; this program opens zip only",
    },
    hint: {
      zh: "请先解压，再提供解压所得的文件夹；收到的压缩文件原样另行保存（其校验值：certutil -hashfile 文件名 SHA256）。",
      en: "Unpack them first and give the folder; keep the packed file as received (its digest: certutil -hashfile FILE SHA256).",
    },
  },
  document: {
    name: {
      zh: " Word、Excel、PDF 等文书，其中没有认出聊天导出",
      en: "documents (Word, Excel, PDF), in which no chat export was recognised",
    },
    hint: {
      zh: `文书如是聊天记录的转抄或打印，请索取其所据的导出文件。${ASK.zh}`,
      en: `If the document retells a chat, ask for what it was made from. ${ASK.en}`,
    },
  },
  media: {
    name: {
      zh: "图片、录音或录像（例如截图、翻拍）；本程序不识别其中的文字和语音",
      en: "pictures, sound or film (screenshots, say); this program reads no text or speech in them",
    },
    hint: {
      zh: `截图、录像如只需封存，请放入只含图片和录像的文件夹，再对该文件夹运行。${ASK.zh}`,
      en: `To enclose them by themselves, put them into a folder of pictures and films only and run on that. ${ASK.en}`,
    },
  },
};

const SHOWN = 3;

/** @returns {SourceError} SOURCE_ENCRYPTED for encrypted databases, else SOURCE_UNKNOWN; names what was seen instead */
export function recognisedError(source: Source, { look, tool, paths }: Recognised): SourceError {
  const { name, hint } = WORDS[look];
  const more = paths.length > SHOWN;
  const zh = `${paths.slice(0, SHOWN).join("、")}${more ? " 等" : ""}`;
  const en = `${paths.slice(0, SHOWN).join(", ")}${more ? " …" : ""}`;
  const by = tool === null ? { zh: "", en: "" } : { zh: ` ${tool} 的`, en: ` (${tool})` };
  return new SourceError(
    look === "encrypted-database" || look === "locked" ? "SOURCE_ENCRYPTED" : "SOURCE_UNKNOWN",
    {
      zh: `在“${source.name}”的 ${source.files.length} 个文件中没有找到可识别的聊天导出。其中 ${paths.length} 个看来是${by.zh}${name.zh}：${zh}`,
      en: `None of the ${source.files.length} files in "${source.name}" is a chat export of a known format. ${paths.length} seem to be ${name.en}${by.en}: ${en}`,
    },
    { hint, facts: { source: source.name, files: source.files.length, looksLike: look, tool, count: paths.length } },
  );
}

/** @returns {SourceError} SOURCE_IS_BUNDLE: the material is a bundle made by this program. */
export function bundleGiven(source: Source): SourceError {
  return new SourceError(
    "SOURCE_IS_BUNDLE",
    {
      zh: `“${source.name}”是本程序写成的证据包，不是导出文件；包内文件已改名，再次整理会列出并不存在的缺失。`,
      en: `"${source.name}" is an evidence bundle of this program, not an export; its files are renamed, and packing it again would list things as absent that are not.`,
    },
    {
      hint: {
        zh: "核对证据包请用 evidence verify；要重新整理，请用当初收到的导出文件夹。",
        en: "To check a bundle: evidence verify. To pack again, give the export folder as it was received.",
      },
      facts: { source: source.name },
    },
  );
}
