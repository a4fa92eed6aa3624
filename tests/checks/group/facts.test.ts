import { describe, expect, test } from "vitest";
import { groupFacts } from "../../../src/checks/group/facts.ts";
import { fillSentence } from "../../../src/base/sentence.ts";
import { parseCase } from "../../../src/casefile/read.ts";
import type { CaseDeclared } from "../../../src/model/case.ts";
import type { Finding } from "../../../src/model/finding.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { forbiddenIn } from "../../../src/report/words/forbidden.ts";
import type { ChatCase } from "../../support/chat.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";

type Event = NonNullable<MessageFacts["system"]>["event"];

const at = (text: string) => Date.parse(`${text}+08:00`);
const notice = (when: string, event: Event, actor: string | null, subjects: string[], value: string | null = null) => ({
  sentAt: at(when), kind: "system" as const, direction: "system" as const, sender: null, text: event,
  system: { event, actor, subjects, value },
}); // prettier-ignore
const says = (when: string, sender: string, text: string) => ({ sentAt: at(when), sender, senderName: sender, text });

/**
 * A residents' group of 34 in which one member is abused for months: the owner changes, a complaint is made, the new
 * owner warns three weeks later and removes the writer after another day.
 */
const ACCOUNTS = Array.from({ length: 34 }, (_, index) => `wxid_resident${String(index + 1).padStart(2, "0")}`);
const GROUP = {
  type: "group" as const,
  talker: "30099887766@chatroom",
  title: "梧桐苑3号楼业主群",
  members: ACCOUNTS.map((participant, index) => ({
    participant,
    role: index === 1 ? ("owner" as const) : index === 2 ? ("admin" as const) : ("member" as const),
    groupNickname: index === 1 ? "物业小周" : null,
  })),
};
const MESSAGES = [
  notice("2026-01-05T09:00:00", "member-joined", "业主老刘", ["你", "沈岚"]),
  says("2026-01-05T09:05:00", "wxid_resident03", "欢迎新邻居"),
  says("2026-01-10T20:00:00", "wxid_resident09", "302那个人脑子有问题"),
  notice("2026-01-20T10:00:00", "owner-changed", null, ["物业小周"]),
  says("2026-02-01T08:30:00", "wxid_resident04", "@物业小周 302一直被人骂，请群主处理"),
  says("2026-02-15T21:00:00", "wxid_resident09", "302骂了又怎样"),
  says("2026-02-22T08:30:00", "wxid_resident02", "请大家文明发言，再有人身攻击移出本群"),
  notice("2026-02-23T09:30:00", "member-removed", "物业小周", ["暴雨"]),
  { sentAt: at("2026-02-23T10:00:00"), sender: "wxid_resident02", kind: "announcement" as const, text: "群公告：禁止人身攻击" },
  { sentAt: at("2026-02-24T10:00:00"), sender: "wxid_resident05", kind: "video" as const, text: null },
  says("2026-02-25T10:00:00", "wxid_resident35", "我是新来的"),
]; // prettier-ignore

const YAML = `
groups:
  - conversation: 梧桐苑3号楼业主群
    memberCount:
      value: 36
      at: 2026-03-01 20:15
      seenOn: 陈晓的手机
    ownerPerson: 周敏（梧桐物业员工）
    warnings:
      - messages: 7
        by: 群主
    complaints:
      - messages: 5
        by: 沈岚
      - at: 2026-02-20
        content: 到物业办公室当面反映
    measures:
      - at: 2026-02-23
        action: 移出发言人并发布公告
    reports:
      - at: 2026-02-26
        to: 平台投诉入口
        content: 人身攻击
    exporterJoinedAt: 2026-01-05
    profile: PROFILE
`;
const declared = (profile: string): CaseDeclared => parseCase(Buffer.from(YAML.replace("PROFILE", profile)), "x.yaml");

const SEED: ChatCase = { conversation: GROUP, export: { owner: "wxid_resident04" }, messages: MESSAGES };

async function findings(chat: ChatCase): Promise<readonly Finding[]> {
  return (await outcomesOf(groupFacts, chat)).flatMap((made) => made.findings);
}

const of = (all: readonly Finding[], word: string) => all.filter((finding) => finding.word === word);
const said = ({ word, facts }: Finding) =>
  fillSentence(groupFacts.words[word as keyof typeof groupFacts.words].zh, facts, { language: "zh", timeZone: "Asia/Shanghai" }); // prettier-ignore

checkTester(groupFacts, {
  quiet: [{ name: "a private chat", outcome: "not-applicable", chat: { messages: [{}] } }],
  finds: [
    {
      name: "a group of which nothing but its messages is known",
      chat: { conversation: { type: "group", talker: "1@chatroom" }, messages: [{}, { sender: "wxid_b" }] },
      finds: [
        { word: "roles-unknown", level: "note" },
        { word: "member-counts", facts: { pageCount: null, listedCount: null, speakerCount: 2 } },
      ],
    },
    {
      name: "what the source itself counts stays apart from its list",
      chat: {
        conversation: {
          ...GROUP,
          group: { announcement: "周六停水", announcementEditor: "wxid_resident02", announcementAt: null, statedMemberCount: 35, capacity: 500 },
        },
        messages: [{}],
      },
      finds: [
        { word: "roles", facts: { owner: "wxid_resident02 (物业小周)", adminCount: 1, admins: "wxid_resident03" } },
        { word: "member-counts", facts: { listedCount: 34, speakerCount: 1 } },
        { word: "stated-count", facts: { count: 35, capacity: 500 } },
        { word: "current-announcement", facts: { text: "周六停水" } },
      ],
    },
  ],
}); // prettier-ignore

describe("a group with a late warning and a removal", () => {
  test("three counts stand side by side, each with its label", async () => {
    const [counts] = of(await findings({ ...SEED, declared: declared("none") }), "member-counts");
    expect(counts?.facts).toEqual({ pageCount: 36, pageAt: "2026-03-01 20:15", listedCount: 34, speakerCount: 6 });
    expect(counts && said(counts)).toContain("互不合并");
  });

  test("change of owner, removal, joins and announcements come from the record", async () => {
    const all = await findings(SEED);
    expect(of(all, "owner-changed")).toMatchObject([{ facts: { seq: 4, names: "物业小周" }, messages: [4] }]);
    expect(of(all, "member-removed")).toMatchObject([
      { facts: { seq: 8, actor: "物业小周", names: "暴雨", people: 1 } },
    ]);
    expect(of(all, "movements")).toMatchObject([{ facts: { joined: 2, left: 0, removed: 1 } }]);
    expect(of(all, "announcements")).toMatchObject([{ facts: { count: 1, seq: 9 } }]);
  });

  test("the time from each complaint to warning, measure and removal is stated, by days where only a day is known", async () => {
    const all = await findings({ ...SEED, declared: declared("none") });
    const [first, second] = of(all, "complaint");
    expect(first?.facts).toMatchObject({
      complaintAt: at("2026-02-01T08:30:00"),
      content: "@物业小周 302一直被人骂，请群主处理",
    });
    expect(second?.facts).toMatchObject({ complaintAt: "2026-02-20", content: "到物业办公室当面反映" });
    expect(of(all, "warning-after")).toMatchObject([{ facts: { gapMs: 21 * 86_400_000 }, messages: [5, 7] }]);
    expect(of(all, "measure-after-days")).toMatchObject([{ facts: { gapDays: 22 } }, { facts: { gapDays: 3 } }]);
    expect(of(all, "warning-after-days")).toMatchObject([{ facts: { gapDays: 2 } }]);
    expect(of(all, "removal-after")).toMatchObject([{ facts: { seq: 8, gapMs: 22 * 86_400_000 + 3_600_000 } }]);
    expect(of(all, "removal-after-days")).toMatchObject([{ facts: { gapDays: 3 } }]);
    expect(of(all, "nothing-after")).toEqual([]);
  });

  test("what a person tagged and declared is told as declared", async () => {
    const all = await findings({ ...SEED, declared: declared("none") });
    expect(of(all, "warnings")).toMatchObject([{ facts: { entries: 1, messages: 1, shownAt: at("2026-02-22T08:30:00") }, messages: [7] }]); // prettier-ignore
    expect(of(all, "declared-owner")).toMatchObject([{ facts: { person: "周敏（梧桐物业员工）" } }]);
    expect(of(all, "report")).toMatchObject([{ facts: { to: "平台投诉入口", enclosures: 0 } }]);
    expect(of(all, "exporter-member")).toMatchObject([
      { facts: { account: "wxid_resident04", joinedAt: "2026-01-05" } },
    ]);
    expect(of(all, "exporter-began")).toMatchObject([{ facts: { seq: 1 } }]);
    for (const word of ["complaint", "measure", "declared-owner", "report"]) {
      expect(
        of(all, word)
          .map(said)
          .every((sentence) => sentence.includes("填报") && sentence.includes("「")),
      ).toBe(true);
    }
  });

  test("the figures of the interpretations are printed only where asked for, with their limits", async () => {
    expect(of(await findings({ ...SEED, declared: declared("none") }), "member-limit")).toEqual([]);
    expect(of(await findings(SEED), "media-counts")).toEqual([]);
    const all = await findings({ ...SEED, declared: declared("contentRisk") });
    const [limit] = of(all, "member-limit");
    expect(limit && said(limit)).toMatch(/36.*34.*6.*三十人.*仅适用于主要用于传播淫秽电子信息的群组.*不判断本群用途/u);
    const [media] = of(all, "media-counts");
    expect(media?.facts).toMatchObject({ videos: 1, voices: 0, images: 0, texts: 6 });
    expect(media && said(media)).toContain("不判断任何内容的性质");
    expect(of(all, "media-of-sender")).toMatchObject([{ facts: { account: "wxid_resident05", videos: 1 } }]);
  });

  test("a complaint after which nothing is declared and nobody removed is said to stand alone", async () => {
    const late: CaseDeclared = { groups: [{ conversation: "c1", complaints: [{ at: "2026-03-05 10:00", content: "再次反映" }] }] }; // prettier-ignore
    const all = await findings({ ...SEED, declared: late });
    expect(of(all, "nothing-after")).toMatchObject([{ facts: { complaintAt: "2026-03-05 10:00" } }]);
    expect(of(all, "warning-after")).toEqual([]);
  });

  test("no sentence judges the owner", async () => {
    for (const finding of await findings({ ...SEED, declared: declared("contentRisk") })) {
      const sentence = said(finding);
      expect(sentence).not.toMatch(/失职|不作为|放任|尽到|构成|应当|未履行/u);
      expect(forbiddenIn(sentence, "zh")).toEqual([]);
      expect(sentence).not.toMatch(/\{\w+\}/u);
    }
  });
});
