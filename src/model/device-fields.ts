import type { CaseDeclared } from "./case.ts";

/** One device of the case file. */
export type DeclaredDevice = NonNullable<CaseDeclared["devices"]>[number];

/** Fields of a device that the record cannot do without, each with where it may be stated. @source law.md §7.3, column “Must” */
export const DEVICE_FIELDS: readonly (readonly [path: string, stated: (device: DeclaredDevice) => unknown])[] = [
  ["deviceId", (d) => d.deviceId],
  ["kind", (d) => d.kind],
  ["make", (d) => d.make],
  ["model", (d) => d.model],
  ["os", (d) => d.os],
  ["osVersion", (d) => d.osVersion],
  ["wechatVersion", (d) => d.wechatVersion],
  ["account", (d) => d.account?.wxid ?? d.account?.wechatId],
  ["clock", (d) => d.clock?.offsetSec ?? (d.clock?.device && d.clock.reference)],
  ["owner", (d) => d.owner],
  ["user", (d) => d.user],
  ["location", (d) => d.location?.place ?? d.location?.address],
  ["custodian", (d) => d.custodian?.name],
  ["availability", (d) => d.availability],
  ["unavailableReason", (d) => !isUnavailable(d) || d.unavailableReason],
  ["recordsPresent", (d) => d.recordsPresent],
];

const UNAVAILABLE: ReadonlySet<string> = new Set(["replaced", "damaged", "lost", "wiped", "heldByOther"]);

/** Whether the original carrier is stated not to be at hand, so that one of the five reasons is asked for. @source law.md §1.1 L05 */
export function isUnavailable({ availability }: DeclaredDevice): boolean {
  return UNAVAILABLE.has(availability ?? "");
}

/** Paths of the fields a device leaves blank, in the order of the form. */
export function blankDeviceFields(device: DeclaredDevice): string[] {
  return DEVICE_FIELDS.filter(([, stated]) => isMissing(stated(device))).map(([path]) => path);
}

/** `false` is a question that was asked and not answered. */
function isMissing(value: unknown): boolean {
  return value === undefined || value === "" || value === false;
}
