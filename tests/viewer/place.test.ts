import { describe, expect, test } from "vitest";
import type { ViewerConversationRow, ViewerExhibit } from "../../src/model/viewer.ts";
import { messageAddress, placeOf, viewAddress } from "../../src/viewer/place.ts";

const row = (id: string, messageCount: number) => ({ id, messageCount }) as ViewerConversationRow;
const exhibit = (number: string, label: string, conversations: string[]) =>
  ({ number, label, conversations }) as unknown as ViewerExhibit;
const bundle = {
  conversations: [row("c1", 200), row("c2", 50)],
  exhibits: [exhibit("2", "证据2", ["c2"]), exhibit("3", "证据3", [])],
};
const at = (hash: string) => placeOf(hash, bundle);

describe("the address of a place", () => {
  test("is the printed number of a message", () => {
    expect(at("#c1-183")).toEqual({ view: "conversation", conversation: "c1", seq: 183 });
    expect(at(messageAddress("c2", 7))).toEqual({ view: "conversation", conversation: "c2", seq: 7 });
  });

  test.each(["#证据2-18", `#${encodeURIComponent("证据2-18")}`, "#证据 2 - 18", "#证据２-18", "#2-18"])(
    "is the label of an exhibit with a message number: %s",
    (hash) => {
      expect(at(hash)).toEqual({ view: "conversation", conversation: "c2", seq: 18 });
    },
  );

  test("is a number alone, where only one conversation has so many messages", () => {
    expect(at("#183")).toEqual({ view: "conversation", conversation: "c1", seq: 183 });
    expect(at("#18")).toEqual({ view: "choice", seq: 18, conversations: ["c1", "c2"] });
  });

  test("is a conversation, or a view with what it is asked", () => {
    expect(at("#c2")).toEqual({ view: "conversation", conversation: "c2", seq: null });
    expect(at("")).toEqual({ view: "facts", rest: "" });
    expect(at(viewAddress("search", "利息/本金 %"))).toEqual({ view: "search", rest: "利息/本金 %" });
  });

  test.each(["#证据3-1", "#证据9-1", "#c9-1", "#999", "#/nowhere", "#%E0%A4%A", "#javascript:alert(1)"])(
    "is said to be unknown where it names nothing: %s",
    (hash) => {
      expect(at(hash).view).toBe("unknown");
    },
  );
});
