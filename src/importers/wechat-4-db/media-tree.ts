import { remembered } from "../../base/remembered.ts";
import type { Source } from "../../model/source.ts";

/** Where the media of an account lie in a source. @source documented: wechat-databases.md §9.2 */
export class MediaTree {
  /** Folder that holds `msg/`, ending in `/`, or empty. */
  readonly prefix: string;
  private readonly source: Source;
  /** Files of merged forwards by their folder. */
  private readonly records = new Map<string, string[]>();

  constructor(source: Source, account: string) {
    this.source = source;
    const marker = /(^|\/)msg\/(attach|video|file)\//;
    const own = source.files.some(({ path }) => path.startsWith(`${account}msg/`));
    const other = own ? undefined : source.files.find(({ path }) => marker.test(path))?.path;
    this.prefix = other === undefined ? account : other.slice(0, other.search(marker) + (/^msg\//.test(other) ? 0 : 1));
    for (const { path } of source.files) {
      const folder = /^(.*\/Rec\/[^/]+)\//.exec(path)?.[1];
      if (folder === undefined) continue;
      const files = this.records.get(folder);
      if (files) files.push(path);
      else this.records.set(folder, [path]);
    }
  }

  /** Paths of the name with each ending, in the folders of the months the time may fall in. */
  inMonths(kind: "attach" | "video" | "file", within: (month: string) => string, sentAt: number | null): string[] {
    return monthsOf(sentAt).map((month) => `${this.prefix}msg/${kind}/${within(month)}`);
  }

  under(path: string): string {
    return `${this.prefix}msg/${path}`;
  }

  has(path: string): boolean {
    return this.source.file(path) !== undefined;
  }

  /** Files kept for a merged forward. */
  recordFiles(folder: string): readonly string[] {
    return this.records.get(folder) ?? [];
  }
}

const HALF_DAY_MS = 14 * 3_600_000;
const CHINA_MS = 8 * 3_600_000;

/** `YYYY-MM` of the writing machine's own clock: that of China first, then those of other zones at the turn of a month. */
function monthsOf(sentAt: number | null): string[] {
  if (sentAt === null) return [];
  const [own, before, after] = [monthAt(sentAt + CHINA_MS), monthAt(sentAt - HALF_DAY_MS), monthAt(sentAt + HALF_DAY_MS)]; // prettier-ignore
  if (before === own && after === own) return [own];
  return [...new Set([own, before, after])];
}

const DAY_MS = 86_400_000;
const monthOfDay = remembered((day: number) => new Date(day * DAY_MS).toISOString().slice(0, 7), 10_000);

function monthAt(ms: number): string {
  return monthOfDay(Math.floor(ms / DAY_MS));
}
