import { custodyClock } from "../../../src/checks/custody/clock.ts";
import { checkTester } from "../../support/check-tester.ts";

const clock = (typed: object) => ({ declared: { devices: [{ deviceId: "D1", clock: typed }] } });

checkTester(custodyClock, {
  quiet: [
    { name: "no case file", chat: {}, outcome: "not-applicable" },
    { name: "no device", chat: { declared: {} }, outcome: "not-applicable" },
    { name: "zero seconds", chat: clock({ offsetSec: 0 }) },
    { name: "equal to the minute", chat: clock({ device: "2026-03-01 09:00", reference: "2026-03-01 09:00:40" }) },
    {
      name: "seconds that fit two times typed to the minute",
      chat: clock({ device: "2026-03-01 09:00", reference: "2026-03-01 09:00", offsetSec: 0 }),
    },
    {
      name: "the same moment in two zones",
      chat: clock({ device: "2026-03-01 10:00:00 +09:00", reference: "2026-03-01 09:00:00" }),
    },
  ],
  finds: [
    {
      name: "no clock at all",
      chat: { declared: { devices: [{ make: "华为" }] } },
      finds: [{ word: "offset-unknown", level: "note", facts: { device: "1" } }],
    },
    {
      name: "days alone",
      chat: clock({ device: "2026-03-01", reference: "2026-03-01" }),
      finds: [{ word: "offset-unknown" }],
    },
    {
      name: "seconds that are not zero",
      chat: clock({ offsetSec: -37 }),
      finds: [{ word: "offset", facts: { offset: -37 } }],
    },
    {
      name: "two times apart",
      chat: clock({ device: "2026-03-01 09:02:05", reference: "2026-03-01 09:00:00" }),
      finds: [{ word: "offset-computed", facts: { offset: 125 } }],
    },
    {
      name: "seconds that the two times contradict",
      chat: clock({ device: "2026-03-01 09:02:05", reference: "2026-03-01 09:00:00", offsetSec: 0 }),
      finds: [{ word: "offset-differs", facts: { offset: 0, computed: 125 } }],
    },
  ],
});
