import type { Scratch } from "../../base/scratch.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import type { Watch } from "../../model/progress.ts";
import type { Chat } from "../../model/chat.ts";
import type { RunSettings } from "../../model/settings.ts";
import { Flow, type WrittenVolume } from "../paper/flow.ts";
import type { Press } from "../paper/volume.ts";
import type { Tools } from "./entry.ts";
import { conversationHead, headerOf, legend, maskedNote } from "./opening.ts";
import { furnitureOf, Printing, type Printed } from "./printing.ts";
import type { Thumbnails } from "./thumbnails.ts";

/** Most pages of one file: what a court platform still takes and a reader still opens. */
export const PAGES_IN_VOLUME = 500;

/** What printed messages are made from. */
export interface PrintMaterial {
  readonly tools: Tools;
  readonly press: Press;
  readonly thumbnails: Thumbnails;
  readonly scratch: Scratch;
  readonly watch: Watch;
}

export interface PrintedTranscript {
  readonly volumes: readonly WrittenVolume[];
  /** Page each conversation begins on, counted through all volumes, in printed order. */
  readonly starts: ReadonlyMap<string, number>;
}

/** `report/transcript.pdf`, or volumes `report/transcript-01.pdf` … of bounded size: every message printed, numbered through. */
export async function renderTranscript(
  { tools, press, thumbnails, scratch, watch }: PrintMaterial,
  pagesInVolume = PAGES_IN_VOLUME,
): Promise<PrintedTranscript> {
  const { context } = tools;
  const { transcript: words } = context.words;
  const before = tools.masker?.counts ?? null;
  const flow = new Flow(press, furnitureOf(context, words.title), scratch, pagesInVolume);
  const printing = new Printing(tools, thumbnails, flow, watch);
  const selected = context.dossier.conversations.filter((conversation) => conversation.selected);
  flow.header = words.title;
  flow.newPage();
  flow.place(legend(tools, words.title, about(tools, selected)));
  const starts = new Map<string, number>();
  for (const conversation of selected) {
    const { id, title } = conversation;
    flow.header = headerOf(tools, words.header, { id, title: context.clip(title, 40) });
    flow.newPage();
    starts.set(id, flow.page);
    flow.place(conversationHead(tools, conversation));
    await printing.messages(printed(context.chat, conversation, context.dossier.settings));
  }
  flow.place(maskedNote(tools, before));
  return { volumes: flow.end(transcriptPath), starts };
}

/** Name of a volume by its number and how many there are. */
function transcriptPath(volume: number, volumes: number): string {
  if (volumes === 1) return "report/transcript.pdf";
  return `report/transcript-${String(volume).padStart(Math.max(2, String(volumes).length), "0")}.pdf`;
}

function about({ context, masker }: Tools, selected: readonly ConversationDescription[]): string[] {
  const words = context.words.transcript;
  const unselected = context.dossier.conversations.length - selected.length;
  const lines = selected.map(({ id, title }) => {
    const said = context.say(words.conversation, { id, title });
    return masker?.masked(said) ?? said;
  });
  if (selected.length === 0) lines.push(words.noConversation);
  if (unselected > 0) lines.push(context.say(words.unselected, { count: unselected }));
  return lines;
}

/** Messages inside the period; one without a time cannot be said to be outside. */
function* printed(chat: Chat, { id }: ConversationDescription, period: RunSettings): Generator<Printed> {
  for (const message of chat.messages(id)) {
    if (isWithin(message.sentAt, period)) yield { message, label: "" };
  }
}

/** Whether a message is printed in a run with this period. */
export function isWithin(sentAt: number | null, { from, until }: Pick<RunSettings, "from" | "until">): boolean {
  return sentAt === null || ((from === null || sentAt >= from) && (until === null || sentAt < until));
}
