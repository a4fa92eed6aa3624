import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { Scratch } from "../../../src/base/scratch.ts";
import { layOut } from "../../../src/bundle/layout.ts";
import { payloadOf } from "../../../src/bundle/manifest.ts";
import { derive, facts, figuresOf, viewerOf, viewingCopies } from "../../../src/derive.ts";
import type { Document } from "../../../src/model/document.ts";
import type { Material } from "../../../src/model/material.ts";
import type { Message } from "../../../src/model/message.ts";
import type { RunSettings } from "../../../src/model/settings.ts";
import type {
  ViewerConversation,
  ViewerFile,
  ViewerFinding,
  ViewerIndex,
  ViewerMessage,
  ViewerOverview,
  ViewerParticipant,
} from "../../../src/model/viewer.ts";
import { memorySource } from "../../support/memory-source.ts";
import type { Files } from "../../support/reading.ts";
import { settingsOf } from "../../support/settings.ts";

/** The viewer's files of one run beside the records of the same run, each read as its reader does. */
export class Viewed {
  /** Path -> text. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths of the received files in the bundle, and of the viewing copies. */
  readonly shown: ReadonlySet<string>;
  private readonly records: ReadonlyMap<string, string>;

  constructor(viewer: readonly Document[], records: readonly Document[], shown: readonly string[]) {
    const texts = (documents: readonly Document[]) => new Map(documents.map((one) => [one.path, textOf(one)]));
    this.files = texts(viewer);
    this.records = texts(records);
    this.shown = new Set(shown);
  }

  /** What a browser gets when it runs `viewer/data/<key>.js`. */
  value<Of>(key: string): Of {
    const said: [string, unknown][] = [];
    const evidenceData = (name: string, value: unknown) => said.push([name, value]);
    runInNewContext(this.files.get(`viewer/data/${key}.js`) ?? "", { evidenceData });
    if (said.length !== 1 || said[0]?.[0] !== key)
      throw new Error(`${key}: ${JSON.stringify(said.map(([name]) => name))}`);
    // Out of the other realm, so that values compare as ours.
    return JSON.parse(JSON.stringify(said[0][1])) as Of;
  }

  get overview(): ViewerOverview {
    return this.value("overview");
  }

  conversation(id: string): ViewerConversation {
    return this.value(id);
  }

  pages(id: string): ViewerMessage[][] {
    const { pages } = this.conversation(id);
    return Array.from({ length: pages }, (_, page) => this.value<ViewerMessage[]>(`${id}-${page + 1}`));
  }

  messages(id: string): ViewerMessage[] {
    return this.pages(id).flat();
  }

  indexes(id: string): ViewerIndex[] {
    const { indexes } = this.conversation(id);
    return Array.from({ length: indexes }, (_, index) => this.value<ViewerIndex>(`${id}-index-${index + 1}`));
  }

  get findings(): ViewerFinding[] {
    return this.entries("findings");
  }

  get participants(): ViewerParticipant[] {
    return this.entries("participants");
  }

  get received(): ViewerFile[] {
    return this.entries("files");
  }

  /** Every data file but those that hold nothing else than what is listed. */
  get keys(): string[] {
    return [...this.files.keys()].flatMap((path) => /^viewer\/data\/(.+)\.js$/.exec(path)?.[1] ?? []);
  }

  /** Messages of `record/messages.jsonl`, in order. */
  get recorded(): Message[] {
    return this.lines<Message>("record/messages.jsonl");
  }

  lines<Line>(path: string): Line[] {
    const lines = (this.records.get(path) ?? "").split("\n").filter((line) => line !== "");
    return lines.map((line) => JSON.parse(line) as Line);
  }

  record<Of>(path: string): Of {
    return JSON.parse(this.records.get(path) ?? "null") as Of;
  }

  text(path: string): string {
    return this.records.get(path) ?? "";
  }

  private entries<Entry>(name: keyof ViewerOverview["pages"]): Entry[] {
    const { files } = this.overview.pages[name];
    return Array.from({ length: files }, (_, page) => this.value<Entry[]>(`${name}-${page + 1}`)).flat();
  }
}

function textOf({ content }: Document): string {
  return (Buffer.isBuffer(content) ? content : readFileSync(content.file)).toString("utf8");
}

/** What a run over this material would put into a bundle for the viewer. Nothing is typeset. */
export async function viewedOf(material: Material, different: Partial<RunSettings> = {}): Promise<Viewed> {
  const scratch = new Scratch();
  const { source, enclosed } = material;
  try {
    const payload = payloadOf(layOut(source, enclosed), source, enclosed);
    const derived = await derive(material, payload, settingsOf(different), scratch);
    try {
      const records = facts(derived, material, scratch);
      const copies = await viewingCopies(derived, source, scratch);
      const figures = figuresOf(derived, scratch);
      const place = { ...material, scratch, stem: "case-0001" };
      const viewer = await viewerOf(derived, records, copies, figures, place);
      const shown = [...payload.files.map(({ bundlePath }) => bundlePath), ...copies.documents.map(({ path }) => path)];
      return new Viewed(viewer, records, shown);
    } finally {
      derived.chat.close();
    }
  } finally {
    scratch.dispose();
  }
}

/** The same of files that lie in memory. */
export function viewedFiles(files: Files, different: Partial<RunSettings> = {}): Promise<Viewed> {
  return viewedOf({ source: memorySource(files), enclosed: null }, different);
}

/** Keys the viewer adds to a part of a message that is otherwise the record's. */
const OURS: Readonly<Record<string, readonly string[]>> = {
  quote: ["target", "absent", "who", "time"],
  recall: ["target", "absent"],
  attachments: ["called", "bundlePath", "isInside", "view"],
};
const SAME = ["seq", "sentAt", "direction", "sender", "kind", "text", "quote", "transfer", "redPacket", "call", "location", "recall", "attachments", "warnings", "serverId", "localId"] as const; // prettier-ignore

/** Of a message of the record or of the viewer what both must hold alike, without what says nothing. */
export function alike(message: Message | ViewerMessage): unknown {
  const { forward, system } = message;
  const plain = SAME.map((key) => [key, without(message[key], OURS[key] ?? [])]);
  const items = forward?.items.map((item) => without(item, ["time"]));
  return said({
    ...Object.fromEntries(plain),
    forward: forward && { ...forward, items },
    system: system && { event: system.event, value: system.value, members: system.members },
  });
}

function without(value: unknown, keys: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one) => without(one, keys));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key) && key !== "embedded"));
}

function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined && !(Array.isArray(inner) && inner.length === 0)); // prettier-ignore
  return Object.fromEntries(kept.map(([key, inner]) => [key, said(inner)]));
}
