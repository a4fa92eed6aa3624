/** Invented accounts of the fixtures. */
export const OWNER = "wxid_gq7k2m1x0a11";
export const PEER = "wxid_hz3n8p5r6t22";
export const FOREMAN = "wxid_lm4q7s9u1v33";
/** Left the group before the copy was made. */
export const DEPARTED = "wxid_dp2w6y8z0b44";
export const ROOM = "23456789012@chatroom";
export const OFFICIAL = "gh_3f9a1c7e5d20";
export const ENTERPRISE = "25984981102233445@openim";

export const NAMES: Readonly<Record<string, { nickname: string; alias?: string; remark?: string }>> = {
  [OWNER]: { nickname: "陈嘉木", alias: "chenjiamu2016" },
  [PEER]: { nickname: "沈若溪", alias: "shenruoxi_sh", remark: "沈经理（云栖装饰）" },
  [FOREMAN]: { nickname: "老周", alias: "laozhou_gz" },
  [DEPARTED]: { nickname: "小满" },
  [ROOM]: { nickname: "延安路项目对接群" },
  [OFFICIAL]: { nickname: "云栖装饰服务号" },
  [ENTERPRISE]: { nickname: "建材客服-小林" },
  filehelper: { nickname: "文件传输助手" },
};

/** First day of the record, 2026-03-02 09:00 in Shanghai, epoch seconds. */
export const START = 1_772_413_200;
