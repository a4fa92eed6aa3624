import type { Kind } from "../../model/kind.ts";
import type { Recall, SystemEvent } from "../../model/message.ts";

/** What a system row says. Names stand as the notice shows them; the account it was exported from appears as `你` or `You`. */
export interface Notice {
  readonly kind: Extract<Kind, "system" | "recall" | "pat">;
  /** Null for a recall; `other` where the wording is not one we know. */
  readonly system: SystemEvent | null;
  readonly recall: Recall | null;
}

/**
 * One wording. Groups: `actor` who did it, `self` and `subjects` to whom (several joined by the client with 、),
 * `value` what it became.
 */
interface Wording {
  readonly says: SystemEvent["event"] | "recall";
  readonly pattern: RegExp;
}

/** Longer than any notice the client writes (a full list of several hundred members); beyond it no pattern is tried. */
const LONGEST_NOTICE = 10_000;

/**
 * Blanks between the parts are bounded: an unbounded run of them would make hostile notices slow. English wordings are
 * written with capitals of more than one fashion (`QR Code`, `QR code`).
 */
function wording(says: Wording["says"], pattern: string): Wording {
  return { says, pattern: new RegExp(`^(?:${pattern})`, "disu") };
}

/** Wordings with straight quotes only; other quotes are read as straight. @source documented: wechat-databases.md §7.9 */
const WORDINGS: readonly Wording[] = [
  ...[`"(?<actor>[^"]+)"`, `(?<actor>[^"]+?)`].flatMap((actor) => [
    wording("recall", `${actor}\\s{0,3}撤回了(?:成员\\s{0,3}".*?"\\s{0,3}的)?一条(?:成员)?消息`),
    wording("recall", `${actor}(?: has|'ve| have)? recalled a message`),
  ]),
  // A name with quotes of its own: only where nothing follows that would make it part of another notice.
  wording("recall", `"(?<actor>.+)"\\s{0,3}撤回了一条消息\\s{0,3}(?:重新编辑)?$`),
  wording(
    "pat",
    `"?(?<actor>[^"]+?)"?\\s{0,3}拍了拍\\s{0,3}(?:"\\s{0,3}(?<subjects>.+?)\\s{0,3}"|(?<self>自己|我|你))(?<value>.*)$`,
  ),

  wording("friend-added", `(?<actor>你)已添加了\\s{0,3}"?(?<subjects>.+?)"?\\s{0,3}[，,]\\s{0,3}现在可以开始聊天了`),
  wording("friend-added", `"?(?<actor>.+?)"?\\s{0,3}刚刚把(?<self>你)添加到通讯录[，,]`),
  wording("friend-added", `我通过了你的朋友验证请求`),
  wording("friend-added", `(?<actor>You) have added "?(?<subjects>.+?)"? as your WeChat contact`),
  wording("friend-added", `"?(?<actor>.+?)"? just added (?<self>you) to (?:his\\/her|his|her|their) contacts`),
  wording("friend-added", `I've accepted your friend request`),
  wording("greeting", `以上是打招呼的(?:内容|消息)`),
  wording("not-friend", `"?(?<actor>.+?)"?\\s{0,3}开启了朋友验证[，,]\\s{0,3}你还不是`),
  wording("not-friend", `"?(?<actor>.+?)"? has enabled Friend Confirmation`),
  wording("blocked", `消息已发出[，,]\\s{0,3}但被对方拒收了`),

  wording(
    "member-joined",
    `"?(?<actor>.+?)"?\\s{0,3}邀请(?<self>你)(?:和\\s{0,3}"(?<subjects>.+)"\\s{0,3})?加入了群聊`,
  ),
  wording("member-joined", `"?(?<actor>.+?)"?\\s{0,3}邀请\\s{0,3}"(?<subjects>.+)"\\s{0,3}加入了群聊`),
  wording(
    "member-joined",
    `"?\\s{0,3}(?<subjects>.+?)"?\\s{0,3}通过扫描\\s{0,3}"?(?<actor>.+?)"?\\s{0,3}分享的二维码加入群聊`,
  ),
  wording(
    "member-joined",
    `"?(?<actor>.+?)"? invited (?<self>you)(?: and "?(?<subjects>.+?)"?)? to (?:the|a) group chat`,
  ),
  wording("member-joined", `"?(?<actor>.+?)"? invited "?(?<subjects>.+?)"? to (?:the|a) group chat`),
  wording(
    "member-joined",
    `"?\\s{0,3}(?<subjects>.+?)"? joined (?:the )?group chat via the QR code shared by "?(?<actor>.+?)"?\\.?$`,
  ),
  wording(
    "member-joined",
    `"?\\s{0,3}(?<subjects>.+?)"? joined (?:the )?group chat via the QR code "?(?<actor>you)"? shared`,
  ),
  wording("member-removed", `"?(?<actor>.+?)"?\\s{0,3}将\\s{0,3}"(?<subjects>.+)"\\s{0,3}移出了?群聊`),
  wording("member-removed", `(?<self>你)被\\s{0,3}"(?<actor>.+)"\\s{0,3}移出了?群聊`),
  wording("member-removed", `(?<actor>You) removed "?(?<subjects>.+?)"? from the group chat`),
  wording("member-removed", `(?<self>You) were removed from the group chat by "?(?<actor>.+?)"?\\.?$`),
  wording("member-left", `"?(?<subjects>.+?)"?\\s{0,3}退出了群聊`),
  wording("admin-added", `"?(?<actor>.+?)"?\\s{0,3}将\\s{0,3}"(?<subjects>.+)"\\s{0,3}添加为群管理员`),

  wording("group-renamed", `"?(?<actor>.+?)"?\\s{0,3}修改群名为\\s{0,3}"(?<value>.*)"`),
  wording("group-renamed", `"?(?<actor>.+?)"? changed the group name to "(?<value>.*)"`),
  wording("owner-changed", `"?(?<subjects>.+?)"?\\s{0,3}已成为新群主`),
  wording("pinned", `"?(?<actor>.+?)"?\\s{0,3}置顶了一条消息`),
  wording("unpinned", `"?(?<actor>.+?)"?\\s{0,3}移除了一条置顶消息`),
  wording("transfer-expired", `收款方\\s{0,3}\\d+\\s{0,3}小时内未接收你的转账[，,]\\s{0,3}已过期`),
  wording("red-packet-opened", `"?(?<actor>.+?)"?\\s{0,3}领取了\\s{0,3}"?(?<subjects>.+?)"?\\s{0,3}的红包`),
  wording("red-packet-opened", `"?(?<actor>.+?)"? opened (?:(?<self>you)r|"?(?<subjects>.+?)"?'s) red packet`),
];

/** Reads `“ ” 「 」 ＂` as `"`; every character keeps its place, so that names can be taken from the text as found. */
function straightened(text: string): string {
  return text.replace(/[“”「」＂]/g, '"').replace(/[‘’]/g, "'");
}

type Groups = Readonly<Record<string, string | null>>;

/** The named parts, cut from the text as found rather than from its straightened copy. */
function groupsOf(match: RegExpExecArray, text: string): Groups {
  const found: Record<string, string | null> = {};
  for (const [name, span] of Object.entries(match.indices?.groups ?? {})) {
    found[name] = (span as [number, number] | undefined) === undefined ? null : text.slice(span[0], span[1]);
  }
  return found;
}

/** A name as shown; null for nothing and for a template variable the exporter left unexpanded (`$username$`). */
function shownName(text: string | null | undefined): string | null {
  const name = text?.trim() ?? "";
  return name === "" || /^\$\w+\$$/.test(name) ? null : name;
}

const JOINS = /["“”「」＂]?、["“”「」＂]?/u;
/** In English names are joined with a comma and a blank, or with 、 as well. */
const ENGLISH_JOINS = /["“”＂]?(?:、|, )["“”＂]?/u;
const HAN = /\p{Script=Han}/u;

function subjectsOf({ pattern }: Wording, groups: Groups): string[] {
  const listed = (groups["subjects"] ?? "").split(HAN.test(pattern.source) ? JOINS : ENGLISH_JOINS);
  return [groups["self"], ...listed].map(shownName).filter((name) => name !== null);
}

function noticeOf(known: Wording, groups: Groups): Notice {
  const { says } = known;
  const actor = shownName(groups["actor"]);
  if (says === "recall")
    return { kind: "recall", system: null, recall: { by: null, byName: actor, targetServerId: null } };
  const value = shownName(groups["value"]);
  return {
    kind: says === "pat" ? "pat" : "system",
    system: { event: says, actor, subjects: subjectsOf(known, groups), value },
    recall: null,
  };
}

/** Event of a plain-text system notice in Chinese or English; wording we do not know is `other`, never a guess. */
export function parseNotice(text: string): Notice {
  const found = text.trim();
  if (found.length <= LONGEST_NOTICE) {
    const straight = straightened(found);
    for (const known of WORDINGS) {
      const match = known.pattern.exec(straight);
      if (match !== null) return noticeOf(known, groupsOf(match, found));
    }
  }
  return { kind: "system", system: { event: "other", actor: null, subjects: [], value: null }, recall: null };
}
