import { looksRounded } from "../../base/decimal-id.ts";
import { readCsv, type CsvRecord, type CsvRepair } from "../../base/csv.ts";
import type { Kind } from "../../model/kind.ts";
import type { Locator } from "../../model/locator.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, MessageFacts, Yielded } from "../importer.ts";
import { weflowName } from "../wechat/weflow-name.ts";
import { bodyOf, LABEL_FALSE } from "./body.ts";
import { CHAT, conversationOf, folderOf } from "./headed.ts";
import { guessKind, isNotice, type Guess } from "./placeholder.ts";
import { defectsOf, exportOf, Tally, type Draft } from "./tally.ts";
import { TextFile } from "../wechat/text-file.ts";

/** @source documented: export-formats.md §4.1.3 and §10 (6) */
export const WECLONE_COLUMNS = [
  "id",
  "MsgSvrID",
  "type_name",
  "is_sender",
  "talker",
  "msg",
  "src",
  "CreateTime",
] as const;

/** Reads the CSV written for WeClone: numbered rows, a word for the type, times in UTC. */
export function* readWeclone(source: Source, { entry }: Claim): Generator<Yielded> {
  const file = new TextFile(source, entry);
  const tally = new Tally();
  const draft: Draft = { entry, variant: "weclone-csv", encoding: file.encoding, localIdOrigin: "renumbered" };
  yield exportOf(draft, tally);
  yield conversationOf(weflowName(entry));
  const pending: Yielded[] = [];
  const told = (item: Yielded) => pending.push(item);
  for (const record of readCsv(file.pieces(told), {
    path: entry,
    onRepair: (repair) => told(repairOf(repair, entry)),
  })) {
    yield* pending.splice(0);
    if (record.row === 0) continue;
    const item = rowOf(record, entry);
    if (item.type === "message") tally.count(item.facts);
    yield item;
  }
  yield* pending;
  yield exportOf(draft, tally);
  yield* defectsOf(tally, [{ code: "LOCALID_SYNTHETIC", records: tally.numbered }]);
}

function repairOf({ code, line, row, detail }: CsvRepair, path: string): Yielded {
  return { type: "repair", at: row === null ? { path, line } : { path, line, row }, code, detail };
}

function rowOf({ row, line, fields }: CsvRecord, entry: string): Yielded {
  const at = { path: entry, line, row };
  if (fields.length !== WECLONE_COLUMNS.length) {
    return { type: "skipped", conversation: CHAT, at, reason: "wrong-field-count", raw: fields.join(",") };
  }
  return { type: "message", conversation: CHAT, facts: messageOf(fields, at, folderOf(entry)) };
}

/** `text` is the word for everything without a word of its own, notices and transfers included. */
const WORDS: Readonly<Record<string, Kind>> = {
  image: "image",
  sticker: "sticker",
  video: "video",
  voice: "voice",
  location: "location",
  file: "file",
};

function kindOf(word: string, content: string | null): Guess {
  const kind = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (kind !== undefined) return { kind, kindBasis: "word" };
  if (word !== "text") return { kind: "unknown", kindBasis: "word" };
  const guess = guessKind(content);
  return guess.kind === "text" ? { ...guess, kindBasis: "word" } : guess;
}

/** Only the word `text` needs no keeping: what else it can be the kind says. */
function extraOf(fields: readonly string[], kept: Partial<Record<(typeof WECLONE_COLUMNS)[number], boolean>>) {
  const extra: Record<string, string> = {};
  for (const [i, column] of WECLONE_COLUMNS.entries()) {
    const text = fields[i] ?? "";
    if (text !== "" && kept[column] === true) extra[column] = text;
  }
  return extra;
}

function messageOf(fields: readonly string[], locator: Locator, folder: string): MessageFacts {
  const [id = "", serverId = "", word = "", sentFlag = "", talker = "", msg = "", src = "", timeText = ""] = fields;
  const content = msg === "" ? null : msg;
  const guess = kindOf(word, content);
  const hasMedia = guess.kindBasis === "word" && guess.kind !== "text" && src !== "";
  const { warnings, ...body } = bodyOf(guess, content, folder, mediaIn(hasMedia ? src : ""));
  const isPlaced = body.attachments.some((one) => one.statedPath !== null || one.remoteUrl !== null);
  const isNumbered = /^\d{1,15}$/.test(id);
  const ids = serverIdOf(serverId);
  const time = timeOf(timeText);
  const extra = extraOf(fields, {
    id: !isNumbered,
    MsgSvrID: ids.serverId === null && serverId !== "0",
    type_name: guess.kind === "unknown" && word !== "text",
    is_sender: directionOf(sentFlag, body.kind) === "unknown",
    talker: isNotice(body.kind) && sentFlag !== "1",
    src: src !== "" && !isPlaced,
  });
  return {
    locator,
    ...time.facts,
    ...body,
    ...senderOf(talker, sentFlag, body.kind),
    serverId: ids.serverId,
    exporterIndex: isNumbered ? id : null,
    extra,
    warnings: [...warnings.filter((code) => code !== LABEL_FALSE), ...ids.warnings, ...time.warnings],
  };
}

/** `src` is a media path, an address, or only the name the client has for the file. */
function mediaIn(src: string) {
  const isUrl = /^https?:\/\//i.test(src);
  return { path: isUrl || src === "" ? null : src, url: isUrl ? src : null };
}

function directionOf(flag: string, kind: Kind): MessageFacts["direction"] {
  if (flag === "1") return "sent";
  if (flag !== "0" || isNotice(kind)) return "unknown";
  return "received";
}

/** Rows not sent are named after the other side, notices too. */
function senderOf(
  talker: string,
  flag: string,
  kind: Kind,
): Pick<MessageFacts, "direction" | "sender" | "senderName" | "senderBasis"> {
  const direction = directionOf(flag, kind);
  const name = talker === "" || (isNotice(kind) && direction !== "sent") ? null : talker;
  return { direction, sender: null, senderName: name, senderBasis: name === null ? "none" : "name" };
}

function serverIdOf(text: string): { serverId: string | null; warnings: string[] } {
  if (text === "" || /^0+$/.test(text)) return { serverId: null, warnings: [] };
  if (/^\d{1,20}$/.test(text)) return { serverId: text, warnings: looksRounded(text) ? ["SVRID_ROUNDED"] : [] };
  return {
    serverId: null,
    warnings: /^\d(?:\.\d+)?E\+\d+$/i.test(text) ? ["SVRID_ROUNDED"] : ["FIELD_TYPE_UNEXPECTED"],
  };
}

const UTC = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,3})?Z$/;

/** ISO in UTC; the milliseconds are padding. */
function timeOf(text: string) {
  const epochMs = UTC.test(text) ? Date.parse(text.replace(/\.\d+Z$/, "Z")) : NaN;
  const isRead = !Number.isNaN(epochMs);
  const facts = {
    sentAt: isRead ? epochMs : null,
    sentAtText: text === "" ? null : text,
    timePrecision: isRead ? "s" : "none",
    timeBasis: isRead ? "text-with-offset" : "none",
  } as const;
  return { facts, warnings: isRead ? [] : ["TIME_UNREADABLE"] };
}
