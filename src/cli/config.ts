import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { UsageError } from "../base/errors.ts";
import type { Environment } from "./language.ts";

const FILE = "evidence.config.json";

const fileShape = z.strictObject({
  lang: z.enum(["zh", "en"]).optional(),
  tz: z.string().optional(),
  failOn: z.enum(["error", "warning", "note", "never"]).optional(),
  require: z.string().optional(),
});

export type FailOn = "error" | "warning" | "note" | "never";

/** Sections of the case file that a pipeline may insist on. */
export const REQUIRABLE = ["device", "identity", "acquisition"] as const;

export type Required = (typeof REQUIRABLE)[number];

/** A setting and which of flag, environment, file or default decided it. */
export interface Chosen<Value> {
  readonly value: Value;
  readonly from: "flag" | "environment" | "file" | "default";
}

export interface Flags {
  readonly lang?: string;
  readonly tz?: string;
  readonly failOn?: string;
  readonly require?: string;
}

export interface Config {
  /** Language of the printed report. The system locale has no say: equal input gives equal bytes everywhere. */
  readonly reportLanguage: Chosen<"zh" | "en">;
  readonly timeZone: Chosen<string>;
  readonly failOn: Chosen<FailOn>;
  readonly required: Chosen<readonly Required[]>;
}

/**
 * Settings by flag, then environment, then `evidence.config.json` in `folder`, then default.
 *
 * @throws {UsageError} CONFIG_INVALID, LANGUAGE_UNKNOWN, TIME_ZONE_UNKNOWN, FAIL_ON_UNKNOWN, REQUIRE_UNKNOWN
 */
export function readConfig(flags: Flags, environment: Environment, folder: string): Config {
  const file = readFile(join(folder, FILE));
  const lang = choose(flags.lang, undefined, file.lang, "zh");
  const tz = choose(flags.tz, environment["EVIDENCE_TZ"], file.tz, "Asia/Shanghai");
  const failOn = choose(flags.failOn, environment["EVIDENCE_FAIL_ON"], file.failOn, "error");
  const required = choose(flags.require, environment["EVIDENCE_REQUIRE"], file.require, "");
  return {
    reportLanguage: { ...lang, value: oneOf(lang.value, ["zh", "en"], "LANGUAGE_UNKNOWN", "--lang") },
    timeZone: { ...tz, value: knownZone(tz.value) },
    failOn: {
      ...failOn,
      value: oneOf(failOn.value, ["error", "warning", "note", "never"], "FAIL_ON_UNKNOWN", "--fail-on"),
    },
    required: { ...required, value: requiredOf(required.value) },
  };
}

/** Words apart by commas; an empty one asks for nothing, so that an environment can be set aside with `--require ""`. */
function requiredOf(text: string): Required[] {
  const words = text.split(/[,，、\s]+/).filter((word) => word !== "");
  return words.map((word) => oneOf(word, REQUIRABLE, "REQUIRE_UNKNOWN", "--require"));
}

function choose(
  flag: string | undefined,
  env: string | undefined,
  file: string | undefined,
  fallback: string,
): Chosen<string> {
  if (flag !== undefined) return { value: flag, from: "flag" };
  if (env !== undefined && env !== "") return { value: env, from: "environment" };
  if (file !== undefined) return { value: file, from: "file" };
  return { value: fallback, from: "default" };
}

function readFile(path: string): z.infer<typeof fileShape> {
  if (!existsSync(path)) return {};
  const faults: string[] = [];
  try {
    const parsed = fileShape.safeParse(JSON.parse(readFileSync(path, "utf8")));
    if (parsed.success) return parsed.data;
    faults.push(...parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`.trim()));
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  }
  throw new UsageError(
    "CONFIG_INVALID",
    {
      zh: `设置文件 ${FILE} 有误：${faults.join("；")}`,
      en: `The settings file ${FILE} is wrong: ${faults.join("; ")}`,
    },
    {
      hint: {
        zh: '可用的设置：{"lang": "zh" 或 "en", "tz": "Asia/Shanghai", "failOn": "error|warning|note|never", "require": "device,identity,acquisition"}。改正或删除该文件。',
        en: 'It takes {"lang": "zh" or "en", "tz": "Asia/Shanghai", "failOn": "error|warning|note|never", "require": "device,identity,acquisition"}. Correct or remove it.',
      },
      facts: { path },
    },
  );
}

/** The value where it is one of those allowed. @throws {UsageError} under `code` */
export function oneOf<Value extends string>(
  value: string,
  allowed: readonly Value[],
  code: string,
  flag: string,
): Value {
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  const list = allowed.join(", ");
  throw new UsageError(
    code,
    { zh: `${flag} 不能写“${value}”。`, en: `${flag} does not take "${value}".` },
    { hint: { zh: `可以写：${list}`, en: `It takes one of: ${list}` }, facts: { value } },
  );
}

function knownZone(name: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone && name;
  } catch (cause) {
    throw new UsageError(
      "TIME_ZONE_UNKNOWN",
      { zh: `没有名为“${name}”的时区。`, en: `There is no time zone "${name}".` },
      {
        hint: {
          zh: "请写 IANA 时区名，例如 Asia/Shanghai、Asia/Hong_Kong、UTC。",
          en: "Use an IANA name such as Asia/Shanghai, Asia/Hong_Kong or UTC.",
        },
        facts: { value: name },
        cause,
      },
    );
  }
}
