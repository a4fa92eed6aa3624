import type { Claim } from "../importer.ts";

/** What the place of an export tells of its conversation. */
export interface Place {
  /** Folder of the entry with a trailing `/`, or empty. */
  readonly folder: string;
  /** The owner's private remark for the contact, as the file name gives it. */
  readonly title: string;
  /** Every name that may be the remark: of the file, without the number of a second copy, and of its folder. */
  readonly names: readonly string[];
  /** Internal id of the talker, which only the folder of 3.x states: `<备注>(<wxid>)`. */
  readonly talker: string | null;
}

const FOLDER_WITH_ID = /\((wxid_[\w-]+|\d+@chatroom|gh_\w+|[a-zA-Z][\w-]{5,19})\)(?:\.zip!?)?$/;

/** Reads folder and file name of a claimed entry. */
export function placeOf({ entry, sourceName }: Pick<Claim, "entry" | "sourceName">): Place {
  const slash = entry.lastIndexOf("/");
  const folder = entry.slice(0, slash + 1);
  const title = titleOf(entry.slice(slash + 1));
  const names = [title, title.replace(SECOND_COPY, ""), lastOf(folder).replace(FOLDER_WITH_ID, "")];
  return {
    folder,
    title,
    names: [...new Set(names)].filter((name) => name !== ""),
    talker: talkerIn(folder) ?? talkerIn(sourceName ?? ""),
  };
}

/** As exporter, browser and system number a file whose name is taken. @source documented: export-formats.md §1.1 for `(1)` */
const SECOND_COPY = /\s?\(\d{1,3}\)$|\s-\s(?:副本|Copy).*$/;

function lastOf(folder: string): string {
  const path = folder.replace(/\/$/, "");
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Id that the name of the folder itself adds, where the entry lies directly in what was named. */
export function talkerOfSourceName(entry: string, sourceName: string): string | null {
  return entry.includes("/") ? null : talkerIn(sourceName);
}

function talkerIn(folder: string): string | null {
  return FOLDER_WITH_ID.exec(lastOf(folder))?.[1] ?? null;
}

const UTF8_MARK = new RegExp(`_utf8(?:${SECOND_COPY.source})?$`);

function titleOf(name: string): string {
  return name.replace(/\.[^.]*$/, "").replace(UTF8_MARK, "");
}

/** True for the id of a group. */
export function isGroupId(id: string): boolean {
  return id.endsWith("@chatroom");
}

/** Kind of conversation that an id stands for. */
export function typeOfTalker(id: string): "private" | "group" | "official" {
  if (isGroupId(id)) return "group";
  return id.startsWith("gh_") ? "official" : "private";
}

const MEDIA_FOLDER = /^.*[\\/](?=(?:image|video|voice|file|emoji|music|icon)[\\/])/i;

/**
 * Paths in the source that a stated path may stand for: beside the entry, and for the absolute path of another
 * machine, from its media folder on. Steps out of the source lead nowhere.
 */
export function candidatePaths(stated: string, folder: string): string[] {
  const plain = withoutEscapes(stated).replace(/^file:\/+/i, "/");
  const relative = plain.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
  const shortened = plain.replace(MEDIA_FOLDER, "").replaceAll("\\", "/");
  return [...new Set([relative, shortened])].flatMap((path) => resolved(folder + path) ?? []);
}

function withoutEscapes(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function resolved(path: string): string | null {
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) return null;
  }
  return steps.length === 0 ? null : steps.join("/");
}
