import type { DatabaseFile } from "../../model/database.ts";
import { defineCheck, type ExportContext, type Found } from "../check.ts";

/** Databases that keep a write-ahead log, given without it; and what the log adds where it was given. */
export const missingWal = defineCheck({
  id: "source/missing-wal",
  version: 1,
  scope: "export",
  level: "warning",
  strength: "C",
  needs: ["client-table"],
  options: { listed: 50 },
  title: { zh: "缺少数据库的预写日志", en: "Databases without their write-ahead log" },
  rule: {
    zh: "数据库的文件头写明使用预写日志（WAL），而没有随附同名的 -wal 文件时列出：最近写入的记录通常还只在该文件里。随附了日志的，列出应用日志前后的行数；日志末尾有未提交部分的也予以说明。",
    en: "Reported where the header of a database says that it keeps a write-ahead log (WAL) and no -wal file of that name was given: the most recent rows often stand in it alone. Where the log was given, the rows with and without it are told, and any part at its end that was never committed.",
  },
  legalHook: {
    zh: "缺少日志会使最近一段消息不在材料中，容易被误认为删除；《最高人民法院关于民事诉讼证据的若干规定》第九十三条第四项要求考虑电子数据的提取有无遗漏、方法是否可靠。",
    en: "Without the log the most recent messages may be absent, which is easily taken for deletion; article 93 (4) of the Provisions on Evidence in Civil Procedure looks at how data were extracted and whether anything was left out.",
  },
  innocent: [
    {
      zh: "解密工具只处理主文件，没有处理日志。",
      en: "The decrypting tool takes the main file and leaves the log.",
    },
    {
      zh: "复制前日志已并入主文件，当时没有日志。",
      en: "The log had been merged into the main file before copying, and there was none.",
    },
    {
      zh: "复制时微信正在运行，日志文件被占用而未能复制。",
      en: "WeChat was running while the files were copied, and the log was locked.",
    },
  ],
  reference: "wechat-databases.md §8.0, §8.1 S-C02, §12 (3)",
  words: {
    "message-log-absent": {
      zh: "消息数据库使用预写日志，但没有随附“{wal}”；最近写入的消息可能不在材料中（主文件现有 {rows} 行）。",
      en: "This message database keeps a write-ahead log, but “{wal}” was not given; the most recent messages may be absent ({rows} rows in the main file).",
    },
    "log-absent": {
      zh: "数据库使用预写日志，但没有随附“{wal}”；最近写入的内容可能不在材料中。",
      en: "This database keeps a write-ahead log, but “{wal}” was not given; what was written last may be absent.",
    },
    "log-applied": {
      zh: "主文件有 {withoutWal} 行消息，应用随附的预写日志后为 {withWal} 行（日志 {frames} 帧）；以应用日志后的内容为准。",
      en: "The main file has {withoutWal} message rows, {withWal} with the given write-ahead log applied ({frames} frames); what is reported is with the log.",
    },
    "log-part-unused": {
      zh: "随附的预写日志有 {frames} 帧，其中只有 {committed} 帧属于已提交且仍有效的写入，其余未予采用。",
      en: "The given write-ahead log has {frames} frames of which only {committed} belong to committed writes that still hold; the others were not used.",
    },
    more: {
      zh: "另有 {count} 处同类情况。",
      en: "{count} further case(s) of these sorts.",
    },
  },
  *run({ export: of, options }: ExportContext) {
    const { databases } = of;
    if (databases === undefined) return { notApplicable: "no-database-facts" };
    const found = databases.flatMap(logFound);
    const listed = options["listed"] ?? 50;
    yield* found.slice(0, listed);
    if (found.length > listed) yield { word: "more", facts: { count: found.length - listed }, at: [] };
    const logged = databases.filter(({ journal }) => journal === "wal");
    const withLog = databases.filter(({ wal }) => wal !== null).length;
    return { counts: { databases: databases.length, logged: logged.length, withLog } };
  },
});

function logFound({ path, role, journal, wal, rows }: DatabaseFile): Found[] {
  const at = [{ path }];
  if (wal === null) {
    if (journal !== "wal") return [];
    const facts = { wal: `${path}-wal`, rows: rows?.withWal ?? null };
    if (role === "message" || role === "official-message") return [{ word: "message-log-absent", facts, at }];
    return [{ word: "log-absent", facts, at, level: "note" }];
  }
  const found: Found[] = [];
  const both = [{ path }, { path: wal.path }];
  if (rows !== null && rows.withoutWal !== null && rows.withoutWal !== rows.withWal) {
    const facts = { withoutWal: rows.withoutWal, withWal: rows.withWal, frames: wal.frames };
    found.push({ word: "log-applied", facts, at: both, level: "note", strength: "D" });
  }
  if (wal.committedFrames < wal.frames) {
    const facts = { frames: wal.frames, committed: wal.committedFrames };
    found.push({ word: "log-part-unused", facts, at: both, level: "note", strength: "D" });
  }
  return found;
}
