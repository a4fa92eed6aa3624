import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesField, integerField, messageFields, protobufFields, textField } from "../../src/base/protobuf.ts";
import { protobuf } from "../support/databases/protobuf-writer.ts";

describe("fields of a message", () => {
  test("are read in order with their numbers and wire types", () => {
    // 1: 150; 2: "testing"; 3: { 1: 150 }; 4: fixed32 1; 5: fixed64 2, as the encoding guide writes them.
    const bytes = Buffer.from("089601120774657374696e671a03089601250100000029" + "0200000000000000", "hex");
    const fields = protobufFields(bytes) ?? [];
    expect(fields.map(({ number, wire }) => `${number} ${wire}`)).toEqual(["1 varint", "2 bytes", "3 bytes", "4 fixed32", "5 fixed64"]); // prettier-ignore
    expect(integerField(fields, 1)).toBe(150n);
    expect(textField(fields, 2)).toBe("testing");
    expect(messageFields(fields, 3).map((inner) => integerField(inner, 1))).toEqual([150n]);
  });

  test("keep all 64 bits of a whole number", () => {
    expect(integerField(protobufFields(protobuf([1, (1n << 64n) - 1n])) ?? [], 1)).toBe((1n << 64n) - 1n);
  });

  test("of text that is not UTF-8 give bytes but no text", () => {
    const fields = protobufFields(protobuf([1, Buffer.from([0xff, 0xfe])])) ?? [];
    expect(textField(fields, 1)).toBeNull();
    expect(bytesField(fields, 1)).toEqual(Buffer.from([0xff, 0xfe]));
  });

  test.each([
    ["cut within a value", "0896"],
    ["a length beyond the end", "120774657374"],
    ["field number 0", "0001"],
    ["a wire type nobody writes", "0f"],
    ["a varint of eleven bytes", "08ffffffffffffffffffff01"],
  ])("are not believed where there is %s", (_name, hex) => {
    expect(protobufFields(Buffer.from(hex, "hex"))).toBeNull();
  });

  test("come back as written, whatever they are", () => {
    const field = fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.oneof(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), fc.uint8Array({ maxLength: 300 }))); // prettier-ignore
    fc.assert(
      fc.property(fc.array(field, { maxLength: 20 }), (written) => {
        const read = protobufFields(protobuf(...written)) ?? [];
        expect(read.map((each) => [each.number, each.wire === "varint" ? each.value : new Uint8Array(each.bytes)])).toEqual(written); // prettier-ignore
      }),
    );
  });

  test("of noise end in fields or null, never in an exception", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void protobufFields(bytes)));
  });
});
