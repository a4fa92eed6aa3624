import { senderFields } from "../../../src/checks/consistency/sender-fields.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { checkTester } from "../../support/check-tester.ts";
import { numberedBy, traced } from "../../support/trace.ts";

type Row = Partial<MessageFacts>;
const sent = (count = 5, sender: string | null = "wxid_me"): Row[] =>
  Array.from({ length: count }, () => ({ direction: "sent", sender }));
const received = (count = 5, sender = "wxid_peer"): Row[] =>
  Array.from({ length: count }, () => ({ direction: "received", sender }));
const sticker = (from: string, row: Row = {}): Row => ({
  kind: "sticker",
  payload: `<msg><emoji fromusername = "${from}" tousername="wxid_me" md5="0cc175b9c0f1b6a831c399e269772661" len="3021"/></msg>`,
  ...row,
});
const card: Row = {
  kind: "link",
  payload: "<msg><appmsg><title>合同</title></appmsg><fromusername>wxid_author</fromusername></msg>",
};
/** Received rows with their ids, as a database has them. */
const identified = (): Row[] =>
  received().map((row, index) => ({
    ...row,
    serverId: `700000000000000000${index + 1}`,
    localId: String(index + 1),
    localIdScope: "t",
  }));
const group = { conversation: { type: "group" as const, talker: "5521@chatroom" } };
const peer = { conversation: { talker: "wxid_peer" } };
const notice: Row = { kind: "system", direction: "received", sender: "weixin", text: "以上是打招呼的内容" };

checkTester(senderFields, {
  quiet: [
    { name: "a private chat of two", chat: { ...peer, messages: [...sent(), ...received()] } },
    { name: "a group of several", chat: { ...group, messages: [...sent(), ...received(), ...received(3, "wxid_li")] } },
    {
      name: "notices under the name of a service",
      chat: { ...peer, messages: [...received(), notice, { ...notice, kind: "recall" }] },
    },
    {
      name: "a chat with oneself",
      chat: { conversation: { talker: "wxid_me" }, messages: [...sent(), ...received(3, "wxid_me")] },
    },
    {
      name: "rows that show only a name",
      chat: { ...peer, messages: [...received(), { sender: null, senderName: "老王", senderBasis: "name" }] },
    },
    {
      name: "stickers that name the sender of their row",
      chat: { ...peer, messages: [sticker("wxid_peer"), sticker("wxid_me", { direction: "sent", sender: "wxid_me" })] },
    },
    { name: "a link that names its author", chat: { ...peer, messages: [...received(), card] } },
    {
      name: "a sticker that names the group",
      chat: { ...group, messages: [sticker("wxid_peer"), sticker("5521@chatroom")] },
    },
    {
      name: "an unknown exporting account",
      chat: { ...peer, export: { owner: null, ownerBasis: null }, messages: [...sent(3, "wxid_x"), ...received()] },
    },
    {
      name: "other places that name the sender of the row",
      chat: {
        ...peer,
        messages: identified(),
        yields: [numberedBy("t"), traced({ kind: "resource", serverId: "7000000000000000003", sender: "wxid_peer" })],
      },
    },
    {
      name: "a local id that other messages may have had",
      chat: {
        ...peer,
        messages: identified(),
        yields: [numberedBy("t", { isAutoincrement: false }), traced({ kind: "fts", localId: "3", sender: "wxid_li" })],
      },
    },
    {
      name: "a format without sender ids",
      outcome: "not-applicable",
      chat: { without: ["sender-id"], messages: sent() },
    },
    {
      name: "a format without directions",
      outcome: "not-applicable",
      chat: { without: ["direction"], messages: sent() },
    },
  ],
  finds: [
    {
      name: "a row whose own places contradict each other",
      chat: { ...group, messages: [...received(), { warnings: ["SENDER_FIELDS_DISAGREE"], sender: "wxid_li" }] },
      finds: [{ word: "row-fields", level: "warning", facts: { seq: 6, account: "wxid_li" }, messages: [6] }],
    },
    {
      name: "a contradiction that another case tells, once",
      chat: { ...peer, messages: [...received(), { warnings: ["SENDER_FIELDS_DISAGREE"], sender: "wxid_li" }] },
      finds: [{ word: "third-party", facts: { account: "wxid_li", count: 1 } }],
    },
    {
      name: "rows that number their sender by an entry which the table of senders does not have",
      chat: {
        ...group,
        messages: [
          ...received(),
          { warnings: ["SENDER_UNMAPPED"], sender: null, senderBasis: "none", direction: "unknown", extra: { real_sender_id: "99" } }, // prettier-ignore
          { warnings: ["SENDER_UNMAPPED"], sender: null, senderBasis: "none", direction: "unknown", extra: { real_sender_id: "99" } }, // prettier-ignore
        ],
      },
      finds: [{ word: "unmapped", level: "warning", facts: { count: 2, seq: 6, number: "99" }, messages: [6, 7] }],
    },
    {
      name: "another place that names somebody else for one row",
      chat: {
        ...peer,
        messages: identified(),
        yields: [
          numberedBy("t"),
          traced({ kind: "resource", serverId: "7000000000000000001", sender: "wxid_peer" }),
          traced({ kind: "resource", serverId: "7000000000000000002", sender: "wxid_peer" }),
          traced({ kind: "resource", serverId: "7000000000000000003", sender: "wxid_me" }),
          traced({ kind: "fts", localId: "2", sender: "wxid_peer" }),
        ],
      },
      finds: [
        {
          word: "other-place",
          facts: { seq: 3, account: "wxid_peer", named: "wxid_me", place: "resource.db#Records" },
          messages: [3],
        },
      ],
    },
    {
      name: "a place that mostly names somebody else, as a note",
      chat: {
        ...peer,
        messages: identified(),
        yields: [1, 2, 3, 4].map((id) => traced({ kind: "resource", serverId: `700000000000000000${id}`, sender: "wxid_x" })), // prettier-ignore
      },
      finds: [
        { word: "other-place-unrelated", level: "note", facts: { place: "resource", compared: 4, differing: 4 } },
      ],
    },
    {
      name: "a row marked as sent by the other side",
      chat: { ...peer, messages: [...sent(), ...received(), ...sent(1, "wxid_peer")] },
      finds: [
        {
          word: "sent-by-other",
          level: "warning",
          facts: { account: "wxid_peer", owner: "wxid_me", count: 1, seq: 11 },
          messages: [11],
        },
      ],
    },
    {
      name: "all sent rows under another account as a note",
      chat: { ...peer, messages: [...sent(5, "my-alias"), ...received()] },
      finds: [{ word: "owner-differs", level: "note", facts: { account: "my-alias", owner: "wxid_me", count: 5 } }],
    },
    {
      name: "all sent rows under the account of the other side",
      chat: { ...peer, messages: sent(4, "wxid_peer") },
      finds: [{ word: "sent-by-other", level: "warning", facts: { count: 4 } }],
    },
    {
      name: "rows marked as received from the exporting account",
      chat: { ...peer, messages: [...sent(), ...received(), ...received(2, "wxid_me")] },
      finds: [{ word: "received-from-owner", level: "warning", facts: { owner: "wxid_me", count: 2, seq: 11 } }],
    },
    {
      name: "a third account in a private chat",
      chat: { ...peer, messages: [...sent(), ...received(), ...received(1, "wxid_third")] },
      finds: [
        { word: "third-party", level: "warning", facts: { account: "wxid_third", talker: "wxid_peer", count: 1 } },
      ],
    },
    {
      name: "all received rows under another account as a note",
      chat: { ...peer, messages: [...sent(), ...received(5, "wangjianguo88")] },
      finds: [{ word: "talker-differs", level: "note", facts: { account: "wangjianguo88", count: 5 } }],
    },
    {
      name: "an account on both sides where the exporting account is not known",
      chat: {
        ...group,
        export: { owner: null, ownerBasis: null },
        messages: [...received(4), ...sent(1, "wxid_peer")],
      },
      finds: [{ word: "both-directions", facts: { account: "wxid_peer", sent: 1, received: 4 } }],
    },
    {
      name: "a sticker that names another sender than its row",
      chat: {
        ...peer,
        messages: [sticker("wxid_peer"), sticker("wxid_peer"), sticker("wxid_peer"), sticker("wxid_li")],
      },
      finds: [
        {
          word: "payload-differs",
          level: "warning",
          facts: { named: "wxid_li", account: "wxid_peer", count: 1, seq: 4 },
        },
      ],
    },
    {
      name: "payloads that mostly name somebody else, not row by row",
      chat: {
        ...peer,
        messages: [sticker("wxid_peer"), ...Array.from({ length: 6 }, (_, index) => sticker(`wxid_${index}`))],
      },
      finds: [{ word: "payload-unrelated", level: "note", facts: { compared: 7, differing: 6 } }],
    },
  ],
});
