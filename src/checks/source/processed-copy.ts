import type { Provenance, ProvenanceSign } from "../../model/database.ts";
import type { Strength } from "../../model/finding.ts";
import { defineCheck, type ExportContext, type Found } from "../check.ts";

/** Files named with one sort of sign; how many there are is one of its facts. */
const PLACES = 20;

/** Signs that an untouched client database does not bear; others may come from a version not known here. */
const STRONG: ReadonlySet<string> = new Set([
  "foreign-table",
  "foreign-trigger",
  "merge-journal",
  "no-autoincrement",
  "no-primary-key",
  "numbering-rewritten",
  "all-tails-empty",
]);

/** What a database shows of having been worked on since the client wrote it; decides whether its numbering counts. */
export const processedCopy = defineCheck({
  id: "source/processed-copy",
  version: 1,
  scope: "export",
  level: "note",
  strength: "C",
  needs: ["client-table"],
  options: { listed: 50 },
  title: { zh: "经其他软件处理的数据库副本", en: "Copies of databases that other software has worked on" },
  rule: {
    zh: "逐个数据库比较结构与客户端所建的是否相同：其他软件的数据表、索引、触发器，合并时留下的记录，缺少 AUTOINCREMENT 或主键的消息表，换了写法的建表语句，页尾保留区为空的页。任何一处迹象使整套数据库归为“处理过的副本”，显示行号可能重新编排的迹象使其归为“重建的副本”；两者的编号一律不据以检查缺口。",
    en: "Compares the structure of each database with what the client builds: tables, indexes and triggers of other software, the journal of a merge, message tables without AUTOINCREMENT or a primary key, another layout of the DDL, pages whose reserve is empty. One sign makes the set a processed copy; one that means numbers may have been given anew makes it a rebuilt copy. The numbering of neither is checked for gaps.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十三条要求考虑电子数据保存、传输、提取的主体和方法是否可靠；经软件处理的副本须说明由何人用何软件处理，并保留处理前的文件备核。",
    en: "Article 93 of the Provisions on Evidence in Civil Procedure looks at who kept, transferred and extracted electronic data, and how; of a copy that software has worked on it should be said who did it with what, and the files as they were before kept for comparison.",
  },
  innocent: [
    {
      zh: "查看、导出或备份软件为便于查询建立了索引，记录本身没有变动。",
      en: "A viewer, exporter or backup program made indexes for its own searching and left the rows alone.",
    },
    {
      zh: "多个分片为便于阅读合并成一个文件。",
      en: "Several shards were merged into one file to be read more easily.",
    },
    {
      zh: "解密时以导出方式得到可读的副本，页面因此全部重写。",
      en: "The readable copy was made by an export on decryption, which writes every page anew.",
    },
  ],
  reference: "wechat-databases.md §8.7, §10.2, §8.6 S-F04, S-F05, S-F09; design.md §6.1",
  words: {
    "class-processed": {
      zh: "该套数据库归为“处理过的副本”（{signs} 处迹象，涉及 {files} 个文件）：编号不据以检查缺口。",
      en: "The set is a processed copy ({signs} sign(s) in {files} file(s)): its numbering is not checked for gaps.",
    },
    "class-rebuilt": {
      zh: "该套数据库归为“重建或合并的副本”（{signs} 处迹象，涉及 {files} 个文件）：行的编号可能已重新编排，不据以检查缺口。",
      en: "The set is a rebuilt or merged copy ({signs} sign(s) in {files} file(s)): rows may have been numbered anew, and the numbering is not checked for gaps.",
    },
    "foreign-table": {
      zh: "有 {count} 个数据表不是客户端所建，例如“{detail}”（已知会建立它的软件：{tool}）。",
      en: "{count} table(s) are not the client's, such as {detail} (software known to make it: {tool}).",
    },
    "foreign-index": {
      zh: "消息表等处有 {count} 个索引不是已知客户端所建，例如“{detail}”（已知会建立它的软件：{tool}）。",
      en: "{count} index(es) are not of any client known here, such as {detail} (software known to make it: {tool}).",
    },
    "foreign-trigger": {
      zh: "有 {count} 个触发器，例如“{detail}”（已知会建立它的软件：{tool}）；客户端不建触发器。",
      en: "{count} trigger(s), such as {detail} (software known to make it: {tool}); the client makes none.",
    },
    "merge-journal": {
      zh: "有合并数据库时留下的记录表“{detail}”（已知软件：{tool}），共 {count} 处。",
      en: "There is the journal of a merge of databases, {detail} (known software: {tool}), {count} in all.",
    },
    "no-autoincrement": {
      zh: "消息表“{detail}”等 {count} 处的建表语句没有 AUTOINCREMENT，与客户端不同。",
      en: "The DDL of message table {detail} ({count} in all) lacks AUTOINCREMENT, unlike the client's.",
    },
    "no-primary-key": {
      zh: "消息表“{detail}”等 {count} 处的建表语句没有主键，与客户端不同。",
      en: "The DDL of message table {detail} ({count} in all) lacks a primary key, unlike the client's.",
    },
    "ddl-layout": {
      zh: "消息表“{detail}”等 {count} 处的建表语句分行书写，客户端写成一行。",
      en: "The DDL of message table {detail} ({count} in all) runs over several lines; the client writes it on one.",
    },
    "numbering-rewritten": {
      zh: "消息表的编号显示已重新编排：{detail}（共 {count} 处）。",
      en: "The numbers of a message table show that they were given anew: {detail} ({count} in all).",
    },
    "all-tails-empty": {
      zh: "{count} 个数据库的每一页页尾保留区都为空，是整个文件重写后的样子（例如共 {detail} 页）。",
      en: "In {count} database(s) the reserve of every page is empty, as when a whole file is written anew ({detail} pages, for one).",
    },
    "tails-empty": {
      zh: "{count} 个数据库中有部分页的页尾保留区为空（例如 {detail} 页），这些页是在解密之后写入或释放的。",
      en: "In {count} database(s) the reserve of some pages is empty ({detail}, for one): those pages were written or freed after decryption.",
    },
    other: {
      zh: "有 {count} 处其他迹象（{code}），例如“{detail}”（已知软件：{tool}）。",
      en: "{count} other sign(s) ({code}), such as {detail} (known software: {tool}).",
    },
    more: {
      zh: "另有 {groups} 种迹象，共 {count} 处。",
      en: "{groups} further sort(s) of sign, {count} in all.",
    },
  },
  *run({ export: of, options }: ExportContext) {
    const { provenance, databases = [] } = of;
    if (provenance === undefined) return { notApplicable: "no-database-facts" };
    const { signs } = provenance;
    const summary = classFound(provenance);
    if (summary) yield summary;
    const groups = grouped(signs);
    const listed = options["listed"] ?? 50;
    for (const group of groups.slice(0, listed)) yield signFound(group);
    const rest = groups.slice(listed);
    const count = rest.reduce((sum, group) => sum + group.length, 0);
    if (rest.length > 0) yield { word: "more", facts: { groups: rest.length, count }, at: [] };
    return { counts: { databases: databases.length, signs: signs.length } };
  },
});

function classFound({ class: made, signs }: Provenance): Found | null {
  if (made !== "processed-copy" && made !== "rebuilt-copy") return null;
  const files = pathsOf(signs);
  const word = made === "rebuilt-copy" ? "class-rebuilt" : "class-processed";
  const strength = highest(signs);
  return { word, facts: { signs: signs.length, files: files.length }, at: placesOf(files), strength };
}

type Group = readonly [ProvenanceSign, ...ProvenanceSign[]];

/** Signs of one sort and one tool together, in order of appearance. */
function grouped(signs: readonly ProvenanceSign[]): Group[] {
  const groups = new Map<string, [ProvenanceSign, ...ProvenanceSign[]]>();
  for (const sign of signs) {
    const key = `${sign.code}\u0000${sign.tool ?? ""}`;
    const group = groups.get(key);
    if (group) group.push(sign);
    else groups.set(key, [sign]);
  }
  return [...groups.values()];
}

function signFound(group: Group): Found {
  const [{ code, detail, tool }] = group;
  const word = code in processedCopy.words && !code.startsWith("class-") && code !== "more" ? code : "other";
  const facts = { code, count: group.length, detail, tool };
  return { word, facts, at: placesOf(pathsOf(group)), strength: strengthOf(group[0]) };
}

function strengthOf({ code, tool }: ProvenanceSign): Strength {
  return STRONG.has(code) || tool !== null ? "A" : "C";
}

function highest(signs: readonly ProvenanceSign[]): Strength {
  return signs.some((sign) => strengthOf(sign) === "A") ? "A" : "C";
}

const pathsOf = (signs: readonly ProvenanceSign[]): string[] => [...new Set(signs.map(({ path }) => path))];
const placesOf = (paths: readonly string[]): { path: string }[] => paths.slice(0, PLACES).map((path) => ({ path }));
