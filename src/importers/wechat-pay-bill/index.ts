import { looksLikeWorkbook } from "../../base/xlsx.ts";
import type { Importer } from "../importer.ts";
import { detectBills, IMPORTER_ID } from "./detect.ts";
import { readTable, readWorkbook } from "./read.ts";

/**
 * Official bills of WeChat Pay (微信支付账单), CSV and XLSX of all years: a second source beside the chats, without a
 * conversation of its own. The header is found by its names, so the preamble may have any length.
 *
 * @source documented: export-formats.md §8.3
 */
export const wechatPayBill: Importer = {
  id: IMPORTER_ID,
  title: { zh: "微信支付账单 CSV / XLSX", en: "WeChat Pay bill, CSV / XLSX" },
  about: {
    zh: "在微信支付中申请、以邮件发来的“微信支付账单(起止日期).csv”或“.xlsx”。发来的压缩包带密码，请先解压，与压缩包一并提供。",
    en: "“微信支付账单(from-to).csv” or “.xlsx”, asked for in WeChat Pay and sent by e-mail. The zip needs a password: unpack it first, and hand over both.",
  },
  detect: detectBills,
  read: (source, claim, settings) =>
    looksLikeWorkbook(source.read(claim.entry, 0, 64))
      ? readWorkbook(source, claim, settings)
      : readTable(source, claim, settings),
};
