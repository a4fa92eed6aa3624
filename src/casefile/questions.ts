import * as z from "zod";
import type { Language } from "../base/bilingual.ts";
import { wordsIn } from "./choice-words.ts";
import { entriesAt, standingAt, valueAt, withLines, withValue, type CasePath } from "./edit.ts";
import { shapeFaults } from "./faults.ts";
import { FORM, type FormField } from "./form.ts";
import { labelOf } from "../model/shapes/case/labels.ts";
import { decodedCase, parseCase } from "./parse.ts";
import { bareEntry, captionOf, scalar } from "./template-lines.ts";

/** How a person is asked. An answer of "" leaves the item blank. */
export interface Ask {
  /** @param refused what is wrong with an answer, in the person's language; null where it can be taken */
  line(question: string, refused: (typed: string) => string | null): Promise<string>;
  pick(question: string, words: readonly string[]): Promise<string>;
  yes(question: string): Promise<boolean>;
}

/** Lists whose entries come from the export: each is offered, not gone through. */
const FROM_EXPORT: Readonly<Record<string, string>> = { participants: "account", groups: "conversation" };

/**
 * Asks section by section for what is blank in a case file. What is filled in is never asked for nor changed.
 *
 * @param keep is given the file after each answer
 * @throws {UsageError} CASE_FILE_INVALID where the file cannot be read
 */
export async function fillIn(
  file: { readonly bytes: Buffer; readonly name: string },
  language: Language,
  ask: Ask,
  keep: (text: string) => void,
): Promise<void> {
  parseCase(file.bytes, file.name);
  const interview = new Interview(decodedCase(file.bytes, file.name), language, ask, keep);
  for (const field of FORM) {
    const label = labelOf(field.path)[language];
    const question = language === "zh" ? `现在填写“${label}”吗？` : `Fill in “${label}” now?`;
    if (standingAt(interview.text, [field.key]) !== "absent" && (await ask.yes(question)))
      await interview.about(field, [field.key]);
  }
}

class Interview {
  text: string;
  private readonly language: Language;
  private readonly ask: Ask;
  private readonly keep: (text: string) => void;

  constructor(text: string, language: Language, ask: Ask, keep: (text: string) => void) {
    this.text = text;
    this.language = language;
    this.ask = ask;
    this.keep = keep;
  }

  /** One field and all that is below it. */
  async about(field: FormField, path: CasePath): Promise<void> {
    const standing = standingAt(this.text, path);
    if (standing === "absent") return;
    if (field.kind === "section") return this.inside(field, path);
    if (field.kind === "sections") return this.each(field, path);
    if (standing === "filled") return;
    if (field.kind === "list" || field.kind === "choices") return this.several(field, path);
    if (field.kind === "names") return this.named(field, path);
    const answer = await this.answer(field);
    if (answer !== "") this.put(withValue(this.text, path, scalar(answer)));
  }

  private async inside(field: FormField, path: CasePath): Promise<void> {
    for (const inner of field.fields) await this.about(inner, [...path, inner.key]);
  }

  /** The entries there are, then as many more as are wanted. */
  private async each(field: FormField, path: CasePath): Promise<void> {
    const offered = FROM_EXPORT[field.key];
    let count = entriesAt(this.text, path);
    for (let at = 0; at < count; at += 1) {
      const key = offered === undefined ? "" : valueAt(this.text, [...path, at, offered]);
      if (key === "" || (await this.ask.yes(this.words(`填写 ${key} 吗？`, `Fill in ${key}?`))))
        await this.inside(field, [...path, at]);
    }
    const label = labelOf(field.path)[this.language];
    while (await this.ask.yes(this.words(`再添加一项“${label}”吗？`, `Add one more: ${label}?`))) {
      this.put(withLines(this.text, path, bareEntry(field, "", {})));
      await this.inside(field, [...path, count]);
      count += 1;
    }
  }

  private async several(field: FormField, path: CasePath): Promise<void> {
    const lines: string[] = [];
    for (;;) {
      const answer = await this.answer(field);
      if (answer === "") break;
      lines.push(`- ${scalar(answer)}`);
    }
    if (lines.length > 0) this.put(withLines(this.text, path, lines));
  }

  private async named(field: FormField, path: CasePath): Promise<void> {
    const lines = new Map<string, string>();
    for (;;) {
      const name = await this.ask.line(
        `${labelOf(field.path)[this.language]}${this.words("：名称", ": name")}`,
        () => null,
      );
      if (name === "") break;
      const value = await this.ask.line(name, () => null);
      if (value !== "") lines.set(name, `${scalar(name)}: ${scalar(value)}`);
    }
    if (lines.size > 0) this.put(withLines(this.text, path, [...lines.values()]));
  }

  private answer(field: FormField): Promise<string> {
    const [label = "", ...rest] = captionOf(field, this.language);
    if (field.choices.length > 0) return this.ask.pick(label, wordsIn(field.choices, this.language));
    return this.ask.line([label, ...rest].join(" "), (typed) => this.refused(field, typed));
  }

  /** The same words that reading the file would say. */
  private refused(field: FormField, typed: string): string | null {
    if (typed === "") return null;
    const issue = z.safeParse(field.shape, typed).error?.issues[0];
    return issue === undefined ? null : (shapeFaults(issue, [])[0]?.[this.language] ?? issue.message);
  }

  private put(text: string): void {
    this.text = text;
    this.keep(text);
  }

  private words(zh: string, en: string): string {
    return this.language === "zh" ? zh : en;
  }
}
