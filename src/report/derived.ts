import { breathe } from "../base/breath.ts";
import { printCsvRecord } from "../base/csv-print.ts";
import { SILK_DECODER, SILK_SAMPLE_RATE, SilkDecoder, type SilkRefusal, type SilkVoice } from "../base/media/silk.ts";
import type { ByteView } from "../base/media/view.ts";
import { xored } from "../base/media/xor-image.ts";
import type { Scratch } from "../base/scratch.ts";
import type { Chat } from "../model/chat.ts";
import { DERIVED_COLUMNS, type CopyCounts } from "../model/derived-table.ts";
import type { Document } from "../model/document.ts";
import type { Dossier } from "../model/dossier.ts";
import { FILES_MARK } from "../model/files-table.ts";
import type { Watch } from "../model/progress.ts";
import type { Source, SourceFile } from "../model/source.ts";
import { fileDocument } from "./document.ts";
import { embeddedPlaceText, embeddedVoices, type EmbeddedVoice } from "./embedded-media.ts";
import { isShown } from "./shown-files.ts";
import { viewableOf, viewOf, type Viewable } from "./viewable.ts";

const FOLDER = "report/derived/";
const NUMBER_DIGITS = 6;
/** Refusals that speak of this machine: a run elsewhere may make the copy. */
const OF_THIS_MACHINE: readonly SilkRefusal[] = ["decoder-unavailable", "time-limit"];

/** Copies made for looking and listening. The received bytes stay the evidence. */
export interface ViewingCopies {
  /** In order of their number, the table last; none where nothing was recognised. */
  readonly documents: readonly Document[];
  /** Paths of copies that take no decoder but arithmetic: they come out alike on every machine. */
  readonly exact: ReadonlySet<string>;
  /** Paths of copies that this machine could not make and another may. */
  readonly notMadeHere: readonly string[];
  readonly counts: CopyCounts;
  /** Copies by path of the received file; those of recordings inside databases are not among them. */
  readonly bySource: ReadonlyMap<string, Document>;
  /** What became of every file with a number, by its path or place as in the column `source_path`. */
  readonly outcomes: ReadonlyMap<string, CopyOutcome>;
}

/** What became of one file: the path of its copy, or why there is none; cells of `derived.csv`. */
export interface CopyOutcome {
  readonly path: string | null;
  readonly state: string;
  readonly note: string;
}

/** What is needed to make them. */
export interface CopyMaterial {
  readonly source: Source;
  readonly chat: Chat;
  readonly dossier: Dossier;
  readonly scratch: Scratch;
}

/**
 * A copy `report/derived/000001.jpg` of every XORed `.dat` picture and `….wav` of every SILK recording, numbered in
 * code-point order of the source path (those that lie inside databases behind them), with `report/derived/derived.csv` saying how each was made and which files cannot
 * be shown here. Copies lie in scratch files.
 */
export async function deriveViewingCopies(material: CopyMaterial, watch: Watch = {}): Promise<ViewingCopies> {
  const { source, chat, dossier } = material;
  const making = new Making(material);
  try {
    for (const file of source.files) {
      const viewable = viewableOf(source, file);
      if (viewable === null || !isShown(chat, dossier.settings, file.path)) continue;
      await making.take(file, viewable);
      await breathe(watch.signal);
    }
    for (const voice of embeddedVoices(material, dossier.settings)) {
      await making.takeEmbedded(voice);
      await breathe(watch.signal);
    }
    return making.end();
  } finally {
    await making.close();
  }
}

/** The last cells of a row. */
interface Outcome {
  readonly made: Document | null;
  readonly derived: string;
  readonly how: string;
  readonly state: string;
  readonly note: string;
}

class Making {
  private readonly material: CopyMaterial;
  private readonly bundlePaths: ReadonlyMap<string, string>;
  private readonly decoder = new SilkDecoder();
  private readonly documents: Document[] = [];
  private readonly exact = new Set<string>();
  private readonly bySource = new Map<string, Document>();
  private readonly outcomes = new Map<string, CopyOutcome>();
  private readonly notMadeHere: string[] = [];
  private readonly rows: string[] = [];
  private readonly counts = { pictures: 0, voices: 0, voicesWithNote: 0, notViewable: {}, failed: {} };

  constructor(material: CopyMaterial) {
    this.material = material;
    this.bundlePaths = new Map(material.dossier.payload.files.map(({ path, bundlePath }) => [path, bundlePath]));
  }

  async take(file: SourceFile, viewable: Viewable): Promise<void> {
    const outcome = await this.outcomeOf(file, viewable, this.nextStem());
    if (outcome.made) this.bySource.set(file.path, outcome.made);
    this.row([this.bundlePathOf(file), file.path, file.sha256], outcome);
  }

  /** A recording inside a database: the row names the database, and behind `#` table, row and column. */
  async takeEmbedded({ at, sha256, bytes }: EmbeddedVoice): Promise<void> {
    const file = this.material.source.file(at.path);
    const place = embeddedPlaceText(at);
    const outcome = await this.voice(bytes, `${this.nextStem()}.wav`);
    this.row([file === undefined ? "" : this.bundlePathOf(file), place, sha256], outcome);
  }

  private nextStem(): string {
    return `${FOLDER}${String(this.rows.length + 1).padStart(NUMBER_DIGITS, "0")}`;
  }

  private row(received: readonly [string, string, string], { made, derived, how, state, note }: Outcome): void {
    if (made) this.documents.push(made);
    this.outcomes.set(received[1], { path: made?.path ?? null, state, note });
    this.rows.push(printCsvRecord([...received, made?.path ?? "", derived, how, made?.sha256 ?? "", state, note]));
  }

  end(): ViewingCopies {
    const { documents, rows, exact, notMadeHere, counts, bySource, outcomes } = this;
    if (rows.length === 0) return { documents, exact, notMadeHere, counts, bySource, outcomes };
    const table = [FILES_MARK + printCsvRecord(DERIVED_COLUMNS), ...rows].map((row) => Buffer.from(row));
    const file = this.material.scratch.next("derived");
    return {
      documents: [...documents, fileDocument(`${FOLDER}derived.csv`, "view", table, file)],
      exact,
      notMadeHere,
      counts,
      bySource,
      outcomes,
    };
  }

  close(): Promise<void> {
    return this.decoder.close();
  }

  private async outcomeOf(file: SourceFile, viewable: Viewable, stem: string): Promise<Outcome> {
    if (viewable.way === "xor") return this.picture(file, viewable, stem);
    if (viewable.way === "silk") return await this.voice(viewOf(this.material.source, file), `${stem}.wav`);
    if (viewable.way === "failed") return this.failed(viewable.reason, viewable.format);
    count(this.counts.notViewable, viewable.form);
    return { made: null, derived: "", how: "", state: `not-viewable-here:${viewable.form}`, note: "" };
  }

  private picture(file: SourceFile, { key, format }: { key: number; format: string }, stem: string): Outcome {
    const made = this.document(`${stem}.${format}`, plainChunks(this.material.source, file, key));
    this.counts.pictures += 1;
    this.exact.add(made.path);
    return { made, derived: format, how: `xor ${Buffer.from([key]).toString("hex")}`, state: "derived", note: "" };
  }

  private async voice(bytes: ByteView, path: string): Promise<Outcome> {
    const voice = await this.decoder.decode(bytes);
    if ("refused" in voice) {
      if (OF_THIS_MACHINE.includes(voice.refused)) this.notMadeHere.push(path);
      return this.failed(voice.refused, "");
    }
    const note = noteOf(voice);
    this.counts.voices += 1;
    if (note !== "") this.counts.voicesWithNote += 1;
    const how = `${SILK_DECODER}; ${SILK_SAMPLE_RATE} Hz; mono; 16 bit; ${voice.durationMs} ms; ${voice.packets} packets`;
    return { made: this.document(path, [voice.wav]), derived: "wav", how, state: "derived", note };
  }

  private failed(reason: string, format: string): Outcome {
    count(this.counts.failed, reason);
    return { made: null, derived: "", how: "", state: `failed:${reason}`, note: format };
  }

  private document(path: string, chunks: Iterable<Uint8Array>): Document {
    return fileDocument(path, "view", chunks, this.material.scratch.next("copy"));
  }

  /** A member of a received zip lies in the bundle inside that zip. */
  private bundlePathOf({ path, container }: SourceFile): string {
    return this.bundlePaths.get(container ?? path) ?? "";
  }
}

function* plainChunks(source: Source, { path }: SourceFile, key: number): Generator<Buffer> {
  for (const chunk of source.chunks(path)) yield xored(chunk, key);
}

function noteOf({ isTruncated, isOtherLength, packets }: SilkVoice): string {
  const notes = [
    ...(isTruncated ? ["source breaks off within a packet; whole packets decoded"] : []),
    ...(isOtherLength ? [`${packets} packets of 20 ms last ${packets * 20} ms`] : []),
  ];
  return notes.join("; ");
}

function count(counts: Record<string, number>, reason: string): void {
  counts[reason] = (counts[reason] ?? 0) + 1;
}
