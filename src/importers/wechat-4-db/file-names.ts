import type { Source } from "../../model/source.ts";
import type { Trace } from "../../model/database.ts";
import type { MediaTree } from "./media-tree.ts";
import type { TalkerTrace } from "./trace.ts";

/** Before 4.0.3 pictures bore the local id and the second of their message. @source documented: wechat-databases.md §8.3 S-X04 */
export function* fileNameTraces(source: Source, { prefix }: MediaTree): Generator<TalkerTrace> {
  const pattern = /^msg\/attach\/([0-9a-f]{32})\/\d{4}-\d{2}\/(?:Img|Rec)\/(\d{1,10})_(\d{9,10})(_[a-zA-Z])?(?:\.dat)?(\/|$)/; // prettier-ignore
  for (const { path } of source.files) {
    const match = path.startsWith(prefix) ? pattern.exec(path.slice(prefix.length)) : null;
    if (match === null) continue;
    const [, hash = "", localId = "", seconds = ""] = match;
    const facts: Trace = {
      kind: "media-file",
      relation: "holds",
      localId,
      localIdScope: null,
      serverId: null,
      sortSeq: null,
      at: Number(seconds) * 1000,
      text: null,
      typeCode: null,
      sender: null,
      detail: {},
    };
    yield { talker: null, hash, at: { path }, facts };
  }
}
