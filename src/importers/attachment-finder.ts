import type { Attachment } from "../model/message.ts";
import type { Source, SourceFile } from "../model/source.ts";
import type { StatedAttachment } from "./importer.ts";

/** Finds the file of the source that stands for an attachment a message states. */
export class AttachmentFinder {
  private readonly source: Source;
  private readonly byFoldedPath = new Map<string, SourceFile[]>();
  private readonly byName = new Map<string, SourceFile[]>();

  constructor(source: Source) {
    this.source = source;
    for (const file of source.files) {
      push(this.byFoldedPath, fold(file.path), file);
      push(this.byName, fold(baseName(file.path)), file);
    }
  }

  /** All attachments of one message; a main file that is absent while its thumbnail is there is `thumbnail-only`. */
  resolve(stated: readonly StatedAttachment[]): Attachment[] {
    const found = stated.map((attachment) => this.one(attachment));
    const hasThumbnail = found.some((a) => a.role === "thumbnail" && a.state === "present");
    if (!hasThumbnail) return found;
    return found.map((a) => (a.role === "main" && a.state === "missing" ? { ...a, state: "thumbnail-only" } : a));
  }

  private one(stated: StatedAttachment): Attachment {
    const { candidates, notExported, pathOnly, embedded, ...facts } = stated;
    const base = { ...facts, file: null, match: null, sizeBytes: null, sha256: null };
    if (embedded) {
      const { at, sizeBytes, sha256 } = embedded;
      return { ...base, state: "present", match: "embedded", embedded: at, sizeBytes, sha256 };
    }
    const hit = this.atStatedPath(candidates) ?? (pathOnly ? undefined : this.byFileName(candidates, stated.name));
    if (hit === "ambiguous") return { ...base, state: "ambiguous" };
    if (hit) {
      const { file, match } = hit;
      return { ...base, state: "present", file: file.path, match, sizeBytes: file.sizeBytes, sha256: file.sha256 };
    }
    if (notExported === true) return { ...base, state: "not-exported" };
    if (candidates.length === 0 && stated.remoteUrl !== null) return { ...base, state: "remote-only" };
    return { ...base, state: "missing" };
  }

  private atStatedPath(candidates: readonly string[]): { file: SourceFile; match: "stated-path" } | undefined {
    for (const path of candidates) {
      const exact = this.source.file(path);
      const folded = this.byFoldedPath.get(fold(path)) ?? [];
      const file = exact ?? (folded.length === 1 ? folded[0] : undefined);
      if (file) return { file, match: "stated-path" };
    }
    return undefined;
  }

  /** A name alone decides only when one content bears it: files are renamed, but also overwritten, by exporters. */
  private byFileName(
    candidates: readonly string[],
    name: string | null,
  ): { file: SourceFile; match: "name" } | "ambiguous" | undefined {
    const names = candidates.map(baseName).concat(name === null ? [] : [name]);
    for (const wanted of names) {
      const files = this.byName.get(fold(wanted)) ?? [];
      const first = files[0];
      if (!first) continue;
      return files.every((file) => file.sha256 === first.sha256) ? { file: first, match: "name" } : "ambiguous";
    }
    return undefined;
  }
}

function push(map: Map<string, SourceFile[]>, key: string, file: SourceFile): void {
  const files = map.get(key);
  if (files) files.push(file);
  else map.set(key, [file]);
}

/** Exporters and file systems disagree on case and on composed or decomposed letters. */
function fold(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
