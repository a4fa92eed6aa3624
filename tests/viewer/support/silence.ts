const RATE = 8000;
const HEADER = 44;

/** A WAV file of so many seconds: PCM, one channel, 8 bits. */
export function silence(seconds: number): Uint8Array {
  const samples = RATE * seconds;
  const file = Buffer.alloc(HEADER + samples, 0x80);
  file.write("RIFF", 0, "ascii");
  file.writeUInt32LE(HEADER - 8 + samples, 4);
  file.write("WAVEfmt ", 8, "ascii");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34);
  file.write("data", 36, "ascii");
  file.writeUInt32LE(samples, 40);
  return file;
}
