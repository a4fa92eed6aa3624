import {
  elements,
  isJsonObject,
  jsonFile,
  printJson,
  type JsonElement,
  type JsonFile,
  type JsonSpan,
} from "../../base/json-reader.ts";
import type { Locator } from "../../model/locator.ts";
import type { Source } from "../../model/source.ts";
import type { ConversationFacts, ExportFacts, MessageFacts, Yielded } from "../importer.ts";
import { contactsIn } from "../wechat/memotrace-contacts.ts";
import { memberNames, memberViews } from "../wechat/memotrace-members.ts";
import { typeOfTalker, type Place } from "../wechat/memotrace-place.ts";
import { recordOfLaterPage } from "./escapes.ts";
import { exportOf, furnitureOf } from "./export.ts";
import { isLaterRecord, laterMessage, type LaterContext } from "./later-message.ts";
import { MediaPlaces } from "./media.ts";
import { counted, Tally } from "./tally.ts";

const KEY = "chat";

/** Where the records of 3.x stand, and whether their texts bear the entities of a page. */
export interface LaterRecords {
  readonly file: JsonFile;
  readonly span: JsonSpan;
  readonly isPage: boolean;
}

/** Records of 3.x in a file: the list of a `.html.json`, or the one inside a page. */
export function recordsIn(source: Source, path: string, span: JsonSpan | null): LaterRecords {
  const file = jsonFile(source, path);
  return { file, span: span ?? { start: 0, end: file.sizeBytes }, isPage: span !== null };
}

/** Reads the records of 3.x from a page or from the list beside it. */
export class LaterReader {
  private readonly source: Source;
  private readonly records: LaterRecords;
  private readonly place: Place;
  private readonly encoding: string;
  private readonly context: LaterContext;
  private readonly tally = new Tally();

  constructor(source: Source, records: LaterRecords, place: Place, encoding: string) {
    this.source = source;
    this.records = records;
    this.place = place;
    this.encoding = encoding;
    const { talker, folder } = place;
    const peer = talker !== null && typeOfTalker(talker) === "private" ? talker : null;
    this.context = { places: new MediaPlaces(source, folder), peer };
  }

  *read(): Generator<Yielded> {
    const contacts = contactsIn(this.source, this.place.folder);
    const members = contacts?.members ?? [];
    yield { type: "export", facts: this.exportFacts() };
    yield this.conversation(members);
    if (contacts !== null) yield { type: "used", path: contacts.path };
    yield* memberNames(members);
    const { file, span, isPage } = this.records;
    for (const element of elements(file, span)) yield* this.element(element, isPage);
    yield* furnitureOf(this.source, this.place.folder);
    yield { type: "export", facts: this.exportFacts() };
    yield this.conversation(members);
    const { files, remote, groupTexts } = this.tally;
    yield { type: "defect", defect: { code: "ROWS_DROPPED_BY_TYPE", records: null } };
    const defects = { TEXT_TRIM_CHARS: groupTexts, MEDIA_WRONG_FILE: files, REMOTE_URLS: remote };
    for (const defect of counted(defects)) yield { type: "defect", defect };
  }

  private exportFacts(): ExportFacts {
    return exportOf({
      variant: this.records.isPage ? "HTML 3.x" : "HTML.JSON 3.x",
      encoding: this.encoding,
      provides: this.tally.provided(),
      serverIdOrigin: this.tally.hasServerIds ? "exact" : "none",
    });
  }

  private conversation(members: Parameters<typeof memberViews>[0]): Yielded {
    const facts: ConversationFacts = {
      key: KEY,
      type: this.typeOfChat(),
      talker: this.place.talker,
      title: this.place.title,
      statedMessageCount: null,
      statedLastMessageAt: null,
      members: memberViews(members),
    };
    return { type: "conversation", facts };
  }

  private typeOfChat(): ConversationFacts["type"] {
    if (this.place.talker !== null) return typeOfTalker(this.place.talker);
    return this.tally.isGroup ? "group" : "unknown";
  }

  private *element(element: JsonElement, isPage: boolean): Generator<Yielded> {
    const at: Locator = { path: this.records.file.path, pointer: `/${element.index}`, byte: element.byte };
    if (element.type === "damaged") {
      yield { type: "skipped", conversation: KEY, at, reason: element.reason, raw: element.raw };
      return;
    }
    const { value, repairs } = element;
    if (!isJsonObject(value) || !isLaterRecord(value)) {
      yield { type: "skipped", conversation: KEY, at, reason: "not-a-message", raw: printJson(value) };
      return;
    }
    for (const { code, byte, detail } of repairs) yield { type: "repair", at: { ...at, byte }, code, detail };
    const facts = laterMessage(isPage ? recordOfLaterPage(value) : value, at, this.context);
    this.count(facts);
    yield { type: "message", conversation: KEY, facts };
  }

  /** Texts of groups pass through a prefix being cut off, unless the owner wrote them. */
  private count(facts: MessageFacts): void {
    this.tally.count(facts);
    const isGroup = this.place.talker !== null && typeOfTalker(this.place.talker) === "group";
    if (isGroup && facts.kind === "text" && facts.direction === "received") this.tally.groupTexts += 1;
  }
}
