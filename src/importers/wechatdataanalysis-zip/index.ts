import { posix } from "node:path";
import { elements, indexJson, isJsonObject, jsonFile } from "../../base/json-reader.ts";
import { EvidenceError } from "../../base/errors.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ExportFacts, Importer, ReadSettings, Yielded } from "../importer.ts";
import { repairsOf, repeatedKeys } from "../wechat/json-repairs.ts";
import { besideIn, emptyFolders, foldersOf, objectIn, type Folder, type ConversationFile } from "./archive.ts";
import { detectArchives, isManifest } from "./detect.ts";
import { compareDigests, digestLists } from "./integrity.ts";
import { count, exportedAtOf, manifestOf, rangeText, text, type Manifest } from "./manifest.ts";
import { readMessages } from "./read-json.ts";
import { readPage } from "./read-page.ts";
import { readText } from "./read-text.ts";
import { readSheet } from "./read-workbook.ts";
import type { Learned, Reading, Report } from "./reading.ts";
import { privacyRefused, shapeRefused } from "./refusal.ts";
import { mayBeFused, seam } from "./seams.ts";
import { Tally } from "./tally.ts";

/**
 * Archives of WeChatDataAnalysis: a zip, or the folder it was unpacked to, with `manifest.json` and one folder for each
 * conversation; also a single conversation file without the archive around it.
 *
 * Rows of `messages.json` carry shard, table and local id of the client. Archives made in privacy mode are refused.
 *
 * @source documented: export-formats.md §4.4; observed: exporter's source @0445889 and @a7092e7
 */
export const wechatdataanalysisZip: Importer = {
  id: "wechatdataanalysis-zip",
  title: { zh: "WeChatDataAnalysis 导出包", en: "WeChatDataAnalysis archive" },
  about: {
    zh: "WeChatDataAnalysis 导出的 wechat_chat_export_….zip（内有 manifest.json、conversations 和 media 文件夹）；请提供整个 zip，不要解压后挑选文件。可读取其中的 JSON、Excel、TXT 和网页格式。",
    en: "A wechat_chat_export_….zip of WeChatDataAnalysis (manifest.json, folders conversations and media inside); give the whole zip, not files picked from it. JSON, Excel, TXT and pages are read.",
  },

  detect(source) {
    return detectArchives(source, this.id);
  },

  read(source, claim, settings) {
    return new Archive(source, claim, settings).read();
  },
};

/** One export while it is read. */
class Archive {
  private readonly source: Source;
  private readonly claim: Claim;
  private readonly settings: ReadSettings;
  private readonly tally = new Tally();
  private readonly report: Report & { readonly missing: Set<string> } = { unseen: new Map(), missing: new Set() };
  private readonly learned: Learned = {
    account: null,
    exportedAtText: null,
    encoding: "UTF-8",
    hasGroup: false,
    jsonFiles: new Map(),
    isUnminified: false,
    ranges: new Set(),
  };
  private manifest: Manifest | null = null;
  private folders: readonly Folder[] = [];

  constructor(source: Source, claim: Claim, settings: ReadSettings) {
    this.source = source;
    this.claim = claim;
    this.settings = settings;
  }

  async *read(): AsyncGenerator<Yielded, void, void> {
    const { entry } = this.claim;
    const isArchive = isManifest(entry);
    if (isArchive) {
      const object = yield* objectIn(this.source, entry);
      if (object === null) throw shapeRefused(entry, "exportId");
      this.manifest = manifestOf(object);
      if (this.manifest.isPrivacy) throw privacyRefused(entry);
      this.folders = foldersOf(this.source, this.root());
      if (this.folders.length === 0) throw shapeRefused(entry, "conversations/*/messages.*");
      yield* this.readReport();
    } else {
      this.folders = [standalone(entry)];
    }
    yield { type: "export", facts: this.facts() };
    let stated: number | null = 0;
    for (const folder of this.folders) {
      const meta = yield* besideIn(this.source, `${folder.path}meta.json`);
      const said = count(meta?.["messageCount"]);
      stated = stated === null || said === null ? null : stated + said;
      yield { type: "used", path: folder.entry };
      yield* readerOf(folder.file)(this.reading(folder, meta));
    }
    if (isArchive) yield* this.judgeArchive(stated);
    // Only reading every conversation tells what the export carries.
    yield { type: "export", facts: this.facts() };
    yield* this.defects();
  }

  /** Path the archive's own paths count from. */
  private root(): string {
    const folder = posix.dirname(this.claim.entry);
    return folder === "." ? "" : `${folder}/`;
  }

  private reading(folder: Folder, meta: Reading["meta"]): Reading {
    const { source, settings, manifest, tally, report, learned } = this;
    const roots = isManifest(this.claim.entry) ? [this.root()] : rootsAround(folder.path);
    const mediaKinds = manifest?.mediaKinds ?? null;
    const media = { roots, mediaKinds, wasMissing: (id: string) => report.missing.has(id) };
    if (count(meta?.["messageCount"]) !== null) tally.add("stated-count");
    return { source, settings, folder, meta, manifest, media, tally, report, learned };
  }

  /** `missingMedia` names messages by the id they have in `messages.json`. */
  private *readReport(): Generator<Yielded, void, void> {
    const path = `${this.root()}report.json`;
    if (this.source.file(path) === undefined) return;
    yield { type: "used", path };
    try {
      const file = jsonFile(this.source, path);
      const index = indexJson(file);
      yield* repeatedKeys(file, index);
      const list = index.members.find(({ key, type }) => key === "missingMedia" && type === "array");
      if (list === undefined) return;
      for (const element of elements(file, list.span)) {
        if (element.type !== "element" || !isJsonObject(element.value)) continue;
        yield* repairsOf(file, `/missingMedia/${element.index}`, element.repairs);
        const [id, conversation] = [text(element.value["messageId"]), text(element.value["conversation"])];
        if (id === null) continue;
        this.report.missing.add(id);
        if (conversation !== null) this.report.unseen.set(id, conversation);
      }
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
      yield { type: "repair", at: { path }, code: "list-unreadable", detail: error.message };
    }
  }

  /** What the archive says of itself, against what is in it. */
  private *judgeArchive(stated: number | null): Generator<Yielded, void, void> {
    const { manifest, folders, source } = this;
    const root = this.root();
    yield* this.compareTotals(stated);
    for (const path of emptyFolders(source, root)) {
      yield { type: "repair", at: { path: `${path}meta.json` }, code: "conversation-file-absent", detail: path };
    }
    for (const list of digestLists(source, root)) yield* compareDigests(source, root, list);
    for (const { path } of source.files) if (SEALS.test(path.slice(root.length))) yield { type: "used", path };
    yield* this.unnamed();
    if (manifest?.format === "html" || folders.some(({ file }) => file === "messages.html"))
      yield* this.pageFiles(root);
  }

  private *compareTotals(stated: number | null): Generator<Yielded, void, void> {
    const { statedConversations, statedMessages } = this.manifest ?? {};
    const at = { path: this.claim.entry, pointer: "/stats" };
    const found = this.folders.length;
    if (statedConversations != null && statedConversations !== found) {
      yield {
        type: "repair",
        at,
        code: "stated-total-differs",
        detail: `conversations ${statedConversations}, ${found}`,
      };
    }
    if (statedMessages != null && stated !== null && statedMessages !== stated && statedConversations === found) {
      yield { type: "repair", at, code: "stated-total-differs", detail: `messages ${statedMessages}, ${stated}` };
    }
  }

  /** Messages that the report names and no message file holds. */
  private *unnamed(): Generator<Yielded, void, void> {
    const fileOf = new Map([...this.learned.jsonFiles].map(([path, talker]) => [talker, path]));
    for (const [id, conversation] of this.report.unseen) {
      const path = fileOf.get(conversation);
      const parts = /^(.+:msg_[0-9a-z]+):(\d{1,19})$/i.exec(id);
      if (path === undefined || parts === null) continue;
      const at = { path, table: parts[1] ?? "", rowid: parts[2] ?? "" };
      yield seam("fused-named-absent", at, id);
    }
  }

  /** Style sheets, scripts and pictures that pages are shown with. */
  private *pageFiles(root: string): Generator<Yielded, void, void> {
    for (const { path } of this.source.files)
      if (PAGE_FILES.test(path.slice(root.length))) yield { type: "used", path };
  }

  private facts(): ExportFacts {
    const { manifest, learned, tally, settings } = this;
    const owner = manifest?.account ?? learned.account;
    const exportedAtText = manifest?.exportedAtText ?? learned.exportedAtText;
    const exportedAt = exportedAtOf(exportedAtText, settings);
    if (exportedAt !== null) tally.add("stated-export-time");
    const range = manifest === null ? null : rangeText(manifest.filters, settings.timeZone);
    return {
      variant: this.variant(),
      claimedTool: null,
      claimedVersion: null,
      exportedAt,
      exportedAtText,
      owner,
      ownerBasis: owner === null ? null : "stated",
      statedRange: range ?? ([...learned.ranges].join(" / ") || null),
      localIdOrigin: tally.has("local-id") ? "carried" : "none",
      serverIdOrigin: tally.has("server-id") ? "exact" : "none",
      provides: tally.seen(),
      encoding: learned.encoding,
    };
  }

  private variant(): string {
    const kinds = [...new Set(this.folders.map(({ file }) => VARIANTS[file]))];
    return kinds.sort().join("+");
  }

  private *defects(): Generator<Yielded, void, void> {
    const { manifest, learned, tally } = this;
    for (const defect of tally.defects()) yield { type: "defect", defect };
    const exportedAtText = manifest?.exportedAtText ?? learned.exportedAtText;
    const hasTypes = (manifest?.filters.messageTypes.length ?? 0) > 0 || [...learned.ranges].some((range) => range.includes("messageTypes")); // prettier-ignore
    const isJson = this.folders.some(({ file }) => file === "messages.json");
    const codes = [
      ...(isJson && mayBeFused(exportedAtText) && !learned.isUnminified ? ["ROWS_FUSED"] : []),
      ...(hasTypes ? ["ROWS_DROPPED_BY_TYPE"] : []),
      ...(learned.hasGroup ? ["SENDER_FROM_TEXT"] : []),
      ...(tally.wallClocks > 0 ? ["TIME_ZONE_UNSTATED"] : []),
      ...(exportedAtText === null || exportedAtText >= EDITING_SINCE ? ["EDITED_DB_POSSIBLE"] : []),
      ...(this.folders.some(({ file }) => file === "messages.html") ? ["REMOTE_URLS"] : []),
    ];
    for (const code of codes) yield { type: "defect", defect: { code, records: null } };
  }
}

/** From this day on the program could edit messages in the client's database; what it changed stays changed. @source documented: export-formats.md §4.4.3 (2) */
const EDITING_SINCE = "2026-02-22";

const SEALS = /^(?:_integrity\/[^/]+|index\.(?:html|xlsx))$/;
const PAGE_FILES = /^(?:assets|fonts|wxemoji)\//;

const VARIANTS: Readonly<Record<ConversationFile, string>> = {
  "messages.json": "json",
  "messages.xlsx": "excel",
  "messages.txt": "txt",
  "messages.html": "html",
};

type Reader = (reading: Reading) => Iterable<Yielded> | AsyncIterable<Yielded>;

function readerOf(file: ConversationFile): Reader {
  const readers: Readonly<Record<ConversationFile, Reader>> = {
    "messages.json": readMessages,
    "messages.xlsx": readSheet,
    "messages.txt": readText,
    "messages.html": readPage,
  };
  return readers[file];
}

/** A conversation file by itself. */
function standalone(entry: string): Folder {
  const folder = posix.dirname(entry);
  const kind = /\.xlsx$/i.test(entry)
    ? "xlsx"
    : /\.txt$/i.test(entry)
      ? "txt"
      : /\.html?$/i.test(entry)
        ? "html"
        : "json";
  return { path: folder === "." ? "" : `${folder}/`, file: `messages.${kind}`, entry };
}

/** Where the root of the archive may be, seen from a folder of a conversation: two folders up, or right here. */
function rootsAround(folder: string): string[] {
  const parts = folder.split("/").slice(0, -1);
  const up = (levels: number) => parts.slice(0, parts.length - levels).map((part) => `${part}/`).join(""); // prettier-ignore
  return [...new Set([2, 0, 1].filter((levels) => levels <= parts.length).map(up))];
}
