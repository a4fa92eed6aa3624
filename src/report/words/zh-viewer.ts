/** Words of the viewer's data in Chinese; those of its buttons belong to its program. */
export const zhViewer = {
  notes: {
    numbers: "每条消息的编号（会话编号-消息序号，如 c1-183）与封面报告、列印件和 record/messages.jsonl 一致。",
    zone: "时间按 {zone} 显示。",
    sides: "右侧为提交方的消息；案件信息文件没有填报取证账号属于提交方的，右侧为导出所用账号的消息。",
    copies: "引用、转发中的文字是该条消息所带的内容，不是本会话中的消息。",
    declared: "标有“填报”的内容由填报人提供，未经核实。",
    unmasked: "列印件遮盖了他人的部分号码；此处和 record/、data/ 中的内容未遮盖。",
    fingerprint: "指纹不在证据包内：它与证据包分开保存，对照的方法见“核对”。",
  },
  targets: {
    unnamed: "未指明消息编号",
    absent: "不在记录中（服务端编号 {id}）",
    leftOut: "{message} 不在所选期间内",
  },
  views: {
    inContainer: "在收到的压缩包或邮件内，解压后才能打开",
    inDatabase: "在收到的数据库内",
    noForm: "此处不打开这类文件，可在证据包的文件夹中查看",
    copyWithNote: "收到的文件中途断开，或时长与其语音包数不符",
    noCopy: "不能在此显示：{reason}",
  },
  outcomes: {
    "nothing-found": "未发现",
    found: "列出事项",
    "not-applicable": "不具备检验条件",
    undetermined: "未能完成",
  },
  memberRoles: { owner: "群主", admin: "管理员", member: "成员", unknown: "未记载" },
  dayStates: { messages: "有消息", silent: "没有消息", "out-of-range": "不在范围" },
  groupBases: { notice: "消息中的提示", export: "导出件所载", declared: "填报" },
  groupEvents: {
    announcement: "群公告",
    stated: "所载",
    "member-count": "人数",
    "owner-declared": "群主",
    warning: "提醒、警告",
    complaint: "投诉",
    measure: "处理",
    report: "举报",
    dissolved: "解散",
  },
  memberCounts: {
    listed: "成员名单中的人数（导出件所载）",
    stated: "群人数（导出件所载）",
    declared: "群页面显示的人数",
  },
};
