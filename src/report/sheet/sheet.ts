import { zonedTime } from "../../base/zoned-time.ts";
import { KINDS, type Kind } from "../../model/kind.ts";
import type { Message } from "../../model/message.ts";
import type { Block, Cover, SignatureBox, Text } from "../block.ts";
import { LONGEST, type ReportContext } from "../context.ts";
import { maskingOf } from "../transcript/masking.ts";
import { paperOf } from "../paper-form.ts";
import { DRAWN_EACH, pickMessages, type Pick, type Picks, type Reason } from "./picks.ts";

const FIRST_WORDS = 24;
/** Numbers named in one of the five steps. */
const MOST_NAMED = 12;

/** Where a phone lists messages of a kind by themselves; all others are found by day. */
const SHELVES: Readonly<Partial<Record<Kind, "media" | "files" | "links" | "money">>> = {
  image: "media",
  video: "media",
  file: "files",
  link: "links",
  transfer: "money",
  redPacket: "money",
};

/** The sheet on which what the phone shows is compared with the record in court. @source law.md §7.5 */
export function checkSheet(context: ReportContext): Cover {
  const said = context.words.sheet;
  const masked = maskingOf(context);
  const found = pickMessages(context);
  const messages = found.picks.map((pick) => ({
    pick,
    message: maskedWords(context.chat.message(pick.conversation, pick.seq), masked),
  }));
  return paperOf(context, { title: said.title, subtitle: said.subtitle }, [
    { type: "section", title: said.steps },
    { type: "list", numbered: true, entries: steps(context, messages) },
    { type: "section", title: said.rule },
    { type: "list", small: true, entries: rule(context, found) },
    { type: "section", title: context.say(said.table, { count: messages.length }) },
    ...conversationTables(context, messages),
    { type: "section", title: said.signing },
    { type: "signatures", boxes: boxes(context) },
  ]);
}

interface Picked {
  readonly pick: Pick;
  readonly message: Message;
}

/** Masked before it is cut: a number cut in two would be masked no more. */
function maskedWords(message: Message, masked: (text: string) => string): Message {
  return message.text === null ? message : { ...message, text: masked(message.text) };
}

/** The five steps of the display, each with the numbers it concerns. */
function steps(context: ReportContext, picked: readonly Picked[]): string[] {
  const said = context.words.sheet;
  const named = (wanted: (message: Message) => boolean): string => {
    const all = picked.filter(({ message }) => wanted(message)).map(({ pick }) => `${pick.conversation}-${pick.seq}`);
    const { shown, rest } = context.bounded(all, MOST_NAMED, said.tableBelow);
    return all.length === 0 ? context.words.none : shown.join(" ") + (rest === null ? "" : ` ${rest}`);
  };
  return [
    said.step1,
    said.step2,
    context.say(said.step3, {
      media: named(({ kind }) => ["image", "video", "voice", "file"].includes(kind)),
      money: named(({ kind }) => kind === "transfer" || kind === "redPacket"),
    }),
    said.step4,
    said.step5,
  ];
}

function rule(context: ReportContext, { seed, findingsLeft, exhibitsLeft, conversationsLeft }: Picks): string[] {
  const said = context.words.sheet;
  return [
    context.say(said.ruleLots, { each: DRAWN_EACH, seed }),
    said.ruleAlways,
    said.where,
    ...(findingsLeft === 0 ? [] : [context.say(said.findingsLeft, { count: findingsLeft })]),
    ...(exhibitsLeft === 0 ? [] : [context.say(said.exhibitsLeft, { count: exhibitsLeft })]),
    ...(conversationsLeft === 0 ? [] : [context.say(said.conversationsLeft, { count: conversationsLeft })]),
  ];
}

function conversationTables(context: ReportContext, picked: readonly Picked[]): Block[] {
  const ids = [...new Set(picked.map(({ pick }) => pick.conversation))];
  return ids.flatMap((id): Block[] => {
    const title = context.dossier.conversations.find((conversation) => conversation.id === id)?.title ?? "";
    return [
      { type: "group", title: { text: `${id} ${context.clip(title, LONGEST.name)}`, style: "bold" } },
      table(
        context,
        picked.filter(({ pick }) => pick.conversation === id),
      ),
    ];
  });
}

function table(context: ReportContext, picked: readonly Picked[]): Block {
  const said = context.words.sheet;
  return {
    type: "table",
    columns: [
      { title: said.number, width: { mm: 19 } },
      { title: said.time, width: { mm: 26 } },
      { title: said.sender, width: { mm: 25 } },
      { title: said.firstWords, width: { share: 1 } },
      { title: said.onPhone, width: { mm: 30 } },
      { title: said.result, width: { mm: 19 } },
    ],
    rows: picked.map((one) => row(context, one)),
  };
}

function row(context: ReportContext, { pick, message }: Picked): Text[] {
  const said = context.words.sheet;
  const reasons = pick.reasons.map((reason) => reasonText(context, reason)).join(context.words.listSeparator);
  return [
    [`${pick.conversation}-${pick.seq}`, { text: reasons, style: "small" }],
    timeLines(context, message),
    context.clip(senderOf(context, message), 18),
    firstWords(context, message),
    { text: onPhone(context, message), style: "small" },
    [said.same, said.differs],
  ];
}

function reasonText(context: ReportContext, reason: Reason): string {
  const said = context.words.sheet;
  if (reason.type === "lot") return said.lot;
  if (reason.type === "exhibit") return context.say(said.exhibit, { number: context.clip(reason.number, 12) });
  return context.words.checks.levels[reason.level];
}

function timeLines(context: ReportContext, { sentAt, sentAtText }: Message): Text {
  if (sentAt === null) return context.clip(sentAtText ?? context.words.notStated, 24);
  const [day = "", clock = "", offset = ""] = zonedTime(sentAt, context.dossier.settings.timeZone).split(" ");
  return [day, `${clock} ${offset}`.trim()];
}

function senderOf(context: ReportContext, { sender, senderName }: Message): string {
  if (sender === null) return senderName ?? context.words.notStated;
  const participant = context.dossier.participants.find(({ id }) => id === sender);
  return senderName ?? participant?.names.at(-1)?.text ?? participant?.accountId ?? sender;
}

/** The words as they begin, on one line; a message without words by its kind and file. */
function firstWords(context: ReportContext, { kind, text, attachments }: Message): string {
  const words = (text ?? "").replace(/\s+/gu, " ").trim();
  const name = KINDS[kind].name[context.language];
  const characters = [...words];
  if (characters.length > FIRST_WORDS) return `${characters.slice(0, FIRST_WORDS).join("")}…`;
  if (words !== "") return words;
  const file = attachments[0]?.name ?? null;
  return file === null ? `[${name}]` : `[${name}] ${context.clip(file, FIRST_WORDS)}`;
}

function onPhone(context: ReportContext, { kind, sentAt }: Message): string {
  const said = context.words.sheet;
  const day = sentAt === null ? said.dayUnknown : zonedTime(sentAt, context.dossier.settings.timeZone).slice(0, 10);
  const shelf = SHELVES[kind];
  return shelf === undefined ? context.say(said.byDay, { day }) : context.say(said.shelves[shelf], { day });
}

function boxes(context: ReportContext): SignatureBox[] {
  const said = context.words.sheet;
  const signing = context.words.signing;
  const box = (title: string, lines: string[]): SignatureBox => ({ title, lines, declaration: null });
  return [
    { ...box(said.hearing, [said.hearingDate, said.place, said.caseNumber, said.device, said.account, said.clock]), wide: true },
    box(said.shownBy, [signing.signOnly, signing.date]),
    box(said.otherSide, [signing.signOnly, signing.date]),
    box(said.judge, [signing.signOnly, signing.date]),
    box(said.recorder, [signing.signOnly, signing.date]),
  ]; // prettier-ignore
}
