import { beginsAsMedia, MEDIA_BEGINNING_BYTES } from "../../base/media/beginning.ts";
import type { Attachment } from "../../model/message.ts";
import type { Source, SourceFile } from "../../model/source.ts";
import type { ViewerView } from "../../model/viewer.ts";
import type { ReportContext } from "../context.ts";
import type { CopyOutcome, ViewingCopies } from "../derived.ts";
import { embeddedPlaceText } from "../embedded-media.ts";
import { stated } from "./stated.ts";

type Show = ViewerView["show"];

/** Forms a browser shows by itself, and forms that another program opens. What could run as a page is in neither list. */
const SHOWS: readonly (readonly [Show, readonly string[]])[] = [
  ["picture", ["jpg", "jpeg", "png", "gif", "bmp", "webp"]],
  ["sound", ["wav", "mp3", "m4a", "aac", "ogg", "opus", "flac"]],
  ["film", ["mp4", "m4v", "mov", "webm"]],
  ["link", ["pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps", "rtf", "txt", "csv", "zip", "rar", "7z", "amr", "silk", "avi", "mkv", "heic", "tif", "tiff", "psd", "dwg"]],
]; // prettier-ignore
/** Endings that say nothing of the form; what opens such a file is then asked of its first bytes. */
const SILENT: readonly string[] = ["", "pic", "dat", "bin", "data", "tmp", "thumb"];
const SHOW_OF = new Map(SHOWS.flatMap(([show, endings]) => endings.map((ending) => [ending, show] as const)));

/** Where received bytes lie in the bundle. */
export interface Placed {
  readonly bundlePath: string | null;
  /** They lie inside that file: a member of a zip or mail, or a value of a database. */
  readonly isInside: boolean;
  readonly view: ViewerView | null;
}

const NOWHERE: Placed = { bundlePath: null, isInside: false, view: null };

/** How received files can be looked at in a browser, without looking into them. */
export class Views {
  private readonly context: ReportContext;
  private readonly source: Source;
  private readonly copies: ViewingCopies["outcomes"];
  private readonly bundlePaths: ReadonlyMap<string, string>;

  constructor(context: ReportContext, source: Source, copies: ViewingCopies) {
    this.context = context;
    this.source = source;
    this.copies = copies.outcomes;
    const received = context.dossier.payload.files.filter(({ enclosed }) => !enclosed);
    this.bundlePaths = new Map(received.map(({ path, bundlePath }) => [path, bundlePath]));
  }

  ofAttachment({ file, embedded }: Attachment): Placed {
    if (embedded !== undefined) {
      const bundlePath = this.pathOf(embedded.path);
      const copy = this.copies.get(embeddedPlaceText(embedded));
      const view = copy === undefined ? this.nothing(this.words.inDatabase) : this.copied(copy);
      return { bundlePath, isInside: true, view };
    }
    return file === null ? NOWHERE : this.ofFile(file);
  }

  /** @param path of a file of the source */
  ofFile(path: string): Placed {
    const found = this.source.file(path);
    if (found === undefined) return NOWHERE;
    const copy = this.copies.get(path);
    const bundlePath = this.pathOf(path);
    const view = copy === undefined ? this.received(found, bundlePath) : this.copied(copy);
    return { bundlePath, isInside: found.container !== null, view };
  }

  private received({ path, container }: SourceFile, bundlePath: string | null): ViewerView {
    if (container !== null || bundlePath === null) return this.nothing(this.words.inContainer);
    const ending = /\.([A-Za-z0-9]+)$/.exec(bundlePath)?.[1]?.toLowerCase() ?? "";
    const show = SHOW_OF.get(ending) ?? (SILENT.includes(ending) ? this.byBeginning(path) : undefined);
    return show === undefined ? this.nothing(this.words.noForm) : { show, path: bundlePath };
  }

  private byBeginning(path: string): Show | undefined {
    const head = this.source.read(path, 0, MEDIA_BEGINNING_BYTES);
    if (!beginsAsMedia(head)) return undefined;
    const [mark, kind] = [head.toString("latin1", 4, 8), head.toString("latin1", 8, MEDIA_BEGINNING_BYTES)];
    if (mark === "ftyp") return "film";
    if (kind === "WAVE") return "sound";
    return kind === "AVI " ? undefined : "picture";
  }

  private copied({ path, state, note }: CopyOutcome): ViewerView {
    if (path === null) {
      const reasons: Readonly<Record<string, string>> = this.context.words.attachments.copies.reasons;
      const code = state.slice(state.indexOf(":") + 1);
      return this.nothing(this.context.say(this.words.noCopy, { reason: reasons[code] ?? code }));
    }
    const show = path.endsWith(".wav") ? "sound" : "picture";
    return stated<ViewerView>({ show, path, isCopy: true, note: note === "" ? null : this.words.copyWithNote });
  }

  private nothing(note: string): ViewerView {
    return { show: "none", note };
  }

  private pathOf(path: string): string | null {
    return this.bundlePaths.get(this.source.file(path)?.container ?? path) ?? null;
  }

  private get words() {
    return this.context.words.viewer.views;
  }
}
