/** Parts of a seal that `verify --require` can insist on. */
export const SEAL_PARTS = ["seal", "time"] as const;

export type SealPart = (typeof SEAL_PARTS)[number];

/** `undetermined`: there is something, and it is not verified here; that is not the same as wrong. */
export type SealOutcome = "pass" | "fail" | "undetermined";

/** Whether a signature's key is the one that was named from outside the bundle. */
export type KeyExpectation = "expected" | "not-expected" | "no-expectation";

/** What the reader brings from outside the bundle, and what the bundle is held against. */
export interface SealExpectations {
  /** Public key that must have signed, in PEM (a key or a certificate); null where none is named. */
  readonly expectKey: string | null;
  /** Root certificates that are trusted, in PEM. */
  readonly trust: readonly string[];
  /** Parts that must be there and must check out. */
  readonly require: readonly SealPart[];
  /** Epoch ms of the checking; null where nobody may ask the clock. */
  readonly now: number | null;
}

/** One signature over the tag manifest, by which key. */
export interface SignatureAnswer {
  /** Path in the bundle. */
  readonly path: string;
  readonly form: "plain" | "cms";
  readonly outcome: SealOutcome;
  /** Why it did not pass, as a code; null where it passed. */
  readonly reason: string | null;
  /** SHA-256 of the signer's public key (SubjectPublicKeyInfo, DER), lower-case hex; null where no key is known. */
  readonly keySha256: string | null;
  /** Such as `ec prime256v1` or `rsa 3072`; null where no key is known. */
  readonly keyType: string | null;
  readonly expectation: KeyExpectation;
  /** Subject of the signer's certificate, as it names itself; null for a plain signature. */
  readonly signer: string | null;
  /** Epoch ms at which the signer says to have signed; null where that is not said. */
  readonly statedAt: number | null;
}

/** One time stamp over the tag manifest. */
export interface TimeStampAnswer {
  /** Path in the bundle. */
  readonly path: string;
  readonly outcome: SealOutcome;
  /** Why it did not pass, as a code; null where it passed. */
  readonly reason: string | null;
  /** Subject of the authority's certificate, as it names itself; null where it could not be read. */
  readonly authority: string | null;
  /** Epoch ms to which the authority's certificate is valid; null where it could not be read. What counts is the time of the stamp. */
  readonly certificateUntil: number | null;
  /** Epoch ms of the stamp; null where it could not be read. */
  readonly stampedAt: number | null;
  /** Serial number of the stamp in hexadecimal; null where it could not be read. */
  readonly serial: string | null;
  /** Object identifier of the authority's policy; null where it could not be read. */
  readonly policy: string | null;
  /** SHA-256 of the trusted root to which the chain leads; null where there is none. */
  readonly rootSha256: string | null;
}

/** Everything under `seal/` that was judged. */
export interface SealAnswers {
  readonly signatures: readonly SignatureAnswer[];
  readonly timeStamps: readonly TimeStampAnswer[];
}
