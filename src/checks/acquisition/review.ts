import type { Bilingual } from "../../base/bilingual.ts";
import type { Level } from "../../model/finding.ts";
import { reviewOf, unknownAnswers, type Answers, type ReviewRule } from "../acquisition-rules.ts";
import { casePlace } from "../case-place.ts";
import { defineCheck, type SourceContext } from "../check.ts";

const QUESTIONS = 20;

/** The questionnaire A1–A20 against the rules Q01–Q15; a hint to the lawyer, never an answer. */
export const acquisitionReview = defineCheck({
  id: "acquisition/review",
  version: 1,
  scope: "source",
  level: "note",
  strength: "D",
  needs: [],
  isInternal: true,
  options: {},
  title: { zh: "取得方式复核提示", en: "Review of the way of collecting" },
  rule: {
    zh: "按案件信息文件中问卷 A1–A20 的填报，逐条对照规则 Q01–Q15，列出对上的规则和复核提示级别：N0 未触发提示，N1 提示补充说明，N2 建议律师复核，N3 重点复核。级别只就已填的项目而言，未填的项目不推测。级别和规则只供提交方内部使用，不写入证据包；打包时用 --acquisition-report court 要求列入的除外。",
    en: "Holds the answers to A1–A20 in the case file against the rules Q01–Q15 and lists the rules that apply with a level: N0 no hint, N1 explain further, N2 review by a lawyer suggested, N3 review with care. It speaks of what is answered; nothing is guessed of a blank. Level and rules are for the submitting side and stay out of the bundle, unless --acquisition-report court asks for them when packing.",
  },
  legalHook: {
    zh: "《民诉法解释》第一百零六条；《民法典》第一千零三十二条至第一千零三十四条；《个人信息保护法》第二十八条（法院可能审查证据如何取得）。",
    en: "Article 106 of the Interpretation of the Civil Procedure Law; Articles 1032–1034 of the Civil Code; Article 28 of the Personal Information Protection Law (a court may look at how evidence was obtained).",
  },
  innocent: [
    {
      zh: "填报时不了解情况或选错了选项；可核实后更正并重新打包。",
      en: "The person who answered did not know or chose the wrong answer; it can be corrected and packed again.",
    },
    {
      zh: "另有同意、授权、规章或紧急情况，问卷没有问到。",
      en: "There was a consent, mandate, rule or emergency the questions do not ask about.",
    },
  ],
  reference: "law.md §4.1, §4.2, §4.3",
  words: {
    ...level({
      N0: ["未触发提示", "no hint"],
      N1: ["提示补充说明", "explain further"],
      N2: ["建议律师复核", "review by a lawyer is suggested"],
      N3: ["重点复核", "review with care"],
    }),
    Q01: rule(
      "账号属于提交人一方或由对话一方、群成员交付，取证人为对话一方或群成员，访问方式为正常登录查看，范围限定在相关对话和时间。",
      "the account belongs to the submitting side or was handed over by a party or group member, the collector was a party, access was by ordinary login, and the scope was limited to the conversations and time in issue.",
    ),
    Q02: {
      zh: "填报情况显示：{questions} 填为不清楚，可补充说明。",
      en: "The answers show: {questions} answered as not known; they can be explained further.",
    },
    Q03: rule(
      "账号属于他人，同意一项未填为书面同意或聊天内同意。",
      "the account belongs to another person, and consent in writing or in the chat is not stated.",
    ),
    Q04: rule(
      "取证人在取证时不是对话一方或群成员。",
      "the collector was neither a party to the conversation nor a member of the group at the time.",
    ),
    Q05: rule(
      "设备为单位配发，账号为个人账号，账号使用人的同意为未征求或明确拒绝。该组事实与一则已公开案件（北京互联网法院）的事实有相近之处，建议律师复核。本工具不判断取得方式。",
      "the device was issued by an employer, the account is personal, and consent was not asked for or was refused. These facts are near those of a published case (Beijing Internet Court); review by a lawyer is suggested. This tool does not judge the way of collecting.",
    ),
    Q06: rule(
      "账号使用人在取证前已远程退出登录、改密或明确要求停止查看，而账号未填为属于提交人。建议律师复核。本工具不判断取得方式。",
      "before the collection the user of the account had logged out remotely, changed the password or asked to stop, and the account is not stated to be the submitter's. Review by a lawyer is suggested. This tool does not judge the way of collecting.",
    ),
    Q07: rule(
      "访问方式为使用他人密码、破解或绕过、监控软件，或录音录像使用了专用器材。相关规定见《民诉法解释》第一百零六条、《刑法》第二百八十四条和第二百八十五条、《治安管理处罚法》第五十条，建议律师复核。",
      "access was with another's password, by bypassing protection or by monitoring software, or a recording was made with special equipment. See Article 106 of the Interpretation, Articles 284 and 285 of the Criminal Law, and Article 50 of the Public Security Administration Punishments Law; review by a lawyer is suggested.",
    ),
    Q08: rule(
      "访问方式为恢复已删除数据，账号未填为属于提交人，同意一项未填为书面同意。该组事实与一则已公开案件（北京市第二中级人民法院）的事实有相近之处，建议律师复核。",
      "deleted data were recovered, the account is not stated to be the submitter's, and written consent is not stated. These facts are near those of a published case (Beijing No. 2 Intermediate Court); review by a lawyer is suggested.",
    ),
    Q09: rule(
      "相关内容是翻看后才发现的。提示级别加一级。",
      "the matter was found only by looking through. The level is raised by one.",
    ),
    Q10: rule(
      "群为私人小群，取证人在取证时不是群成员。建议律师复核。",
      "the group is a small private one and the collector was not a member at the time. Review by a lawyer is suggested.",
    ),
    Q11: rule(
      "有其他较缓和的取证方式而未采用。提示级别加一级。",
      "milder means were available and not used. The level is raised by one.",
    ),
    Q12: rule(
      "取证范围为全部账号数据。提示级别加一级。",
      "the data of the whole account were taken. The level is raised by one.",
    ),
    Q13: rule(
      "涉及敏感个人信息（未成年人、医疗健康、金融账户、行踪、生物识别、宗教信仰或特定身份）；隐私处理见报告第 12 节。",
      "sensitive personal information is concerned (minors, health, finance, whereabouts, biometrics, religion or a specific identity); for privacy see chapter 12 of the report.",
    ),
    Q14: rule(
      "取证后在群内或网络公开。建议律师复核。",
      "it was published in a group or on the network afterwards. Review by a lawyer is suggested.",
    ),
    Q15: rule(
      "单位规章或协议告知设备可被检查。该项仅列出，不降低提示级别。",
      "rules or a contract say that devices may be inspected. This is only listed and lowers no level.",
    ),
  },
  *run({ caseFile }: SourceContext) {
    if (caseFile === null) return { notApplicable: "no-case-file" };
    const answers = caseFile.declared.acquisition ?? {};
    const answered = answeredCount(answers);
    if (answered === 0) return { notApplicable: "questionnaire-blank" };
    const at = casePlace(caseFile, "acquisition");
    const { level: reached, hits } = reviewOf(answers);
    const facts = { answered, asked: QUESTIONS, rules: hits.length };
    yield { word: reached, level: GRAVITY[reached], facts, at };
    for (const hit of hits) yield { word: hit.id, level: gravityOf(hit), facts: factsOf(hit, answers), at };
    return { counts: { answered, asked: QUESTIONS, rules: hits.length } };
  },
});

function level(said: Readonly<Record<keyof typeof GRAVITY, readonly [zh: string, en: string]>>) {
  const words = Object.entries(said).map(([code, [zh, en]]): [string, Bilingual] => [
    code,
    {
      zh: `复核提示级别 ${code}（${zh}）：就已填的 {answered} 项（共 {asked} 项）而言，对上规则 {rules} 条。`,
      en: `Review level ${code} (${en}): of what is answered ({answered} of {asked}), {rules} rules apply.`,
    },
  ]);
  return Object.fromEntries(words);
}

function rule(zh: string, en: string): Bilingual {
  return { zh: `填报情况显示：${zh}`, en: `The answers show: ${en}` };
}

const GRAVITY = { N0: "note", N1: "note", N2: "warning", N3: "warning" } as const satisfies Record<string, Level>;

function gravityOf({ effect }: ReviewRule): Level {
  return "reaches" in effect ? GRAVITY[effect.reaches] : "note";
}

function factsOf({ id }: ReviewRule, answers: Answers) {
  return id === "Q02" ? { questions: unknownAnswers(answers).join(", ") } : {};
}

/** Of A1 to A20; the nature of the account is asked besides. */
function answeredCount(answers: Answers): number {
  return Object.keys(answers).filter((key) => key !== "accountKind").length;
}
