import type { XmlElement } from "../../base/xml.ts";
import { attributeOf, childOf, elementAt, textAt } from "../../base/xml.ts";
import type { SystemEvent } from "../../model/message.ts";
import { parseNotice } from "./notice.ts";
import { facts, listed, serverId } from "./payload-parts.ts";
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
};

function other(value: string): SystemEvent {
  return { event: "other", actor: null, subjects: [], value };
}

/** `newmsgid` is the server id of the message taken back; `msgid` an older 32-bit number. */
function readRevoke(body: XmlElement): PayloadFacts {
  const notice = childOf(body, "replacemsg");
  const text = textAt(notice) ?? textAt(body, "content") ?? textAt(notice, "content");
  const byName = text === null ? null : (parseNotice(text).recall?.byName ?? null);
  return facts({
    kind: "recall",
    text,
    recall: { by: null, byName, targetServerId: serverId(textAt(body, "newmsgid")) },
    extra: listed(body, ["session", "msgid", "revoketime"]),
  });
}

interface Linked {
  readonly username: string | null;
  readonly nickname: string | null;
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

function membersOf(link: XmlElement): Linked[] {
  return (childOf(link, "memberlist")?.children ?? [])
    .filter(({ name }) => name === "member")
    .map((member) => ({ username: textAt(member, "username"), nickname: textAt(member, "nickname") }));
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
  const actor = system.actor === null ? null : account(system.actor);
  return { kind: notice.kind, system: { ...system, actor, subjects: system.subjects.map(account) }, recall: null };
}

function readRemoval(body: XmlElement): PayloadFacts {
  const text = textAt(body, "plain") ?? textAt(body, "text");
  const members = elementAt(body, "link", "memberlist")?.children ?? [];
  const usernames = members.filter(({ name }) => name === "username").map(({ text: username }) => username.trim());
  const read = noticeFacts(text, []);
  const system = read.system && usernames.length > 0 ? { ...read.system, subjects: usernames } : read.system;
  return facts({ kind: "system", text, system });
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
  const read = patFacts(
    textAt(last, "fromUser"),
    textAt(last, "pattedUser"),
    textAt(last, "templete") ?? textAt(last, "template"),
  );
  const text = read.text ?? textAt(app, "title");
  return { ...read, text, extra: { "payload.pats": String(records.length) } };
}

function patFacts(actor: string | null, subject: string | null, template: string | null): PayloadFacts {
  const text = template?.replace(/\$\{([^}]*)\}/g, "$1") ?? null;
  const subjects = subject === null ? [] : [subject];
  return facts({ kind: "pat", text, system: { event: "other", actor, subjects, value: null } });
}

function readPin(body: XmlElement): PayloadFacts {
  const isPin = textAt(body, "op") === "1";
  const actor = textAt(body, "username") ?? textAt(body, "nickname");
  const value = serverId(textAt(body, "newmsgid"));
  return facts({
    kind: "system",
    system: { event: isPin ? "pinned" : "other", actor, subjects: [], value },
    extra: listed(body, ["chatroomname", "op", "nickname"]),
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
