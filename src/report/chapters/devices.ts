import { isUnavailable } from "../../model/device-fields.ts";
import type { Block } from "../block.ts";
import type { ReportContext } from "../context.ts";
import { declaredRows, quoted } from "../declared-values.ts";
import { folded } from "./folded.ts";

const ASKED = ["kind", "make", "model", "os", "osVersion", "wechatVersion", "account", "clock", "owner", "user", "location", "custodian", "availability", "recordsPresent"]; // prettier-ignore
/** Asked only of a device that is declared not to be at hand. */
const REASON = ["unavailableReason", "unavailableExplanation"];
const OTHERS = ["serial", "imei", "phoneNumber", "iccid", "rooted", "clonedApp", "storage", "migratedFrom", "autoCleanup", "seal", "presentationPlan", "photos", "enclosures", "note"]; // prettier-ignore

/** § 3: the devices as declared. @source law.md §7.3 */
export function devices(context: ReportContext): Block[] {
  const { devices: listed = [] } = context.declared;
  if (listed.length === 0) return folded("3", context.words.device);
  const { declared: said, device } = context.words;
  return [
    { type: "chapter", number: "3", title: device.title },
    { type: "paragraph", text: said.deviceLimit },
    ...listed.flatMap((one, index): Block[] => [
      {
        type: "group",
        title: {
          text: context.say(said.deviceHeading, { device: quoted(context, one.deviceId ?? String(index + 1)) }),
          style: "bold",
        },
      },
      {
        type: "fields",
        rows: declaredRows(context, "devices", one, isUnavailable(one) ? [...ASKED, ...REASON] : ASKED, OTHERS),
      },
    ]),
  ];
}
