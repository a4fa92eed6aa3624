import { describe, expect, test } from "vitest";
import { Recent } from "../../../src/viewer/data/recent.ts";

describe("values kept by number", () => {
  test("are fetched once however many ask", async () => {
    let fetched = 0;
    const recent = new Recent(3, (number) => Promise.resolve(`${number}/${(fetched += 1)}`));
    expect(await Promise.all([recent.get(1), recent.get(1)])).toEqual(["1/1", "1/1"]);
    expect(await recent.get(1)).toBe("1/1");
  });

  test("are dropped in the order they were last asked for", async () => {
    const recent = new Recent(2, (number) => Promise.resolve(number));
    await recent.get(1);
    await recent.get(2);
    recent.peek(1);
    await recent.get(3);
    expect([1, 2, 3].map((number) => recent.peek(number))).toEqual([1, undefined, 3]);
    expect(recent.size).toBe(2);
  });

  test("are asked for again after a failure", async () => {
    let tries = 0;
    const recent = new Recent(2, () =>
      (tries += 1) === 1 ? Promise.reject(new Error("no disc")) : Promise.resolve("here"),
    );
    await expect(recent.get(1)).rejects.toThrow("no disc");
    expect(await recent.get(1)).toBe("here");
  });
});
