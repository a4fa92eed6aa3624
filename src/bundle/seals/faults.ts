import type { Bilingual } from "../../base/bilingual.ts";
import { BundleError, OutputError, SourceError, UsageError } from "../../base/errors.ts";

/** @returns {UsageError} EXPECT_KEY_UNUSABLE */
export function expectKeyUnusable(): UsageError {
  return new UsageError(
    "EXPECT_KEY_UNUSABLE",
    {
      zh: "--expect-key 所给的文件中没有可用的公钥。",
      en: "The file given with --expect-key holds no usable public key.",
    },
    {
      hint: {
        zh: "请给签名人的公钥（evidence key new 写出的 .pub.pem）或证书（PEM 格式）；不要用私钥。",
        en: "Give the signer's public key (the .pub.pem that evidence key new wrote) or certificate in PEM; never a private key.",
      },
    },
  );
}

/** @returns {UsageError} TRUST_UNUSABLE */
export function trustUnusable(): UsageError {
  return new UsageError(
    "TRUST_UNUSABLE",
    { zh: "--trust 所给的文件中没有可用的证书。", en: "The file given with --trust holds no usable certificate." },
    {
      hint: {
        zh: "请给从签发机构处取得的根证书，PEM 格式（以 -----BEGIN CERTIFICATE----- 开头）。",
        en: "Give the root certificate obtained from the authority, in PEM (it begins with -----BEGIN CERTIFICATE-----).",
      },
    },
  );
}

/** @returns {BundleError} BUNDLE_NOT_INTACT: what does not agree with itself is not sealed */
export function bundleNotIntact(path: string, faults: number): BundleError {
  return new BundleError(
    "BUNDLE_NOT_INTACT",
    {
      zh: `证据包“${path}”核对不一致（${faults} 处），不予加封；没有改动任何文件。`,
      en: `The bundle "${path}" does not agree with its own lists (${faults} places), so it is not sealed; nothing was changed.`,
    },
    {
      hint: {
        zh: "请运行 evidence verify 查看不一致之处，并用打包时写出的 zip 加封。",
        en: "See where with evidence verify, and seal the zip as it was first written.",
      },
      facts: { path, faults },
    },
  );
}

/** @returns {OutputError} SEAL_EXISTS */
export function sealExists(path: string): OutputError {
  return new OutputError(
    "SEAL_EXISTS",
    {
      zh: `证据包内已有 ${path}，不会被替换。`,
      en: `The bundle already holds ${path}, which is not replaced.`,
    },
    {
      hint: {
        zh: "已有的封签请用 evidence verify 查看；需要另一份签名或时间戳时，请从加封之前的 zip 开始。",
        en: "See what is there with evidence verify; for another signature or time stamp start from the zip before sealing.",
      },
      facts: { path },
    },
  );
}

/** @returns {SourceError} SEAL_DOES_NOT_FIT: an attachment that is not over this bundle, or does not hold */
export function sealDoesNotFit(path: string, reason: string): SourceError {
  return new SourceError(
    "SEAL_DOES_NOT_FIT",
    {
      zh: `${path} 与本证据包核对不上（${reason}），没有加入；没有改动任何文件。`,
      en: `${path} does not check out against this bundle (${reason}), so it was not added; nothing was changed.`,
    },
    {
      hint: {
        zh: "请确认签名或时间戳是对本证据包的 tagmanifest-sha256.txt 作出的，且所附的是整个响应文件和相应的公钥。",
        en: "Make sure that it is over this bundle's tagmanifest-sha256.txt, and that the whole response and the right public key are attached.",
      },
      facts: { path, reason },
    },
  );
}

const UNFIT_HINT: Bilingual = {
  zh: "可以附上：.sig 签名、.p7s（CMS 分离式签名）、.tsr（时间戳响应，可同时附上 .tsq 请求）、签名人公钥或证书链（.pem）。",
  en: "It takes a .sig, a .p7s (detached CMS), a .tsr (whole response, its .tsq besides), the signer's public key or a chain of certificates (.pem).",
};

/** @returns {UsageError} ATTACHMENT_UNKNOWN */
export function attachmentUnknown(name: string): UsageError {
  const says = { zh: `不知道“${name}”是哪一种封签文件。`, en: `"${name}" is no kind of seal file that is known.` };
  return new UsageError("ATTACHMENT_UNKNOWN", says, { hint: UNFIT_HINT, facts: { name } });
}

/** @returns {UsageError} KEY_UNUSABLE */
export function keyUnusable(name: string, why: Bilingual): UsageError {
  const says = { zh: `私钥“${name}”不能用来签名：${why.zh}。`, en: `The key "${name}" cannot sign: ${why.en}.` };
  const hint = {
    zh: "请用 evidence key new 生成密钥，或给 PEM 格式的 P-256 或 RSA（2048 位以上）私钥。",
    en: "Make one with evidence key new, or give a P-256 or RSA key (2048 bits or more) in PEM.",
  };
  return new UsageError("KEY_UNUSABLE", says, { hint, facts: { name } });
}

/** @returns {UsageError} PASSPHRASE_WRONG */
export function passphraseWrong(name: string): UsageError {
  const says = { zh: `私钥“${name}”打不开：口令不对或文件已损坏。`, en: `The key "${name}" does not open: the passphrase is wrong or the file is damaged.` }; // prettier-ignore
  const hint = { zh: "请核对口令后重试。", en: "Check the passphrase and try again." };
  return new UsageError("PASSPHRASE_WRONG", says, { hint, facts: { name } });
}
