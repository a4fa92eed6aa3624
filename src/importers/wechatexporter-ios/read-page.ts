import { elements, jsonFile, printJson } from "../../base/json-reader.ts";
import { decodeText } from "../../base/text-decode.ts";
import { encodingOf } from "../../base/text-encoding.ts";
import type { Locator } from "../../model/locator.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ReadSettings, Yielded } from "../importer.ts";
import { literalAfter } from "../wechat/page-literal.ts";
import { type Bubble, bubblesIn, BubbleScan } from "./bubble.ts";
import { type Group, isNotice, messageOf } from "./message.ts";
import { factsOfPage, type PageFacts, type StatedPage } from "./page-facts.ts";
import { counted, exportOf, Tally } from "./tally.ts";

const KEY = "chat";
const RAW_KEPT = 500;

/** A page with the lists it names. */
export class PageReader {
  private readonly source: Source;
  private readonly entry: string;
  private readonly base: string;
  private readonly settings: ReadSettings;
  private readonly facts: PageFacts;
  private readonly tally = new Tally();
  private readonly encoding: ReturnType<typeof encodingOf>;
  private stated: number | null = null;
  private open: { bubble: Bubble; items: Bubble[]; locator: Locator } | null = null;

  /** @throws {SourceError} ENCODING_UNKNOWN */
  constructor(source: Source, { entry }: Claim, settings: ReadSettings) {
    this.source = source;
    this.entry = entry;
    this.base = entry.slice(0, entry.lastIndexOf("/") + 1);
    this.settings = settings;
    this.facts = factsOfPage(source, entry);
    this.encoding = encodingOf(() => source.chunks(entry), entry);
  }

  *read(): Generator<Yielded> {
    yield this.exportFacts();
    yield this.conversation();
    yield* this.facts.repairs;
    for (const item of this.items()) {
      if (item.type === "message") this.tally.count(item.facts);
      yield item;
    }
    yield this.exportFacts();
    yield this.conversation();
    const { timed, remote, forgeable } = this.tally;
    const defects = { TIME_ZONE_UNSTATED: timed, REMOTE_URLS: remote, BOUNDARY_FORGEABLE: forgeable };
    for (const defect of counted(defects)) yield { type: "defect", defect };
    if (this.tally.isGroup) yield { type: "defect", defect: { code: "SENDER_FROM_TEXT", records: null } };
    yield { type: "defect", defect: { code: "PLACEHOLDER_ONLY", records: null } };
  }

  private exportFacts(): Yielded {
    const owner = this.facts.owner ?? this.tally.owner;
    const ownerBasis = owner === null ? null : this.facts.owner === null ? "sent-rows" : "stated";
    const facts = exportOf({
      variant: this.variant,
      encoding: this.encoding.encoding,
      provides: this.tally.provides(this.stated === null ? [] : ["stated-count"]),
      localIdOrigin: "carried",
      owner,
      ownerBasis,
    });
    return { type: "export", facts };
  }

  private variant = "HTML";

  private conversation(): Yielded {
    const { talker, title } = this.facts;
    const seen = this.tally.isGroup ? "group" : "unknown";
    const folder = this.base.split("/").at(-2) ?? "";
    return {
      type: "conversation",
      facts: {
        key: KEY,
        type: talker?.endsWith("@chatroom") === true ? "group" : talker?.startsWith("gh_") === true ? "official" : seen,
        talker,
        title: title ?? (folder || this.entry),
        statedMessageCount: this.stated,
        statedLastMessageAt: null,
        members: [],
      },
    };
  }

  private *items(): Generator<Yielded> {
    yield* this.body();
    const isBodyEmpty = this.tally.records === 0 && this.open === null;
    yield* this.list(this.entry, "window.moreWechatMsgs = ", false);
    const pages = this.pages();
    if (pages.length > 0) this.variant = "HTML with pages";
    for (const page of pages) yield* this.page(page);
    yield* this.closed();
    this.stated = this.statedCount(isBodyEmpty);
    for (const { path } of this.source.files) {
      if (/^(?:Files|[^/]*_files)\/Portrait\//.test(path.slice(this.base.length)) && path.startsWith(this.base)) {
        yield { type: "used", path };
      }
    }
  }

  /** Older versions count only what lies outside the page, so that their number is no total. */
  private statedCount(isBodyEmpty: boolean): number | null {
    const { pages, numberOfMessages } = this.facts;
    const listed = pages.map(({ messages }) => messages);
    if (isBodyEmpty && listed.length > 0 && listed.every((messages) => messages !== null)) {
      return listed.reduce<number>((sum, messages) => sum + (messages ?? 0), 0);
    }
    const isWhole = isBodyEmpty || pages.length === 0;
    return isWhole && numberOfMessages !== null && numberOfMessages > 0 ? numberOfMessages : null;
  }

  private *body(): Generator<Yielded> {
    const { source, entry } = this;
    const told: Yielded[] = [];
    const text = decodeText(source.chunks(entry), this.encoding, ({ byte, length, hex }) => {
      told.push({ type: "repair", at: { path: entry, byte }, code: "undecodable-bytes", detail: `${length}: ${hex}` });
    });
    const scan = new BubbleScan(entry);
    let row = 0;
    for (const piece of text) {
      yield* told.splice(0);
      for (const bubble of scan.feed(piece)) yield* this.take(bubble, { path: entry, row: ++row });
    }
    for (const bubble of scan.end()) {
      const at = { path: entry, row: ++row };
      yield { type: "repair", at, code: "truncated", detail: bubble.msgId };
      yield* this.take(bubble, at);
    }
  }

  /** Pages that the page names, in their order, and others lying beside them. */
  private pages(): StatedPage[] {
    const { folder, pages } = this.facts;
    const stated = new Set(pages.map(({ path }) => path));
    const isPage = (path: string) => path.startsWith(folder) && /^msg-[\w-]{1,40}\.js$/.test(path.slice(folder.length));
    const beside = this.source.files.filter(({ path }) => isPage(path) && !stated.has(path)).map(({ path }) => path);
    const number = (path: string) => Number(/msg-(\d{1,9})\.js$/.exec(path)?.[1] ?? 0);
    const others = beside.sort((a, b) => number(a) - number(b)).map((path) => ({ path, messages: null }));
    return [...pages, ...others];
  }

  private *page({ path, messages }: StatedPage): Generator<Yielded> {
    if (this.source.file(path) === undefined) {
      const detail = messages === null ? path : `${path}: ${messages}`;
      yield { type: "repair", at: { path: this.entry }, code: "page-missing", detail };
      return;
    }
    yield { type: "used", path };
    yield* this.list(path, "var msgArray = ", true);
  }

  private *list(path: string, mark: string, isExpected: boolean): Generator<Yielded> {
    const file = jsonFile(this.source, path);
    const span = literalAfter(file, mark);
    if (span === null) {
      const raw = this.source.read(path, 0, RAW_KEPT).toString("utf8");
      if (isExpected) yield { type: "skipped", conversation: KEY, at: { path }, reason: "page-unreadable", raw };
      return;
    }
    for (const element of elements(file, span)) {
      const at: Locator = { path, pointer: `/${element.index}`, byte: element.byte };
      if (element.type === "damaged" || typeof element.value !== "string") {
        const reason = element.type === "damaged" ? element.reason : "not-a-message";
        const raw = element.type === "damaged" ? element.raw : printJson(element.value);
        yield { type: "skipped", conversation: KEY, at, reason, raw: raw.slice(0, RAW_KEPT) };
      } else {
        yield* this.element(element.value, at);
      }
    }
  }

  private *element(html: string, at: Locator): Generator<Yielded> {
    const bubbles = bubblesIn(at.path, html);
    if (bubbles.length === 0) {
      yield { type: "skipped", conversation: KEY, at, reason: "not-a-message", raw: html.slice(0, RAW_KEPT) };
    }
    for (const [place, bubble] of bubbles.entries()) {
      // One element holds one message; a second one stands in words that nobody escaped.
      const isSecond = place > 0 && !isForwarded(bubble);
      yield* this.take(isSecond ? { ...bubble, hasNested: true } : bubble, at);
    }
  }

  /** Items of a forwarded record follow their message as messages of their own. */
  private *take(bubble: Bubble, locator: Locator): Generator<Yielded> {
    if (isForwarded(bubble) && this.open !== null && !isNotice(this.open.bubble)) {
      this.open.items.push(bubble);
      return;
    }
    yield* this.closed();
    if (bubble.isCut) {
      const raw = `${bubble.msgId} ${(bubble.text ?? "").slice(0, RAW_KEPT)}`;
      yield { type: "skipped", conversation: KEY, at: locator, reason: "value-too-large", raw };
    } else if (isForwarded(bubble)) {
      const raw = `${bubble.msgId} ${bubble.text ?? ""}`.slice(0, RAW_KEPT);
      yield { type: "skipped", conversation: KEY, at: locator, reason: "not-a-message", raw };
    } else {
      this.open = { bubble, items: [], locator };
    }
  }

  private *closed(): Generator<Yielded> {
    const group: Group | null = this.open;
    this.open = null;
    if (group === null) return;
    yield { type: "message", conversation: KEY, facts: messageOf(group, this.base, this.settings) };
  }
}

function isForwarded({ classes }: Bubble): boolean {
  return classes.includes("fmsg") || classes.includes("fmsgtag");
}
