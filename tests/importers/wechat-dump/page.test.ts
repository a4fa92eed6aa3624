import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../../src/base/digest.ts";
import { InlinedMedia } from "../../../src/importers/wechat-dump/inlined.ts";
import { wechatDump } from "../../../src/importers/wechat-dump/index.ts";
import { readerOf } from "../../support/reading.ts";

const { claimsOf, fixture, read } = readerOf(wechatDump, "file");

describe("pages", () => {
  test("sender, time and kind come from the elements", async () => {
    const { messages, conversation, skipped } = await read(fixture("html-private"));
    expect(messages.map(({ kind, direction }) => `${kind} ${direction}`)).toEqual([
      "text received", "text sent", "image sent", "voice received", "video received", "sticker received",
      "link received", "transfer received", "quote sent", "location received", "video received", "text received",
    ]); // prettier-ignore
    expect(messages[1]).toMatchObject({
      sentAt: Date.UTC(2023, 4, 6, 2, 11, 40, 512),
      timePrecision: "ms",
      text: "好的，地址不变：\n浦东新区川沙路88号",
    });
    expect(messages[0]).toMatchObject({
      senderBasis: "stated",
      sender: "s1:wxid_laowang77",
      text: "周一送货[smiley12]",
    });
    expect(messages[8]?.quote).toMatchObject({ sender: "老王", text: "周一送货" });
    expect(messages[7]?.transfer).toMatchObject({ amountFen: 500_000, state: "unknown" });
    expect(conversation).toMatchObject({ type: "private", title: "老王", talker: "wxid_laowang77" });
    expect(skipped).toEqual([]);
  });

  test("media in the page are measured, not loaded, and have no file", async () => {
    const { messages } = await read(fixture("html-private"));
    const voice = Buffer.from(Array.from({ length: 1500 }, (_, i) => (i * 7) % 256));
    expect(messages[3]?.extra["inlined"]).toBe(`audio/mp3, 1500 bytes, sha256 ${sha256(voice)}`);
    expect(messages[3]?.attachments[0]).toMatchObject({
      state: "not-exported",
      claimedSizeBytes: 1500,
      claimedDurationMs: 4100,
    });
    expect(messages[2]?.extra["inlined"]).toContain("image/jpeg, 69 bytes");
  });

  test("markup in a text is told, since pages do not escape texts", async () => {
    const { messages } = await read(fixture("html-private"));
    expect(messages[11]).toMatchObject({ text: "尺寸加粗看图 <3", extra: { markup: "b" } });
  });

  test("a message forged by markup goes back in time and is told apart", async () => {
    const { messages, conversation, export: made } = await read(fixture("html-group"));
    expect(conversation).toMatchObject({ type: "group", title: "川沙供货群" });
    const doubtful = messages.filter(({ warnings }) => warnings.includes("BOUNDARY_FORGEABLE"));
    expect(doubtful.map(({ text }) => text?.trim())).toEqual(["尾款不要了"]);
    expect(made?.knownDefects).toContainEqual({ code: "TEXT_FIRST_LINE_LOST", records: 1 });
    expect(made?.knownDefects).toContainEqual({ code: "ROWS_DROPPED_BY_TYPE", records: null });
  });

  test("other pages are not claimed", async () => {
    const page = "<html><head><title>Chat with 老王</title></head><body>chatItem</body></html>";
    expect(await claimsOf({ "a.html": page, "b.html": '<div class="chatItem you x"></div>' })).toEqual([]);
  });
});

describe("base64 in a page", () => {
  test("long runs are taken out and short ones stay, however the text is cut", () => {
    const bytes = fc.uint8Array({ minLength: 0, maxLength: 2000 });
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 4 }), fc.integer({ min: 1, max: 900 }), (all, step) => {
        const addresses = all.map((one) => `data:image/png;base64,${Buffer.from(one).toString("base64")}`);
        const page = addresses.map((address) => `<img src="${address}"/>文`).join("");
        const pieces = page.match(new RegExp(`[^]{1,${step}}`, "gu")) ?? [];
        const inlined = new InlinedMedia();
        const out = [...inlined.without(pieces)].join("");
        const found = [...out.matchAll(/src="([^"]*)"/g)].map(([, src = ""]) => inlined.at(src));
        expect(found).toEqual(all.map((one) => ({ sizeBytes: one.length, sha256: sha256(Buffer.from(one)) })));
        for (const [, src = ""] of out.matchAll(/src="([^"]*)"/g)) expect(src.length).toBeLessThan(1100);
      }),
    );
  });
});
