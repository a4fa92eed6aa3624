import type { ComponentChild } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ViewerConversation } from "../../model/viewer.ts";
import { useShown } from "../bundle.ts";
import { loadData } from "../data/script.ts";
import { messageAddress } from "../place.ts";
import { Said } from "../text/said.tsx";
import { Trouble } from "../trouble.tsx";
import { fill, wordOf } from "../words/fill.ts";
import { Chapters } from "./chapters.tsx";
import { Grid } from "./grid.tsx";

/** Who was in each group, and what happened to its membership over time. */
export function Groups(): ComponentChild {
  const { overview, words } = useShown();
  const groups = overview.conversations.filter(({ type }) => type === "group");
  return (
    <>
      <p class="note">{words.groups.note}</p>
      {groups.length === 0 && <p>{words.groups.none}</p>}
      {groups.map(({ id }) => (
        <Group key={id} id={id} />
      ))}
      {groups.length > 0 && <Chapters ids={["group"]} open={[]} />}
    </>
  );
}

function Group({ id }: { readonly id: string }): ComponentChild {
  const { words } = useShown();
  const [about, setAbout] = useState<ViewerConversation | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    setError(null);
    loadData(id).then((group) => setAbout(group as ViewerConversation), setError);
  }, [id, tries]);
  if (error !== null) return <Trouble error={error} onRetry={() => setTries(tries + 1)} />;
  if (about === null) return <p>{words.loading}</p>;
  const said = words.groups;
  return (
    <section class="entry">
      <h3>
        <a href={`#${id}`}>
          <span class="number">{id}</span> <Said text={about.title} />
        </a>
      </h3>
      <dl class="fields">
        {about.memberCounts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Said text={value} />
            </dd>
          </div>
        ))}
        {about.group?.announcement != null && (
          <div>
            <dt>{said.announcement}</dt>
            <dd>
              <Said text={about.group.announcement} />
            </dd>
          </div>
        )}
      </dl>
      <h4>{said.events}</h4>
      {about.groupEvents.length === 0 ? <p class="small">{said.noEvents}</p> : <Events about={about} />}
      <details>
        <summary>{fill(said.members, { count: about.members.length })}</summary>
        <Members about={about} />
      </details>
    </section>
  );
}

function Events({ about }: { readonly about: ViewerConversation }): ComponentChild {
  const { overview, words } = useShown();
  const { time, lane, event, who, basis, message } = words.groups;
  return (
    <Grid heads={[time, lane, event, who, basis, message]} name="events">
      {about.groupEvents.map((one, index) => (
        <tr key={index}>
          <td class="time">{one.time ?? one.day ?? words.notStated}</td>
          <td>{wordOf(overview.words.groupLanes, one.lane)}</td>
          <td>
            {one.eventText}
            {one.lane === "members" ? ` ${one.count}` : one.count > 1 && ` × ${one.count}`}
          </td>
          <td>
            <Said text={one.who} />
          </td>
          <td>{wordOf(overview.words.groupBases, one.basis)}</td>
          <td>
            {one.message !== undefined && (
              <a class="number" href={messageAddress(about.id, one.message)}>
                {about.id}-{one.message}
              </a>
            )}
          </td>
        </tr>
      ))}
    </Grid>
  );
}

function Members({ about }: { readonly about: ViewerConversation }): ComponentChild {
  const { overview, words } = useShown();
  const { who, nickname, role, inviter } = words.groups;
  return (
    <Grid heads={[who, nickname, role, inviter]}>
      {about.members.map((member) => (
        <tr key={member.participant}>
          <td>
            <Said text={member.name} />
          </td>
          <td>{member.groupNickname !== undefined && <Said text={member.groupNickname} />}</td>
          <td>{wordOf(overview.words.memberRoles, member.role)}</td>
          <td>{member.inviter !== undefined && <Said text={member.inviter} />}</td>
        </tr>
      ))}
    </Grid>
  );
}
