import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { KINDS, type Kind } from "../../../src/model/kind.ts";
import type { Outcome } from "../../../src/model/finding.ts";
import { START } from "../../support/chat.ts";
import { printed, solid, type Printed } from "./printed.ts";
import { missing } from "../../support/witness.ts";

const lacksPoppler = missing("pdftotext");
beforeEach(({ skip }) => skip(lacksPoppler));

const PATH = "report/transcript.pdf";
const DAY = 86_400_000;
const open: Printed[] = [];

async function made(...parameters: Parameters<typeof printed>): Promise<Printed> {
  const one = await printed(...parameters);
  open.push(one);
  return one;
}
afterEach(() => {
  for (const one of open.splice(0)) one.dispose();
});

/** Pages without header and footer, as one text without spaces. */
function bodyOf(one: Printed, paths = one.documents.map(({ path }) => path)): string {
  return solid(paths.map((path) => one.text(path, "-raw -x 0 -y 50 -W 446 -H 740")).join(""));
}

/** The same with what stands in the margin, in the order one of pdftotext's ways of reading gives. */
function wholeOf(one: Printed, way: "" | "-raw" | "-layout"): string {
  const options = `${way} -x 0 -y 50 -W 596 -H 740`.trim();
  return solid(one.documents.map(({ path }) => one.text(path, options)).join(""));
}

/** Whether every message stands there once, under its number, in order. */
function expectInOrder(body: string, texts: readonly string[]): void {
  let at = 0;
  for (const [index, text] of texts.entries()) {
    const label = `c1-${index + 1}·`;
    const head = body.indexOf(label, at);
    expect(head, label).toBeGreaterThanOrEqual(at);
    expect(body.indexOf(label, head + 1), `${label} once`).toBe(-1);
    const words = body.indexOf(solid(text), head);
    expect(words, text.slice(0, 40)).toBeGreaterThan(head);
    expect(words - head, text.slice(0, 40)).toBeLessThan(300);
    at = words + solid(text).length;
  }
}

const text = (words: string, different: Partial<MessageFacts> = {}): Partial<MessageFacts> => ({ text: words, ...different }); // prettier-ignore

describe("words", () => {
  test("every message is found once, in order: mixed scripts, emoji, long messages, long tokens", async () => {
    const long = Array.from({ length: 2000 }, (_, index) => String.fromCodePoint(0x4e00 + ((index * 37) % 6000))).join(""); // prettier-ignore
    const texts = [
      "第一条：货到了，请查收。",
      "Привет，ｆｕｌｌ ｗｉｄｔｈ，かな カナ，αβγ，①②③，㎡ ℃ ℃",
      "好的👍🏻👨‍👩‍👧‍👦🇨🇳❤️没问题",
      long,
      "https://example.cn/" + "a1b2c3d4e5/".repeat(60) + "?q=1",
      "。".repeat(300),
      "x".repeat(2000),
      "多行\n第二行\r\n第三行\n\n末行",
      "é 与 é 看上去一样",
      "Ω 与 Ω、µ 与 μ 是不同的字符",
      "最后一条",
    ];
    const one = await made({ messages: texts.map((words) => text(words)) });
    expectInOrder(bodyOf(one), texts);
  });

  test.each(["", "-raw", "-layout"] as const)(
    "every message of every kind is found once, in order, beside findings in the margin (pdftotext %s)",
    async (way) => {
      const kinds = Object.keys(KINDS) as Kind[];
      const words = (index: number): string => {
        if (index % 3 === 0)
          return `第${index}句：${"尾款结清之前不再送货，对账单以双方签字为准。".repeat(1 + (index % 4) * 4)}`;
        return index % 3 === 1 ? `第${index}句。` : `第${index}句\n另起一行\n末行${index}`;
      };
      const messages = kinds.flatMap((kind, place) =>
        [0, 1, 2].map((n) => text(words(place * 3 + n), { kind, direction: n === 0 ? "sent" : "received" })),
      );
      const finding = (level: "error" | "warning" | "note", seq: number) => ({ word: "one", level, strength: "C" as const, facts: {}, at: [], messages: [seq] }); // prettier-ignore
      const outcome = (check: string, level: "error" | "warning" | "note", every: number): Outcome => ({
        check, version: 1, source: "s1", conversation: "c1", outcome: "found", reason: null, level, strength: "C", counts: {}, options: {},
        findings: messages.flatMap((_, index) => (index % every === 0 ? [finding(level, index + 1)] : [])),
      }); // prettier-ignore
      const one = await made(
        { messages },
        { outcomes: [outcome("continuity/quoted-missing", "warning", 1), outcome("source/count-mismatch", "error", 2), outcome("custody/clock", "note", 5)] }, // prettier-ignore
      );
      expectInOrder(wholeOf(one, way), messages.map((message) => message.text ?? "")); // prettier-ignore
    },
  );

  test("what no font has, and what cannot be seen, is printed as its code point", async () => {
    const one = await made({ messages: [text("前\u202e后 \u0f40 \ue000 \u{20000}\u{2ebf0} ا \u0007尾")] });
    expect(bodyOf(one)).toContain("前[U+202E]后[U+0F40][U+E000]");
    expect(bodyOf(one)).toContain("[U+0627][U+0007]尾");
  });

  test("no word lies outside the page", async () => {
    const one = await made({
      conversation: { title: "名".repeat(300) },
      messages: [
        text("长".repeat(900)),
        text("W".repeat(900)),
        text("📦".repeat(300), { senderName: "名".repeat(500) }),
      ],
    });
    const boxes = one.text(PATH, "-bbox").matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"/g); // prettier-ignore
    const sides = [...boxes].map((box) => box.slice(1).map(Number));
    expect(sides.length).toBeGreaterThan(20);
    expect(Math.max(...sides.map(([, , right]) => right ?? 0))).toBeLessThan(556);
    expect(Math.max(...sides.map(([, , , bottom]) => bottom ?? 0))).toBeLessThan(830);
    expect(Math.min(...sides.map(([left]) => left ?? 0))).toBeGreaterThan(45);
  });
});

describe("pages", () => {
  test("a long record fills volumes of 500 pages that are numbered through", async () => {
    const messages = Array.from({ length: 505 }, (_, day) =>
      text(`${day}日：${"货款结清前不再送货，".repeat(150)}`, { sentAt: START + day * 6.5 * DAY }),
    );
    const one = await made({ messages });
    expect(one.documents.map(({ path }) => path)).toEqual(["report/transcript-01.pdf", "report/transcript-02.pdf"]);
    const pages = one.documents.map(({ path }) => one.text(path).split("\f").slice(0, -1));
    const total = pages.flat().length;
    expect(pages[0]).toHaveLength(500);
    for (const [index, page] of pages.flat().entries()) {
      expect(solid(page)).toContain(`第${index + 1}页/共${total}页·第${index < 500 ? 1 : 2}册/共2册`);
      expect(solid(page)).toContain("清单校验值前16位3b1f0c7e9d5a4c22");
    }
  }, 60_000);

  test("a day that does not fit on the rest of a page begins on the next", async () => {
    const day = (offset: number, count: number) =>
      Array.from({ length: count }, (_, index) => text("一句话。", { sentAt: START + offset * DAY + index * 60_000 }));
    const one = await made({ messages: [...day(0, 15), ...day(1, 12), ...day(2, 3)] });
    const pages = one.text(PATH).split("\f");
    expect(pages.filter((page) => page.includes("\n2026-03-03\n"))).toHaveLength(1);
    const second = pages.find((page) => page.includes("\n2026-03-03\n")) ?? "";
    expect(second).toContain("c1-16 ");
    expect(second).toContain("c1-27 ");
    expect(second).not.toContain("c1-15 ");
  });

  test("a conversation without messages and a group of 500 are printed", async () => {
    const messages = Array.from({ length: 500 }, (_, member) =>
      text(`成员${member}到齐`, { sender: `wxid_m${member}` }),
    );
    const group = await made({ conversation: { type: "group", talker: "1@chatroom", title: "全员群" }, messages });
    expectInOrder(bodyOf(group), messages.map((message) => message.text ?? "")); // prettier-ignore
    expect(solid(group.text(PATH))).toContain("其余440个发送人见");
    const empty = await made({ messages: [] });
    expect(empty.text(PATH)).toContain("本会话没有消息。");
  });

  test("bytes are the same in another time zone of the machine and another run, and the file says PDF/A-2b", async () => {
    const chat = { messages: [text("甲"), text("乙 🚢"), text("丙")] };
    const first = (await made(chat)).bytes(PATH);
    const before = process.env["TZ"];
    process.env["TZ"] = "America/Los_Angeles";
    try {
      expect((await made(chat)).bytes(PATH).equals(first)).toBe(true);
    } finally {
      if (before === undefined) delete process.env["TZ"];
      else process.env["TZ"] = before;
    }
    expect(first.toString("latin1")).toMatch(/<pdfaid:part>2<\/pdfaid:part>\s*<pdfaid:conformance>B</);
  });

  test("no transcript is made where none is asked for", async () => {
    expect((await made({ messages: [text("甲")] }, { settings: { transcript: false } })).documents).toEqual([]);
  });
});

describe("what stands beside the words", () => {
  test("quotes name their target, forwards are derived, transfers are marked, findings stand in the margin", async () => {
    const one = await made(
      {
        messages: [
          text("发货单在此", { serverId: "7700000000000000001" }),
          text("收到", { kind: "quote", quote: { targetServerId: "7700000000000000001", sender: null, sentAt: null, text: "发货单在此" } }),
          text("那条呢", { kind: "quote", quote: { targetServerId: "7700000000000000009", sender: null, sentAt: null, text: "不见的话" } }),
          text("聊天记录", { kind: "forward", forward: { title: "群聊的聊天记录", items: [
            { sender: "老秦", sentAtText: "2026-02-01 10:00", kind: "text", text: "转来的话" },
            { sender: "小何", sentAtText: null, kind: "text", text: "里层的话", depth: 1 } ] } }),
          text("[转账]", { kind: "transfer", transfer: { amountText: "￥300.00", amountFen: 30_000, memo: "样板费", state: "received", transferId: "T1", transactionId: null } }),
        ],
      },
      {
        outcomes: [{ check: "continuity/quoted-missing", version: 1, source: "s1", conversation: "c1", outcome: "found", reason: null, level: "warning", strength: "C", counts: {}, options: {},
          findings: [{ word: "one", level: "warning", strength: "C", facts: {}, at: [], messages: [3] }] }],
      },
    ); // prettier-ignore
    const body = bodyOf(one);
    expect(body).toContain("收到引用c1-1");
    expect(body).toContain("引用的消息不在记录中（服务端编号7700000000000000009）");
    expect(body).toContain("转发内容（派生");
    expect(body.indexOf("里层的话")).toBeGreaterThan(body.indexOf("转来的话"));
    expect(body).toContain("【转账】金额￥300.00·状态：收取备注：样板费转账单号T1");
    const margin = solid(one.text(PATH, "-raw -x 448 -y 50 -W 140 -H 740"));
    expect(margin).toBe("▲警告·被引用的消息不在记录中·quoted-missing");
  });

  test("sides are told by word: as exported, and as declared", async () => {
    const messages = [text("甲", { direction: "sent", sender: "wxid_me" }), text("乙")];
    expect(bodyOf(await made({ messages }))).toMatch(/【导出账号】【文字】甲.*【其他】【文字】乙/);
    const declared = bodyOf(await made({ messages }, { declared: { acquisition: { A1: "own" } } }));
    expect(declared).toMatch(/【提交方】【文字】甲.*【对方】【文字】乙/);
  });

  test("a recording shows its length, and its transcript as declared or that there is none", async () => {
    const voice = (durationMs: number) =>
      text("", { kind: "voice", attachments: [{ role: "main", candidates: ["v/1.silk"], statedPath: "v/1.silk", name: "1.silk", claimedDurationMs: durationMs }] } as unknown as Partial<MessageFacts>); // prettier-ignore
    const declared = {
      transcripts: [{ conversation: "c1", message: 1, text: "再便宜五千", by: "周某", method: "person" as const }],
    };
    const body = bodyOf(await made({ messages: [voice(5200), voice(61_000)] }, { declared }));
    expect(body).toContain("语音长度：5秒听写稿（填报）：再便宜五千听写人周某·方式人工");
    expect(body).toContain("语音长度：1分1秒该语音未附听写稿。");
  });
});

describe("exhibits", () => {
  const messages = Array.from({ length: 30 }, (_, index) => text(`内容${index + 1}号`));

  test("the messages named are printed with their context, and what is omitted is counted", async () => {
    const declared = { exhibits: [{ number: "3", conversation: "c1", messages: "10-12、20", title: "结算" }, { number: "4", messages: "1" }] }; // prettier-ignore
    const one = await made({ messages }, { declared, settings: { exhibits: ["3"], exhibitContext: 2, transcript: false } }); // prettier-ignore
    expect(one.documents.map(({ path }) => path)).toEqual(["report/exhibit-3.pdf"]);
    const body = bodyOf(one);
    const numbers = [...body.matchAll(/c1-(\d+)·/g)].map(([, number]) => Number(number));
    expect(numbers).toEqual([8, 9, 10, 11, 12, 13, 14, 18, 19, 20, 21, 22]);
    expect([...body.matchAll(/【上下文】/g)]).toHaveLength(8);
    expect(body).toContain("所列消息4条，印出4条，上下文8条；会话共30条，本证据省略18条");
    expect(body).toContain("此处省略7条（c1-1至c1-7）");
    expect(body).toContain("此处省略3条（c1-15至c1-17）");
    expect(body).toContain("此处省略8条（c1-23至c1-30）");
  });

  test("numbers outside the record are told, and odd exhibit numbers get a file name of their own", async () => {
    const declared = { exhibits: [{ number: "证据一", messages: "29-40" }, { number: "A/../b", conversation: "没有的会话", messages: "1" }] }; // prettier-ignore
    const one = await made({ messages }, { declared, settings: { exhibits: ["all"], transcript: false } });
    expect(one.documents.map(({ path }) => path)).toEqual(["report/exhibit-n1.pdf", "report/exhibit-n2.pdf"]);
    expect(bodyOf(one, ["report/exhibit-n1.pdf"])).toContain("所列编号中有10条不在记录");
    expect(bodyOf(one, ["report/exhibit-n2.pdf"])).toContain("没有对应到所选的一个会话");
  });
});

test("numbers of others are masked in print where asked, and counted", async () => {
  const messages = [
    text("身份证 110101199003074610，手机 13912345678，卡号 6222 0212 3456 7894"),
    text("我的手机 138 0000 1111，订单号 202603041234567890123456789012"),
  ];
  const declared = { devices: [{ phoneNumber: "13800001111" }] };
  const one = await made({ messages }, { declared, settings: { maskNumbers: true } });
  const body = bodyOf(one);
  expect(body).toContain("**************4610");
  expect(body).toContain("*******5678");
  expect(body).not.toContain("13912345678");
  expect(body).toContain("13800001111");
  expect(body).toContain("202603041234567890123456789012");
  expect(one.masked).toMatchObject({ idCards: 1, phones: 1 });
  expect(body).toContain("身份证件号码1处");
});
