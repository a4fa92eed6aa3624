import { createHash } from "node:crypto";
import { dump, minified, messagesJson, OWNER, PEER, row, type Row } from "../../../fixtures/importers/wechatdataanalysis-zip/rows.ts"; // prettier-ignore
import type { Claim, MessageFacts, Yielded } from "../../../src/importers/importer.ts";
import { wechatdataanalysisZip } from "../../../src/importers/wechatdataanalysis-zip/index.ts";
import type { Source } from "../../../src/model/source.ts";
import { memorySource } from "../../support/memory-source.ts";

export const TABLE = "message_0:Msg_5c1f0a9b3e7d4286";
export const FOLDER = "conversations/0001_林浩_wxid_linhao8802_7a61c0de/";
export const AFTER_MINIFIER = "2026-08-25T20:15:00";
export const BEFORE_MINIFIER = "2026-05-01T10:00:00";

export type Files = Record<string, string | Uint8Array>;

/** A row of a plain text with this local id, laid over with other fields. */
export function textRow(localId: number, more: Row = {}): Row {
  const from = localId % 2 === 0 ? OWNER : PEER;
  const plain = row({
    table: TABLE,
    talker: PEER,
    localId,
    after: localId * 60,
    type: 1,
    renderType: "text",
    from,
    content: `第 ${localId} 条`,
    serverId: 6116895530414915131n + BigInt(localId),
  });
  return { ...plain, ...more };
}

export function chatText(rows: readonly Row[], exportedAt = BEFORE_MINIFIER): string {
  return messagesJson({ talker: PEER, name: "林浩", exportedAt, rows });
}

interface ArchiveOptions {
  readonly rows: readonly Row[];
  readonly exportedAt?: string;
  readonly count?: number;
  readonly total?: number;
  readonly conversations?: number;
  readonly options?: Row;
  readonly filters?: Row;
  readonly missing?: readonly Row[];
  /** Text of the message file, where it is not simply the rows. */
  readonly text?: string;
  readonly account?: string;
}

/** The files of an archive with one conversation. */
export function archiveFiles(of: ArchiveOptions): Files {
  const { rows, exportedAt = BEFORE_MINIFIER, count = rows.length, total = count, conversations = 1 } = of;
  const manifest: Row = {
    schemaVersion: 1,
    exportedAt,
    exportId: "3f9c2a7be410",
    account: of.account ?? OWNER,
    format: "json",
    scope: "selected",
    filters: { startTime: null, endTime: null, messageTypes: null, ...of.filters },
    options: { includeMedia: true, mediaKinds: ["image", "voice"], privacyMode: false, ...of.options },
    stats: { conversations, messagesExported: total, mediaCopied: 0, mediaMissing: 0 },
  };
  return {
    "manifest.json": dump(manifest),
    "report.json": dump({ schemaVersion: 1, missingMedia: of.missing ?? [], errors: [] }),
    [`${FOLDER}meta.json`]: dump({ schemaVersion: 1, username: PEER, displayName: "林浩", isGroup: false, messageCount: count }), // prettier-ignore
    [`${FOLDER}messages.json`]: of.text ?? chatText(rows, exportedAt),
  };
}

/** The list of digests as the exporter seals it. */
export function sealOf(files: Files): string {
  const list = Object.entries(files).map(([path, content]) => {
    const bytes = Buffer.from(content);
    return { path, size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  });
  return JSON.stringify({ a: {}, e: "3f9c2a7be410", f: list, h: [], p: [], q: [], v: 2 });
}

export async function claimsOf(source: Source): Promise<Claim[]> {
  const claims: Claim[] = [];
  for await (const claim of wechatdataanalysisZip.detect(source)) claims.push(claim);
  return claims;
}

type Of<Type extends Yielded["type"]> = Extract<Yielded, { type: Type }>;

/** Everything read from the first claim of a source. */
export class Read {
  readonly items: readonly Yielded[];

  private constructor(items: readonly Yielded[]) {
    this.items = items;
  }

  static async from(source: Source): Promise<Read> {
    const [claim] = await claimsOf(source);
    if (claim === undefined) throw new Error("nothing was claimed");
    const items: Yielded[] = [];
    const settings = { timeZone: "Asia/Shanghai", timeZoneBasis: "zone-assumed" } as const;
    for await (const item of wechatdataanalysisZip.read(source, claim, settings)) items.push(item);
    return new Read(items);
  }

  static files(files: Files): Promise<Read> {
    return Read.from(memorySource(files));
  }

  of<Type extends Yielded["type"]>(type: Type): Of<Type>[] {
    return this.items.filter((item): item is Of<Type> => item.type === type);
  }

  messages(): MessageFacts[] {
    return this.of("message").map(({ facts }) => facts);
  }

  export() {
    return this.of("export").at(-1)?.facts;
  }

  /** Codes of repairs with what they say. */
  repairs(): [string, string][] {
    return this.of("repair").map(({ code, detail }) => [code, detail]);
  }

  defects(): string[] {
    return this.of("defect").map(({ defect }) => defect.code);
  }
}

export { dump, minified, OWNER, PEER, type Row };
