import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Scratch } from "../../../src/base/scratch.ts";
import { importSource } from "../../../src/importers/import.ts";
import { IMPORTERS } from "../../../src/importers/index.ts";
import { wechatPayBill } from "../../../src/importers/wechat-pay-bill/index.ts";
import { billFen, fenOfNumber } from "../../../src/importers/wechat-pay-bill/amount.ts";
import type { BillRow } from "../../../src/model/bill.ts";
import type { RunSettings } from "../../../src/model/settings.ts";
import { memorySource } from "../../support/memory-source.ts";
import { settingsOf } from "../../support/settings.ts";
import { workbookOf } from "../../support/workbook.ts";

const HEADER = "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注";
const ROW =
  '2025-03-01 10:14:25,转账,老王,"转账备注:首期","收入",¥5000.00,"/","已存入零钱","1000050001202503010000000000001"\t,"/"\t,"/"';

async function read(content: string | Uint8Array, different: Partial<RunSettings> = {}, path = "账单.csv") {
  const scratch = new Scratch();
  try {
    const { chat } = await importSource(memorySource({ [path]: content }), settingsOf(different), scratch, {}, [
      wechatPayBill,
    ]);
    const of = {
      export: chat.exports[0],
      rows: Array.from(
        chat.query<{ line: string }>("SELECT line FROM bill ORDER BY row"),
        ({ line }) => JSON.parse(line) as BillRow,
      ),
      skipped: [...chat.query<{ reason: string; raw: string }>("SELECT reason, raw FROM skipped")],
      repairs: Array.from(chat.query<{ code: string }>("SELECT code FROM repair"), ({ code }) => code),
    };
    chat.close();
    return of;
  } finally {
    scratch.dispose();
  }
}

const bill = (...lines: string[]) => `\uFEFF微信支付账单明细,,,,\r\n${[HEADER, ...lines].join("\r\n")}\r\n`;

describe("a row of a bill", () => {
  test("is read in full", async () => {
    const { rows, repairs, skipped } = await read(bill(ROW));
    expect(rows).toEqual([
      {
        source: "s1", row: 1, locator: { path: "账单.csv", line: 3, row: 1 }, at: Date.UTC(2025, 2, 1, 2, 14, 25),
        atText: "2025-03-01 10:14:25", timePrecision: "s", timeBasis: "zone-assumed", type: "转账", counterparty: "老王",
        product: "转账备注:首期", direction: "in", directionText: "收入", amountText: "¥5000.00", amountFen: 500_000,
        method: "/", status: "已存入零钱", transactionId: "1000050001202503010000000000001", merchantId: "/", memo: "/",
        extra: {}, warnings: [],
      },
    ]); // prettier-ignore
    expect([repairs, skipped]).toEqual([[], []]);
  });

  test("makes no conversation", async () => {
    const scratch = new Scratch();
    const { chat } = await importSource(memorySource({ "a.csv": bill(ROW) }), settingsOf({}), scratch, {}, IMPORTERS);
    expect([chat.conversations, chat.exports.map(({ importer }) => importer)]).toEqual([[], ["wechat-pay-bill"]]);
    chat.close();
    scratch.dispose();
  });

  test("in another order of columns, with one added, is read by their names", async () => {
    const header = "序号,交易时间,交易类型,收/支,金额（元）,交易对方,交易单号";
    const { rows } = await read(`${header}\n1,2025-03-01 10:14:25,转账,支出,12,老王,1000050001202503010000000000001\n`);
    expect(rows[0]).toMatchObject({
      direction: "out",
      amountFen: 1200,
      counterparty: "老王",
      product: null,
      extra: { "+序号": "1" },
    });
  });

  test("with a quote in the nickname above it is no damage", async () => {
    const { repairs, export: of } = await read(`微信支付账单明细,,\n微信昵称：[老"王"],,\n\n${HEADER}\n${ROW}\n`);
    expect([repairs, of?.extra]).toEqual([[], { 微信昵称: '老"王"' }]);
  });

  test("without an id, time or amount is kept as far as it goes, and otherwise skipped with its text", async () => {
    const { rows, skipped } = await read(
      bill(",转账,老王,/,支出,面议,零钱,成功,1000050001202503010000000000001,/,/", "乱,七,八,糟,的,一,行,没,有,用,处"),
    );
    expect(rows[0]).toMatchObject({
      at: null,
      timePrecision: "none",
      amountFen: null,
      amountText: "面议",
      warnings: ["AMOUNT_UNREAD"],
    });
    expect(skipped).toEqual([{ reason: "not-a-transaction", raw: "乱,七,八,糟,的,一,行,没,有,用,处" }]);
  });

  test("shifted by two commas at once is put right where only one reading is left", async () => {
    const shifted =
      "2025-03-01 10:14:25,转账,老王,/,支出,¥1,234.50,零钱,已退款(￥1,000.00),1000050001202503010000000000001,/,一,二";
    const { rows, repairs } = await read(bill(shifted));
    expect(rows[0]).toMatchObject({
      amountFen: 123_450,
      status: "已退款(￥1,000.00)",
      memo: "一,二",
      counterparty: "老王",
    });
    expect(repairs).toEqual(["unquoted-delimiter-joined"]);
  });

  test("in which two places could be the direction is skipped, not guessed at", async () => {
    const row = "2025-03-01 10:14:25,转账,老王,x,支出,¥1.00,支出,¥1.00,零钱,成功,1000050001202503010000000000001,/,/";
    expect((await read(bill(row))).skipped).toHaveLength(1);
  });
});

describe("the bill as a whole", () => {
  test("has any number of lines above its header", async () => {
    const above = Array.from({ length: 400 }, (_, i) => `说明第${i}行,,,`);
    const { rows, export: of } = await read(
      `微信支付账单明细,,,\n共1笔记录,,\n${above.join("\n")}\n${HEADER}\n${ROW}\n`,
    );
    expect(rows).toHaveLength(1);
    expect(of?.bill?.rows).toBe(1);
  });

  test("states its totals, period, time and zone", async () => {
    const lines = [
      "微信支付账单明细", "起始时间：[2025-03-01 00:00:00] 终止时间：[2025-03-31 23:59:59]", "导出类型：[全部账单]",
      "导出时间：[2025-04-01 08:00:00]", "共3笔记录", "收入：1笔 5,000.00元", "支出：2笔 30.10元", "中性交易：0笔 0.00元",
      "4. 本账单中所有时间均为UTC+08:00时间", HEADER, ROW,
    ]; // prettier-ignore
    const { export: of, rows } = await read(lines.join("\n"), {
      timeZone: "America/New_York",
      timeZoneBasis: "zone-declared",
    });
    expect(of?.bill).toEqual({
      rows: 3,
      in: { count: 1, sumText: "5,000.00", sumFen: 500_000 },
      out: { count: 2, sumText: "30.10", sumFen: 3010 },
      neutral: { count: 0, sumText: "0.00", sumFen: 0 },
      from: Date.UTC(2025, 1, 28, 16),
      until: Date.UTC(2025, 2, 31, 15, 59, 59),
    });
    expect(of).toMatchObject({ variant: "csv-utc8", exportedAt: Date.UTC(2025, 3, 1, 0) });
    expect(rows[0]).toMatchObject({ at: Date.UTC(2025, 2, 1, 2, 14, 25), timeBasis: "text-with-offset" });
  });

  test("without a stated zone is read in that of the run, and said to be", async () => {
    const { rows, export: of } = await read(bill(ROW), {
      timeZone: "America/New_York",
      timeZoneBasis: "zone-declared",
    });
    expect(rows[0]).toMatchObject({ at: Date.UTC(2025, 2, 1, 15, 14, 25), timeBasis: "zone-declared" });
    expect(of?.knownDefects).toContainEqual({ code: "TIME_ZONE_UNSTATED", records: 1 });
  });

  test("counts: what is kept and what is skipped come to the rows written", async () => {
    const kinds = [ROW, "甲,乙,丙", ROW.replace("老王", "老,王"), "2025-03-01 10:14:25,转账"];
    const written = Array.from({ length: 400 }, (_, i) => kinds[i % kinds.length] ?? "");
    const { rows, skipped } = await read(bill(...written));
    expect([rows.length, skipped.length]).toEqual([200, 200]);
  });

  test("joined from two has both, and says that the header comes again", async () => {
    const { rows, repairs } = await read(bill(ROW, "----------------", HEADER, ROW));
    expect([rows.length, repairs]).toEqual([2, ["header-repeated"]]);
  });

  test("without its header is ours and refused, with what to do", async () => {
    await expect(read(`微信支付账单明细,,\n${ROW}\n`)).rejects.toMatchObject({ code: "BILL_HEADER_ABSENT" });
  });

  test("in a workbook that says too little of its cells keeps ids that are texts", async () => {
    const id = { xml: '<c r="I2"><v>1.000050001202503E+30</v></c>' };
    const cells = [
      "2025-03-01 10:14:25",
      "转账",
      "老王",
      "/",
      "收入",
      { number: "12.300000000000001" },
      "/",
      "已存入零钱",
      id,
      "/",
      "/",
    ];
    const { rows } = await read(
      workbookOf([
        { name: "别的", rows: [["x"]] },
        { name: "明细", rows: [HEADER.split(","), cells] },
      ]),
      {},
      "账单.xlsx",
    );
    expect(rows[0]).toMatchObject({
      amountFen: 1230, transactionId: null, extra: { 交易单号: "1.000050001202503E+30" }, warnings: ["RESAVED_NUMBER"],
    }); // prettier-ignore
  });
});

describe("what is no bill of WeChat Pay", () => {
  const claimed = async (text: string) => {
    for await (const claim of wechatPayBill.detect(memorySource({ "a.csv": text }))) return claim.strength;
    return null;
  };

  test.each([
    [
      "a bill of Alipay",
      "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注\n",
    ],
    [
      "a chat into which somebody pasted a header",
      `2025-03-01 10:00:00 老王\n看账单\n\n2025-03-01 10:00:05 李四\n${HEADER}\n`,
    ],
    ["a table that quotes the header in a field", `消息ID,类型,内容\n1,文本,"${HEADER}"\n`],
    ["nothing", ""],
  ])("%s", async (_title, text) => {
    expect(await claimed(text)).toBeNull();
  });
});

describe("amounts", () => {
  test.each([
    ["¥5000.00", 500_000], ["￥1,234.5", 123_450], ["86", 8600], ["12.3元", 1230], ["-5.00", null], ["5.000", null],
    ["1,23.00", null], ["/", null], ["", null],
  ] as const)("%s", (text, fen) => {
    expect(billFen(text)).toBe(fen);
  }); // prettier-ignore

  test("of number cells survive the way spreadsheets store them", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), (fen) => {
        expect(fenOfNumber((fen / 100).toPrecision(17))).toBe(fen);
        expect(fenOfNumber(String(fen / 100))).toBe(fen);
      }),
    );
    expect(fenOfNumber("12.345")).toBeNull();
  });
});
