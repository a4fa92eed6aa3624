/** The two languages that people read this program in. */
export type Language = "zh" | "en";

/** One sentence in both languages, said at the place that knows it. */
export type Bilingual = Readonly<Record<Language, string>>;
