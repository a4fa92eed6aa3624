import { describe, expect, test } from "vitest";
import { EvidenceError } from "../../../src/base/errors.ts";
import { claimsOf, earlyPage, laterPage, read, record } from "./reading.ts";

const said = (text: string, further = "") =>
  `{ type:1, text: '${text}',is_send:0,avatar_path:'',timestamp:1709000001,is_chatroom:0,displayname:'王经理'${further}},`;

describe("detection of pages", () => {
  test("claims pages by their messages, whatever they are called", async () => {
    const claims = await claimsOf({
      "a.htm": earlyPage(said("在吗")),
      "b.bin": laterPage([record("1", "在吗")]),
      "c.json": JSON.stringify([record("1", "在吗")]),
    });
    expect(claims.map(({ entry, strength }) => [entry, strength])).toEqual([
      ["a.htm", "signature"],
      ["b.bin", "signature"],
      ["c.json", "signature"],
    ]);
  });

  test("leaves other pages and other lists alone", async () => {
    const claims = await claimsOf({
      "weflow.html": "<html><script>window.WEFLOW_DATA = [];</script></html>",
      "react.html": `<html><script>const chatMessages = [{ id: 1, from: 'a', text: 'b' }]</script></html>`,
      "widget.html": `<html><script>const chatMessages = [];</script></html>`,
      "log.json": `[{"server_id":"1","is_send":true}]`,
      "train.json": `[{"conversations":[]}]`,
      "chat.js": `const chatMessages = [${said("x")}];`,
    });
    expect(claims).toEqual([]);
  });

  test("finds the messages behind half a megabyte of style and script", async () => {
    const page = laterPage([record("1", "在吗")]).replace("<script>", `<style>${"a".repeat(600_000)}</style><script>`);
    expect(await claimsOf({ "a.html": page })).toHaveLength(1);
    expect((await read({ "a.html": page })).messages.map(({ text }) => text)).toEqual(["在吗"]);
  });

  test("a page beside its list is one export, and the basis says so", async () => {
    const records = [record("1", "在吗")];
    const files = { "甲.html": laterPage(records), "甲.html.json": JSON.stringify(records) };
    const claims = await claimsOf(files);
    expect(claims.map(({ entry }) => entry)).toEqual(["甲.html.json"]);
    expect(claims[0]?.basis.zh).toContain("“甲.html”是同一份导出");
    const { exports, messages, repairs } = await read(files);
    expect(exports[0]?.filesUsed).toEqual(["甲.html", "甲.html.json"]);
    expect([messages.length, repairs]).toEqual([1, []]);
  });
});

describe("pages of 1.x", () => {
  test("a text is what was typed, with its escapes undone once", async () => {
    const { messages } = await read({ "a.html": earlyPage(said("&amp;lt; \\'a\\' \\\\n &lt;b&gt;\\n二")) });
    expect(messages[0]).toMatchObject({
      text: "&lt; 'a' \\n <b>\n二",
      extra: {},
      kindBasis: "code",
      direction: "received",
    });
  });

  test("one unescaped quote costs no message", async () => {
    const link = `{ type:49,sub_type:5, text:'',is_send:0,avatar_path:'',url:'https://example.com',timestamp:1709000001,is_chatroom:0,displayname:'王经理',title:'it's',description:'',thumbnail:'',app_logo:'',app_name:''},`;
    const { messages, repairs, skipped } = await read({ "a.html": earlyPage(link + said("下一条")) });
    expect(messages.map(({ text }) => text)).toEqual(["it's", "下一条"]);
    expect(repairs.map(({ code }) => code)).toEqual(["unescaped-quote"]);
    expect(skipped).toEqual([]);
  });

  test("every object is a message, a time above one, or counted", async () => {
    const line = (after: number) =>
      `{ type:0, text: '2024-02-27 10:13:2${after}',is_send:0,avatar_path:'',timestamp:${1709000000 + after}},`;
    const objects = [line(1), said("一"), line(5), `{ type:1, text: [] },`, said("二"), line(9)];
    const { messages, skipped } = await read({ "a.html": earlyPage(objects.join("")) });
    expect(messages.map(({ text, sentAtText }) => [text, sentAtText])).toEqual([
      ["一", "2024-02-27 10:13:21"],
      ["二", null],
    ]);
    expect(skipped.map(({ reason }) => reason).sort()).toEqual([
      "malformed-literal",
      "time-without-message",
      "time-without-message",
    ]);
    expect(messages.length + skipped.length + 1).toBe(objects.length);
  });

  test("a page that breaks off keeps what was whole and says where it ends", async () => {
    const page = earlyPage(said("一") + said("二"));
    const { messages, skipped, repairs } = await read({ "a.html": page.slice(0, page.indexOf("'二'") + 2) });
    expect(messages.map(({ text }) => text)).toEqual(["一"]);
    expect(skipped.map(({ reason }) => reason)).toEqual(["malformed-literal"]);
    expect(repairs.map(({ code }) => code)).toEqual(["truncated"]);
  });

  test("only the name of a voice file states a server id", async () => {
    const voice = `{ type:34, text:'./voice/7301845512204467713.mp3',is_send:1,avatar_path:'',voice_to_text:'None',timestamp:1709000001,is_chatroom:0,displayname:'我'},`;
    const { messages, exports } = await read({ "a.html": earlyPage(voice), "voice/7301845512204467713.mp3": "x" });
    expect(messages[0]).toMatchObject({ serverId: "7301845512204467713", text: null, kind: "voice" });
    expect(messages[0]?.attachments[0]).toMatchObject({ state: "present", match: "stated-path" });
    expect(exports[0]?.serverIdOrigin).toBe("exact");
  });

  test("what stands for a lost picture is no file that is missing", async () => {
    const lost = `{ type:3, text: ':/icons/icons/404.png',is_send:1,avatar_path:'',timestamp:1709000001,is_chatroom:0,displayname:'我'},`;
    const { messages } = await read({ "a.html": earlyPage(lost) });
    expect(messages[0]?.attachments[0]).toMatchObject({ state: "not-exported", statedPath: ":/icons/icons/404.png" });
  });

  test("a type nobody knows is kept raw", async () => {
    const odd = `{ type:77, text: 'x',is_send:1,avatar_path:'',timestamp:1709000001,is_chatroom:0,displayname:'我',odd:'y'},`;
    const { messages } = await read({ "a.html": earlyPage(odd) });
    expect(messages[0]).toMatchObject({ kind: "unknown", typeCode: "77", text: "x", extra: { odd: "y" } });
  });

  test("nothing in a page is executed and no key is special", async () => {
    const hostile = said("</script><script>throw 1</script>") + said("b", ",__proto__:'x',constructor:'y'");
    const { messages } = await read({ "a.html": earlyPage(hostile) });
    expect(messages[0]?.text).toBe("</script><script>throw 1</script>");
    expect(Object.entries(messages[1]?.extra ?? {})).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
  });
});

describe("pages and lists of 3.x", () => {
  test("entities of a page are undone where the exporter writes them, and only there", async () => {
    const page = laterPage([
      record("1", "&lt;a&gt; &amp;amp; &#x27;b&#x27; &quot;c&quot;"),
      record("2", "https://example.com/?a=1&amp;b=2"),
    ]);
    expect((await read({ "a.html": page })).messages.map(({ text }) => text)).toEqual([
      "<a> &amp; 'b' \"c\"",
      "https://example.com/?a=1&amp;b=2",
    ]);
  });

  test("ids keep every digit, and the received side of a private chat is its account", async () => {
    const { messages, conversations } = await read({ "a.html": laterPage([record("7301845512204467713", "在")]) });
    expect(messages[0]).toMatchObject({
      serverId: "7301845512204467713",
      sender: "s1:wxid_aa11bb22cc",
      senderBasis: "direction",
    });
    expect(conversations[0]).toMatchObject({ talker: "wxid_aa11bb22cc", type: "private" });
  });

  test("a record changed, left out or added in the page is told", async () => {
    const records = ["1", "2", "3", "4"].map((id) => record(id, `第${id}条`));
    const shown = [record("1", "改过"), records[1], record("9", "多出"), records[3]] as object[];
    const { messages, repairs } = await read({ "a.html": laterPage(shown), "a.html.json": JSON.stringify(records) });
    expect(messages.map(({ text }) => text)).toEqual(["第1条", "第2条", "第3条", "第4条"]);
    expect(repairs.map(({ code, at }) => [code, (JSON.parse(at) as { pointer: string }).pointer])).toEqual([
      ["page-differs", "/0"],
      ["page-differs", "/2"],
    ]);
  });

  test("records removed from the page are told as those of the list only", async () => {
    const records = ["1", "2", "3", "4"].map((id) => record(id, `第${id}条`));
    const { repairs } = await read({
      "a.html": laterPage([records[0], records[3]] as object[]),
      "a.html.json": JSON.stringify(records),
    });
    expect(repairs.map(({ detail }) => detail.slice(0, 17))).toEqual(["only in the list:", "only in the list:"]);
  });

  test("one bad record is skipped, the others are kept", async () => {
    const list = `[${JSON.stringify(record("1", "一"))},{"type":"1",oops},7,${JSON.stringify(record("2", "二"))}]`;
    const { messages, skipped } = await read({ "a.html.json": list });
    expect(messages.map(({ text }) => text)).toEqual(["一", "二"]);
    expect(skipped.map(({ reason }) => reason)).toEqual(["malformed-json", "not-a-message"]);
  });

  test("a list or page that breaks off is an error with its place", async () => {
    const list = JSON.stringify([record("1", "一"), record("2", "二")]);
    await expect(read({ "a.html.json": list.slice(0, -30) })).rejects.toMatchObject({ code: "JSON_TRUNCATED" });
    const page = laterPage([record("1", "一"), record("2", "二")]);
    await expect(read({ "a.html": page.slice(0, page.indexOf("二")) })).rejects.toThrow(EvidenceError);
  });

  test("merged records come out whole, those inside behind the one that holds them", async () => {
    const inner = record("0", "", { type: "81604378673", title: "里层", messages: [record("0", "最里")] });
    const outer = record("5", "", {
      type: "81604378673",
      title: "外层",
      description: "",
      messages: [record("0", "第一"), inner, record("0", "最后")],
    });
    const { messages } = await read({ "a.html.json": JSON.stringify([outer]) });
    expect(messages[0]?.forward?.title).toBe("外层");
    expect(messages[0]?.forward?.items.map(({ text }) => text)).toEqual(["第一", "里层", "最里", "最后"]);
  });

  test("records nested ten thousand deep end in an error or a record, not in a crash", async () => {
    const deep = `[${JSON.stringify(record("1", "一"))},${'{"type":"1","timestamp":1,"messages":['.repeat(3000)}${"]}".repeat(3000)}]`;
    const { messages, skipped } = await read({ "a.html.json": deep });
    expect([messages.length, skipped.length]).toEqual([1, 1]);
  });

  test("an extension is found for pictures, but no other file stands for a document", async () => {
    const picture = record("1", "", {
      type: "3",
      path: "./image/2024-02/20240227_1",
      thumb_path: "./image/2024-02/20240227_1_t",
    });
    const file = record("2", "", { type: "25769803825", path: "./file/2024-02/合同.docx", file_name: "合同.docx" });
    const { messages } = await read({
      "a.html.json": JSON.stringify([picture, file]),
      "image/2024-02/20240227_1.webp": "x",
      "image/2024-02/20240227_1_t.jpg": "y",
      "file/2024-02/合同.pdf": "z",
    });
    expect(messages[0]?.attachments.map(({ file: path }) => path)).toEqual([
      "image/2024-02/20240227_1.webp",
      "image/2024-02/20240227_1_t.jpg",
    ]);
    expect(messages[1]?.attachments[0]).toMatchObject({ state: "missing", file: null });
  });

  test("a transfer has its ids from the stored message and its state from the number", async () => {
    const states = await Promise.all(
      [1, 3, 4, 8].map(async (subtype) => {
        const transfer = record("1", "", {
          type: "8589934592049", text: "转账", pay_subtype: subtype, fee_desc: "￥1,200.50", pay_memo: "",
          xml_dict: { msg: { appmsg: { type: "2000", wcpayinfo: { transferid: "10001", transcationid: "2002" } } } },
        }); // prettier-ignore
        return (await read({ "a.html.json": JSON.stringify([transfer]) })).messages[0]?.transfer;
      }),
    );
    expect(states.map((transfer) => transfer?.state)).toEqual(["sent", "received", "returned", "sent"]);
    expect(states[0]).toMatchObject({ amountFen: 120050, transferId: "10001", transactionId: "2002", memo: null });
  });
});
