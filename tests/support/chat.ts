import type { CaseDeclared } from "../../src/model/case.ts";
import type { Signal } from "../../src/model/chat.ts";
import { SIGNALS } from "../../src/model/chat.ts";
import type { Source } from "../../src/model/source.ts";
import { Scratch } from "../../src/base/scratch.ts";
import { importSource } from "../../src/importers/import.ts";
import type { ConversationFacts, ExportFacts, Importer, MessageFacts, Yielded } from "../../src/importers/importer.ts";
import { memorySource } from "./memory-source.ts";
import { settingsOf } from "./settings.ts";

/** Epoch ms of 2026-03-02 09:00:00 +08:00; messages without a time are one minute apart from it. */
export const START = 1_772_413_200_000;

export interface ChatCase {
  /** Differences from an export that carries every signal. */
  export?: Partial<ExportFacts>;
  /** Signals the format does not carry. */
  without?: readonly Signal[];
  conversation?: Partial<ConversationFacts>;
  messages?: readonly Partial<MessageFacts>[];
  /** Other yields: skipped records, repairs, defects, further conversations (the standard one has the key "k"). */
  yields?: readonly Yielded[];
  /** What the case file says; without it there is none. */
  declared?: CaseDeclared;
  /** Zone of the run; that of Shanghai unless stated. */
  timeZone?: string;
  /** Files of the source besides the entry `chat.json`. */
  files?: Readonly<Record<string, string | Uint8Array>>;
}

/** A chat as the real store holds it, made by an importer that says exactly what the case says. */
export async function chatOf(of: ChatCase) {
  const source: Source = memorySource({ "chat.json": "{}", ...of.files });
  const scratch = new Scratch();
  const { chat } = await importSource(source, settingsOf({}), scratch, {}, [importerOf(of)]);
  return { chat, source, dispose: () => (chat.close(), scratch.dispose()) };
}

function importerOf(of: ChatCase): Importer {
  return {
    id: "case",
    title: { zh: "测试", en: "case" },
    about: { zh: "测试", en: "case" },
    detect: () => [
      { importer: "case", entry: "chat.json", strength: "signature", basis: { zh: "测试", en: "made by the test" } },
    ],
    *read(): Generator<Yielded> {
      yield { type: "export", facts: exportFacts(of) };
      yield { type: "conversation", facts: conversationFacts(of) };
      for (const [index, message] of (of.messages ?? []).entries()) {
        yield { type: "message", conversation: "k", facts: messageFacts(message, index) };
      }
      yield* of.yields ?? [];
    },
  };
}

function exportFacts(of: ChatCase): ExportFacts {
  return {
    variant: "1", claimedTool: "Case", claimedVersion: "1", exportedAt: null, exportedAtText: null,
    owner: "wxid_me", ownerBasis: "stated", statedRange: null, localIdOrigin: "carried", serverIdOrigin: "exact",
    provides: SIGNALS.filter((signal) => !(of.without ?? []).includes(signal)), encoding: "utf-8", ...of.export,
  }; // prettier-ignore
}

function conversationFacts(of: ChatCase): ConversationFacts {
  return {
    key: "k", type: "private", talker: "wxid_peer", title: "老王", statedMessageCount: null,
    statedLastMessageAt: null, members: [], ...of.conversation,
  }; // prettier-ignore
}

function messageFacts(message: Partial<MessageFacts>, index: number): MessageFacts {
  return {
    locator: { path: "chat.json", row: index + 1 }, sentAt: START + index * 60_000, sentAtText: null,
    timePrecision: "s", timeBasis: "epoch", direction: "received", kind: "text", kindBasis: "code",
    sender: "wxid_peer", senderBasis: "stated", text: `第${index + 1}条`, ...message,
  }; // prettier-ignore
}
