import type { Scratch } from "../base/scratch.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Watch } from "../model/progress.ts";
import type { NotTaken, Source, SourceFile } from "../model/source.ts";
import { ArchiveView } from "./archive-view.ts";
import { isDocument, isDocumentName } from "./documents.ts";
import { damaged, empty, encrypted, nothingTaken } from "./faults.ts";
import { Budget } from "./limits.ts";
import { isMail, unpackMail } from "./mail.ts";
import { ReadCount } from "./progress.ts";
import { Spool } from "./spool.ts";
import { type Place, unpack, type Unpacked } from "./unpack.ts";
import { readDirectory, ZipFault } from "./zip-directory.ts";
import { type Member, memberPath, sortMembers } from "./zip-members.ts";

/** A received zip with what its directory lists. */
interface Container {
  readonly zip: SourceFile;
  readonly members: readonly Member[];
  readonly notTaken: readonly NotTaken[];
}

/** A member after reading it: a file and where its bytes are, or why not. */
type Outcome =
  { readonly member: Member; readonly unpacked: Unpacked } | { readonly member: Member; readonly fault: ZipFault };

/** What a container yields in the end. */
interface Contents {
  readonly files: { readonly file: SourceFile; readonly place: Place }[];
  readonly notTaken: NotTaken[];
}

/**
 * The same source with the members of its zips and the attachments of its mails added as files (`a.zip!/b.json`,
 * `container` the zip's path). A zip within a zip stays one file, and so does a mail within a zip. Everything is read through `base.read`, so `base` may lie in a bundle as well as on disk.
 * A zip that cannot be opened stays a received file with a remark in `notTaken`. Closing the result closes `base`; when
 * this throws, `base` is still open.
 *
 * @throws {SourceError} SOURCE_TOO_LARGE for a zip beyond the limits; SOURCE_ENCRYPTED, SOURCE_DAMAGED,
 *   SOURCE_NOTHING_TAKEN or SOURCE_EMPTY when `base` holds nothing but zips and no member of them could be taken
 * @throws {OutputError} SCRATCH_NOT_WRITABLE
 */
export async function withArchiveMembers(base: Source, scratch: Scratch, watch: Watch = {}): Promise<Source> {
  const containers = await containersIn(base);
  const mails = base.files.filter((file) => isMail(base, file));
  if (containers.length + mails.length === 0) return base;
  const spool = new Spool(scratch);
  try {
    const taken = new Set(base.files.map(({ path }) => path));
    const contents: Contents[] = [];
    const count = countOf(containers, watch);
    for (const container of containers) {
      contents.push(await unpackAll(base, container, spool, count, taken));
    }
    assertSomethingToRead(base, containers, contents);
    for (const mail of mails) contents.push(unpackMailInto(base, mail, spool, taken));
    return view(base, spool, contents);
  } catch (error) {
    spool.close();
    throw error;
  }
}

async function containersIn(base: Source): Promise<Container[]> {
  const budget = new Budget();
  const containers: Container[] = [];
  for (const zip of base.files) {
    if (!startsAsZip(base, zip) || isDocumentName(zip.path)) continue;
    const container = await openContainer(base, zip, budget);
    if (container !== null) containers.push(container);
  }
  return containers;
}

/** @source documented: APPNOTE 4.3.7 local header, 4.3.16 end record (empty zip), 8.5.4 split marker */
function startsAsZip(base: Source, { path, sizeBytes, container }: SourceFile): boolean {
  if (sizeBytes < 4 || container !== null) return false;
  return ["504b0304", "504b0506", "504b0708"].includes(base.read(path, 0, 4).toString("hex"));
}

async function openContainer(base: Source, zip: SourceFile, budget: Budget): Promise<Container | null> {
  try {
    const directory = await readDirectory(base, zip, budget);
    if (isDocument(directory.entries)) return null;
    const sorted = sortMembers(zip, directory);
    const expanded = sorted.members.reduce((sum, { entry }) => sum + entry.sizeBytes, 0);
    budget.chargeExpansion(zip.path, zip.sizeBytes, expanded);
    return { zip, ...sorted };
  } catch (error) {
    if (!(error instanceof ZipFault)) throw error;
    const { reason, message: detail } = error;
    return { zip, members: [], notTaken: [{ path: memberPath(zip, ""), nameHex: zipHex(zip), reason, detail }] };
  }
}

function zipHex({ nameHex }: SourceFile): string | null {
  return nameHex === null ? null : `${nameHex}${Buffer.from("!/").toString("hex")}`;
}

function countOf(containers: readonly Container[], watch: Watch): ReadCount {
  const members = containers.flatMap((container) => container.members);
  const totalBytes = members.reduce((sum, { entry }) => sum + entry.sizeBytes, 0);
  return new ReadCount(totalBytes, watch);
}

/** Reads all members. `taken` holds the paths of all files so far and receives the new ones. */
async function unpackAll(
  base: Source,
  container: Container,
  spool: Spool,
  count: ReadCount,
  taken: Set<string>,
): Promise<Contents> {
  const { zip, members, notTaken } = container;
  const contents: Contents = { files: [], notTaken: [...notTaken] };
  const repeated = repeatedPaths(members);
  for (const member of members) {
    const outcome = await attempt(base, zip, member, spool);
    const namesakes = repeated.get(member.path);
    if (namesakes === undefined) settle(contents, zip, [outcome], taken);
    else namesakes.push(outcome);
    count.bytes(member.entry.sizeBytes);
    count.file();
    await count.breathe();
  }
  for (const namesakes of repeated.values()) settle(contents, zip, namesakes, taken);
  return contents;
}

/** Attachments of a mail; one whose path a received file has already is left out and said to be. */
function unpackMailInto(base: Source, mail: SourceFile, spool: Spool, taken: Set<string>): Contents {
  const contents: Contents = { files: [], notTaken: [] };
  for (const { file, place } of unpackMail(base, mail, spool)) {
    const { path, nameHex } = file;
    const detail = "a received file or a member of another zip has this path";
    if (taken.has(path)) contents.notTaken.push({ path, nameHex, reason: "name-collision", detail });
    else contents.files.push({ file, place });
    taken.add(path);
  }
  return contents;
}

/** A place for the outcomes of every path that several members have. */
function repeatedPaths(members: readonly Member[]): Map<string, Outcome[]> {
  const seen = new Set<string>();
  const repeated = new Map<string, Outcome[]>();
  for (const { path } of members) {
    if (seen.has(path)) repeated.set(path, []);
    seen.add(path);
  }
  return repeated;
}

async function attempt(base: Source, zip: SourceFile, member: Member, spool: Spool): Promise<Outcome> {
  try {
    return { member, unpacked: await unpack(base, zip, member.entry, spool) };
  } catch (error) {
    if (error instanceof ZipFault) return { member, fault: error };
    throw error;
  }
}

/** Decides which of the members of one path becomes a file. */
function settle(contents: Contents, zip: SourceFile, namesakes: readonly Outcome[], taken: Set<string>): void {
  const path = namesakes[0]?.member.path ?? "";
  const clash = clashOf(path, namesakes, taken);
  for (const [index, outcome] of namesakes.entries()) {
    const { nameHex } = outcome.member;
    if ("fault" in outcome) {
      const { reason, message: detail } = outcome.fault;
      contents.notTaken.push({ path, nameHex, reason, detail });
    } else if (clash !== null || index > 0) {
      const detail = clash ?? "same name and same bytes as a member that was taken";
      contents.notTaken.push({ path, nameHex, reason: "name-collision", detail });
    } else {
      taken.add(path);
      contents.files.push({ file: fileOf(zip, outcome), place: outcome.unpacked.place });
    }
  }
}

/**
 * Why none of several members of one name is taken. Readers differ on which one counts, so choosing would be deciding
 * what the evidence is; only equal bytes leave nothing to choose.
 */
function clashOf(path: string, namesakes: readonly Outcome[], taken: ReadonlySet<string>): string | null {
  if (taken.has(path)) return "a received file or a member of another zip has this path";
  const digests = new Set(namesakes.map((outcome) => ("fault" in outcome ? null : outcome.unpacked.sha256)));
  return digests.size > 1 ? `${namesakes.length} members of this name with different bytes` : null;
}

function fileOf(zip: SourceFile, { member, unpacked }: Extract<Outcome, { unpacked: Unpacked }>): SourceFile {
  const { path, nameHex, entry } = member;
  const { sizeBytes, modifiedText } = entry;
  return { path, nameHex, sizeBytes, sha256: unpacked.sha256, modifiedText, container: zip.path };
}

function assertSomethingToRead(base: Source, containers: readonly Container[], contents: readonly Contents[]): void {
  if (base.files.length > containers.length || contents.some(({ files }) => files.length > 0)) return;
  const notTaken = contents.flatMap((content) => content.notTaken);
  const needPassword = containers.filter(({ notTaken: refused }) =>
    refused.some(({ reason }) => reason === "member-encrypted"),
  );
  if (needPassword.length > 0) throw encrypted(needPassword.map(({ zip }) => zip.path));
  const broken = notTaken.filter(({ path }) => containers.some(({ zip }) => path === memberPath(zip, "")));
  if (broken.length > 0) throw damaged(broken);
  throw notTaken.length > 0 ? nothingTaken(base.name, notTaken) : empty(base.name);
}

function view(base: Source, spool: Spool, contents: readonly Contents[]): Source {
  const members = contents.flatMap(({ files }) => files);
  const files = [...base.files, ...members.map(({ file }) => file)];
  const notTaken = [...base.notTaken, ...contents.flatMap((content) => content.notTaken)];
  const byPath = (a: { path: string }, b: { path: string }) => compareCodePoints(a.path, b.path);
  const places = new Map(members.map(({ file, place }) => [file.path, place]));
  return new ArchiveView(base, spool, files.sort(byPath), notTaken.sort(byPath), places);
}
