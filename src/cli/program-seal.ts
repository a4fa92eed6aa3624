import type { Command } from "commander";
import type { Bilingual } from "../base/bilingual.ts";

type Say = (words: Bilingual) => string;

/** Adds one more value of a repeatable option. */
export function collected(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

const PASSPHRASE_FILE: Bilingual = {
  zh: "从这个文件读取私钥口令（否则用环境变量 EVIDENCE_PASSPHRASE，或在终端窗口中询问）",
  en: "read the passphrase from this file (else EVIDENCE_PASSPHRASE, else asked on the terminal)",
};

/** Options of `verify` that concern seals. */
export function sealExpectationOptions(command: Command, t: Say): Command {
  return command
    .option(
      "--expect-key <file>",
      t({
        zh: "签名人的公钥或证书（从签名人处取得）；没有此公钥的签名即为有改动",
        en: "the signer's public key or certificate, obtained from the signer; no signature by it is NOT INTACT",
      }),
    )
    .option(
      "--require <list>",
      t({
        zh: "必须有且核对一致：seal（签名）、time（时间戳）；用逗号隔开",
        en: "what must be there and hold: seal (a signature), time (a time stamp); apart by commas",
      }),
    )
    .option(
      "--trust <ca.pem>",
      t({
        zh: "信任的根证书（从签发机构处取得；可重复）；没有时，证书签名和时间戳为“未核对”",
        en: "trusted root certificate, obtained from the authority (repeatable); without it certificates and time stamps are not verified",
      }),
      collected,
    );
}

/** The command `seal`. */
export function sealCommandOf(program: Command, t: Say): Command {
  return program
    .command("seal <bundle>")
    .usage(t({ zh: "<证据包.zip> [选项]", en: "<bundle.zip> [options]" }))
    .summary(t({ zh: "为证据包加签名或时间戳", en: "add a signature or time stamp to a bundle" }))
    .description(
      t({
        zh: "为证据包加上签名或时间戳，放入其中的 seal 文件夹；其余文件和指纹不变。\n不写 -o 时就地更新：先在旁边写成并核对，再替换原 zip。除 --tsa 外不联网。",
        en: "Adds a signature or time stamp to the folder seal of a bundle; all other files and the fingerprint stay.\nWithout -o in place: written beside and verified first, then put in place of the zip. Offline but for --tsa.",
      }),
    )
    .option(
      "--key <file>",
      t({ zh: "用此私钥签名（见 evidence key new）", en: "sign with this private key (see: evidence key new)" }),
    ) // prettier-ignore
    .option("--passphrase-file <file>", t(PASSPHRASE_FILE))
    .option(
      "--attach <file>",
      t({
        zh: "附上在别处作出的 .p7s、.sig、.tsr（及其 .tsq）、公钥或证书链 .pem（可重复）",
        en: "add a .p7s, .sig, .tsr (and its .tsq), public key or certificate chain .pem made elsewhere (repeatable)",
      }),
      collected,
    )
    .option(
      "--timestamp-request",
      t({
        zh: "在证据包旁写出时间戳请求 .tsq，供带到别处提交；不联网",
        en: "write the time-stamp request .tsq beside the bundle, to be submitted elsewhere; offline",
      }),
    )
    .option(
      "--tsa <url>",
      t({
        zh: "联网向此时间戳机构申请；只发送指纹和一个随机数，发送前先说明",
        en: "ask this time-stamp authority over the network; only the fingerprint and a random number are sent, and announced first",
      }),
    )
    .option(
      "-o, --output <file.zip>",
      t({ zh: "写成新的证据包，原 zip 不动", en: "write a new bundle and leave the zip as it is" }),
    ) // prettier-ignore
    .addHelpText(
      "after",
      t({
        zh: "\n例子：\n  evidence seal case01.zip --key evidence-key.pem\n  evidence seal case01.zip --timestamp-request\n  evidence seal case01.zip --attach case01.tsr --attach tsa-chain.pem\n  evidence seal case01.zip --key evidence-key.pem -o case01-sealed.zip --json\n\n退出码：0 已加封；2 写法、口令或密钥不对；3 证据包或所附文件核对不上、时间戳机构没有答复；4 无法写入或封签已存在",
        en: "\nExamples:\n  evidence seal case01.zip --key evidence-key.pem\n  evidence seal case01.zip --timestamp-request\n  evidence seal case01.zip --attach case01.tsr --attach tsa-chain.pem\n  evidence seal case01.zip --key evidence-key.pem -o case01-sealed.zip --json\n\nExit codes: 0 sealed; 2 wrong usage, passphrase or key; 3 the bundle or an attachment does not check out, or no answer from the authority; 4 cannot write, or such a seal is there already",
      }),
    );
}

/** The command `key`. */
export function keyCommandOf(program: Command, t: Say): Command {
  return program
    .command("key <new>")
    .usage(t({ zh: "new [选项]", en: "new [options]" }))
    .summary(t({ zh: "生成签名用的密钥", en: "make a key for signing" }))
    .description(
      t({
        zh: "evidence key new 生成签名用的密钥（ECDSA P-256）：私钥加口令（PKCS#8，仅所有者可读），公钥另存为 .pub.pem。\n已存在的文件绝不覆盖。",
        en: "evidence key new makes a key for signing (ECDSA P-256): the private half locked (PKCS #8, readable by its owner only), the public half as .pub.pem.\nAn existing file is never overwritten.",
      }),
    )
    .option(
      "-o, --output <file.pem>",
      t({ zh: "私钥的文件名（默认 evidence-key.pem）", en: "file of the private key (default evidence-key.pem)" }),
    ) // prettier-ignore
    .option("--passphrase-file <file>", t(PASSPHRASE_FILE))
    .addHelpText(
      "after",
      t({
        zh: "\n例子：\n  evidence key new\n  evidence key new -o firm.pem --passphrase-file 口令.txt\n\n退出码：0 已写出；2 没有口令；4 文件已存在或无法写入",
        en: "\nExamples:\n  evidence key new\n  evidence key new -o firm.pem --passphrase-file passphrase.txt\n\nExit codes: 0 written; 2 no passphrase; 4 the file exists or cannot be written",
      }),
    );
}
