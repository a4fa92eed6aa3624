import type { Export } from "../../model/chat.ts";
import type { CoverageItem, DatabaseFile } from "../../model/database.ts";
import { defineCheck, type ExportContext, type Found } from "../check.ts";

/** Parts of the set of which each holds messages of its own. */
const SHARDS = /shard$/;
const UNREADABLE: Readonly<Record<string, string>> = { encrypted: "shard-encrypted", empty: "shard-empty" };
/** Names printed in one sentence. */
const NAMED = 12;

/** What belongs to a set of databases and was not given, or cannot be read. Everything else depends on it. */
export const missingShard = defineCheck({
  id: "source/missing-shard",
  version: 1,
  scope: "export",
  level: "warning",
  strength: "B",
  needs: ["client-table"],
  options: { listed: 50 },
  title: { zh: "成套数据库不齐", en: "Parts of the set of databases not given" },
  rule: {
    zh: "消息数据库分片存放并依次编号：编号中间空缺的分片、已列入而未提供或无法读取的分片逐个列出，其中的消息全部不在材料中，不得理解为删除。随消息数据库一起的联系人、会话列表、全文索引、媒体、资源等数据库未提供的，合并提示，并说明哪些检查因此能说的较少；无法读取的逐个列出。",
    en: "Messages lie in numbered shards: shards absent from the middle of the row, and shards that were listed but not given or cannot be read, are told one by one; none of their messages is here, which is not to be read as deletion. Companion databases (contacts, session list, full-text index, media, resources …) that were not given are noted together with the checks that say less without them; unreadable ones are told one by one.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十三条第四项要求考虑电子数据的保存、传输、提取有无遗漏、方法是否可靠；缺少的部分应先补充，再谈有无删减。",
    en: "Article 93 (4) of the Provisions on Evidence in Civil Procedure looks at whether electronic data were kept, transferred and extracted without loss; what is absent should be supplied before anybody speaks of deletion.",
  },
  innocent: [
    {
      zh: "取得数据的工具只处理当时正在使用的数据库。",
      en: "The tool that took the data handles only databases in use at that moment.",
    },
    {
      zh: "只复制了与案件有关的时间段所在的分片。",
      en: "Only the shards of the period at issue were copied.",
    },
    {
      zh: "该版本的客户端没有这个数据库，或该账号从未用到。",
      en: "This version of the client has no such database, or the account never used it.",
    },
  ],
  reference: "wechat-databases.md §8.1 S-C01, §12 (4)",
  words: {
    "shard-absent": {
      zh: "成套的消息数据库中没有“{name}”；其中的消息不在材料中。",
      en: "“{name}” is absent from the set of message databases; its messages are not here.",
    },
    "shard-encrypted": {
      zh: "消息数据库“{name}”是加密的，无法读取；其中的消息不在材料中，请权利人以可读形式导出后补充。",
      en: "The message database “{name}” is encrypted and cannot be read; its messages are not here and should be supplied in readable form by whoever holds them.",
    },
    "shard-empty": {
      zh: "消息数据库“{name}”是零字节的空文件；其中的消息不在材料中。",
      en: "The message database “{name}” is an empty file of no bytes; its messages are not here.",
    },
    "shard-unreadable": {
      zh: "消息数据库“{name}”已损坏或不是数据库，无法读取；其中的消息不在材料中。",
      en: "The message database “{name}” is damaged or no database and cannot be read; its messages are not here.",
    },
    "companion-unreadable": {
      zh: "配套数据库“{name}”无法读取（加密、为空或已损坏）；以下检查因此能说的较少：{weakens}。",
      en: "The companion database “{name}” cannot be read (encrypted, empty or damaged); these checks say less without it: {weakens}.",
    },
    "companions-absent": {
      zh: "没有提供 {count} 个配套数据库：{names}；以下检查因此能说的较少：{weakens}。",
      en: "{count} companion database(s) were not given: {names}; these checks say less without them: {weakens}.",
    },
    "companions-absent-only": {
      zh: "没有提供 {count} 个配套数据库：{names}。",
      en: "{count} companion database(s) were not given: {names}.",
    },
    more: {
      zh: "另有 {count} 个分片或数据库未提供或无法读取。",
      en: "{count} further shard(s) or database(s) were not given or cannot be read.",
    },
  },
  *run({ export: of, options }: ExportContext) {
    const { coverage } = of;
    if (coverage === undefined) return { notApplicable: "no-database-facts" };
    // The log has a check of its own.
    const items = coverage.filter(({ item }) => item !== "wal");
    const found = [...shardsFound(of, items), ...unreadableCompanions(of, items)];
    const listed = options["listed"] ?? 50;
    yield* found.slice(0, listed);
    if (found.length > listed) yield { word: "more", facts: { count: found.length - listed }, at: [] };
    const absent = items.filter(({ item, state }) => !SHARDS.test(item) && state === "absent");
    if (absent.length > 0) yield companionsAbsent(of, absent);
    const shards = items.filter(({ item }) => SHARDS.test(item)).length;
    const given = items.filter(({ state }) => state === "given").length;
    return { counts: { items: items.length, given, shards } };
  },
});

function shardsFound(of: Export, items: readonly CoverageItem[]): Found[] {
  const shards = items.filter(({ item }) => SHARDS.test(item));
  const found = shards.flatMap((shard): Found[] => {
    if (shard.state === "given") return [];
    const { name, reason } = shard;
    const word = shard.state === "absent" ? "shard-absent" : (UNREADABLE[reason ?? ""] ?? "shard-unreadable");
    return [{ word, facts: { name, reason, weakens: weakened([shard]) }, at: [placeOf(of, shard)] }];
  });
  const named = new Set(shards.map(({ name }) => lastName(name)));
  return [...found, ...holesInRow(of.databases ?? []).filter(({ facts }) => !named.has(lastName(String(facts["name"]))))]; // prettier-ignore
}

/** Shards whose number lies between those given; their name is that of a neighbour with the number changed. */
function holesInRow(databases: readonly DatabaseFile[]): Found[] {
  const found: Found[] = [];
  for (const role of ["message", "official-message"]) {
    const row = databases.flatMap((file) => (file.role === role && file.shard !== null ? [{ ...file, shard: file.shard }] : [])); // prettier-ignore
    const numbers = new Set(row.map(({ shard }) => shard));
    const [lowest, highest] = [Math.min(...numbers), Math.max(...numbers)];
    for (let number = lowest + 1; number < highest && highest - lowest < 1000; number += 1) {
      if (numbers.has(number)) continue;
      const beside = row.find(({ shard }) => shard < number) ?? row[0];
      const name = beside?.path.replace(/\d+(?=\.[^.]*$)/, String(number));
      if (beside && name) {
        found.push({ word: "shard-absent", facts: { name, reason: null, weakens: "" }, at: [{ path: beside.path }] });
      }
    }
  }
  return found;
}

function unreadableCompanions(of: Export, items: readonly CoverageItem[]): Found[] {
  return items
    .filter(({ item, state }) => !SHARDS.test(item) && state === "unreadable")
    .map((item) => {
      const facts = { name: item.name, reason: item.reason, weakens: weakened([item]) };
      return { word: "companion-unreadable", facts, at: [placeOf(of, item)], strength: "C" };
    });
}

function companionsAbsent(of: Export, absent: readonly CoverageItem[]): Found {
  const names = absent.slice(0, NAMED).map(({ name }) => name).join(", "); // prettier-ignore
  const facts = {
    count: absent.length,
    names: absent.length > NAMED ? `${names} …` : names,
    weakens: weakened(absent),
  };
  const word = facts.weakens === null ? "companions-absent-only" : "companions-absent";
  return { word, facts, at: [{ path: of.entry }], level: "note", strength: "D" };
}

function weakened(items: readonly CoverageItem[]): string | null {
  const checks = [...new Set(items.flatMap(({ weakens }) => weakens))];
  return checks.length > 0 ? checks.join(", ") : null;
}

const lastName = (path: string): string => path.slice(path.lastIndexOf("/") + 1).toLowerCase();
const placeOf = (of: Export, { path }: CoverageItem): { path: string } => ({ path: path ?? of.entry });
