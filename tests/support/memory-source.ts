import { sha256 } from "../../src/base/digest.ts";
import type { Source, SourceFile } from "../../src/model/source.ts";

/** A source that lives in memory: path -> content. */
export function memorySource(contents: Readonly<Record<string, string | Uint8Array>>, name = "export"): Source {
  const bytes = new Map(Object.entries(contents).map(([path, content]) => [path, Buffer.from(content)]));
  const at = (path: string): Buffer => {
    const content = bytes.get(path);
    if (!content) throw new RangeError(`no file ${path}`);
    return content;
  };
  const files: SourceFile[] = [...bytes.keys()]
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((path) => ({
      path,
      nameHex: null,
      sizeBytes: at(path).length,
      sha256: sha256(at(path)),
      modifiedText: null,
      container: null,
    }));
  return {
    files,
    notTaken: [],
    name,
    file: (path) => files.find((file) => file.path === path),
    read: (path, position, length) => at(path).subarray(position, position + length),
    *chunks(path) {
      yield at(path);
    },
    close: () => undefined,
  };
}
