const SAFE = /^(?:data|report|record|meta)(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)+$/;

/** A path of the bundle that may stand in a link or a picture, or null: nothing else is ever followed. */
export function bundlePath(path: string | undefined): string | null {
  return path !== undefined && SAFE.test(path) ? path : null;
}
