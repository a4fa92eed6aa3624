/** A data file that the page could not read: not there, damaged, or holding something else. */
export class DataMissing extends Error {
  /** Path below the folder of `index.html`. */
  readonly path: string;

  constructor(path: string) {
    super(`cannot read ${path}`);
    this.path = path;
  }
}

/** What a data file calls with its content. */
type Receive = (key: string, content: unknown) => void;

const waiting = new Map<string, (content: unknown) => void>();
const receive: Receive = (key, content) => waiting.get(key)?.(content);
Object.defineProperty(window, "evidenceData", { value: receive });

/** Path of a data file below the folder of `index.html`. */
export function dataPath(key: string): string {
  return `viewer/data/${key}.js`;
}

/**
 * Content of one data file. A page opened from a disc can neither fetch nor import; a plain script is what it can load.
 *
 * @throws {DataMissing} when the file is absent or does not hand over content under its own key
 */
export function loadData(key: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const path = dataPath(key);
    const script = document.createElement("script");
    let content: unknown;
    waiting.set(key, (value) => (content = value));
    const end = () => {
      waiting.delete(key);
      script.remove();
      if (content === undefined) reject(new DataMissing(path));
      else resolve(content);
    };
    script.addEventListener("load", end);
    script.addEventListener("error", end);
    script.src = path;
    document.head.append(script);
  });
}
