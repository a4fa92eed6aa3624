import { voiceWithoutTranscript } from "../../../src/checks/completeness/voice-without-transcript.ts";
import { checkTester } from "../../support/check-tester.ts";

const messages = [{ kind: "voice", text: null }, {}, { kind: "voice", text: null }, { kind: "image" }] as const;
const heard = { by: "陈晓", reviewedBy: "李律师", text: "货款下周一定付" };

checkTester(voiceWithoutTranscript, {
  quiet: [
    { name: "no case file", outcome: "not-applicable", chat: { messages } },
    { name: "no voices and no transcripts", outcome: "not-applicable", chat: { messages: [{}, {}], declared: {} } },
    {
      name: "every voice with a transcript that somebody reviewed",
      chat: {
        messages,
        declared: {
          transcripts: [
            { message: 1, ...heard },
            { conversation: "c1", message: 3, ...heard },
          ],
        },
      },
    },
  ],
  finds: [
    {
      name: "voices without a transcript, together",
      chat: { messages, declared: {} },
      finds: [{ word: "without", level: "note", facts: { voices: 2, count: 2, seq: 1 }, messages: [1, 3] }],
    },
    {
      name: "a transcript nobody reviewed, and one without words",
      chat: {
        messages,
        declared: {
          transcripts: [
            { message: 1, text: "嗯" },
            { message: 3, reviewedBy: "李律师" },
          ],
        },
      },
      finds: [
        { word: "without", facts: { count: 1, seq: 3 } },
        { word: "not-reviewed", facts: { voices: 2, count: 1, seq: 1 } },
      ],
    },
    {
      name: "transcripts of messages that are no voice, are not there, or are not named",
      chat: {
        messages: messages.slice(1, 2),
        declared: { transcripts: [{ message: 1, ...heard }, { message: 7, ...heard }, { ...heard }] },
      },
      finds: [
        { word: "not-a-voice", level: "warning", facts: { field: "transcripts[0].message", seq: 1, evidenceClass: "C1.01" } }, // prettier-ignore
        { word: "absent-message", level: "warning", facts: { field: "transcripts[1].message", seq: 7, messages: 1 } },
        { word: "no-number", level: "warning", facts: { field: "transcripts[2]" } },
      ],
    },
  ],
});
