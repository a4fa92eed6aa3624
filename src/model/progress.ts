/** What a long run tells about itself: the step, and how far it is where that is known. */
export interface Progress {
  readonly step: "read" | "import" | "check" | "report" | "seal" | "verify" | "derive" | "extract";
  readonly doneBytes?: number;
  readonly totalBytes?: number;
}

export type OnProgress = (progress: Progress) => void;

/** How a caller watches and stops a run. */
export interface Watch {
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}
