import type { CaseFile } from "../../model/case.ts";
import type { Source } from "../../model/source.ts";
import { casePlace } from "../case-place.ts";
import { defineCheck, type Found, type SourceContext } from "../check.ts";
import { digestChanges, eventsByItem, holderBreaks, isMove, type CustodyEvent } from "../custody-holders.ts";

/**
 * The custody record as typed: order, hands and digests.
 *
 * It is followed thing by thing. A blank is told as a blank; nobody is put in for it.
 */
export const custodyChain = defineCheck({
  id: "custody/chain",
  version: 1,
  scope: "source",
  level: "warning",
  strength: "D",
  needs: [],
  options: {},
  title: { zh: "保管与流转的衔接", en: "Chain of custody" },
  rule: {
    zh: "对案件信息文件中的保管与流转，按物品编号逐件核对：时间是否依次（填报的日期按整日理解），每次移交的移交人是否就是上一次的接收人，前后环节的校验值是否相同，销毁之后是否还有记录；同时列出没有写时间、人员或物品编号的环节，以及设备和材料中没有的物品编号。",
    en: "Follows the custody events of the case file thing by thing: whether times are in order (a date means its whole day), whether each who hands on is the one who received last, whether digests agree from step to step, and whether anything is recorded after destruction. Steps without a time, a person or a number of the thing are listed, as are numbers that no device or file has.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十三条第一款第四项、第六项（保存、传输、提取的方法是否可靠，主体是否适当）。",
    en: "Article 93 (1) nos. 4 and 6 of the Provisions on Evidence in Civil Procedure (whether keeping, transmission and extraction were reliable and by proper persons).",
  },
  innocent: [
    {
      zh: "中间的交接没有记入；当事人或代理人可以补记并附材料。",
      en: "A hand-over in between was not entered; it can be added with a document.",
    },
    {
      zh: "同一人用了不同的写法，例如姓名与单位名称。",
      en: "One person was written in two ways, such as by name and by firm.",
    },
    {
      zh: "校验值抄录有误，或两次计算的不是同一个文件；打开、解压后另存会改变校验值。",
      en: "A digest was copied wrongly or taken of another file; opening and saving a file changes its digest.",
    },
  ],
  reference: "law.md §7.4, §2.1 nos. 4 and 6",
  words: {
    "out-of-order": {
      zh: "物品「{item}」：第 {n} 条（填报时间「{time}」）早于前面的第 {before} 条（填报时间「{beforeTime}」）。",
      en: "Thing 「{item}」: event {n} (declared time 「{time}」) is earlier than event {before} before it (「{beforeTime}」).",
    },
    "holder-gap": {
      zh: "物品「{item}」：第 {before} 条由「{holder}」接收（「{beforeTime}」），第 {n} 条由「{giver}」移交（「{time}」），其间的交接没有记录。",
      en: "Thing 「{item}」: 「{holder}」 received it in event {before} (「{beforeTime}」) and 「{giver}」 hands it on in event {n} (「{time}」); nothing is recorded in between.",
    },
    "holder-overlap": {
      zh: "物品「{item}」：第 {before} 条已由「{holder}」接收（「{beforeTime}」），第 {n} 条又由先前已移交的「{giver}」移交（「{time}」），两人的保管时间重叠。",
      en: "Thing 「{item}」: 「{holder}」 received it in event {before} (「{beforeTime}」), and 「{giver}」, who had handed it on before, hands it on again in event {n} (「{time}」); two holders overlap.",
    },
    "digest-between": {
      zh: "物品「{item}」：第 {before} 条之后的校验值 {left} 与第 {n} 条之前的校验值 {right} 不同。",
      en: "Thing 「{item}」: the digest after event {before}, {left}, differs from that before event {n}, {right}.",
    },
    "digest-within": {
      zh: "物品「{item}」：第 {n} 条之前的校验值 {left} 与之后的校验值 {right} 不同。",
      en: "Thing 「{item}」: the digest before event {n}, {left}, differs from that after it, {right}.",
    },
    "after-destroyed": {
      zh: "物品「{item}」：第 {before} 条填报为销毁，其后第 {n} 条还有记录。",
      en: "Thing 「{item}」: event {before} declares it destroyed, and event {n} follows.",
    },
    "time-blank": {
      zh: "没有写时间的环节 {count} 条：第 {numbers} 条。",
      en: "Events without a time: {count} ({numbers}).",
    },
    "person-blank": {
      zh: "没有写移交人或接收人的交接 {count} 条：第 {numbers} 条。",
      en: "Hand-overs without giver or receiver: {count} ({numbers}).",
    },
    "item-blank": {
      zh: "没有写物品编号的环节 {count} 条：第 {numbers} 条。",
      en: "Events without a number of the thing: {count} ({numbers}).",
    },
    "item-unknown": {
      zh: "物品编号「{item}」不是所填设备的编号，也不是收到的文件或所附材料的名称。",
      en: "The number 「{item}」 is that of no device described, and no file received or enclosed has it as its name.",
    },
  },
  *run({ caseFile, source }: SourceContext) {
    if (caseFile === null) return { notApplicable: "no-case-file" };
    const custody = caseFile.declared.custody ?? [];
    if (custody.length === 0) return { notApplicable: "no-custody-events" };
    const items = eventsByItem(custody);
    let compared = 0;
    for (const [item, events] of items) {
      const name = item ?? "—";
      const { changes, compared: digests } = digestChanges(events);
      compared += digests;
      yield* placed(caseFile, [...outOfOrder(events), ...holderBreaks(events), ...afterDestroyed(events), ...changes].map((step) => ({ ...step, item: name }))); // prettier-ignore
      if (item !== null && !isKnown(item, caseFile, source))
        yield { word: "item-unknown", level: "note", facts: { item }, at: placesOf(caseFile, events.slice(0, 1)) };
    }
    const all = [...items.values()].flat().sort((a, b) => a.index - b.index);
    yield* blanks(caseFile, all);
    return { counts: { events: all.length, items: items.size, digests: compared } };
  },
});

/** Two events of one thing that do not fit, with what is said of them. */
interface Step {
  readonly word: string;
  readonly before: CustodyEvent;
  readonly after: CustodyEvent;
  readonly item: string;
  readonly holder?: string;
  readonly giver?: string;
  readonly left?: string;
  readonly right?: string;
}

function* placed(caseFile: CaseFile, steps: readonly Step[]): Generator<Found> {
  for (const { word, before, after, ...values } of steps) {
    const facts = {
      ...values,
      n: after.index + 1,
      before: before.index + 1,
      time: after.typed.at ?? null,
      beforeTime: before.typed.at ?? null,
    };
    const events = before === after ? [after] : [before, after];
    yield { word, facts, at: placesOf(caseFile, events) };
  }
}

function placesOf(caseFile: CaseFile, events: readonly CustodyEvent[]) {
  return events.flatMap(({ index }) => casePlace(caseFile, "custody", index));
}

/** An event that ended before the latest one typed above it began. */
function outOfOrder(events: readonly CustodyEvent[]) {
  const found: Omit<Step, "item">[] = [];
  let latest: CustodyEvent | null = null;
  for (const event of events) {
    if (event.span === null) continue;
    if (latest?.span && event.span.until <= latest.span.from)
      found.push({ word: "out-of-order", before: latest, after: event });
    else latest = event;
  }
  return found;
}

function afterDestroyed(events: readonly CustodyEvent[]) {
  const at = events.findIndex(({ typed }) => typed.action === "destroyed");
  const [before, after] = at < 0 ? [] : events.slice(at);
  return before && after ? [{ word: "after-destroyed", before, after }] : [];
}

function* blanks(caseFile: CaseFile, events: readonly CustodyEvent[]): Generator<Found> {
  const without: [string, CustodyEvent[]][] = [
    ["time-blank", events.filter(({ span }) => span === null)],
    ["person-blank", events.filter((event) => isMove(event) && (!event.typed.from || !event.typed.to))],
    ["item-blank", events.filter(({ typed }) => typed.itemId === undefined)],
  ];
  for (const [word, blank] of without) {
    if (blank.length === 0) continue;
    const numbers = blank.slice(0, MOST_NUMBERS).map(({ index }) => index + 1).join(", "); // prettier-ignore
    const more = blank.length > MOST_NUMBERS ? " …" : "";
    const facts = { count: blank.length, numbers: `${numbers}${more}` };
    yield { word, level: "note", facts, at: placesOf(caseFile, blank.slice(0, MOST_NUMBERS)) };
  }
}

const MOST_NUMBERS = 12;

/** Whether a number is that of a device, or the name of a file that was received or enclosed. */
function isKnown(item: string, { declared, enclosures }: CaseFile, source: Source): boolean {
  const devices = declared.devices ?? [];
  const outputs = declared.collection?.outputs ?? [];
  if (devices.some(({ deviceId }) => deviceId === item) || outputs.some(({ name }) => name === item)) return true;
  const isNamed = (path: string) => path === item || path.endsWith(`/${item}`);
  return source.files.some(({ path }) => isNamed(path)) || enclosures.some(({ path }) => isNamed(path));
}
