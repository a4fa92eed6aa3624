import type { XmlElement } from "../../base/xml.ts";
import { attributeOf, childOf, elementAt, parseXml, textAt } from "../../base/xml.ts";
import type { NoticeMember, Pat, SystemEvent } from "../../model/message.ts";
import { parseNotice } from "./notice.ts";
import { epochMs, facts, listed, serverId, stated } from "./payload-parts.ts";
import type { PayloadFacts } from "./payload.ts";

/** Reads a `sysmsg` by its type. @source documented: wechat-databases.md §7.8 */
export function readSystemMessage(root: XmlElement): PayloadFacts {
  const type = attributeOf(root, "type") ?? "";
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  const body = childOf(root, type);
  const read = reader && body ? reader(body) : facts({ kind: "system", system: other(type) });
  return { ...read, extra: { "payload.sysmsg": type, ...read.extra } };
}

const READERS: Readonly<Record<string, (body: XmlElement) => PayloadFacts>> = {
  revokemsg: readRevoke,
  sysmsgtemplate: readTemplate,
  delchatroommember: readRemoval,
  pat: readPatNotice,
  mmchatroomtopmsg: readPin,
  roomtoolstips: () => facts({ kind: "system", system: { ...other(null), event: "group-to-do" } }),
  clouddelmsg: readCloudDeletion,
  qy_revoke_msg: (body) =>
    facts({ kind: "recall", recall: { by: null, byName: null, targetServerId: null }, extra: listed(body, ["msgid"]) }),
};

function other(value: string | null): SystemEvent {
  return { event: "other", actor: null, subjects: [], value };
}

/**
 * A recall. `newmsgid` is the server id of the message taken back; `msgid` an older 32-bit number. Clients of version 4
 * put words and time into `content` and `revoketime`, there or inside `replacemsg`, as XML or escaped.
 */
export function readRevoke(body: XmlElement): PayloadFacts {
  const notice = childOf(body, "replacemsg");
  const inner = insideNotice(notice);
  const text = textAt(inner, "content") ?? (inner === undefined ? textAt(notice) : null) ?? textAt(body, "content");
  const byName = text === null ? null : (parseNotice(plainNotice(text)).recall?.byName ?? null);
  const recalledAt = epochMs(textAt(body, "revoketime") ?? textAt(inner, "revoketime"));
  return facts({
    kind: "recall",
    text,
    recall: { by: null, byName, targetServerId: serverId(textAt(body, "newmsgid")), ...stated({ recalledAt }) },
    extra: { ...listed(inner, ["revoketime"]), ...listed(body, ["session", "msgid", "revoketime", "announcement_id"]) },
  });
}

/** The element that holds `content` where the notice is no text of its own. */
function insideNotice(notice: XmlElement | undefined): XmlElement | undefined {
  if (notice === undefined) return undefined;
  const nested = childOf(notice, "revokemsg") ?? (childOf(notice, "content") ? notice : undefined);
  if (nested || !notice.text.trimStart().startsWith("<")) return nested;
  const root = parseXml(notice.text.trimStart())?.root;
  return root?.name === "revokemsg" ? root : childOf(root, "revokemsg");
}

/** The account told its devices to delete or replace a message. */
function readCloudDeletion(body: XmlElement): PayloadFacts {
  return facts({
    kind: "system",
    system: { event: "cloud-deletion", actor: textAt(body, "fromuser"), subjects: [], value: textAt(body, "msgid") },
    extra: listed(body, ["delcommand"]),
  });
}

interface Linked {
  readonly username: string | null;
  readonly nickname: string | null;
  /** Variable of the template that the link fills. */
  readonly role: string | null;
}

/** A notice as a template with members filled in: its text tells the event, its members the accounts. */
function readTemplate(body: XmlElement): PayloadFacts {
  const content = childOf(body, "content_template");
  const links = (childOf(content, "link_list")?.children ?? []).filter(({ name }) => name === "link");
  const members = links.flatMap(membersOf);
  const template = textAt(content, "template") ?? textAt(content, "plain");
  const text = template === null ? null : filled(template, links);
  return facts({ text, ...noticeFacts(text, members) });
}

/** Members with their names, or (in a link that withdraws an invitation) accounts alone. */
function membersOf(link: XmlElement): Linked[] {
  const role = attributeOf(link, "name");
  const members = (childOf(link, "memberlist")?.children ?? [])
    .filter(({ name }) => name === "member")
    .map((member) => ({ username: textAt(member, "username"), nickname: textAt(member, "nickname"), role }));
  const alone = (childOf(link, "usernamelist")?.children ?? [])
    .filter(({ name }) => name === "username")
    .map((username) => ({ username: textAt(username), nickname: null, role }));
  return [...members, ...alone];
}

/** Accounts that the payload names, each once for each role. */
function namedMembers(linked: readonly Linked[]): { members?: readonly NoticeMember[] } {
  const members = linked.flatMap(({ username, nickname, role }) =>
    username === null ? [] : [{ account: username, name: nickname, role }],
  );
  return members.length === 0 ? {} : { members };
}

function filled(template: string, links: readonly XmlElement[]): string {
  return template.replace(/\$(\w+)\$/g, (variable, name: string) => {
    const link = links.find((candidate) => attributeOf(candidate, "name") === name);
    if (link === undefined) return variable;
    if (attributeOf(link, "hidden") === "1") return "";
    const names = membersOf(link).map(({ username, nickname }) => nickname ?? username ?? "");
    return names.length > 0 ? names.join(textAt(link, "separator") ?? "、") : (textAt(link, "title") ?? "");
  });
}

/** Names of a notice, replaced by the account where exactly one member bears the name. */
function noticeFacts(
  text: string | null,
  members: readonly Linked[],
): Pick<PayloadFacts, "kind" | "system" | "recall"> {
  const notice = parseNotice(text ?? "");
  const account = (name: string) => {
    const bearers = members.filter((member) => member.nickname === name && member.username !== null);
    return (bearers.length === 1 ? bearers[0]?.username : null) ?? name;
  };
  const { system } = notice;
  if (system === null) return { kind: notice.kind, system, recall: notice.recall };
  const named = namedMembers(members);
  const actor = system.actor === null ? null : account(system.actor);
  return {
    kind: notice.kind,
    system: { ...system, actor, subjects: system.subjects.map(account), ...named },
    recall: null,
  };
}

function readRemoval(body: XmlElement): PayloadFacts {
  const text = textAt(body, "plain") ?? textAt(body, "text");
  const members = elementAt(body, "link", "memberlist")?.children ?? [];
  const usernames = members.filter(({ name }) => name === "username").flatMap((member) => textAt(member) ?? []);
  const read = noticeFacts(
    text,
    usernames.map((username) => ({ username, nickname: null, role: null })),
  );
  const system = read.system && usernames.length > 0 ? { ...read.system, subjects: usernames } : read.system;
  return facts({ kind: "system", text, system, extra: listed(childOf(body, "link"), ["scene", "qrcode"]) });
}

function readPatNotice(body: XmlElement): PayloadFacts {
  return patFacts(textAt(body, "fromusername"), textAt(body, "pattedusername"), textAt(body, "template"));
}

/** Pats of an `appmsg` of type 62: one row holds several, the last is what people read. */
export function readPat(app: XmlElement): PayloadFacts {
  const info = childOf(app, "patinfo");
  if (info) return readPatNotice(info);
  const records = (elementAt(app, "patMsg", "records")?.children ?? []).filter(({ name }) => name === "record");
  const last = records.at(-1);
  const read = patFacts(textAt(last, "fromUser"), textAt(last, "pattedUser"), templateOf(last));
  const text = read.text ?? textAt(app, "title");
  const system = read.system && records.length > 0 ? { ...read.system, pats: records.map(patOf) } : read.system;
  return { ...read, text, system, extra: { "payload.pats": String(records.length) } };
}

function patOf(record: XmlElement): Pat {
  return {
    from: textAt(record, "fromUser"),
    to: textAt(record, "pattedUser"),
    at: epochMs(textAt(record, "createTime")),
    serverId: serverId(textAt(record, "svrId")),
    text: filledPat(templateOf(record)),
  };
}

/** The client's own spelling is `templete`. */
function templateOf(record: XmlElement | undefined): string | null {
  return textAt(record, "templete") ?? textAt(record, "template");
}

function filledPat(template: string | null): string | null {
  return template?.replace(/\$\{([^}]*)\}/g, "$1") ?? null;
}

function patFacts(actor: string | null, subject: string | null, template: string | null): PayloadFacts {
  const subjects = subject === null ? [] : [subject];
  return facts({ kind: "pat", text: filledPat(template), system: { event: "pat", actor, subjects, value: null } });
}

function readPin(body: XmlElement): PayloadFacts {
  const op = textAt(body, "op");
  const event = op === "1" ? "pinned" : op === "2" ? "unpinned" : "other";
  const actor = textAt(body, "username") ?? textAt(body, "nickname");
  const value = serverId(textAt(body, "newmsgid"));
  return facts({
    kind: "system",
    system: { event, actor, subjects: [], value },
    extra: listed(body, ["chatroomname", "op", "nickname", "msgtype", "id"]),
  });
}

/** Text of a plain notice without the tags and entities that some rows carry (`<img src="…"/> 你领取了…`). */
export function plainNotice(content: string): string {
  return content
    .replace(/<[^<>]{0,2000}>/g, "")
    .replace(/&(lt|gt|amp|quot|apos);/g, (_entity, name: string) => ENTITIES[name] ?? "")
    .trim();
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
