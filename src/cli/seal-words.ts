import type { Bilingual } from "../base/bilingual.ts";
import type { KeyExpectation, SealAnswers, SealOutcome, SignatureAnswer, TimeStampAnswer } from "../model/seals.ts";
import { printable, say, type Terminal } from "./terminal.ts";

/** Why a signature or time stamp did not pass, by its code. */
export const SEAL_REASONS: Readonly<Record<string, Bilingual>> = {
  "signature-differs": { zh: "签名与清单或公钥不符", en: "the signature is not over this list, or not by this key" },
  "content-differs": { zh: "所针对的不是本证据包的清单", en: "it is over something else than this bundle's list" },
  "content-not-bound": { zh: "签名没有与内容绑定", en: "the signature is not bound to its content" },
  "certificate-differs": { zh: "签名所绑定的是另一张证书", en: "the signature is bound to another certificate" },
  "certificate-not-bound": {
    zh: "时间戳没有绑定签发机构的证书",
    en: "the time stamp is not bound to the authority's certificate",
  },
  "certificate-purpose": { zh: "证书的用途不符", en: "the certificate is for another purpose" },
  "outside-validity": { zh: "当时证书不在有效期内", en: "a certificate was not valid at that time" },
  "weak-algorithm": { zh: "所用算法已不安全", en: "the algorithm is no longer safe" },
  "not-detached": {
    zh: "签名文件自带内容，不是分离式签名",
    en: "the signature carries content of its own; it is not detached",
  },
  "no-signer": { zh: "没有签名人，或时间戳有几个签名", en: "there is no signer, or a time stamp has several" },
  "no-token": { zh: "响应中没有时间戳", en: "the response holds no time stamp" },
  "refused-by-authority": { zh: "响应是时间戳机构的拒绝", en: "the response is a refusal by the authority" },
  "nonce-differs": { zh: "随机数与所存的请求不符", en: "the nonce is not that of the request that was kept" },
  "request-differs": { zh: "所存的请求是另一份内容的", en: "the request that was kept is for something else" },
  "unknown-root": {
    zh: "有签发机构证书链，但其根证书未经 --trust 指明，故未核对",
    en: "not verified: its root is none that was named with --trust",
  },
  "algorithm-not-verified-here": {
    zh: "有此文件，其算法或格式（如国密 SM2）本程序不核对",
    en: "present; its algorithm or form (such as SM2) is not verified here",
  },
  "not-readable": { zh: "有此文件，读不出，故未核对", en: "present, but it cannot be read, so it is not verified" },
  "bare-token": {
    zh: "只有时间戳本身，不是整个响应文件，故未核对",
    en: "a bare token instead of the whole response; not verified",
  },
  "signer-certificate-missing": {
    zh: "缺少签名人的证书，故未核对",
    en: "the signer's certificate is missing; not verified",
  },
  "key-missing": {
    zh: "没有公钥，故未核对；请用 --expect-key 指明",
    en: "there is no public key; not verified. Name one with --expect-key",
  },
  "request-not-readable": {
    zh: "所存的请求读不出，故未核对",
    en: "the request that was kept cannot be read; not verified",
  },
  "no-signing-time": { zh: "没有签名时间，证书链无从核对", en: "no time of signing, so the chain cannot be checked" },
  "before-packing": { zh: "时间戳早于打包日期，请核实", en: "the time stamp is earlier than the date of packing" },
  "in-future": { zh: "时间戳晚于本机时间，请核实", en: "the time stamp is later than this computer's clock" },
  "key-from-bundle": {
    zh: "公钥取自证据包，请用 --expect-key 与签名人处取得的公钥对照",
    en: "the key comes with the bundle: hold it against the signer's own with --expect-key",
  },
};

const OUTCOMES: Readonly<Record<SealOutcome, Bilingual>> = {
  pass: { zh: "核对一致", en: "holds" },
  fail: { zh: "核对不一致", en: "DOES NOT HOLD" },
  undetermined: { zh: "未核对", en: "not verified" },
};

const EXPECTATIONS: Readonly<Record<KeyExpectation, Bilingual>> = {
  expected: { zh: "是所期待的公钥", en: "the key expected" },
  "not-expected": { zh: "不是所期待的公钥", en: "NOT the key expected" },
  "no-expectation": { zh: "没有指明所期待的公钥", en: "no key was named as expected" },
};

/** Every signature by its key, and every time stamp by its authority, a line or two each. */
export function sealLines(terminal: Terminal, { signatures, timeStamps }: SealAnswers): string[] {
  return [...signatures.flatMap((one) => signatureLines(terminal, one)), ...timeStamps.flatMap((one) => timeLines(terminal, one))]; // prettier-ignore
}

function headOf(terminal: Terminal, { path, outcome, reason }: SignatureAnswer | TimeStampAnswer): string {
  const why = reason === null ? "" : `（${say(terminal, SEAL_REASONS[reason] ?? { zh: reason, en: reason })}）`;
  return `${path}  ${say(terminal, OUTCOMES[outcome])}${why}`;
}

function signatureLines(terminal: Terminal, answer: SignatureAnswer): string[] {
  const { keySha256, keyType, expectation, signer, statedAt } = answer;
  const lines = [headOf(terminal, answer)];
  if (keySha256 !== null) {
    lines.push(`   ${say(terminal, { zh: "公钥", en: "key" })} SHA-256:${keySha256}  ${keyType ?? ""}  ${say(terminal, EXPECTATIONS[expectation])}`); // prettier-ignore
  }
  if (signer !== null) lines.push(`   ${say(terminal, { zh: "证书所载签名人", en: "signer as the certificate names it" })}  ${oneLine(signer)}`); // prettier-ignore
  if (statedAt !== null) lines.push(`   ${say(terminal, { zh: "签名人自述时间", en: "time as the signer states it" })}  ${moment(statedAt)}`); // prettier-ignore
  return lines;
}

function timeLines(terminal: Terminal, answer: TimeStampAnswer): string[] {
  const { authority, certificateUntil, stampedAt, serial, rootSha256 } = answer;
  const lines = [headOf(terminal, answer)];
  if (stampedAt !== null) lines.push(`   ${say(terminal, { zh: "所载时间", en: "time it states" })}  ${moment(stampedAt)}  ${say(terminal, { zh: "序号", en: "serial" })} ${serial ?? ""}`); // prettier-ignore
  if (authority !== null) lines.push(`   ${say(terminal, { zh: "证书所载机构", en: "authority as the certificate names it" })}  ${oneLine(authority)}`); // prettier-ignore
  // A certificate that has run out since is the usual case after some years, and openssl alone calls it a fault.
  if (certificateUntil !== null) lines.push(`   ${say(terminal, { zh: "机构证书有效至", en: "certificate valid until" })}  ${moment(certificateUntil)}${say(terminal, { zh: "；按时间戳所载时间核对", en: "; judged as of the time it states" })}`); // prettier-ignore
  if (rootSha256 !== null) lines.push(`   ${say(terminal, { zh: "根证书", en: "root" })} SHA-256:${rootSha256}`);
  return lines;
}

/** Names of a certificate come one on a line. */
function oneLine(subject: string): string {
  return printable(subject.replaceAll("\n", ", "));
}

function moment(at: number): string {
  const beijing = new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
  return `${beijing} +08:00`;
}
