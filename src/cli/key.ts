import { basename, resolve } from "node:path";
import { UsageError } from "../base/errors.ts";
import { TOOL } from "../base/tool.ts";
import { makeKey } from "../key.ts";
import type { Watch } from "../model/progress.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { passphraseOf, type PassphrasePlace } from "./passphrase.ts";
import { printable, say, type Terminal } from "./terminal.ts";

export const KEY_SCHEMA = "evidence.key/1";

const DEFAULT_FILE = "evidence-key.pem";

/** Options of `evidence key new` as commander hands them over. */
export interface KeyCommandOptions {
  readonly output?: string;
  readonly passphraseFile?: string;
}

/** `evidence key new`: a key pair for signing bundles. */
export async function keyCommand(
  action: string,
  options: KeyCommandOptions,
  terminal: Terminal,
  place: PassphrasePlace,
  { signal }: Watch,
): Promise<ExitCode> {
  if (action !== "new") throw unknownAction(action);
  const path = resolve(place.folder, options.output ?? DEFAULT_FILE);
  const passphrase = await passphraseOf(options.passphraseFile, true, terminal, place, signal);
  const { privateFile, publicFile, keySha256 } = makeKey(path, passphrase);
  if (terminal.json) {
    const answer = { schema: KEY_SCHEMA, tool: TOOL, exit: EXIT.done, privateFile, publicFile, keySha256 };
    terminal.out(`${JSON.stringify(answer)}\n`);
    return EXIT.done;
  }
  terminal.out(
    `${say(terminal, {
      zh: `私钥  ${printable(privateFile)}（已加口令；只由签名人保管，不要随证据包发出）\n公钥  ${printable(publicFile)}（交给核对人：evidence verify 证据包.zip --expect-key ${printable(basename(publicFile))}）\n公钥校验值  ${keySha256}`,
      en: `Private key  ${printable(privateFile)} (locked; for the signer alone, never sent with a bundle)\nPublic key   ${printable(publicFile)} (for those who verify: evidence verify bundle.zip --expect-key ${printable(basename(publicFile))})\nKey SHA-256  ${keySha256}`,
    })}\n`,
  );
  return EXIT.done;
}

function unknownAction(action: string): UsageError {
  return new UsageError(
    "KEY_ACTION_UNKNOWN",
    { zh: `evidence key 后面不能写“${action}”。`, en: `evidence key does not take "${action}".` },
    {
      hint: { zh: "生成密钥请运行：evidence key new", en: "To make a key run: evidence key new" },
      facts: { value: action },
    },
  );
}
