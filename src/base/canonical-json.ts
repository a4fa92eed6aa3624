import canonicalize from "canonicalize";

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * RFC 8785 form of a value: sorted keys, no blanks, so that equal values have equal bytes. Lone surrogates, which
 * cut-off texts contain and RFC 8785 has no form for, are written as visible `\uXXXX` text.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(escapeLoneSurrogates(value));
  if (text === undefined) throw new TypeError("value has no JSON form");
  return text;
}

/** The value with every lone surrogate in its strings and keys written out as `\uXXXX`. */
export function escapeLoneSurrogates(value: unknown): unknown {
  if (typeof value === "string") return value.isWellFormed() ? value : value.replace(LONE_SURROGATE, visible);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(escapeLoneSurrogates);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [escapeLoneSurrogates(key) as string, escapeLoneSurrogates(inner)]),
  );
}

function visible(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16)}`;
}
