import type { ComponentChild } from "preact";
import type { ViewerConversationRow } from "../../model/viewer.ts";
import { useShown } from "../bundle.ts";
import { Said } from "../text/said.tsx";
import { fill, wordOf } from "../words/fill.ts";
import { Grid } from "./grid.tsx";

/** The conversations with period, counts, grade of the numbering and word on continuity. */
export function Conversations(): ComponentChild {
  const { overview, words } = useShown();
  const { conversations, unselected } = overview;
  return (
    <>
      <p class="note">{words.conversations.note}</p>
      {conversations.length === 0 ? <p>{words.conversations.empty}</p> : <Table rows={conversations} />}
      {unselected > 0 && <p class="note">{fill(words.conversations.unselected, { count: unselected })}</p>}
    </>
  );
}

function Table({ rows }: { readonly rows: readonly ViewerConversationRow[] }): ComponentChild {
  const { words } = useShown();
  const { id, title, period, messages, grade, continuity, findings } = words.conversations;
  return (
    <Grid heads={[id, title, period, messages, grade, continuity, findings]} name="conversations">
      {rows.map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </Grid>
  );
}

function Row({ row }: { readonly row: ViewerConversationRow }): ComponentChild {
  const { overview, words } = useShown();
  const { levels, idGrades, continuity, conversationTypes } = overview.words;
  return (
    <tr>
      <td class="number">{row.id}</td>
      <th scope="row">
        <a href={`#${row.id}`}>
          <Said text={row.title} />
        </a>
        <div class="small">
          {wordOf(conversationTypes, row.type)}
          {row.talker !== undefined && (
            <>
              {" · "}
              <Said text={row.talker} />
            </>
          )}
        </div>
      </th>
      <td class="period">{row.period}</td>
      <td class="count">{fill(words.conversations.shown, { shown: row.shown, all: row.messageCount })}</td>
      <td>{wordOf(idGrades, row.idGrade)}</td>
      <td>
        <span class={`continuity ${row.continuity}`}>{wordOf(continuity, row.continuity)}</span>
        {row.reasons.length > 0 && (
          <details class="small">
            <summary>{fill(words.conversations.reasons, { count: row.reasons.length })}</summary>
            <ul>
              {row.reasons.map((reason, index) => (
                <li key={index}>{reason}</li>
              ))}
            </ul>
          </details>
        )}
      </td>
      <td>
        {levels.map(([level, word]) => (
          <div class="small" key={level}>
            {word} {fill("{count}", { count: row.findings[level] })}
          </div>
        ))}
      </td>
    </tr>
  );
}
