import { unescaped } from "../../base/js-object.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json-reader.ts";

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#39": "'" };

/** The characters that the exporter wrote as entities; any other entity was typed by somebody. */
function withoutEntities(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#x27|#39);/g, (_whole, name: string) => NAMED[name] ?? "");
}

/** Pictures that 1.x put in the place of the client's small faces. @source observed: exporter of 1.x */
const FACE = /<img src="https?:\/\/[^"<>]{1,300}" id="([^"<>]{1,20})" class="emoji_img">/g;

/**
 * Text of a message of 1.x, where `& < >` are entities, faces are pictures, and a line feed may be `<br>`. A face was
 * `[name]`; where two names share one picture, the other may have been written.
 */
export function textOfEarlyPage(written: string): string {
  if (!/[&<]/.test(written)) return written;
  const faces = written.replace(FACE, (_whole, name: string) => `[${name.replaceAll(" ", "")}]`);
  return withoutEntities(faces.replace(/<br\s?\/?>/g, "\n").replaceAll("&emsp;", "\t"));
}

/** A name in texts of 1.x, escaped as for a script although the file is none. */
export function nameOfEarlyText(written: string): string {
  return withoutEntities(written.includes("\\") ? unescaped(written) : written);
}

/**
 * A record of a page of 3.x with its entities undone. The exporter wrote entities in texts and in objects inside
 * objects, but neither in lists nor in what begins with `http`.
 *
 * @source observed: exporter of 3.x
 */
export function recordOfLaterPage(object: JsonObject): JsonObject {
  const plain = Object.create(null) as JsonObject;
  for (const key of Object.keys(object)) plain[key] = plainValue(object[key] ?? null);
  return plain;
}

function plainValue(value: JsonValue): JsonValue {
  if (typeof value === "string") return value.startsWith("http") ? value : withoutEntities(value);
  return isJsonObject(value) ? recordOfLaterPage(value) : value;
}
