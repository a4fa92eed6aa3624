import type { Block } from "../block.ts";

/** A chapter about which nothing was provided: its heading and one sentence. */
export function folded(number: string, said: { readonly title: string; readonly folded: string }): Block[] {
  return [
    { type: "chapter", number, title: said.title },
    { type: "paragraph", text: said.folded },
  ];
}
