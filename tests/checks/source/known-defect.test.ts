import { knownDefect } from "../../../src/checks/source/known-defect.ts";
import type { Yielded } from "../../../src/importers/importer.ts";
import { checkTester } from "../../support/check-tester.ts";

const defect = (code: string, records: number | null): Yielded => ({ type: "defect", defect: { code, records } });

checkTester(knownDefect, {
  quiet: [{ name: "a format without known defects", chat: { messages: [{}] } }],
  finds: [
    {
      name: "each defect of the format, with its number where it can be counted",
      chat: { yields: [defect("TEXT_PREFIX_STRIPPED", null), defect("TRANSFER_STATE_UNRELIABLE", 3)] },
      finds: [
        { word: "TEXT_PREFIX_STRIPPED", level: "note", facts: { code: "TEXT_PREFIX_STRIPPED", records: null } },
        { word: "TRANSFER_STATE_UNRELIABLE:counted", level: "note", facts: { records: 3 } },
      ],
    },
    {
      name: "a defect named several times once, with the sum",
      chat: {
        yields: [defect("MEDIA_WRONG_FILE", 2), defect("MEDIA_WRONG_FILE", null), defect("MEDIA_WRONG_FILE", 5)],
      },
      finds: [{ word: "MEDIA_WRONG_FILE:counted", facts: { records: 7 } }],
    },
    {
      name: "a code that the catalogue does not hold",
      chat: { yields: [defect("SOMETHING_NEW", null), defect("SOMETHING_ELSE", 1)] },
      finds: [
        { word: "other", facts: { code: "SOMETHING_NEW" } },
        { word: "other:counted", facts: { code: "SOMETHING_ELSE", records: 1 } },
      ],
    },
  ],
});
