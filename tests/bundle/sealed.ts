import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printCsvRecord } from "../../src/base/csv-print.ts";
import { sha256 } from "../../src/base/digest.ts";
import { layOut, REQUIRED_TAG_FILES } from "../../src/bundle/layout.ts";
import { payloadOf } from "../../src/bundle/manifest.ts";
import { seal, type Sealed, type SealRequest } from "../../src/bundle/seal.ts";
import type { Document } from "../../src/model/document.ts";
import { FILES_COLUMNS, FILES_MARK } from "../../src/model/files-table.ts";
import type { PayloadFile } from "../../src/model/payload.ts";
import type { Source } from "../../src/model/source.ts";
import { memorySource } from "../support/memory-source.ts";

/** A small export with names that fit and names that do not. */
export const SMALL_EXPORT = {
  "messages.json": '{"messages":[{"text":"合同已经寄出"}]}\n',
  "图片/合同第一页.jpg": Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 2, 3]),
  "voice/a b.silk": "#!SILK_V3",
  "空.txt": "",
};

export function documentOf(path: string, content: string | Buffer): Document {
  const bytes = Buffer.from(content);
  return { path, role: "fact", content: bytes, sizeBytes: bytes.length, sha256: sha256(bytes) };
}

/** Documents that the bundle stage is handed by others, as small as they can be. */
export function documentsOf(source: Source, files: readonly PayloadFile[]): Document[] {
  const own = ["meta/profile.json", "meta/VERIFY.txt", "record/files.csv"];
  return [
    ...REQUIRED_TAG_FILES.filter((path) => !own.includes(path)).map((path) => documentOf(path, `{"path":"${path}"}\n`)),
    documentOf("record/files.csv", filesCsv(source, files)),
    documentOf("report/cover.pdf", "%PDF-1.7 封面\n"),
  ];
}

function filesCsv(source: Source, files: readonly PayloadFile[]): string {
  const bundlePaths = new Map(files.map(({ path, bundlePath }) => [path, bundlePath]));
  const rows = source.files.map((file) =>
    printCsvRecord([
      bundlePaths.get(file.path) ?? "",
      file.path,
      file.nameHex ?? "",
      file.container ?? "",
      `${file.sizeBytes}`,
      file.sha256,
      file.modifiedText ?? "",
      "taken",
      "",
      "",
    ]),
  );
  const left = source.notTaken.map(({ path, nameHex, reason, detail }) =>
    printCsvRecord(["", path, nameHex ?? "", "", "", "", "", "not-taken", `${reason}: ${detail}`, ""]),
  );
  return [FILES_MARK, printCsvRecord(FILES_COLUMNS), ...rows, ...left].join("");
}

/** What `seal` asks for, around any source. */
export function requestFor(source: Source, target: string): SealRequest {
  const files = layOut(source);
  const payload = payloadOf(files, source);
  return { target, source, payload, documents: documentsOf(source, files), settings: { date: "2026-03-01" } };
}

/** A folder that goes away with `dispose`. */
export function temporaryFolder(): { path: string; dispose: () => void } {
  const path = mkdtempSync(join(tmpdir(), "evidence-test-"));
  return {
    path,
    dispose: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Seals an export of the given files; the bundle's bytes with what `seal` said. */
export async function sealedBytes(
  contents: Readonly<Record<string, string | Uint8Array>> = SMALL_EXPORT,
  stem = "case-0001",
): Promise<{ sealed: Sealed; bytes: Buffer }> {
  const folder = temporaryFolder();
  try {
    const sealed = await seal(requestFor(memorySource(contents), join(folder.path, `${stem}.zip`)));
    return { sealed, bytes: readFileSync(sealed.path) };
  } finally {
    folder.dispose();
  }
}
