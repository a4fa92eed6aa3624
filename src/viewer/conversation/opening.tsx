import type { ComponentChild } from "preact";
import type { ViewerConversation } from "../../model/viewer.ts";
import { Blocks } from "../blocks.tsx";
import { useShown } from "../bundle.ts";
import { Said } from "../text/said.tsx";
import { wordOf } from "../words/fill.ts";

/** Which conversation this is; its facts on request. */
export function Opening({ about }: { readonly about: ViewerConversation }): ComponentChild {
  const { overview, words } = useShown();
  const { continuity, conversationTypes } = overview.words;
  return (
    <details class="opening">
      <summary>
        <h2>
          <span class="number">{about.id}</span> <Said text={about.title} />
        </h2>
        <span class="small">
          {wordOf(conversationTypes, about.type)} · {about.period} · {words.conversations.continuity}
          {words.colon}
          {wordOf(continuity, about.continuity)}
        </span>{" "}
        <span class="small more">{words.conversation.facts}</span>
      </summary>
      <Blocks blocks={about.blocks} />
      <ul class="senders">
        {about.senders.map(({ sender, name, side, messages }) => (
          <li key={sender ?? ""}>
            <Said text={name} /> 【{wordOf(overview.words.sides, side)}】 {messages}
          </li>
        ))}
      </ul>
    </details>
  );
}
