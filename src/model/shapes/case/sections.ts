import * as z from "zod";
import { CHOICES } from "./choices.ts";
import { day, enclosures, type Form, KEPT, messageRange, moment, text, TYPED } from "./fields.ts";

/** Fields of a section: each may be left out. */
function section<Fields extends z.core.$ZodLooseShape>(fields: Fields) {
  return z.strictObject(fields).partial();
}

const person = section({ name: text, unit: text, contact: text });

/** Every section, in one form. */
function sections({ choice, count, seconds }: Form) {
  /** 案件 @source law.md §7.2 §1 */
  const matter = section({
    cause: text.describe("案由"),
    number: text.describe("案号"),
    forum: text.describe("法院或仲裁机构"),
    opposingPartyCount: count.describe("对方当事人人数"),
    evidenceDeadline: day.describe("举证期限"),
    period: section({ from: day, to: day }).describe("争议期间，首尾两日均包含在内"),
  });

  /** 提交人 */
  const submitter = section({
    name: text,
    role: choice(CHOICES.role),
    relation: text.describe("与案件利害关系"),
    counsel: section({ name: text, firm: text, licence: text.describe("执业证号") }),
  });

  /** 设备 @source law.md §7.3 */
  const device = section({
    deviceId: text,
    kind: choice(CHOICES.deviceKind),
    make: text,
    model: text,
    serial: text,
    imei: z.array(text),
    phoneNumber: text,
    iccid: text,
    os: text,
    osVersion: text,
    wechatVersion: text,
    account: section({ wechatId: text, wxid: text, nickname: text, viewedAt: moment }),
    clock: section({ device: moment, reference: moment, offsetSec: seconds }),
    rooted: choice(CHOICES.yesNoUnknown),
    clonedApp: choice(CHOICES.yesNoUnknown),
    storage: text,
    owner: text,
    user: text,
    location: section({ place: text, address: text }),
    custodian: person,
    availability: choice(CHOICES.availability),
    unavailableReason: choice(CHOICES.unavailableReason),
    unavailableExplanation: text,
    enclosures,
    recordsPresent: choice(CHOICES.recordsPresent),
    migratedFrom: text,
    autoCleanup: choice(CHOICES.yesNoUnknown),
    seal: section({ number: text, at: moment, by: text, photos: enclosures }),
    photos: enclosures,
    presentationPlan: text.describe("当庭出示计划"),
    note: text,
  });

  /** 身份材料 @source law.md §3 */
  const identityProof = section({
    proofId: text,
    type: choice(CHOICES.proofType),
    providedBy: text,
    obtainedAt: moment,
    obtainedHow: text,
    enclosures,
    display: section({ nickname: text, remark: text, wechatId: text, region: text, phone: text, seenAt: moment }),
    messages: messageRange,
    conversation: text,
    disputed: choice(CHOICES.disputed),
    /** Further fields of the ways of §3.2 and §3.3: order and reply numbers, issuing body, exact scope of an admission. */
    details: z.record(text, text),
    remarks: text,
  });

  /** 参与人 */
  const participant = section({
    account: text.describe("wxid，或导出文件中显示的名称"),
    wechatId: text,
    claimedPerson: section({ name: text, role: choice(CHOICES.role), unit: text }),
    boundPhones: z.array(text),
    identityProofs: z.array(identityProof),
    note: text,
  });

  /** 取证过程 @source law.md §7.5 */
  const collection = section({
    authority: text,
    purpose: text,
    start: moment,
    end: moment,
    place: text,
    operators: z.array(section({ name: text, unit: text, capacity: text, qualification: text })),
    witness: text,
    noWitnessReason: text,
    deviceState: text,
    tools: z.array(section({ name: text, version: text, vendor: text, settings: text })),
    method: choice(CHOICES.method),
    steps: z.array(section({ at: moment, action: text, result: text, screenshot: enclosures })),
    network: text,
    login: text,
    target: text,
    outputs: z.array(section({ name: text, kind: text, format: text, sizeBytes: count, sha256: z.string().regex(/^[0-9a-fA-F]{64}$/) })), // prettier-ignore
    recording: text,
    anomalies: z.array(text),
    spotChecks: z.array(section({ conversation: text, messages: messageRange, result: text, by: text })),
    deletion: text,
    recovery: text,
    copies: text,
    enclosures,
  });

  /** 取得方式问卷 A1–A20 @source law.md §4.2 */
  const acquisition = section({
    A1: choice(CHOICES.accountOf).describe("取证账号属于谁"),
    A2: choice(CHOICES.wasParty).describe("取证人是否为对话一方或群成员(取证时)"),
    A3: choice(CHOICES.deviceOf).describe("设备归谁所有"),
    A4: choice(CHOICES.deviceCame).describe("设备如何到达取证人处"),
    A5: choice(CHOICES.consent).describe("账号使用人是否同意"),
    A6: section({ scope: text, at: moment, enclosures }).describe("同意的范围和时间"),
    A7: choice(CHOICES.stopped).describe("取证前账号使用人是否已退出登录、注销、改密或要求停止查看"),
    A8: choice(CHOICES.access).describe("访问方式"),
    A9: choice(CHOICES.method).describe("固定方式"),
    A10: choice(CHOICES.purpose).describe("开始查看时的目的"),
    A11: section({ nature: choice(CHOICES.groupNature), members: count }).describe("群的性质"),
    A12: choice(CHOICES.yesNoUnknown).describe("是否知道其中有与案件无关的私人内容"),
    A13: section({ answer: choice(CHOICES.milder), list: text }).describe("是否有其他较缓和的取证方式"),
    A14: text.describe("为何需要本次取证"),
    A15: z.array(choice(CHOICES.interests)).describe("涉及的权益(对方)"),
    A16: z.array(choice(CHOICES.interestsProtected)).describe("诉讼要保护的权益"),
    A17: section({ answer: choice(CHOICES.limited), scope: text }).describe("范围是否限定在相关对话和时间"),
    A18: section({ answer: choice(CHOICES.employerRule), enclosures }).describe("单位规章或协议是否告知设备可被检查"),
    A19: choice(CHOICES.covert).describe("录音录像是否在非公共场所或以专用器材进行"),
    A20: choice(CHOICES.published).describe("取证后是否向他人公开或转发"),
    accountKind: choice({ personal: "个人账号", work: "工作账号", unknown: "不清楚" }).describe("账号性质"),
  });

  /** 保管与流转 @source law.md §7.4 */
  const custodyEvent = section({
    itemId: text,
    action: choice(CHOICES.custodyAction),
    from: person,
    to: person,
    at: moment,
    place: text,
    purpose: text,
    medium: text,
    hashBefore: text,
    hashAfter: text,
    sealNo: text,
    witness: text,
    note: text,
    enclosures,
  });

  /** 群聊情况 @source law.md §5 */
  const group = section({
    conversation: text.describe("群标识、群名称或编号，例如 c1"),
    memberCount: section({ value: count, at: moment, seenOn: text, enclosures }).describe("群页面显示的人数"),
    ownerPerson: text,
    warnings: z.array(section({ messages: messageRange, by: text, note: text })).describe("群主或管理员的提醒、警告"),
    complaints: z.array(section({ at: moment, messages: messageRange, by: text, content: text, enclosures })),
    measures: z.array(section({ at: moment, messages: messageRange, by: text, action: text, enclosures })),
    reports: z.array(section({ at: moment, to: text, content: text, enclosures })).describe("向平台或主管部门举报"),
    dissolvedAt: moment,
    exporterJoinedAt: moment,
    profile: choice(CHOICES.groupProfile).describe("是否另列成员人数和各类消息条数，及司法解释中的数字"),
    note: text,
  });

  /** 证据 @source law.md §7.1 */
  const exhibit = section({
    number: text,
    title: text,
    conversation: text,
    messages: messageRange,
    summary: text,
    objectOfProof: text.describe("证明对象，由人填写"),
    copies: count,
    remarks: text,
    enclosures,
  });

  const transcript = section({
    conversation: text,
    message: count,
    text,
    by: text,
    method: choice(CHOICES.transcriptBy),
    software: text,
    reviewedBy: text,
    reviewedAt: moment,
  });

  const signature = section({ block: text, name: text, capacity: text, at: moment, note: text, enclosures });

  /** 保密与个人信息 @source law.md §9 */
  const privacy = section({
    confidentiality: text,
    legalBasis: text,
    crossBorder: text,
    retention: text,
    thirdPartyServices: text,
    unmaskedKeptAt: text,
    closedSession: choice(CHOICES.yesNoUnknown).describe("是否申请不公开质证"),
  });

  /** 与《民事证据规定》第九十四条各项有关的情况 @source law.md §2.2 */
  const presumption = section({
    adverseToSubmitter: messageRange.describe("提交人认为对己不利的消息"),
    platform: text.describe("提供或确认的第三方平台"),
    business: text.describe("业务活动中的使用"),
    archive: text.describe("档案保管"),
    agreedWay: text.describe("约定的保存、传输、提取方式"),
    notarialDeed: text.describe("公证书"),
    enclosures,
  });

  return section({
    case: matter,
    submitter,
    devices: z.array(device),
    participants: z.array(participant),
    collection,
    acquisition,
    custody: z.array(custodyEvent),
    presumption,
    groups: z.array(group),
    exhibits: z.array(exhibit),
    transcripts: z.array(transcript),
    glossary: z.array(section({ term: text, meaning: text, by: text })),
    signatures: z.array(signature),
    privacy,
    /** Zone of times in the export that state none. */
    timeZone: text,
  });
}

/** `evidence.case.yaml`. Everything may be left out; what is missing is printed as 未提供. */
export const caseDeclared = sections(TYPED);

/** The same in `record/case.json`. */
export const caseKept = sections(KEPT);

/** One event of `custody`. */
export const declaredEvent = caseKept.shape.custody.unwrap().element;
