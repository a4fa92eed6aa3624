// The databases of an account of client 4.x: `message_0.db` … `message_3.db` with the invented chat spread over private
// chats and groups, and the contact and session databases. Their tables are the ones the tests make. Run by
// bench/run.mjs in a process of its own (tsx): make-database.mjs <folder> <rows>
import { compress, init } from "@bokuweb/zstd-wasm";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { decryptedDatabase } from "../tests/support/databases/decrypted-file.ts";
import { protobuf } from "../tests/support/databases/protobuf-writer.ts";
import { CONTACT, messageTable, SESSION, SHARD } from "../tests/support/databases/wechat-4-schema.ts";
import { FIRST_S, messageAt, OWNER } from "./conversation.mjs";

const SHARDS = 4;
const RESERVE_BYTES = 80;
const ROOMS = Array.from({ length: 4 }, (_, index) => `2345678901${index}@chatroom`);
const PEOPLE = Array.from({ length: 12 }, (_, index) => `wxid_bench${String(index).padStart(10, "0")}`);
/** A group gets as many messages as four friends. */
const TALKERS = [...PEOPLE, ...ROOMS.flatMap((room) => [room, room, room, room])];
const NAMES = [OWNER.id, ...PEOPLE, ...ROOMS];
/** Bytes from which the client packs a column. @source wechat-databases.md §3.2 */
const PACKED_FROM = 200;
const PLAIN_INFO = protobuf([1, 106], [2, 14]);
const COLUMNS = ["server_id", "local_type", "sort_seq", "real_sender_id", "create_time", "status", "upload_status", "download_status", "server_seq", "origin_source", "source", "message_content", "packed_info_data", "WCDB_CT_message_content", "WCDB_CT_source"]; // prettier-ignore

const md5 = (text) => createHash("md5").update(text).digest("hex");
const nameId = (name) => NAMES.indexOf(name) + 1;

/** Writes `count` messages below `folder`. Gives the paths of the message databases. */
export async function makeDatabase(folder, count) {
  await init();
  const storage = join(folder, "xwechat_files", `${OWNER.id}_3f2a`, "db_storage");
  decryptedDatabase(join(storage, "contact/contact.db"), { reserve: RESERVE_BYTES }, fillContact);
  decryptedDatabase(join(storage, "session/session.db"), { reserve: RESERVE_BYTES }, fillSession);
  return Array.from({ length: SHARDS }, (_, shard) => {
    const path = join(storage, "message", `message_${shard}.db`);
    const [from, until] = [shard, shard + 1].map((part) => Math.round((count * part) / SHARDS));
    decryptedDatabase(path, { reserve: RESERVE_BYTES }, (db) => fillShard(db, from, until));
    return path;
  });
}

function fillContact(db) {
  for (const sql of CONTACT) db.exec(sql);
  const insert = db.prepare("INSERT INTO contact(username, nick_name, local_type) VALUES (?, ?, 1)");
  NAMES.forEach((name, index) => insert.run(name, index === 0 ? OWNER.name : `联系人${index}`));
}

function fillSession(db) {
  for (const sql of SESSION) db.exec(sql);
  for (const name of [...PEOPLE, ...ROOMS]) db.prepare("INSERT INTO SessionTable(username) VALUES (?)").run(name);
}

function fillShard(db, from, until) {
  for (const sql of SHARD) db.exec(sql);
  for (const name of NAMES) db.prepare("INSERT INTO Name2Id(user_name, is_session) VALUES (?, 1)").run(name);
  db.prepare("INSERT INTO TimeStamp VALUES (?)").run(messageAt(from).time || FIRST_S);
  const inserts = new Map();
  for (const talker of [...PEOPLE, ...ROOMS]) {
    for (const sql of messageTable(md5(talker))) db.exec(sql);
    const sql = `INSERT INTO Msg_${md5(talker)}(${COLUMNS.join(", ")}) VALUES (${COLUMNS.map(() => "?").join(", ")})`;
    inserts.set(talker, db.prepare(sql));
  }
  for (let index = from; index < until; index += 1) {
    const talker = TALKERS[index % TALKERS.length];
    inserts.get(talker).run(...rowOf(messageAt(index), talker));
  }
}

function rowOf(m, talker) {
  const isRoom = ROOMS.includes(talker);
  const sender = m.isSend ? OWNER.id : isRoom ? PEOPLE[m.index % PEOPLE.length] : talker;
  const { type, xml, info = PLAIN_INFO } = FORMS[m.kind](m, sender);
  const content = packed(isRoom && !m.isSend ? `${sender}:\n${xml}` : xml);
  const source = packed(`<msgsource><signature>V1_${md5(m.text).slice(0, 8)}</signature><tmp_node><publisher-id></publisher-id></tmp_node></msgsource>`); // prettier-ignore
  return [
    BigInt(m.serverId), type, BigInt(m.time) * 1000n, nameId(sender), m.time, m.isSend ? 2 : 3, 0, 0, 700_000_000 + m.index * 3,
    m.isSend ? 1 : 2, source.value, content.value, info, content.tag, source.tag,
  ]; // prettier-ignore
}

function packed(text) {
  const bytes = Buffer.from(text);
  return bytes.length < PACKED_FROM ? { value: text, tag: 0 } : { value: Buffer.from(compress(bytes, 3)), tag: 4 };
}

const FORMS = {
  text: (m) => ({ type: 1n, xml: m.text }),
  image: (m, sender) => ({
    type: 3n,
    xml: `<?xml version="1.0"?>\n<msg>\n\t<img aeskey="${md5(m.text)}" encryver="1" cdnthumbaeskey="${md5(m.text)}" cdnthumburl="3057020100044b30490201" cdnthumblength="4322" cdnthumbheight="120" cdnthumbwidth="90" cdnmidheight="0" cdnmidwidth="0" cdnhdheight="0" cdnhdwidth="0" cdnmidimgurl="3057020100044b30490201" length="186205" md5="${md5(m.serverId)}" fromusername="${sender}" />\n\t<platform_signature></platform_signature>\n\t<imgdatahash></imgdatahash>\n</msg>\n`,
    info: protobuf([1, 106], [2, 14], [3, protobuf([1, 240], [2, 320], [4, md5(m.serverId)])]),
  }),
  quote: (m, sender) => ({
    type: (57n << 32n) | 49n,
    xml: `<?xml version="1.0"?>\n<msg>\n\t<appmsg appid="" sdkver="0">\n\t\t<title>${m.text}</title>\n\t\t<type>57</type>\n\t\t<refermsg>\n\t\t\t<type>1</type>\n\t\t\t<svrid>${m.quotes.serverId}</svrid>\n\t\t\t<fromusr>${sender}</fromusr>\n\t\t\t<chatusr />\n\t\t\t<displayname>${m.quotes.sender.name}</displayname>\n\t\t\t<content>${m.quotes.text}</content>\n\t\t\t<createtime>${m.time - 185}</createtime>\n\t\t</refermsg>\n\t</appmsg>\n\t<fromusername>${sender}</fromusername>\n\t<scene>0</scene>\n\t<commenturl></commenturl>\n</msg>\n`,
  }),
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [, , folder, rows] = process.argv;
  for (const path of await makeDatabase(folder, Number(rows))) console.log(path);
}
