import type { Bilingual } from "../base/bilingual.ts";
import type { ProvenanceClass } from "./database.ts";

interface ProvenanceCard {
  readonly name: Bilingual;
  /** False where numbers may have been given anew, or the rows worked on. */
  readonly numbersCount: boolean;
}

/** How near a set of databases is to what the client wrote, in words. @source law.md §8.2, wechat-databases.md §8.7 */
export const PROVENANCE: Readonly<Record<ProvenanceClass, ProvenanceCard>> = {
  "client-original": {
    name: { zh: "客户端原始数据库", en: "databases as the client keeps them" },
    numbersCount: true,
  },
  "partial-set": {
    name: { zh: "部分数据库（成套中有未提供的）", en: "part of a set of databases as the client keeps them" },
    numbersCount: true,
  },
  "processed-copy": {
    name: { zh: "经其他软件处理的副本", en: "a copy that other software has worked on" },
    numbersCount: false,
  },
  "rebuilt-copy": {
    name: { zh: "重建的副本", en: "a rebuilt copy" },
    numbersCount: false,
  },
};

/** `3.46.1` of the number that a SQLite file keeps of the version that wrote last; null where it keeps none. */
export function sqliteVersionText(number: number): string | null {
  if (number <= 0) return null;
  return [Math.floor(number / 1_000_000), Math.floor(number / 1000) % 1000, number % 1000].join(".");
}
