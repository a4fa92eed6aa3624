import {
  elements,
  isJsonObject,
  readJson,
  type JsonFile,
  type JsonIndex,
  type JsonMember,
  type JsonObject,
} from "../../base/json-reader.ts";
import { SourceError } from "../../base/errors.ts";
import { repairsOf, repeatedKeys, repeatedKeysUnread, type Repair } from "../wechat/json-repairs.ts";
import { accountShape, headerShape, sessionShape, shaped, type Account, type Header, type Session } from "./shape.ts";

/** Everything of a file but its messages. */
export interface FileHead {
  readonly header: Header | null;
  readonly session: Session;
  /** By `senderID`; empty outside the arkme variant. */
  readonly senders: ReadonlyMap<string, Account>;
  readonly hasSenders: boolean;
  /** Accounts of the group as `groupMembers` lists them, also those who said nothing; empty where there is no list. */
  readonly groupMembers: readonly Account[];
  /** Every array of messages; more than one where the key was repeated. */
  readonly messages: readonly JsonMember[];
  readonly repairs: readonly Repair[];
}

type Repairs = Repair[];

/** Read as a whole, so that what is repeated in them is known from reading. */
const READ_WHOLE = ["weflow", "session"];

/** More members than any group has. */
const ACCOUNTS_KEPT = 100_000;

/** @throws {SourceError} WEFLOW_SHAPE where there is no list of messages or no session to read them by */
export function readHead(file: JsonFile, index: JsonIndex): FileHead {
  const repairs = repeatedKeys(file, index);
  const header = objectAt(file, last(index, "weflow"), repairs);
  const session = objectAt(file, last(index, "session"), repairs);
  const messages = index.members.filter(({ key }) => key === "messages");
  const wrong = messages.find(({ type }) => type !== "array");
  if (wrong !== undefined) throw shapeError(file, "messages", wrong.span.start, wrong.type);
  if (messages.length === 0) throw shapeError(file, "messages", null, null);
  const listed = last(index, "senders");
  const unread = index.members.filter(({ key }) => !READ_WHOLE.includes(key));
  repairs.push(...repeatedKeysUnread(file, unread));
  return {
    header: header && mended(file, header, (object) => shaped(headerShape, object), repairs),
    session: mended(file, session ?? EMPTY, (object) => shaped(sessionShape, object), repairs),
    senders: bySenderId(accountsIn(file, listed, repairs)),
    hasSenders: listed?.type === "array",
    groupMembers: accountsIn(file, last(index, "groupMembers"), repairs),
    messages,
    repairs,
  };
}

interface Placed {
  readonly key: string;
  readonly byte: number;
  readonly object: JsonObject;
}

const EMPTY: Placed = { key: "session", byte: 0, object: {} };

/** Of a repeated key the last one stands, as for every other reader. */
function last(index: JsonIndex, key: string): JsonMember | undefined {
  return index.members.findLast((member) => member.key === key);
}

function objectAt(file: JsonFile, member: JsonMember | undefined, repairs: Repairs): Placed | null {
  if (member === undefined) return null;
  const { key, span } = member;
  if (member.type !== "object") {
    repairs.push(repair(file, `/${key}`, span.start, "unexpected-type", `${key}: ${member.type}`));
    return null;
  }
  const read = readJson(file, span);
  repairs.push(...repairsOf(file, `/${key}`, read.repairs));
  return isJsonObject(read.value) ? { key, byte: span.start, object: read.value } : null;
}

function mended<T>(
  file: JsonFile,
  { key, byte, object }: Placed,
  shape: (object: JsonObject) => ReturnType<typeof shaped<T>>,
  repairs: Repairs,
): T {
  const { value, wrong } = shape(object);
  for (const field of wrong) {
    repairs.push(repair(file, `/${key}/${field.key}`, byte, "unexpected-type", `${field.key}: ${field.found}`));
  }
  return value;
}

function accountsIn(file: JsonFile, member: JsonMember | undefined, repairs: Repairs): Account[] {
  const accounts: Account[] = [];
  if (member?.type !== "array") return accounts;
  for (const element of elements(file, member.span)) {
    const pointer = `/${member.key}/${element.index}`;
    if (element.type === "damaged" || !isJsonObject(element.value)) {
      const raw = element.type === "damaged" ? element.raw : typeof element.value;
      repairs.push(repair(file, pointer, element.byte, "sender-unreadable", raw));
      continue;
    }
    repairs.push(...repairsOf(file, pointer, element.repairs));
    const placed = { key: pointer.slice(1), byte: element.byte, object: element.value };
    const account = mended(file, placed, (object) => shaped(accountShape, object), repairs);
    if (accounts.length < ACCOUNTS_KEPT) accounts.push(account);
  }
  return accounts;
}

/** A sender without an account is left out: rows that name it keep their `senderID` as it stands. */
function bySenderId(accounts: readonly Account[]): Map<string, Account> {
  const senders = new Map<string, Account>();
  for (const account of accounts) {
    const id = account.senderID ?? account.wxid;
    if (id !== null && account.wxid !== null) senders.set(id, account);
  }
  return senders;
}

function repair(file: JsonFile, pointer: string, byte: number, code: string, detail: string): Repairs[number] {
  return { type: "repair", at: { path: file.path, pointer, byte }, code, detail };
}

function shapeError(file: JsonFile, key: string, byte: number | null, found: string | null): SourceError {
  const zhFound = found === null ? "没有这一项" : `是 ${found}`;
  const enFound = found === null ? "there is none" : `it is a ${found}`;
  const place = byte === null ? { zh: "", en: "" } : { zh: `（第 ${byte} 字节）`, en: ` (byte ${byte})` };
  return new SourceError(
    "WEFLOW_SHAPE",
    {
      zh: `${file.path} 像是 WeFlow 导出件，但其中的 ${key}${place.zh}应为列表，实际${zhFound}。`,
      en: `${file.path} looks like a WeFlow export, but its ${key}${place.en} should be a list; ${enFound}.`,
    },
    {
      hint: {
        zh: "文件可能导出未完成或被改动过，请在原电脑上重新导出该会话。",
        en: "The export may not have finished or was changed; export the conversation again on the original computer.",
      },
      facts: { path: file.path, key, byte },
    },
  );
}
