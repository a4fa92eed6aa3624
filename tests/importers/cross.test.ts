import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Scratch } from "../../src/base/scratch.ts";
import { runChecks } from "../../src/checks/run.ts";
import { importSource } from "../../src/importers/import.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Message } from "../../src/model/message.ts";
import { CONVERSATION, ME, type Said } from "../support/conversation.ts";
import { memorySource } from "../support/memory-source.ts";
import type { Files } from "../support/reading.ts";
import { settingsOf } from "../support/settings.ts";
import { FORMATS, importerOf, WRITERS, type Format } from "../support/writers/index.ts";

/** What a format does not say of this conversation, and where the bundle says so. */
interface Drops {
  /** Records not written at all. */
  readonly rows?: (said: Said) => boolean;
  /** What a kind is read as where the format has no word for it. */
  readonly kinds?: Partial<Record<Kind, Kind>>;
  /** Kinds whose words are not written. */
  readonly words?: readonly Kind[];
  /** `name`: the sender is only a name. */
  readonly sender?: "name" | ((said: Said) => "stated" | "none");
  readonly direction?: (said: Said) => boolean;
  readonly time?: (said: Said) => boolean;
  /**
   * Where the bundle says it: defects and warnings by their codes, findings and `not-applicable` outcomes by the check.
   */
  readonly said: readonly string[];
}

const always = (): boolean => true;
const isNotice = ({ by }: Said): boolean => by === null;
/** Pats stand under the word for everything else, where only the wording shows what they are. */
const isNotWorded = ({ by, kind }: Said): boolean => by !== null || kind === "pat";
const APP: readonly Kind[] = ["quote", "link", "file", "miniProgram", "transfer", "redPacket", "forward"];

/** Text formats show notices like anybody's words: who wrote them is not told. */
const WORDS_ONLY: Omit<Drops, "said"> = { sender: "name", direction: always };
const NAMES_ONLY = "consistency/sender-fields not-applicable";
const NO_IDS = "completeness/duplicate-server-id not-applicable";

const DROPS: Readonly<Record<Format, Drops>> = {
  "chatlab json": { kinds: { redPacket: "link" }, said: ["KIND_SHARED"] },
  "chatlab jsonl": { kinds: { redPacket: "link" }, said: ["KIND_SHARED"] },
  "chatlog json": { words: ["card", "redPacket", "call"], said: ["PLACEHOLDER_ONLY"] },
  "ciphertalk json": { said: ["SVRID_ROUNDED"] },
  "echotrace json": { words: ["transfer", "redPacket", "call", "forward", "pat"], said: ["QUOTE_TEXT_LOST", "TRANSFER_STATE_UNRELIABLE", "FORWARD_ITEMS_MISSING", "PLACEHOLDER_ONLY", NO_IDS] },
  "memotrace-csv V4": { words: APP, said: ["APP_PAYLOAD_NOT_EXPORTED", NO_IDS] },
  "memotrace-csv V5": { words: ["forward"], sender: "name", direction: (said) => !isNotice(said), said: ["TIME_ZONE_UNSTATED", NAMES_ONLY] },
  "memotrace-html list": { sender: "name", said: [NAMES_ONLY] },
  "memotrace-html txt": { words: ["forward"], sender: "name", direction: (said) => !isNotice(said), said: ["TIME_ZONE_UNSTATED", NAMES_ONLY, NO_IDS] },
  "pywxdump P3": { kinds: { redPacket: "unknown" }, words: ["miniProgram", "redPacket"], said: ["TIME_ZONE_UNSTATED", "PLACEHOLDER_ONLY", "completeness/unknown-kind found"] },
  "wechat-dump txt": { rows: isNotice, words: ["link", "call", "transfer"], sender: "name", said: ["ROWS_DROPPED_BY_TYPE", "PLACEHOLDER_ONLY", "QUOTE_TEXT_LOST", "TRANSFER_STATE_UNRELIABLE", "TIME_ZONE_UNSTATED", NAMES_ONLY, NO_IDS] },
  "wechatdataanalysis-zip json": { said: [] },
  "wechatexporter-ios html": { kinds: { miniProgram: "unknown" }, words: ["redPacket", "call"], time: isNotice, said: ["completeness/unknown-kind found", "PLACEHOLDER_ONLY", "TIME_ZONE_UNSTATED", NO_IDS] },
  "wechatexporter-ios 12425": { sender: ({ by }) => (by === ME ? "none" : "stated"), said: ["SENDER_IS_PEER_HEADER", "TIME_ZONE_UNSTATED", NO_IDS] },
  "weflow-json json": { said: ["LOCALID_SYNTHETIC"] },
  "weflow-other csv": { direction: isNotWorded, said: [NAMES_ONLY, "TIME_ZONE_UNSTATED", NO_IDS] },
  "weflow-other excel": { direction: isNotWorded, said: [NAMES_ONLY, "TIME_ZONE_UNSTATED", NO_IDS] },
  "weflow-other markdown": { ...WORDS_ONLY, said: [NAMES_ONLY, "TIME_ZONE_UNSTATED", NO_IDS] },
  "weflow-other sql": { said: ["TEXT_PREFIX_STRIPPED"] },
  "weflow-other txt": { ...WORDS_ONLY, said: ["BOUNDARY_FORGEABLE", NAMES_ONLY, "TIME_ZONE_UNSTATED", NO_IDS] },
}; // prettier-ignore

let scratch: Scratch;
beforeAll(() => {
  scratch = new Scratch();
});
afterAll(() => {
  scratch.dispose();
});

async function read(files: Files) {
  const source = memorySource(files);
  const { chat } = await importSource(source, settingsOf({}), scratch);
  const { outcomes } = await runChecks(chat, source);
  const messages = chat.conversations.flatMap(({ id }) =>
    [...chat.messages(id)].sort((a, b) => a.position - b.position),
  );
  const result = {
    messages,
    importers: chat.exports.map(({ importer }) => importer),
    provides: chat.exports.flatMap((made) => made.provides),
    skipped: [...chat.query("SELECT * FROM skipped")].length,
    words: new Set([
      ...chat.exports.flatMap(({ knownDefects }) => knownDefects.map(({ code }) => code)),
      ...messages.flatMap(({ warnings }) => warnings),
      ...outcomes.map(({ check, outcome }) => `${check} ${outcome}`),
    ]),
  };
  chat.close();
  return result;
}

/** Kinds whose words are a person's or the client's own, as opposed to a title an exporter dresses up. */
const VERBATIM: ReadonlySet<Kind> = new Set(["text", "system", "recall", "pat"]);

function expected(said: Said, drops: Drops) {
  const sender = typeof drops.sender === "function" ? drops.sender(said) : (drops.sender ?? "stated");
  const stated = { stated: said.by?.id, name: said.by?.name, none: undefined }[sender];
  const direction = said.by === null ? "system" : said.by === ME ? "sent" : "received";
  return {
    sentAt: drops.time?.(said) === true ? null : said.at * 1000,
    sender: stated ?? null,
    kind: drops.kinds?.[said.kind] ?? said.kind,
    direction: drops.direction?.(said) === true ? "unknown" : direction,
    words: said.words === "" || drops.words?.includes(said.kind) === true ? null : said.words,
  };
}

function found(message: Message, said: Said, { sender }: Drops) {
  const id = message.sender?.replace(/^s\d+:/, "") ?? null;
  // Exporters that know only names call the owner what they like.
  const name = message.senderName === "me" ? ME.name : message.senderName;
  const isVerbatim = VERBATIM.has(said.kind);
  const isHeld = isVerbatim ? message.text === said.words : JSON.stringify(message).includes(said.words);
  return {
    sentAt: message.sentAt,
    sender: sender === "name" ? name : id,
    kind: message.kind,
    direction: message.direction,
    words: said.words !== "" && isHeld ? said.words : null,
  };
}

describe("one conversation in the words of every format", () => {
  test.each(FORMATS)("%s gives the same messages, but for what it is listed to drop", async (format) => {
    const drops = DROPS[format];
    const { importers, messages, skipped } = await read(WRITERS[format](CONVERSATION, "Asia/Shanghai"));
    const written = CONVERSATION.filter((said) => drops.rows?.(said) !== true);
    expect(importers).toEqual([importerOf(format)]);
    expect([messages.length, skipped]).toEqual([written.length, 0]);
    expect(written.map((said, at) => found(messages[at] as Message, said, drops))).toEqual(
      written.map((said) => expected(said, drops)),
    );
  });

  test.each(FORMATS)("%s: the bundle says in its own words what is dropped", async (format) => {
    const { words } = await read(WRITERS[format](CONVERSATION, "Asia/Shanghai"));
    expect(DROPS[format].said.filter((code) => !words.has(code)), [...words].join("\n")).toEqual([]);
  }); // prettier-ignore

  test.each(FORMATS)("%s keeps its server ids exactly, or says that it has none or rounded ones", async (format) => {
    const { messages, provides, words } = await read(WRITERS[format](CONVERSATION, "Asia/Shanghai"));
    const ids = messages.map(({ serverId }) => serverId);
    const stated = words.has("SVRID_ROUNDED") ? CONVERSATION.map(({ id }) => String(Number(id))) : CONVERSATION.map(({ id }) => id); // prettier-ignore
    if (provides.includes("server-id")) expect(ids.filter((id) => id !== null)).toEqual(stated.filter((_, at) => ids[at] !== null)); // prettier-ignore
    expect(ids.some((id) => id !== null)).toBe(provides.includes("server-id"));
  });

  test("all of them in one folder are several sources of one bundle, none mixed with another", async () => {
    const files = FORMATS.map((format) =>
      Object.fromEntries(
        Object.entries(WRITERS[format](CONVERSATION, "Asia/Shanghai")).map(([path, content]) => [`${format}/${path}`, content]),
      ),
    ); // prettier-ignore
    const { importers, messages } = await read(Object.assign({}, ...files) as Files);
    expect(importers.toSorted()).toEqual(FORMATS.map(importerOf).toSorted());
    const notices = CONVERSATION.filter(isNotice).length;
    expect(messages).toHaveLength(CONVERSATION.length * FORMATS.length - notices);
    expect(new Set(messages.map(({ source }) => source)).size).toBe(FORMATS.length);
  });
});
