import { momentSpan } from "../../base/moment.ts";
import type { DeclaredDevice } from "../../model/device-fields.ts";
import { casePlace } from "../case-place.ts";
import { defineCheck, type Found, type SourceContext } from "../check.ts";

/** The clock of a device against Beijing time, as typed. */
export const custodyClock = defineCheck({
  id: "custody/clock",
  version: 1,
  scope: "source",
  level: "note",
  strength: "D",
  needs: [],
  options: {},
  title: { zh: "设备时钟误差", en: "Clock of the device" },
  rule: {
    zh: "查看案件信息文件中每台设备的系统时间与北京时间：误差不明的列出，误差不为零的列出秒数；同时填了秒数和两个时间的，与两个时间之差相比较，超出所填精度的也列出。只填到分的时间，一分以内视为相同。",
    en: "Looks at the clock of each device of the case file against Beijing time. A difference that is not known is listed, and one that is not zero with its seconds; where seconds and both times are typed, they are compared and listed where they differ by more than the times are exact to. Times typed to the minute are equal within one.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十三条第一款第一、二项（硬件、软件环境及其运行情况）；GA/T 1564-2019 要求记录设备时间与标准时间，本程序参照列出。",
    en: "Article 93 (1) nos. 1 and 2 of the Provisions on Evidence in Civil Procedure (the environment and whether it ran normally); GA/T 1564-2019 asks to note the time of the device and standard time, used here by analogy.",
  },
  innocent: [
    { zh: "查看设备时没有记下两个时间。", en: "The two times were not noted when the device was looked at." },
    {
      zh: "设备未开启自动校时，或手动调整过时间；消息时间多由服务器给出，不随设备时钟改变。",
      en: "The device did not set its clock from the network, or it was set by hand; the times of messages mostly come from the server.",
    },
  ],
  reference: "law.md §7.3 (clock.*), §2.1 no. 2",
  words: {
    "offset-unknown": {
      zh: "设备「{device}」的系统时间与北京时间的误差未提供。",
      en: "The difference between the clock of device 「{device}」 and Beijing time is not provided.",
    },
    offset: {
      zh: "设备「{device}」的系统时间与北京时间的误差填报为 {offset} 秒（正数为快）。",
      en: "The clock of device 「{device}」 is declared to differ from Beijing time by {offset} s (positive: ahead).",
    },
    "offset-computed": {
      zh: "设备「{device}」填报的系统时间比同时的北京时间相差 {offset} 秒（正数为快），由填报的两个时间算出。",
      en: "The declared time of device 「{device}」 differs from Beijing time of that moment by {offset} s (positive: ahead), computed from the two times typed.",
    },
    "offset-differs": {
      zh: "设备「{device}」的误差填报为 {offset} 秒，而填报的两个时间相差 {computed} 秒。",
      en: "The difference of device 「{device}」 is declared as {offset} s, and the two times typed differ by {computed} s.",
    },
  },
  *run({ caseFile }: SourceContext) {
    if (caseFile === null) return { notApplicable: "no-case-file" };
    const devices = caseFile.declared.devices ?? [];
    if (devices.length === 0) return { notApplicable: "no-device-described" };
    for (const [index, { deviceId, clock = {} }] of devices.entries()) {
      const found = judged(clock, deviceId ?? `${index + 1}`);
      if (found !== null) yield { ...found, at: casePlace(caseFile, "devices", index) };
    }
    return { counts: { devices: devices.length } };
  },
});

type Clock = NonNullable<DeclaredDevice["clock"]>;

function judged(clock: Clock, device: string): Omit<Found, "at"> | null {
  const { offsetSec: offset } = clock;
  const computed = difference(clock);
  if (offset === undefined) {
    if (computed === null) return { word: "offset-unknown", facts: { device } };
    return computed.isWithin(0) ? null : { word: "offset-computed", facts: { device, offset: computed.seconds } };
  }
  if (computed !== null && !computed.isWithin(offset))
    return { word: "offset-differs", facts: { device, offset, computed: computed.seconds } };
  return offset === 0 ? null : { word: "offset", facts: { device, offset } };
}

/** Days alone say nothing about a clock. */
const COARSEST_MS = 60_000;

function difference({ device, reference }: Clock) {
  const [shown, actual] = [momentSpan(device), momentSpan(reference)];
  if (shown === null || actual === null) return null;
  const coarse = Math.max(shown.until - shown.from, actual.until - actual.from);
  if (coarse > COARSEST_MS) return null;
  const seconds = (shown.from - actual.from) / 1000;
  return { seconds, isWithin: (offset: number) => Math.abs(seconds - offset) * 1000 < coarse };
}
