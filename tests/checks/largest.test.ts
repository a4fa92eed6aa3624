import fc from "fast-check";
import { expect, test } from "vitest";
import { Largest } from "../../src/checks/largest.ts";

test("the largest entries are kept in the order they came, and the rest is added up", () => {
  const largest = new Largest<string>(2);
  for (const [name, size] of [["a", 1], ["b", 9], ["c", 3], ["d", 4]] as const) largest.add(name, size); // prettier-ignore
  expect(largest.entries()).toEqual(["b", "d"]);
  expect(largest.remainder()).toEqual({ count: 2, size: 4 });
});

test("nothing is lost: kept and remainder make up everything, for any stream", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { maxLength: 200 }), fc.integer({ min: 1, max: 20 }), (sizes, room) => {
      const largest = new Largest<number>(room);
      for (const size of sizes) largest.add(size, size);
      const kept = largest.entries();
      const rest = largest.remainder() ?? { count: 0, size: 0 };
      expect(kept.length + rest.count).toBe(sizes.length);
      expect(kept.reduce((sum, size) => sum + size, 0) + rest.size).toBe(sizes.reduce((sum, size) => sum + size, 0));
      const expected = [...sizes].sort((a, b) => b - a).slice(0, room);
      expect([...kept].sort((a, b) => b - a)).toEqual(expected);
    }),
  );
});
