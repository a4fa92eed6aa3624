import type { X509Certificate } from "node:crypto";
import { BasicConstraints, Certificate, type Extension } from "pkijs";
import { isWeakKey } from "./keys.ts";

/** Where a certificate leads: to a trusted root, to none, or to one only by a certificate outside its time. */
export type Chain =
  { readonly ends: "trusted"; readonly root: X509Certificate } | { readonly ends: "unknown-root" | "outside-validity" };

const DEPTH_MAX = 8;
const LOOKS_MAX = 2000;

/**
 * Follows issuers from a certificate to a trusted root as of one moment. The leaf itself may be the trusted one. Every
 * issuer must be a certification authority, must have signed, and be within its time. Name constraints are not applied:
 * an authority that carries any is not followed.
 *
 * @param others certificates that may lie in between; they are trusted for nothing
 * @param at epoch ms
 */
export function chainOf(
  leaf: X509Certificate,
  others: readonly X509Certificate[],
  trust: readonly X509Certificate[],
  at: number,
): Chain {
  const search: Search = {
    trusted: new Set(trust.map(idOf)),
    pool: [...trust, ...others],
    at,
    looks: 0,
    isDated: false,
  };
  const root = follow(leaf, [], search);
  if (root !== null) return { ends: "trusted", root };
  return { ends: search.isDated ? "outside-validity" : "unknown-root" };
}

interface Search {
  readonly trusted: ReadonlySet<string>;
  readonly pool: readonly X509Certificate[];
  readonly at: number;
  looks: number;
  /** Whether a way to a trusted root was given up only because of a date. */
  isDated: boolean;
}

const idOf = (certificate: X509Certificate): string => certificate.fingerprint256;

function follow(
  certificate: X509Certificate,
  below: readonly X509Certificate[],
  search: Search,
): X509Certificate | null {
  search.looks += 1;
  if (search.looks > LOOKS_MAX) return null;
  const way = [...below, certificate];
  if (search.trusted.has(idOf(certificate))) {
    if (way.every((one) => isWithin(one, search.at))) return certificate;
    search.isDated = true;
    return null;
  }
  if (way.length > DEPTH_MAX) return null;
  const passed = new Set(way.map(idOf));
  for (const issuer of search.pool) {
    if (passed.has(idOf(issuer)) || !isIssuedBy(certificate, issuer, below.length)) continue;
    const root = follow(issuer, way, search);
    if (root !== null) return root;
  }
  return null;
}

/** @param authoritiesBelow authorities between the issuer and the leaf */
function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate, authoritiesBelow: number): boolean {
  if (!issuer.ca || !certificate.checkIssued(issuer) || isWeakKey(issuer.publicKey)) return false;
  const limits = limitsOf(issuer);
  if (limits === null || limits < authoritiesBelow) return false;
  try {
    return certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

/** BasicConstraints and KeyUsage: the critical extensions that are applied here (RFC 5280 4.2.1.3, 4.2.1.9). */
const BASIC_CONSTRAINTS = "2.5.29.19";
const APPLIED: ReadonlySet<string> = new Set([BASIC_CONSTRAINTS, "2.5.29.15"]);
const NAME_CONSTRAINTS = "2.5.29.30";

/** How many authorities may follow; Infinity where there is no limit, null where other limits are set. */
function limitsOf(issuer: X509Certificate): number | null {
  const extensions = extensionsOf(issuer);
  const others = extensions.filter(({ extnID }) => !APPLIED.has(extnID));
  if (others.some(({ critical, extnID }) => critical || extnID === NAME_CONSTRAINTS)) return null;
  const basic: unknown = extensions.find(({ extnID }) => extnID === BASIC_CONSTRAINTS)?.parsedValue;
  if (!(basic instanceof BasicConstraints)) return Infinity;
  const { pathLenConstraint: limit } = basic;
  return typeof limit === "number" ? limit : limit === undefined ? Infinity : null;
}

/** Extensions of a certificate, in order. */
export function extensionsOf(certificate: X509Certificate): readonly Extension[] {
  return Certificate.fromBER(certificate.raw).extensions ?? [];
}

/** Whether a moment lies in the time for which a certificate was issued. */
export function isWithin(certificate: X509Certificate, at: number): boolean {
  return Date.parse(certificate.validFrom) <= at && at <= Date.parse(certificate.validTo);
}
