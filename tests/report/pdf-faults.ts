import { execFileSync } from "node:child_process";
import { create } from "fontkit";

/** Objects of a PDF as qpdf reads them, streams decoded as far as no picture is concerned. */
type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
type Dictionary = Record<string, Value>;
interface Stored {
  readonly value?: Value;
  readonly stream?: { readonly data?: string; readonly dict: Dictionary };
}

/** What an archive copy may not hold, whatever it is called for. @source documented: ISO 19005-2 6.1-6.6 */
const FORBIDDEN_KEYS = ["/JS", "/JavaScript", "/Launch", "/AA", "/OpenAction", "/XFA", "/EmbeddedFiles", "/EF", "/Encrypt", "/TR", "/HTP", "/Alternates", "/OPI", "/PS", "/NeedsRendering", "/Crypt", "/Requirements"]; // prettier-ignore
const FORBIDDEN_FILTERS = ["/LZWDecode", "/Crypt"];
const BLEND_MODES = ["/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge", "/ColorBurn", "/HardLight", "/SoftLight", "/Difference", "/Exclusion"]; // prettier-ignore
const HIDDEN_FLAGS = 0b100010;
const PRINT_FLAG = 0b100;

/** What a file gets wrong of PDF/A-2b, as far as a reading of its structure tells; nothing where it is sound. */
export function archiveFaults(path: string, bytes: Buffer): string[] {
  const said = execFileSync("qpdf", ["--check", path], { encoding: "utf8" });
  const faults = /No syntax or stream encoding errors found/.test(said) ? [] : [`qpdf: ${said}`];
  const json = execFileSync("qpdf", ["--json=2", "--json-key=qpdf", "--decode-level=generalized", "--json-stream-data=inline", path], { encoding: "utf8", maxBuffer: 1 << 30 }); // prettier-ignore
  const [, objects] = (JSON.parse(json) as { qpdf: [unknown, Record<string, Stored>] }).qpdf;
  return [...faults, ...head(bytes), ...new Reading(objects).faults()];
}

/** A header, then a line of bytes that no text has. */
function head(bytes: Buffer): string[] {
  const lines = bytes.subarray(0, 40).toString("latin1").split(/\r?\n/);
  const isHead = /^%PDF-1\.[4-7]$/.test(lines[0] ?? "") && /^%[\x80-\xff]{4}/.test(lines[1] ?? "");
  return isHead ? [] : ["no header of a binary file"];
}

class Reading {
  private readonly objects: Readonly<Record<string, Stored>>;

  constructor(objects: Readonly<Record<string, Stored>>) {
    this.objects = objects;
  }

  faults(): string[] {
    const trailer = dictionary(this.objects["trailer"]?.value);
    const catalog = this.dictionaryAt(trailer["/Root"]);
    return [
      ...(Array.isArray(trailer["/ID"]) && trailer["/ID"].length === 2 ? [] : ["no /ID"]),
      ...this.metadata(catalog, this.dictionaryAt(trailer["/Info"])),
      ...this.intents(catalog),
      ...this.everywhere(),
      ...this.fonts(),
    ];
  }

  /** The packet names part and level, and says of title and date what the dictionary says. */
  private metadata(catalog: Dictionary, info: Dictionary): string[] {
    const packet = this.dataAt(catalog["/Metadata"]).toString("utf8");
    const stream = this.objects[`obj:${nameOf(catalog["/Metadata"])}`]?.stream;
    const year = /\d{4}/.exec(this.textAt(info["/CreationDate"]))?.[0] ?? "none";
    return [
      ...(/<pdfaid:part>2<|pdfaid:part="2"/.test(packet) ? [] : ["metadata name no part 2"]),
      ...(/<pdfaid:conformance>B<|pdfaid:conformance="B"/.test(packet) ? [] : ["metadata name no level B"]),
      ...(stream?.dict["/Filter"] === undefined ? [] : ["metadata are compressed"]),
      ...(packet.includes(escaped(this.textAt(info["/Title"])))
        ? []
        : ["title differs between metadata and dictionary"]),
      ...(new RegExp(`CreateDate[^0-9]*${year}`).test(packet) ? [] : ["date differs between metadata and dictionary"]),
    ];
  }

  /** One profile of colour, of the kind that the colours of the pages need. */
  private intents(catalog: Dictionary): string[] {
    const intents = arrayOf(this.resolved(catalog["/OutputIntents"])).map((intent) => this.dictionaryAt(intent));
    const [intent] = intents.filter((one) => one["/S"] === "/GTS_PDFA1");
    if (!intent) return ["no output intent"];
    const profile = this.dataAt(intent["/DestOutputProfile"]);
    const isProfile = profile.subarray(36, 40).toString("latin1") === "acsp";
    const isRgb = profile.subarray(16, 20).toString("latin1") === "RGB ";
    return isProfile && isRgb ? [] : ["output intent holds no RGB profile"];
  }

  private everywhere(): string[] {
    const faults = new Set<string>();
    for (const { value, stream } of Object.values(this.objects)) {
      walk(stream?.dict ?? value ?? null, (one) => {
        for (const key of FORBIDDEN_KEYS) if (key in one) faults.add(`forbidden: ${key}`);
        for (const filter of arrayOf(one["/Filter"] ?? []).concat(one["/Filter"] ?? []))
          if (FORBIDDEN_FILTERS.includes(nameOf(filter))) faults.add(`forbidden filter ${nameOf(filter)}`);
        const mode = one["/BM"];
        if (typeof mode === "string" && !BLEND_MODES.includes(mode)) faults.add(`blend mode ${mode}`);
        if (one["/Interpolate"] === true) faults.add("a picture asks for interpolation");
        if (one["/ColorSpace"] === "/DeviceCMYK" || one["/CS"] === "/DeviceCMYK") faults.add("CMYK colour");
        if (one["/Subtype"] === "/Link") for (const fault of annotation(one)) faults.add(fault);
      });
    }
    return [...faults];
  }

  /** Every font is embedded, its widths are those the file states, and its text can be copied. */
  private fonts(): string[] {
    const fonts = Object.values(this.objects).map(({ value }) => dictionary(value)).filter((one) => one["/Type"] === "/Font"); // prettier-ignore
    const composite = fonts.filter((font) => font["/Subtype"] === "/Type0");
    const others = fonts.filter((font) => !["/Type0", "/CIDFontType2", "/CIDFontType0"].includes(nameOf(font["/Subtype"]))); // prettier-ignore
    return [
      ...others.map((font) => `font that is not composite: ${nameOf(font["/BaseFont"])}`),
      ...composite.flatMap((font) => this.composite(font)),
    ];
  }

  private composite(font: Dictionary): string[] {
    const name = nameOf(font["/BaseFont"]);
    const [descendant] = arrayOf(this.resolved(font["/DescendantFonts"])).map((one) => this.dictionaryAt(one));
    const descriptor = this.dictionaryAt(descendant?.["/FontDescriptor"]);
    const file = descriptor["/FontFile2"] ?? descriptor["/FontFile3"];
    if (!descendant || file === undefined) return [`${name} is not embedded`];
    return [
      ...(font["/ToUnicode"] === undefined ? [`${name} cannot be searched`] : []),
      ...(descendant["/Subtype"] === "/CIDFontType2" && descendant["/CIDToGIDMap"] === undefined ? [`${name} maps no glyphs`] : []), // prettier-ignore
      ...this.widths(name, arrayOf(this.resolved(descendant["/W"])), this.dataAt(file)),
    ];
  }

  /** Widths stated in the file are those of the font program, to a thousandth of an em. */
  private widths(name: string, stated: readonly Value[], program: Buffer): string[] {
    if (program.subarray(0, 4).toString("latin1") === "OTTO" || program.readUInt32BE(0) !== 0x00010000) return [];
    const font = create(program);
    const faults: string[] = [];
    for (let at = 0; at + 1 < stated.length; at += 2) {
      const first = Number(stated[at]);
      for (const [n, width] of arrayOf(this.resolved(stated[at + 1])).entries()) {
        const own = (font.getGlyph(first + n).advanceWidth * 1000) / font.unitsPerEm;
        if (Math.abs(own - Number(width)) > 1) faults.push(`${name}: glyph ${first + n} is ${own} wide, not ${Number(width)}`); // prettier-ignore
      }
    }
    return faults.slice(0, 3);
  }

  private resolved(value: Value | undefined): Value {
    const isReference = typeof value === "string" && /^\d+ \d+ R$/.test(value);
    return isReference ? (this.objects[`obj:${value}`]?.value ?? null) : (value ?? null);
  }

  private dictionaryAt(value: Value | undefined): Dictionary {
    return dictionary(this.resolved(value));
  }

  /** A string as qpdf writes it: `u:` and its text. */
  private textAt(value: Value | undefined): string {
    const found = this.resolved(value);
    return typeof found === "string" ? found.replace(/^u:/, "") : "";
  }

  private dataAt(value: Value | undefined): Buffer {
    return Buffer.from(this.objects[`obj:${nameOf(value)}`]?.stream?.data ?? "", "base64");
  }
}

/** Only links, shown in print as on the screen. */
function annotation(one: Dictionary): string[] {
  const flags = Number(one["/F"] ?? 0);
  return [
    ...((flags & PRINT_FLAG) === 0 ? ["a link is not printed"] : []),
    ...((flags & HIDDEN_FLAGS) === 0 ? [] : ["a link is hidden"]),
  ];
}

function walk(value: Value, see: (dictionary: Dictionary) => void): void {
  if (Array.isArray(value)) for (const one of value) walk(one, see);
  else if (value !== null && typeof value === "object") {
    see(value);
    for (const one of Object.values(value)) walk(one, see);
  }
}

function dictionary(value: Value | undefined): Dictionary {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}

function arrayOf(value: Value): Value[] {
  return Array.isArray(value) ? value : [];
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A name, a reference or a string as it stands; "" for anything else. */
function nameOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
