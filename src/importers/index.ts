import { androidDb } from "./android-db/index.ts";
import { chatLab } from "./chatlab/index.ts";
import { chatlog } from "./chatlog/index.ts";
import { cipherTalk } from "./ciphertalk/index.ts";
import { echoTrace } from "./echotrace/index.ts";
import { emailText } from "./email-text/index.ts";
import { images } from "./images/index.ts";
import type { Importer } from "./importer.ts";
import { iosDb } from "./ios-db/index.ts";
import { memotraceCsv } from "./memotrace-csv/index.ts";
import { memotraceHtml } from "./memotrace-html/index.ts";
import { pywxdump } from "./pywxdump/index.ts";
import { wechat3Db } from "./wechat-3-db/index.ts";
import { wechat4Db } from "./wechat-4-db/index.ts";
import { wechatdataanalysisZip } from "./wechatdataanalysis-zip/index.ts";
import { wechatDump } from "./wechat-dump/index.ts";
import { wechatExporterIos } from "./wechatexporter-ios/index.ts";
import { wechatPayBill } from "./wechat-pay-bill/index.ts";
import { weflowJson } from "./weflow-json/index.ts";
import { weflowOther } from "./weflow-other/index.ts";

/** Every format that can be read, one line each. */
export const IMPORTERS: readonly Importer[] = [
  weflowJson,
  weflowOther,
  memotraceCsv,
  memotraceHtml,
  pywxdump,
  chatlog,
  cipherTalk,
  echoTrace,
  wechatdataanalysisZip,
  wechat4Db,
  wechatDump,
  wechatExporterIos,
  wechat3Db,
  wechatPayBill,
  chatLab,
  emailText,
  androidDb,
  iosDb,
  images,
];
