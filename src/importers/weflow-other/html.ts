import { posix } from "node:path";
import {
  elements,
  isJsonObject,
  jsonFile,
  JsonNumber,
  printJson,
  readJson,
  type JsonElement,
  type JsonSpan,
  type JsonValue,
} from "../../base/json-reader.ts";
import { SourceError } from "../../base/errors.ts";
import { instantOf, parseWallClock } from "../../base/time.ts";
import type { Quote } from "../../model/message.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ConversationFacts, MessageFacts, ReadSettings, Yielded } from "../importer.ts";
import { rowTime } from "../wechat/epoch.ts";
import { repairsOf } from "../wechat/json-repairs.ts";
import { extraOf, release, rowWith, textIn, warn, type Row } from "../wechat/json-row.ts";
import { resolveKind } from "../wechat/weflow-kinds.ts";
import { weflowName } from "../wechat/weflow-name.ts";
import { bodyOf, LABEL_FALSE, type Body } from "./body.ts";
import { CHAT, conversationOf, folderOf } from "./headed.ts";
import { bubbleOf, nameOfAvatar, type Bubble } from "./html-body.ts";
import { dataIn, headOfPage, literalAt, type PageData, type PageHead } from "./html-page.ts";
import { guessKind, isNotice, type Guess } from "./placeholder.ts";
import { defectsOf, exportOf, Tally, type Draft } from "./tally.ts";

/** One piece of the list of messages: in the page, or in a file beside it. */
interface Part {
  readonly path: string;
  readonly span: JsonSpan;
}

/** Reads a page: the list of messages is taken from its script as text, whether it stands there or in files beside it. */
export function* readHtml(source: Source, { entry }: Claim, settings: ReadSettings): Generator<Yielded> {
  const data = dataIn(source, entry);
  if (data === null) throw dataGone(entry);
  const page = headOfPage(source.read(entry, 0, data.headBytes).toString("utf8"));
  const file = jsonFile(source, entry);
  const { value: manifest, repairs } = data.manifest === null ? NO_MANIFEST : readJson(file, data.manifest);
  const tally = new Tally();
  const conversation = conversationIn(entry, page, manifest);
  const clock = page.exportedAtText === null ? null : parseWallClock(page.exportedAtText);
  const draft: Draft = {
    entry,
    variant: data.messages === null ? "html-in-parts" : "html",
    encoding: "UTF-8",
    localIdOrigin: "renumbered",
    exportedAt: clock === null ? null : instantOf(clock, settings.timeZone).epochMs,
    exportedAtText: page.exportedAtText,
    hasStatedCount: conversation.statedMessageCount !== null,
  };
  yield exportOf(draft, tally);
  yield conversationOf(conversation);
  yield* repairsOf(file, "manifest", repairs);
  for (const item of itemsIn(source, entry, data, manifest)) {
    const items = "span" in item ? messagesIn(source, item, conversation) : [item];
    for (const one of items) {
      if (one.type === "message") tally.count(one.facts);
      yield one;
    }
  }
  yield exportOf(draft, tally);
  yield* defectsOf(tally, [
    { code: "LOCALID_SYNTHETIC", records: tally.numbered },
    { code: "REMOTE_URLS", records: null },
  ]);
}

const NO_MANIFEST = { value: null, repairs: [] };

type PageChat = Pick<ConversationFacts, "title" | "type" | "statedMessageCount">;

function conversationIn(entry: string, page: PageHead, manifest: JsonValue | null): PageChat {
  const named = weflowName(entry);
  const total = manifest !== null && isJsonObject(manifest) ? manifest["total"] : null;
  const counted = total instanceof JsonNumber && /^\d{1,15}$/.test(total.text) ? Number(total.text) : null;
  const type = named.type === "official" ? "official" : (page.type ?? named.type);
  return { title: page.title ?? named.title, type, statedMessageCount: page.count ?? counted };
}

/** The parts of the list, and what is told of those that are not there. */
function* itemsIn(
  source: Source,
  entry: string,
  data: PageData,
  manifest: JsonValue | null,
): Generator<Part | Yielded> {
  if (data.messages !== null) {
    yield { path: entry, span: data.messages };
    return;
  }
  const chunks = manifest !== null && isJsonObject(manifest) ? manifest["chunks"] : null;
  if (!Array.isArray(chunks)) throw dataGone(entry);
  for (const chunk of chunks) {
    const stated = isJsonObject(chunk) && typeof chunk["u"] === "string" ? chunk["u"] : "";
    const path = posix.join(folderOf(entry), decoded(stated));
    const span = source.file(path) === undefined ? null : listIn(source, path);
    if (span === null) {
      yield { type: "skipped", conversation: CHAT, at: { path: entry }, reason: "part-missing", raw: printJson(chunk) };
      continue;
    }
    yield { type: "used", path };
    yield { path, span };
  }
}

const CALL = /^\s{0,8}window\.__WEFLOW_CHUNK_LOADED__\(\d{1,9},/;

/** The list in a part: the second argument of the one call it consists of. */
function listIn(source: Source, path: string): JsonSpan | null {
  const call = CALL.exec(source.read(path, 0, 128).toString("latin1"))?.[0];
  return call === undefined ? null : literalAt(source, path, call.length, "[");
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

function* messagesIn(source: Source, { path, span }: Part, chat: PageChat): Generator<Yielded> {
  for (const element of elements(jsonFile(source, path), span)) {
    yield* messageOf(element, path, chat);
  }
}

function* messageOf(element: JsonElement, path: string, chat: PageChat): Generator<Yielded> {
  const at = { path, pointer: `/${element.index}`, byte: element.byte };
  if (element.type === "damaged") {
    yield { type: "skipped", conversation: CHAT, at, reason: element.reason, raw: element.raw };
    return;
  }
  const row = rowWith(element.value, ["b", "t"]);
  if (row === null) {
    yield { type: "skipped", conversation: CHAT, at, reason: "not-a-message", raw: printJson(element.value) };
    return;
  }
  for (const { code, byte, detail } of element.repairs) yield { type: "repair", at: { ...at, byte }, code, detail };
  yield { type: "message", conversation: CHAT, facts: normalized(row, at, chat) };
}

function normalized(row: Row, locator: MessageFacts["locator"], chat: PageChat): MessageFacts {
  const bubble = bubbleOf(textIn(row, "b") ?? "");
  const avatar = textIn(row, "a") ?? "";
  const { warnings, ...body } = htmlBody(bubble, folderOf(locator.path));
  const time = rowTime(row, "t");
  const flag = textIn(row, "s");
  const sender = senderOf(bubble.sender ?? nameOfAvatar(avatar), flag, body.kind, chat);
  const target = idIn(row, "r");
  const facts = {
    locator,
    sentAt: time?.ms ?? null,
    sentAtText: bubble.time,
    timePrecision: time === null ? "none" : "s",
    timeBasis: time === null ? "none" : "epoch",
    ...body,
    ...sender,
    quote: quoteOf(body, bubble, target),
    serverId: idIn(row, "p"),
    exporterIndex: textIn(row, "i"),
  } as const;
  const extra = extraOf(row);
  if (bubble.linkUrl !== null) extra["链接"] = bubble.linkUrl;
  for (const warning of warnings) if (warning !== LABEL_FALSE) warn(row, warning);
  return { ...facts, extra, warnings: row.warnings };
}

function htmlBody(bubble: Bubble, folder: string): Body {
  const { media, text } = bubble;
  const url = media !== null && /^(?:https?|data):/i.test(media.path) ? media.path : null;
  const stated = { path: media === null || url !== null ? null : media.path, url };
  const body = bodyOf(kindOf(bubble), text, folder, stated);
  const name = media?.name ?? null;
  const attachments = name === null ? body.attachments : body.attachments.map((one) => ({ ...one, name }));
  return { ...body, attachments };
}

/** Marks of the page first: nobody can type them. */
function kindOf({ media, quotedText, quotedSender, linkUrl, text }: Bubble): Guess {
  if (quotedText !== null || quotedSender !== null) return { kind: "quote", kindBasis: "word" };
  if (media !== null) {
    const byWord = resolveKind(null, media.word).kind;
    return { kind: byWord === "unknown" ? media.kind : byWord, kindBasis: "word" };
  }
  if (linkUrl !== null) return { kind: "link", kindBasis: "word" };
  return guessKind(text);
}

function quoteOf(
  body: Pick<MessageFacts, "kind" | "quote">,
  bubble: Bubble,
  targetServerId: string | null,
): Quote | null {
  const { quotedSender: sender, quotedText: text } = bubble;
  if (body.kind !== "quote" && targetServerId === null) return null;
  return {
    targetServerId,
    sentAt: null,
    sender: sender ?? body.quote?.sender ?? null,
    text: text ?? body.quote?.text ?? null,
  };
}

function idIn(row: Row, key: string): string | null {
  const id = textIn(row, key);
  if (id === null || /^[1-9]\d{0,19}$/.test(id)) return id;
  release(row, key);
  return null;
}

/** Groups name the sender in the bubble; a private chat needs no name but that of the page. */
function senderOf(name: string | null, flag: string | null, kind: Body["kind"], chat: PageChat) {
  const stated = flag === "1" ? "sent" : flag === "0" ? "received" : "unknown";
  if (isNotice(kind) && stated !== "sent") {
    return { direction: "unknown", sender: null, senderName: null, senderBasis: "none" } as const;
  }
  const shown = name ?? (stated === "received" && chat.type === "private" ? chat.title : null);
  return { direction: stated, sender: null, senderName: shown, senderBasis: shown === null ? "none" : "name" } as const;
}

function dataGone(path: string): SourceError {
  return new SourceError(
    "WEFLOW_PAGE_EMPTY",
    {
      zh: `网页“${path}”中应有 WEFLOW_DATA 消息列表，实际没有找到。`,
      en: `The page "${path}" should hold a list of messages WEFLOW_DATA; there is none.`,
    },
    {
      hint: {
        zh: "请给出导出软件生成的原始网页，连同旁边名称以 _data 结尾的文件夹。",
        en: "Give the page as the exporting program wrote it, with the folder beside it whose name ends in _data.",
      },
      facts: { path },
    },
  );
}
