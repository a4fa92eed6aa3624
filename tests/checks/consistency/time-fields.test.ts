import { expect, test } from "vitest";
import { timeFields } from "../../../src/checks/consistency/time-fields.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { START } from "../../support/chat.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";
import { numberedBy, traced } from "../../support/trace.ts";

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** `2026-03-02 09:00:00` of an instant, in a zone given by its hours ahead of UTC. */
const wall = (epochMs: number, hours = 8) =>
  new Date(epochMs + hours * HOUR).toISOString().slice(0, 19).replace("T", " ");
const row = (sentAt: number, sentAtText = wall(sentAt), more: Partial<MessageFacts> = {}) => ({
  sentAt,
  sentAtText,
  ...more,
});
const rows = (count: number, hours = 8, from = START, stepMs = MINUTE) =>
  Array.from({ length: count }, (_, index) => row(from + index * stepMs, wall(from + index * stepMs, hours)));
const sequenced = (count: number, offMs: (index: number) => number = () => 0) =>
  Array.from({ length: count }, (_, index) => ({
    sortSeq: `${(START + index * MINUTE + offMs(index)) / 1000}00${index % 10}`,
  }));

const database = { export: { databases: [] } };
const identified = (count: number): Partial<MessageFacts>[] =>
  Array.from({ length: count }, (_, index) => ({
    serverId: String(7_000_000_000_000_000_000n + BigInt(index)),
    localId: String(index + 1),
    localIdScope: "t",
  }));
const pictureIn = (folder: string, sentAt: number): Partial<MessageFacts> => {
  const statedPath = `wxid_me\\FileStorage\\MsgAttach\\0cc1\\Image\\${folder}\\b1.dat`;
  const attachment = {
    role: "main", statedPath, remoteUrl: null, name: null, claimedMd5: null, claimedSizeBytes: null,
    claimedDurationMs: null, candidates: [],
  } as const; // prettier-ignore
  return { kind: "image", sentAt, attachments: [attachment] };
};
const pictures = (count: number) =>
  Array.from({ length: count }, (_, index) => pictureIn("2026-03", START + DAY + index * HOUR));

checkTester(timeFields, {
  quiet: [
    { name: "a database whose rows agree", chat: { ...database, messages: sequenced(20) } },
    {
      name: "another place with the time of the row, to the minute",
      chat: {
        ...database,
        messages: identified(5),
        yields: [numberedBy("t"), traced({ kind: "resource", localId: "2", at: START + MINUTE + 30_000 })],
      },
    },
    {
      name: "folders of the month, and of the month before at its turn",
      chat: { ...database, messages: [pictureIn("2026-02", START - DAY), ...pictures(10)] },
    },
    { name: "epoch and text in Beijing time", chat: { messages: rows(30) } },
    {
      name: "texts to the minute, with slashes or T",
      chat: {
        messages: [
          row(START + 42_000, "2026/03/02 09:00"),
          row(START, "2026-03-02T09:00:00"),
          row(START, "2026/03/02 09:00:00"),
        ],
      },
    },
    {
      name: "a second of rounding",
      chat: { messages: [...rows(5), row(START + 10 * MINUTE + 700, wall(START + 10 * MINUTE + 1000))] },
    },
    { name: "a text the check cannot read, beside others", chat: { messages: [...rows(5), row(START, "昨天 09:00")] } },
    { name: "sort sequences that hold the second", chat: { messages: sequenced(20) } },
    { name: "a file whose sequences are something else", chat: { messages: sequenced(20, (index) => index * HOUR) } },
    { name: "only one field of time", outcome: "not-applicable", chat: { messages: [{}, {}] } },
    {
      name: "a time made of the text itself",
      outcome: "not-applicable",
      chat: {
        messages: rows(5).map((r) => ({ ...r, timeBasis: "zone-assumed" as const, sentAtText: wall(START, 3) })),
      },
    },
  ],
  finds: [
    {
      name: "a row of a database whose sort sequence holds another second",
      chat: { ...database, messages: [...sequenced(20), { sortSeq: `${START / 1000}000`, sentAt: START + 25 * MINUTE, warnings: ["SORT_SEQ_DIFFERS"] }] }, // prettier-ignore
      finds: [{ word: "sequence", level: "warning", facts: { seq: 21, differenceMs: 25 * MINUTE }, messages: [21] }],
    },
    {
      name: "a transfer that began at another time than its row",
      chat: {
        ...database,
        messages: [
          ...rows(3),
          {
            kind: "transfer",
            warnings: ["PAYLOAD_TIME_DIFFERS"],
            transfer: {
              amountText: "￥5000.00",
              amountFen: 500_000,
              memo: null,
              state: "sent",
              transferId: "1",
              transactionId: null,
              beganAt: START - DAY,
            },
          },
        ],
      },
      finds: [{ word: "payload", facts: { seq: 4, payloadAt: START - DAY }, messages: [4] }],
    },
    {
      name: "another place with another time for one row",
      chat: {
        ...database,
        messages: identified(5),
        yields: [
          numberedBy("t"),
          traced({ kind: "resource", localId: "2", at: START + MINUTE }),
          traced({ kind: "resource", serverId: "7000000000000000002", at: START + 3 * DAY }),
        ],
      },
      finds: [{ word: "other-place", facts: { seq: 3, otherAt: START + 3 * DAY }, messages: [3] }],
    },
    {
      name: "a place whose times are something else, as a note",
      chat: {
        ...database,
        messages: identified(5),
        yields: [1, 2, 3, 4, 5].map((id) => traced({ kind: "resource", serverId: String(6_999_999_999_999_999_999n + BigInt(id)), at: 86_400_000 * id })), // prettier-ignore
      },
      finds: [{ word: "other-place-unrelated", level: "note", facts: { compared: 5, differing: 5 } }],
    },
    {
      name: "a picture in the folder of another month",
      chat: { ...database, messages: [...pictures(10), pictureIn("2026-01", START + 2 * DAY)] },
      finds: [{ word: "media-month", facts: { month: "2026-01" } }],
    },
    {
      name: "one row whose epoch was changed and its text left",
      chat: {
        messages: [...rows(20), row(START + 3 * DAY, wall(START + 20 * MINUTE)), ...rows(20, 8, START + 4 * DAY)],
      },
      finds: [
        {
          word: "differs",
          level: "warning",
          facts: {
            seq: 21,
            sentAt: START + 3 * DAY,
            text: wall(START + 20 * MINUTE),
            usual: "+08:00",
            differenceMs: 20 * MINUTE - 3 * DAY,
          },
          messages: [21],
        },
      ],
    },
    {
      name: "a row off by a whole hour in Beijing time",
      chat: { messages: [...rows(40), row(START + HOUR, wall(START + HOUR, 9))] },
      finds: [{ word: "differs", facts: { differenceMs: HOUR, usual: "+08:00" } }],
    },
    {
      name: "many rows off by the same as one",
      chat: {
        messages: [...rows(40), ...rows(10, 8, START + DAY).map((r) => ({ ...r, sentAt: (r.sentAt ?? 0) + 90_000 }))],
      },
      finds: [{ word: "differ-alike", facts: { count: 10, differenceMs: -90_000, seq: 41, lastSeq: 50 } }],
    },
    {
      name: "texts in no zone at all",
      chat: {
        messages: Array.from({ length: 10 }, (_, index) => row(START + index * MINUTE, wall(START - index * 777_000))),
      },
      finds: [{ word: "no-common-offset", level: "warning", facts: { compared: 10 } }],
    },
    {
      name: "texts in another zone as a note",
      chat: { messages: rows(30, 9) },
      finds: [{ word: "other-zone", level: "note", facts: { usual: "+09:00" } }],
    },
    {
      name: "summer time of another zone as a note",
      chat: {
        messages: [...rows(12, -5, START), ...rows(10, -4, START + 60 * DAY), ...rows(8, -5, START + 250 * DAY)],
      },
      finds: [
        { word: "several-offsets", level: "note", facts: { offsets: "-05:00 × 20, -04:00 × 10" } },
        { word: "other-zone", level: "note" },
      ],
    },
    {
      name: "two zones that many rows each bear as a note",
      chat: { messages: [...rows(80), ...rows(60, 1, START + 30 * DAY)] },
      finds: [{ word: "several-offsets", level: "note", facts: { offsets: "+08:00 × 80, +01:00 × 60" } }],
    },
    {
      name: "a received row whose sort sequence holds another time",
      chat: { messages: sequenced(30, (index) => (index === 12 ? 2 * HOUR : 0)) },
      finds: [
        {
          word: "sequence",
          level: "warning",
          facts: { seq: 13, sequenceAt: START + 12 * MINUTE + 2 * HOUR, differenceMs: 2 * HOUR },
        },
      ],
    },
    {
      name: "a row whose time is no time, with what stands there",
      chat: {
        messages: [...rows(3), { sentAt: null, sentAtText: "昨天", timeBasis: "none", warnings: ["TIME_UNREADABLE"] }],
      },
      finds: [{ word: "unreadable", level: "warning", facts: { seq: 4, text: "昨天" }, messages: [4] }],
    },
    {
      name: "sequences some seconds apart, counted together",
      chat: { messages: sequenced(40, (index) => (index % 20 === 3 ? 5000 : 0)) },
      finds: [{ word: "sequence-noise", level: "note", facts: { count: 2, largestMs: 5000 } }],
    },
  ],
});

test("the counts say how many rows were compared", async () => {
  const [outcome] = await outcomesOf(timeFields, { messages: [...rows(7), {}, ...sequenced(3)] });
  expect(outcome?.counts).toEqual({ messages: 11, compared: 7, unreadable: 0, sequences: 3, sequencesAgreeing: 0 });
});
