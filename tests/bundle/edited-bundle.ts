import { sha256 } from "../../src/base/digest.ts";
import { buildZip, piecesOf } from "./zip-builder.ts";

const STEM = "case-0001";

/**
 * A bundle taken apart: its files by path in the bag. Tests change them and put it together again as a canonical zip, so
 * that only its contents are at fault.
 */
export class EditedBundle {
  readonly files: Map<string, Buffer>;
  stem: string;
  /** Names that lie beside the bag's folder. */
  readonly outside = new Map<string, Buffer>();

  constructor(zip: Buffer, stem = STEM) {
    this.stem = stem;
    this.files = new Map(piecesOf(zip).map(({ name, content }) => [name.toString().slice(stem.length + 1), content]));
  }

  text(path: string): string {
    return this.files.get(path)?.toString("latin1") ?? "";
  }

  set(path: string, content: string | Buffer): this {
    this.files.set(path, Buffer.isBuffer(content) ? content : Buffer.from(content, "latin1"));
    return this;
  }

  edit(path: string, change: (text: string) => string): this {
    return this.set(path, change(this.text(path)));
  }

  remove(path: string): this {
    this.files.delete(path);
    return this;
  }

  rename(path: string, to: string): this {
    const content = this.files.get(path) ?? Buffer.alloc(0);
    return this.remove(path).set(to, content);
  }

  /** Makes Payload-Oxum and both lists anew, as whoever tampers would. */
  rehash(): this {
    const payload = [...this.files.keys()].filter((path) => path.startsWith("data/"));
    const bytes = payload.reduce((sum, path) => sum + (this.files.get(path)?.length ?? 0), 0);
    this.edit("bag-info.txt", (text) => text.replace(/Payload-Oxum: .*/, `Payload-Oxum: ${bytes}.${payload.length}`));
    this.set("manifest-sha256.txt", this.list(payload));
    return this.rehashTagFiles();
  }

  rehashTagFiles(): this {
    const own = (path: string) =>
      !path.startsWith("data/") && !path.startsWith("seal/") && path !== "tagmanifest-sha256.txt";
    return this.set("tagmanifest-sha256.txt", this.list([...this.files.keys()].filter(own)));
  }

  zip(): Buffer {
    const inside = [...this.files].map(([path, content]) => ({
      name: Buffer.from(`${this.stem}/${path}`, "latin1"),
      content,
    }));
    const outside = [...this.outside].map(([name, content]) => ({ name: Buffer.from(name, "latin1"), content }));
    return buildZip({ pieces: [...inside, ...outside].sort((a, b) => Buffer.compare(a.name, b.name)) });
  }

  private list(paths: readonly string[]): string {
    return [...paths]
      .sort()
      .map((path) => `${sha256(this.files.get(path) ?? "")}  ${path}\n`)
      .join("");
  }
}
