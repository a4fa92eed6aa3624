/** All seals are over the tag manifest, and are named after it. */
const OVER = "seal/tagmanifest-sha256.txt";

/** Plain signature. */
export const PLAIN = `${OVER}.sig`;
/** Public key of the plain signature. */
export const SIGNER_KEY = "seal/signer.pub.pem";
/** Detached CMS signature. */
export const CMS = `${OVER}.p7s`;
export const TIME_REQUEST = `${OVER}.tsq`;
export const TIME_RESPONSE = `${OVER}.tsr`;
/** A second response, over the SM3 of the same file. */
export const TIME_RESPONSE_SM3 = `${OVER}.sm3.tsr`;
/** Certificates between an authority and its root. */
export const TIME_CHAIN = "seal/tsa-chain.pem";

/** Bytes of one file under `seal/` that are read; real ones have a few thousand. */
export const SEAL_BYTES_MAX = 1 << 20;

/** The only files that may lie under `seal/`. */
export const SEAL_NAMES: readonly string[] = [
  SIGNER_KEY,
  CMS,
  PLAIN,
  TIME_RESPONSE_SM3,
  TIME_REQUEST,
  TIME_RESPONSE,
  TIME_CHAIN,
];
