import type { DeclaredDevice } from "../../model/device-fields.ts";
import { blankDeviceFields, DEVICE_FIELDS, isUnavailable } from "../../model/device-fields.ts";
import { casePlace } from "../case-place.ts";
import { defineCheck, type Found, type SourceContext } from "../check.ts";

/**
 * The device the chats live on, as the case file describes it.
 *
 * A court asks for the original carrier first. What is blank is listed; where the carrier is stated not to be at hand,
 * so is which of the five reasons was given.
 */
export const custodyDevice = defineCheck({
  id: "custody/device",
  version: 1,
  scope: "source",
  level: "warning",
  strength: "D",
  needs: [],
  options: {},
  title: { zh: "原始载体（设备）", en: "Original carrier (device)" },
  rule: {
    zh: "查看案件信息文件中的设备：没有填写任何设备的，列出；填写了的，列出应填而未填的项目。填报为已更换、损坏、遗失、已格式化或他人控制的，列出该情况，以及所填的原因属于五种原因中的哪一种；未填原因的，也列出。",
    en: "Looks at the devices of the case file. It is listed where none is described and, for one that is, which of the necessary fields are blank. Where a device is stated to be replaced, damaged, lost, wiped or held by somebody else, that is listed with which of the five reasons is given, or that none is.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第十一条、第十五条第二款、第二十三条、第六十一条；《民事诉讼法》第七十三条；《民诉法解释》第一百一十一条（提供原始载体，或者说明不能提供的原因）。",
    en: "Articles 11, 15 (2), 23 and 61 of the Provisions on Evidence in Civil Procedure; Article 73 of the Civil Procedure Law; Article 111 of the Interpretation of it (the original carrier is produced, or the reason why it cannot be is stated).",
  },
  innocent: [
    {
      zh: "设备仍在使用人手中，只是打包时尚未填写；可在案件信息文件中补填后重新打包。",
      en: "The device is still in use and was only not yet described when the bundle was packed; it can be filled in and packed again.",
    },
    {
      zh: "手机正常更换、损坏或遗失；旧设备上的记录可能已迁移到新设备。",
      en: "A phone was replaced, broke or was lost in ordinary use; its records may have been migrated to a new one.",
    },
  ],
  reference: "law.md §1.1 L05, §2.1 no. 1, §7.3",
  words: {
    "no-case-file": {
      zh: "未提供设备信息：没有案件信息文件，原始载体现在何处、由谁保管、能否出示均未填报。",
      en: "No device is described: there is no case file, so where the original carrier is, who keeps it and whether it can be shown are not stated.",
    },
    "not-described": {
      zh: "案件信息文件中没有填写设备：原始载体现在何处、由谁保管、能否出示均未填报。",
      en: "The case file describes no device: where the original carrier is, who keeps it and whether it can be shown are not stated.",
    },
    "fields-blank": {
      zh: "设备「{device}」（填报）应填的 {asked} 项中有 {blank} 项未提供：{fields}。",
      en: "Of {asked} necessary fields of device 「{device}」 (as declared), {blank} are not provided: {fields}.",
    },
    "state-replaced": {
      zh: "设备「{device}」填报为已更换（旧机在）。",
      en: "Device 「{device}」 is declared to be replaced, the old one being kept.",
    },
    "state-damaged": { zh: "设备「{device}」填报为损坏。", en: "Device 「{device}」 is declared to be damaged." },
    "state-lost": { zh: "设备「{device}」填报为遗失。", en: "Device 「{device}」 is declared to be lost." },
    "state-wiped": { zh: "设备「{device}」填报为已格式化。", en: "Device 「{device}」 is declared to be wiped." },
    "state-heldByOther": {
      zh: "设备「{device}」填报为他人控制。",
      en: "Device 「{device}」 is declared to be held by somebody else.",
    },
    "state-unknown": {
      zh: "设备「{device}」能否出示填报为不详。",
      en: "Whether device 「{device}」 can be shown is declared to be unknown.",
    },
    "reason-lostOrDestroyed": {
      zh: "设备「{device}」不能提供的原因填报为：遗失、灭失或者毁损。所附材料 {enclosures} 份。",
      en: "The reason declared for not producing device 「{device}」: it was lost, perished or was damaged. Documents enclosed: {enclosures}.",
    },
    "reason-heldByOpponent": {
      zh: "设备「{device}」不能提供的原因填报为：在对方当事人控制之下。所附材料 {enclosures} 份。",
      en: "The reason declared for not producing device 「{device}」: the opposing party has it. Documents enclosed: {enclosures}.",
    },
    "reason-heldByThirdParty": {
      zh: "设备「{device}」不能提供的原因填报为：在他人控制之下且他人有权不提交。所附材料 {enclosures} 份。",
      en: "The reason declared for not producing device 「{device}」: a third person has it and may keep it back. Documents enclosed: {enclosures}.",
    },
    "reason-inconvenient": {
      zh: "设备「{device}」不能提供的原因填报为：因篇幅或者体积过大不便提交。所附材料 {enclosures} 份。",
      en: "The reason declared for not producing device 「{device}」: its length or bulk. Documents enclosed: {enclosures}.",
    },
    "reason-courtObtained": {
      zh: "设备「{device}」不能提供的原因填报为：通过申请人民法院调查收集或者其他方式无法获得。所附材料 {enclosures} 份。",
      en: "The reason declared for not producing device 「{device}」: it cannot be obtained through the court or otherwise. Documents enclosed: {enclosures}.",
    },
    "reason-blank": {
      zh: "设备「{device}」填报为不在手边，不能提供原始载体的原因未填（五种原因见案件信息文件）。",
      en: "Device 「{device}」 is declared not to be at hand and the reason is blank (the case file lists the five).",
    },
    "records-partly": {
      zh: "设备「{device}」上的聊天记录填报为部分在本机。",
      en: "The chats are declared to be partly on device 「{device}」.",
    },
    "records-no": {
      zh: "设备「{device}」上的聊天记录填报为已不在本机。",
      en: "The chats are declared to be no longer on device 「{device}」.",
    },
    migrated: {
      zh: "设备「{device}」上的聊天记录填报为由「{from}」迁移而来；迁移前后的两台设备宜一并说明。",
      en: "The chats on device 「{device}」 are declared to have been migrated from 「{from}」; both devices are best described.",
    },
  },
  *run({ caseFile }: SourceContext) {
    const devices = caseFile?.declared.devices ?? [];
    // Without a case file nothing was asked yet; with one, the blank is an answer that will be missed.
    if (caseFile === null) yield { word: "no-case-file", level: "note", facts: {}, at: [] };
    else if (devices.length === 0) yield { word: "not-described", facts: {}, at: casePlace(caseFile, "devices") };
    for (const [index, device] of devices.entries()) {
      const at = casePlace(caseFile, "devices", index);
      for (const found of ofDevice(device, device.deviceId ?? `${index + 1}`)) yield { ...found, at };
    }
    return { counts: { devices: devices.length } };
  },
});

type Stated = Omit<Found, "at">;

function ofDevice(device: DeclaredDevice, name: string): Stated[] {
  return [...blanks(device, name), ...state(device, name), ...records(device, name)];
}

function blanks(device: DeclaredDevice, name: string): Stated[] {
  // A reason that is not given has a sentence of its own.
  const fields = blankDeviceFields(device).filter((field) => field !== "unavailableReason");
  if (fields.length === 0) return [];
  const facts = { device: name, asked: DEVICE_FIELDS.length, blank: fields.length, fields: fields.join(", ") };
  return [{ word: "fields-blank", level: "note", facts }];
}

function state(device: DeclaredDevice, name: string): Stated[] {
  const { availability, unavailableReason: reason, enclosures = [] } = device;
  if (availability === "unknown") return [{ word: "state-unknown", level: "note", facts: { device: name } }];
  if (!isUnavailable(device)) return [];
  const why: Stated =
    reason === undefined
      ? { word: "reason-blank", facts: { device: name } }
      : { word: `reason-${reason}`, level: "note", facts: { device: name, enclosures: enclosures.length } };
  return [{ word: `state-${availability}`, facts: { device: name } }, why];
}

/** A field asked “from which device” is also answered with “from none”. */
const DENIED = /^(?:未|无|没有|否|不是|并非|no\b|not\b|none\b|-+$)/i;

function records({ recordsPresent, migratedFrom }: DeclaredDevice, name: string): Stated[] {
  const found: Stated[] = [];
  if (recordsPresent === "no" || recordsPresent === "partly")
    found.push({ word: `records-${recordsPresent}`, level: "note", facts: { device: name } });
  if (migratedFrom !== undefined && !DENIED.test(migratedFrom))
    found.push({ word: "migrated", level: "note", facts: { device: name, from: migratedFrom } });
  return found;
}
