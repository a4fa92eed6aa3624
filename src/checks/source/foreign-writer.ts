import type { DatabaseFile, ForeignObject } from "../../model/database.ts";
import { defineCheck, type ExportContext, type Found } from "../check.ts";
import { tableNumberings } from "../table-numbering.ts";

/** Objects named in one sentence; how many there are is one of its facts. */
const NAMED = 3;

/** What software other than the client has put into, or written to, databases that hold messages. */
export const foreignWriter = defineCheck({
  id: "source/foreign-writer",
  version: 1,
  scope: "export",
  level: "warning",
  strength: "A",
  needs: ["client-table"],
  options: { listed: 50 },
  title: { zh: "其他软件写入数据库的痕迹", en: "Traces of other software writing to the databases" },
  rule: {
    zh: "逐个数据库列出：触发器（客户端不建）；已知由其他软件建立的数据表和索引，以及消息表上不在已知客户端之列的索引；在页尾带有保留区的数据库中，属于消息数据表或已释放而保留区为空的页，这些页是在解密之后由普通 SQLite 写入或释放的；编号计数表中有名而数据表已不存在的条目，正常删除数据表会同时删去该条目。",
    en: "Lists for each database: triggers (the client makes none); tables and indexes known to be made by other software, and indexes on message tables of no client known here; in databases whose pages keep a reserve, pages of message tables, or freed ones, whose reserve is empty, because plain SQLite wrote or freed them after decryption; and entries of the counter of numbers whose table is not there, which dropping a table would have removed.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十三条第四项要求考虑存储、传输、提取的方法是否可靠；《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条审查电子数据有无增加、删除、修改。这些痕迹说明数据库被写入过，不说明写入了什么，也不说明是否影响某条消息。",
    en: "Article 93 (4) of the Provisions on Evidence in Civil Procedure looks at how electronic data were kept, transferred and extracted, article 11 of the Provisions on Internet Courts at additions, deletions and changes. The traces say that something wrote to a database, not what it wrote nor whether any message is concerned.",
  },
  innocent: [
    {
      zh: "查看或导出软件在解密后的文件上建立了索引或自己的数据表。",
      en: "A viewer or exporter added indexes or tables of its own to the decrypted file.",
    },
    {
      zh: "有人用通用数据库软件打开过解密后的文件，软件自动整理了页面。",
      en: "Somebody opened the decrypted file in a general database program, which tidied pages by itself.",
    },
    {
      zh: "索引由尚未收录的客户端版本建立。",
      en: "An index comes from a version of the client that is not known here.",
    },
    {
      zh: "使用人安装了防撤回类的辅助软件。",
      en: "The user had installed an add-on that keeps recalled messages.",
    },
  ],
  reference: "wechat-databases.md §8.0 page tails, §8.6 S-F04, S-F09, §10.2",
  words: {
    triggers: {
      zh: "数据库有 {count} 个触发器：{names}。触发器会在写入、修改或删除记录时自动动作，客户端不建触发器。",
      en: "The database has {count} trigger(s): {names}. A trigger acts by itself when rows are written, changed or deleted; the client makes none.",
    },
    "known-objects": {
      zh: "数据库中有 {count} 个数据表或索引由其他软件建立：{names}（已知软件：{tool}）。",
      en: "The database holds {count} table(s) or index(es) made by other software: {names} (known software: {tool}).",
    },
    "unknown-objects": {
      zh: "消息表上有 {count} 个不在已知客户端之列的索引或对象：{names}。",
      en: "There are {count} index(es) or object(s) on message tables that no client known here makes: {names}.",
    },
    "message-pages": {
      zh: "数据库共 {pages} 页，其中 {count} 页属于消息数据表而页尾保留区为空（涉及 {tables} 个表，例如“{name}”）：这些页是在解密之后写入的。",
      en: "Of {pages} pages {count} belong to message tables and have an empty reserve ({tables} table(s), such as {name}): they were written after decryption.",
    },
    "free-pages": {
      zh: "数据库共 {pages} 页，其中 {count} 页已释放而页尾保留区为空：这些页是在解密之后释放的，释放前存有何内容不得而知。",
      en: "Of {pages} pages {count} are free and have an empty reserve: they were freed after decryption, and what they held is not known.",
    },
    "other-pages": {
      zh: "数据库共 {pages} 页，其中 {count} 页属于索引或其他数据表而页尾保留区为空（例如“{name}”）。",
      en: "Of {pages} pages {count} belong to indexes or other tables and have an empty reserve (such as {name}).",
    },
    "all-pages": {
      zh: "数据库的全部 {pages} 页页尾保留区都为空：整个文件在解密之后重写过，无法据页尾判断哪些页另有写入。",
      en: "All {pages} pages have an empty reserve: the whole file was written anew after decryption, and page tails cannot tell which pages were written to besides.",
    },
    "counter-without-table": {
      zh: "编号计数表中有数据表“{table}”（已编至 {sequence}），而数据库中没有这个表，也不知属于哪个会话。",
      en: "The counter of numbers has an entry for table {table} (up to {sequence}), but there is no such table, and its conversation is not known.",
    },
    more: {
      zh: "另有 {count} 处同类痕迹。",
      en: "{count} further trace(s) of these sorts.",
    },
  },
  *run({ chat, export: of, options }: ExportContext) {
    const { databases } = of;
    if (databases === undefined) return { notApplicable: "no-database-facts" };
    const listed = options["listed"] ?? 50;
    const found = [...databases.flatMap(objectsFound), ...databases.flatMap(pagesFound)];
    const gone = tableNumberings(chat, of.id).filter(({ isTableGone, conversation }) => isTableGone && !conversation);
    for (const { path, table, sequence } of gone) {
      const facts = { table, sequence: sequence === null ? null : String(sequence) };
      found.push({ word: "counter-without-table", facts, at: [{ path, table: "sqlite_sequence" }], strength: "B" });
    }
    yield* found.slice(0, listed);
    if (found.length > listed) yield { word: "more", facts: { count: found.length - listed }, at: [], strength: "C" };
    const withTails = databases.filter(({ zeroTails }) => zeroTails !== null).length;
    return { counts: { databases: databases.length, withTails } };
  },
});

function objectsFound({ path, foreign }: DatabaseFile): Found[] {
  const at = [{ path }];
  const triggers = foreign.filter(({ type }) => type === "trigger");
  const others = foreign.filter(({ type }) => type !== "trigger");
  const known = others.filter(({ tool }) => tool !== null);
  const unknown = others.filter(({ tool }) => tool === null);
  const found: Found[] = [];
  if (triggers.length > 0) found.push({ word: "triggers", facts: namesOf(triggers), at });
  for (const tool of new Set(known.map((object) => object.tool))) {
    const made = known.filter((object) => object.tool === tool);
    found.push({ word: "known-objects", facts: { ...namesOf(made), tool }, at });
  }
  // A newer client may have indexes of its own.
  if (unknown.length > 0) found.push({ word: "unknown-objects", facts: namesOf(unknown), at, strength: "C" });
  return found;
}

function namesOf(objects: readonly ForeignObject[]) {
  const names = objects.slice(0, NAMED).map(({ name, table }) => (name === table ? name : `${name} (${table})`));
  return { count: objects.length, names: names.join(", ") + (objects.length > NAMED ? " …" : "") };
}

function pagesFound({ path, zeroTails }: DatabaseFile): Found[] {
  if (zeroTails === null || zeroTails.zero === 0) return [];
  const { pages, zero, inMessageTables, owners } = zeroTails;
  const at = [{ path }];
  if (zero === pages) return [{ word: "all-pages", facts: { pages }, at, level: "note" }];
  const found: Found[] = [];
  const free = owners.filter(({ name }) => name === "").reduce((sum, owner) => sum + owner.pages, 0);
  const named = owners.filter(({ name }) => name !== "");
  const name = named[0]?.name ?? null;
  if (inMessageTables > 0) {
    const facts = { pages, count: inMessageTables, tables: named.length, name };
    found.push({ word: "message-pages", facts, at });
  }
  if (free > 0) found.push({ word: "free-pages", facts: { pages, count: free }, at, strength: "B" });
  const other = zero - inMessageTables - free;
  if (other > 0) found.push({ word: "other-pages", facts: { pages, count: other, name }, at, level: "note" });
  return found;
}
