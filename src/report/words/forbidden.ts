import type { Language } from "../../base/bilingual.ts";

/** A phrase the program never says in its own voice. */
interface Forbidden {
  /** What is looked for: for English with its word boundaries, since `complete` must not hit `completeness`. */
  readonly pattern: RegExp;
  /** Why, as in the row of the list it comes from. */
  readonly about: string;
}

const zh = (phrases: string, about: string): Forbidden => ({ pattern: new RegExp(phrases, "gu"), about });
const en = (phrases: string, about: string): Forbidden => ({
  pattern: new RegExp(`\\b(?:${phrases})\\b`, "giu"),
  about,
});

/**
 * Verdicts on truth, lawfulness, wholeness, weight, identity or liability, and certainties.
 *
 * @source law.md §8.2, row by row
 */
export const FORBIDDEN: Readonly<Record<Language, readonly Forbidden[]>> = {
  zh: [
    zh("真实|属实", "truth"),
    zh("合法|非法", "lawfulness"),
    zh("可采信?|采信|证据资格|证明力|法律效力", "admissibility"),
    zh("完整|未删减", "wholeness"),
    zh("篡改|防伪", "tampering"),
    zh("原件", "the original"),
    zh("证实|证明|足以认定", "proof"),
    zh("本人|系某|实名认证通过", "identity"),
    zh("鉴定|检验意见|取证结论|司法级|权威", "forensic authority"),
    zh("失职|放任|尽到管理义务|构成", "liability"),
    zh("概率|可信度|可信等级|证据等级|评分", "scores"),
    zh("符合国家标准", "conformity"),
    zh("必然|一定|绝对|100\\s*%", "certainty"),
  ],
  en: [
    en("authentic(?:ity)?|genuine(?:ly)?|verified true", "truth"),
    en("lawful(?:ly|ness)?|unlawful(?:ly)?|illegal(?:ly)?|legally obtained", "lawfulness"),
    en("admissib(?:le|ility)|probative|legally (?:effective|valid)", "admissibility"),
    en("complete(?:ly)?|unabridged", "wholeness"),
    en("untampered|tamper-?proof|unaltered|tampered", "tampering"),
    en("the original(?! (?:device|carrier|path|paths|name|names|file name|file names))", "the original"),
    en("proves?|proved|proven|establishe[sd]", "proof"),
    en("identity (?:is )?verified|verified identity", "identity"),
    en("forensic(?:ally)?|court-grade", "forensic authority"),
    en("breach(?:ed)?|tolerated|liable", "liability"),
    en("confidence|probability|scores?", "scores"),
    en("complies with", "conformity"),
    en("always|guarantee[sd]?|certainly|undoubtedly", "certainty"),
  ],
};

/** Set phrases that hold such a word without making a claim, each with what it is. */
export const ALLOWED: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  zh: {
    完整性校验: "name of a technique: checking digests",
    完整性检查: "name of a kind of check",
    证明对象: "column of the evidence list, filled in by a person",
    证明目的: "column of the evidence list, filled in by a person",
    身份证明: "name of a paper",
    单位证明: "name of a paper, CPLI 115",
    用于证明材料: "name WeChat Pay gives to its statement",
    原件或复制件: "field of the receipt a court fills in, CPL 69",
    所填内容由本人负责: "declaration a person signs",
    不是鉴定意见: "fixed limit no. 1",
    完整抄录: "to copy every character",
    合法的转义序列: "grammar of JSON",
    绝对路径: "file systems",
    不一定: "uncertainty",
    一定期间: "a certain period",
  },
  en: {
    "original or copy": "field of the receipt a court fills in, CPL 69",
  },
};

/**
 * Words of the law's own questions, allowed only where a rule is cited: they name what a court looks at, and claim
 * nothing of the material.
 */
export const ALLOWED_IN_CITATIONS: Readonly<Record<Language, readonly RegExp[]>> = {
  zh: [/真实性|完整性|合法性|证明力|证明|认定|鉴定|原件|真实|完整|合法|非法|采信|篡改|本人/gu],
  en: [
    /\b(?:authenticity|authentic|lawfulness|lawful|integrity|complete|completeness|probative|proof|proves?|the original|admissib\w+|tampered)\b/giu,
  ],
};

/** One place where a text says what it must not. */
export interface Violation {
  readonly phrase: string;
  readonly about: string;
}

/** Quotations: titles of law, words of a source, values filled in later. */
const QUOTED = /《[^》]*》|「[^」]*」|\{\w+\}/gu;

/**
 * Forbidden phrases in a text of ours, outside titles of law, quotations and set phrases.
 *
 * @param citation true for the sentence that says which rule makes a court ask
 */
export function forbiddenIn(text: string, language: Language, citation = false): Violation[] {
  const allowed = Object.keys(ALLOWED[language]).sort((a, b) => b.length - a.length);
  let own = text.replace(QUOTED, "|");
  for (const phrase of allowed) own = own.replaceAll(phrase, "|");
  if (citation) for (const pattern of ALLOWED_IN_CITATIONS[language]) own = own.replace(pattern, "|");
  return FORBIDDEN[language].flatMap(({ pattern, about }) =>
    [...own.matchAll(pattern)].map((match) => ({ phrase: match[0], about })),
  );
}
