import { createHash } from "node:crypto";
import { partBytes } from "../base/mail/content.ts";
import { looksLikeMail, type MailPart, readMail } from "../base/mail/parts.ts";
import type { Source, SourceFile } from "../model/source.ts";
import { uniqueName } from "./names.ts";
import type { Spool } from "./spool.ts";
import type { Place } from "./unpack.ts";

const HEAD_BYTES = 8192;
const NAME_CHARACTERS = 200;

/** A file carried inside a received mail, unpacked. */
export interface MailMember {
  readonly file: SourceFile;
  readonly place: Place;
}

/** Whether a received file is a mail, by its content. */
export function isMail(base: Source, { path, container, sizeBytes }: SourceFile): boolean {
  return container === null && sizeBytes > 0 && looksLikeMail(base.read(path, 0, HEAD_BYTES));
}

/**
 * The files attached to a received mail (`a.eml!/picture.jpg`, `container` the mail's path). A transfer encoding cannot
 * expand, so that no mail takes more room unpacked than it has itself.
 *
 * @throws {OutputError} SCRATCH_NOT_WRITABLE
 */
export function unpackMail(base: Source, mail: SourceFile, spool: Spool): MailMember[] {
  const view = {
    sizeBytes: mail.sizeBytes,
    read: (position: number, length: number) => base.read(mail.path, position, length),
  };
  const names = new Set<string>();
  return readMail(view)
    .parts.filter(({ isAttachment }) => isAttachment)
    .map((part) => {
      const name = uniqueName(memberName(part), names);
      const hash = createHash("sha256");
      let length = 0;
      for (const bytes of partBytes(view, part)) {
        hash.update(bytes);
        spool.append(bytes);
        length += bytes.length;
      }
      const place = { zip: null, offset: spool.keep(), length };
      const path = `${mail.path}!/${name}`;
      const sha256 = hash.digest("hex");
      return {
        file: { path, nameHex: null, sizeBytes: length, sha256, modifiedText: null, container: mail.path },
        place,
      };
    });
}

/** The stated name as one segment of a path; a mail can name its files anything. */
function memberName({ name, number, type }: MailPart): string {
  const segment = (name ?? "").split(/[\\/]/).at(-1) ?? "";
  // Control characters would break every list the name stands in.
  const safe = [...segment.replace(/\p{Cc}/gu, "").trim()].slice(0, NAME_CHARACTERS).join("");
  return /^\.{0,2}$/.test(safe) ? `part-${number}.${type.split("/")[1]?.replace(/[^a-z0-9]/g, "") || "bin"}` : safe;
}
