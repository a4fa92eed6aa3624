import { posix } from "node:path";
import type { ConversationFacts } from "../importer.ts";
import { SELF } from "./header.ts";

const NAMES_KEPT = 10;

/** Names seen in one chat, in order; a few of them tell whether it is a group. */
export class NamesSeen {
  private readonly names = new Set<string>();

  add(name: string): void {
    if (name !== SELF && name !== "" && this.names.size < NAMES_KEPT) this.names.add(name);
  }

  /**
   * Title and sort of a chat. In a private chat the one other name is the chat's own, of which the exporter may leave out
   * signs that file names cannot hold.
   */
  conversation(title: string): Pick<ConversationFacts, "title" | "type"> {
    const [first, ...more] = this.names;
    const isNamed = [...this.names].some((name) => letters(name) === letters(title));
    if (first === undefined) return { title, type: "unknown" };
    if (more.length === 0) return isNamed ? { title: first, type: "private" } : { title, type: "unknown" };
    return { title, type: isNamed ? "unknown" : "group" };
  }
}

/** Name of a file without folder and ending. */
export function titleOfPath(path: string): string {
  return posix.basename(path).replace(/\.[A-Za-z]{1,5}$/, "");
}

function letters(name: string): string {
  return name.normalize("NFC").replace(/[^\p{L}\p{N}]/gu, "");
}
