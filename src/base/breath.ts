import { setImmediate } from "node:timers/promises";

/** Lets the event loop turn so that an interrupt is heard, and stops if one was. @throws AbortError */
export async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}
