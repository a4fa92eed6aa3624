import type { MessageFacts, ReadSettings, Yielded } from "../importer.ts";
import type { MemberView } from "../../model/chat.ts";
import type { Place } from "../wechat/memotrace-place.ts";
import { rawText, type Row } from "./row.ts";
import { timeOfText } from "../wechat/sent-time.ts";

const KEY = "chat";

/** Reads the table of an official account (3.x): articles with date, time, title, description and link. */
export class OfficialReader {
  private readonly place: Place;
  private readonly settings: ReadSettings;
  private rows = 0;

  constructor(place: Place, settings: ReadSettings) {
    this.place = place;
    this.settings = settings;
  }

  conversation(_members: readonly MemberView[] = []): Yielded {
    const { talker, title } = this.place;
    const stated = { statedMessageCount: null, statedLastMessageAt: null, members: [] };
    return { type: "conversation", facts: { key: KEY, type: "official", talker, title, ...stated } };
  }

  *row(row: Row): Generator<Yielded> {
    if (row.fields.length !== 6) {
      const raw = rawText(row.fields);
      yield { type: "skipped", conversation: KEY, at: row.at, reason: "wrong-field-count", raw };
      return;
    }
    this.rows += 1;
    yield { type: "message", conversation: KEY, facts: this.message(row) };
  }

  *defects(): Generator<Yielded> {
    yield { type: "defect", defect: { code: "TIME_ZONE_UNSTATED", records: this.rows } };
  }

  private message({ fields, at, added }: Row): MessageFacts {
    const [date = "", clock = "", title = "", description = "", link = "", more = ""] = fields;
    const { doubt, ...times } = timeOfText(`${date} ${clock}`.trim(), this.settings);
    const extra = Object.entries({ 描述: description, 链接: link, 更多信息: more }).filter(([, text]) => text !== "");
    return {
      ...times,
      locator: at,
      direction: "received",
      sender: this.place.talker,
      senderName: this.place.talker === null ? this.place.title : null,
      senderBasis: this.place.talker === null ? "name" : "direction",
      kind: "link",
      kindBasis: "none",
      text: title === "" ? null : title,
      extra: { ...added, ...Object.fromEntries(extra) },
      warnings: doubt === null ? [] : [doubt],
    };
  }
}
