import type { Kind } from "../../model/kind.ts";
import type { KindBasis } from "../../model/message.ts";
import type { PayloadFacts } from "../wechat/payload.ts";
import { kindOfLocalType } from "../wechat/types.ts";
import type { Fields } from "./fields.ts";

/** Numbers of the exporter's own. @source observed: message model of 3.x (`Text2`) */
const OWN_KINDS: Readonly<Record<string, Kind>> = { "2": "text" };

/**
 * Kind of a record of 3.x by its `type`, a v4 `local_type` also where the source was v3. A pat bears the number of
 * notices, and a note that of pats: there the message's own XML goes before the number.
 *
 * @source documented: export-formats.md §1.5; pats and notes observed in the message model of 3.x
 */
export function kindOfRecord(
  typeCode: string | null,
  fields: Fields,
  payload: PayloadFacts | null,
): { readonly kind: Kind; readonly kindBasis: KindBasis } {
  const coded = typeCode === null ? "unknown" : (OWN_KINDS[typeCode] ?? kindOfLocalType(typeCode));
  if (coded === "pat" && fields.has("record_item")) return { kind: "note", kindBasis: "word" };
  const isVague = coded === "unknown" || coded === "system";
  const kind = isVague ? (payload?.kind ?? coded) : coded;
  return { kind, kindBasis: kind === "unknown" ? "none" : "code" };
}
