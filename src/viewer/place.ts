import type { ViewerOverview } from "../model/viewer.ts";

/** Views that are named in the address. */
export const VIEWS = [
  "facts", "conversations", "search", "findings", "people", "groups", "declared", "files", "exhibits", "verify",
] as const; // prettier-ignore

export type ViewName = (typeof VIEWS)[number];

/** What the address asks for. */
export type Place =
  | { readonly view: ViewName; readonly rest: string }
  | { readonly view: "conversation"; readonly conversation: string; readonly seq: number | null }
  /** A number that several conversations have. */
  | { readonly view: "choice"; readonly seq: number; readonly conversations: readonly string[] }
  | { readonly view: "unknown"; readonly asked: string };

/** Address of a view. */
export function viewAddress(view: ViewName, rest = ""): string {
  return `#/${view}${rest === "" ? "" : `/${encodeURIComponent(rest)}`}`;
}

/** Address of a message: its printed number. */
export function messageAddress(conversation: string, seq: number): string {
  return `#${conversation}-${seq}`;
}

/**
 * The place that the part of an address behind `#` asks for: a view (`/search/…`), a conversation (`c1`), a printed
 * message number (`c1-183`, `证据2-183`), or a number alone.
 */
export function placeOf(hash: string, overview: Pick<ViewerOverview, "conversations" | "exhibits">): Place {
  const asked = decoded(hash.replace(/^#/, "")).trim();
  if (asked === "") return { view: "facts", rest: "" };
  const [, name, rest = ""] = /^\/([a-z]+)(?:\/([^]*))?$/.exec(asked) ?? [];
  const view = VIEWS.find((one) => one === name);
  if (view !== undefined) return { view, rest };
  return numbered(asked, overview) ?? { view: "unknown", asked };
}

function numbered(
  asked: string,
  { conversations, exhibits }: Pick<ViewerOverview, "conversations" | "exhibits">,
): Place | null {
  const ids = conversations.map(({ id }) => id);
  if (ids.includes(asked)) return { view: "conversation", conversation: asked, seq: null };
  if (/^\d{1,9}$/.test(asked)) {
    const seq = Number(asked);
    return among(
      conversations.filter(({ messageCount }) => messageCount >= seq).map(({ id }) => id),
      seq,
    );
  }
  const [, prefix = "", digits = ""] = /^(.+?)\s*[-–—－]\s*(\d{1,9})$/.exec(asked) ?? [];
  if (digits === "") return null;
  if (ids.includes(prefix)) return { view: "conversation", conversation: prefix, seq: Number(digits) };
  const exhibit = exhibits.find(({ label, number }) => [label, number].some((one) => same(one, prefix)));
  return exhibit === undefined ? null : among(exhibit.conversations.slice(0, 1), Number(digits));
}

function among(conversations: readonly string[], seq: number): Place | null {
  const [conversation] = conversations;
  if (conversation === undefined) return null;
  return conversations.length === 1
    ? { view: "conversation", conversation, seq }
    : { view: "choice", seq, conversations };
}

/** Labels are typed from paper: blanks and width do not count. */
function same(label: string, typed: string): boolean {
  const plain = (text: string) => text.normalize("NFKC").replaceAll(/\s+/g, "").toLowerCase();
  return plain(label) === plain(typed);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
