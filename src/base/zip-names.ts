import { readExactly, type ZipBytes } from "./zip-bytes.ts";
import { nameText } from "./zip-fault.ts";
import { CENTRAL_HEADER, LOCAL_HEADER, NAME_BYTES_MAX } from "./zip-format.ts";

const SEARCHED_BYTES = 1 << 20;

/**
 * Names that headers state in the first and the last mebibyte of a zip that cannot be listed, as one that was cut off.
 * Good for recognising what a file once was and for nothing else: bytes of a file inside may look like a header.
 */
export function namesInSight(bytes: ZipBytes): Set<string> {
  const names = new Set<string>();
  const length = Math.min(bytes.sizeBytes, SEARCHED_BYTES);
  for (const start of new Set([0, bytes.sizeBytes - length])) {
    const part = readExactly(bytes, Buffer.alloc(length), start);
    collect(part, { ...LOCAL_HEADER, nameLengthAt: 26 }, names);
    collect(part, { ...CENTRAL_HEADER, nameLengthAt: 28 }, names);
  }
  return names;
}

interface Header {
  readonly signature: number;
  readonly bytes: number;
  readonly nameLengthAt: number;
}

function collect(part: Buffer, { signature, bytes, nameLengthAt }: Header, names: Set<string>): void {
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(signature);
  for (let at = part.indexOf(mark); at >= 0 && at + bytes <= part.length; at = part.indexOf(mark, at + 4)) {
    const nameLength = part.readUInt16LE(at + nameLengthAt);
    const end = at + bytes + nameLength;
    if (nameLength <= NAME_BYTES_MAX && end <= part.length) names.add(nameText(part.subarray(at + bytes, end)));
  }
}
