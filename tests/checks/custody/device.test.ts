import { custodyDevice } from "../../../src/checks/custody/device.ts";
import { checkTester } from "../../support/check-tester.ts";

const FULL = {
  deviceId: "D1", kind: "phone", make: "华为", model: "Mate 60", os: "HarmonyOS", osVersion: "4.2", wechatVersion: "8.0.50",
  account: { wxid: "wxid_me" }, clock: { offsetSec: 0 }, owner: "陈静", user: "陈静", location: { place: "上海" },
  custodian: { name: "陈静" }, availability: "inCourt", recordsPresent: "yes",
} as const; // prettier-ignore

checkTester(custodyDevice, {
  quiet: [
    { name: "a device with every necessary field", chat: { declared: { devices: [FULL] } } },
    {
      name: "a device nothing was migrated to",
      chat: { declared: { devices: [{ ...FULL, migratedFrom: "未迁移" }] } },
    },
  ],
  finds: [
    { name: "no case file: a note, once", chat: {}, finds: [{ word: "no-case-file", level: "note" }] },
    {
      name: "a case file that describes no device",
      chat: { declared: { case: { cause: "买卖合同纠纷" } } },
      finds: [{ word: "not-described", level: "warning" }],
    },
    {
      name: "blank fields, by the names they have in the file",
      chat: { declared: { devices: [{ ...FULL, make: undefined, clock: { device: "2026-03-01 09:00" } }] } },
      finds: [{ word: "fields-blank", level: "note", facts: { device: "D1", blank: 2, fields: "make, clock" } }],
    },
    {
      name: "a lost carrier without a reason",
      chat: { declared: { devices: [{ ...FULL, availability: "lost" }] } },
      finds: [{ word: "state-lost", level: "warning" }, { word: "reason-blank" }],
    },
    ...(["lostOrDestroyed", "heldByOpponent", "heldByThirdParty", "inconvenient", "courtObtained"] as const).map(
      (reason) => ({
        name: `the reason ${reason} with its documents`,
        chat: {
          declared: {
            devices: [
              { ...FULL, availability: "heldByOther" as const, unavailableReason: reason, enclosures: ["a.jpg"] },
            ],
          },
        },
        finds: [
          { word: "state-heldByOther" },
          { word: `reason-${reason}`, level: "note" as const, facts: { enclosures: 1 } },
        ],
      }),
    ),
    {
      name: "a migrated record that is only partly on the device, of a device without a number",
      chat: {
        declared: {
          devices: [FULL, { ...FULL, deviceId: undefined, recordsPresent: "partly", migratedFrom: "旧手机" } as never],
        },
      },
      finds: [
        { word: "fields-blank", facts: { device: "2", fields: "deviceId" } },
        { word: "records-partly" },
        { word: "migrated", facts: { from: "旧手机" } },
      ],
    },
  ],
});
