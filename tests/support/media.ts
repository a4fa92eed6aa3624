import sharp from "sharp";

/** A picture of made noise, so that nothing in it compresses away. */
export function picture(format: "jpeg" | "png" | "gif" | "webp", width = 96, height = 64): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3);
  let state = 20_260_302;
  for (let index = 0; index < pixels.length; index += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    pixels[index] = state >>> 24;
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .toFormat(format)
    .toBuffer();
}

/** A SILK recording as WeChat stores it: frames of made bytes. */
export function silk(frames: readonly number[] = [40, 52, 47]): Buffer {
  const parts = frames.map((length) =>
    Buffer.concat([Buffer.from([length & 255, length >> 8]), Buffer.alloc(length, 7)]),
  );
  return Buffer.concat([Buffer.from("\x02#!SILK_V3", "latin1"), ...parts]);
}

/** A WAV of silence. */
export function wav(samples = 400): Buffer {
  const header = Buffer.alloc(44);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(36 + samples * 2, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(24_000, 24);
  header.writeUInt32LE(48_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(samples * 2, 40);
  return Buffer.concat([header, Buffer.alloc(samples * 2, 3)]);
}

/** One box of an ISO base media file. */
export function box(type: string, content: Buffer = Buffer.alloc(8, 1)): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, content]);
}

/** The boxes of a short film, without a picture in them. */
export function film(): Buffer {
  return Buffer.concat([
    box("ftyp", Buffer.from("isom\0\0\0\0isommp42", "latin1")),
    box("mdat", Buffer.alloc(600, 9)),
    box("moov", Buffer.alloc(100, 1)),
  ]);
}

/** The frame of a PDF, without a page. */
export function pdf(): Buffer {
  return Buffer.from(
    `%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n${"% 合同\n".repeat(40)}trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n`,
  );
}

/** A zip of one stored file. */
export function zip(name = "word/document.xml", content: Buffer = Buffer.from("<w:document/>")): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt32LE(content.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + content.length, 16);
  return Buffer.concat([local, Buffer.from(name), content, central, Buffer.from(name), end]);
}
