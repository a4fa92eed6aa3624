/**
 * Lossless reading of JSON sources: `indexJson` finds the members of the outermost object in one pass over the bytes,
 * `elements` streams an array, `readJson` reads a small value. Numbers keep their text; nothing is mended in silence.
 */
export { elements, type JsonElement } from "./json-elements.ts";
export { jsonLines, type JsonLine } from "./json-lines.ts";
export { jsonFile, type JsonFile, type JsonSpan } from "./json-file.ts";
export { indexJson, type JsonIndex, type JsonMember } from "./json-index.ts";
export { parseJsonPrefix } from "./json-parse.ts";
export { parseJsonText, readJson, type JsonRead, type JsonRepair } from "./json-read.ts";
export { isJsonObject, JsonNumber, printJson, type JsonObject, type JsonValue } from "./json-value.ts";
