import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Which running process this is, so that another can tell later whether it still runs. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start of the process in clock ticks since the machine started; null where the system does not say. */
  readonly startedAt: string | null;
  /** Name of the machine, and its own id where it has one. */
  readonly machine: string;
  /** Changes with every start of the machine; null where the system does not say. */
  readonly boot: string | null;
  /** Numbers of processes mean something only within one namespace; null where the system knows none. */
  readonly namespace: string | null;
}

/** The process that runs this. */
export function ownIdentity(): ProcessIdentity {
  return {
    pid: process.pid,
    startedAt: statusOf(process.pid)?.startedAt ?? null,
    machine: [hostname(), textOf("/etc/machine-id") ?? ""].join(" ").trim(),
    boot: textOf("/proc/sys/kernel/random/boot_id"),
    namespace: linkOf("/proc/self/ns/pid"),
  };
}

/** The identity that a text states; null where it is none. */
export function identityIn(text: string): ProcessIdentity | null {
  try {
    const { pid, startedAt, machine, boot, namespace } = JSON.parse(text) as Record<string, unknown>;
    if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid <= 0 || typeof machine !== "string") return null;
    if (!isTextOrNull(startedAt) || !isTextOrNull(boot) || !isTextOrNull(namespace)) return null;
    return { pid, startedAt, machine, boot, namespace };
  } catch {
    return null;
  }
}

/**
 * Whether a process is known to have ended. In doubt it has not: another machine, another namespace, a number that is in
 * use where nothing tells its new holder from the old one.
 */
export function hasEnded(other: ProcessIdentity, own: ProcessIdentity = ownIdentity()): boolean {
  if (other.machine !== own.machine) return false;
  if (other.boot !== null && own.boot !== null && other.boot !== own.boot) return true;
  if (other.boot !== own.boot || other.namespace !== own.namespace) return false;
  if (!isInUse(other.pid)) return true;
  const status = statusOf(other.pid);
  if (status === null || other.startedAt === null) return false;
  return status.hasEnded || status.startedAt !== other.startedAt;
}

function isInUse(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: somebody else's process has that number.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/** @source documented: proc(5), /proc/pid/stat: the name in brackets may hold blanks and brackets; then state (3) … starttime (22) */
function statusOf(pid: number): { readonly startedAt: string; readonly hasEnded: boolean } | null {
  const text = textOf(`/proc/${pid}/stat`);
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ") ?? [];
  const [state, startedAt] = [fields[0], fields[19]];
  if (state === undefined || startedAt === undefined) return null;
  return { startedAt, hasEnded: state === "Z" || state === "X" };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return null;
  }
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}
