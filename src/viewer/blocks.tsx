import type { ComponentChild } from "preact";
import type { ViewerBlock, ViewerText } from "../model/viewer.ts";
import { Said } from "./text/said.tsx";

/** Pieces of a chapter, as the cover report says them. */
export function Blocks({ blocks }: { readonly blocks: readonly ViewerBlock[] }): ComponentChild {
  return blocks.map((block, index) => <Block key={index} block={block} />);
}

/** A text, each entry on a line of its own. */
export function Text({ text }: { readonly text: ViewerText }): ComponentChild {
  return text.map((run, index) => {
    const { text: words, style } = typeof run === "string" ? { text: run, style: "plain" } : run;
    return (
      <span key={index} class={`line ${style}`}>
        <Said text={words} />
      </span>
    );
  });
}

function Block({ block }: { readonly block: ViewerBlock }): ComponentChild {
  switch (block.type) {
    case "section":
      return (
        <h3>
          <Text text={block.title} />
        </h3>
      );
    case "group":
      return (
        <h4>
          <Text text={block.title} />
        </h4>
      );
    case "paragraph":
      return (
        <p class={block.small === true ? "small" : ""}>
          <Text text={block.text} />
        </p>
      );
    case "list":
      return <List block={block} />;
    case "fields":
      return <Fields rows={block.rows} />;
    case "table":
      return <Table block={block} />;
    case "beside":
      return <Beside sides={block.sides} />;
    case "commands":
      return <pre class="commands">{block.lines.join("\n")}</pre>;
  }
}

type Of<Type extends ViewerBlock["type"]> = Extract<ViewerBlock, { type: Type }>;

function List({ block }: { readonly block: Of<"list"> }): ComponentChild {
  const entries = block.entries.map((entry, index) => (
    <li key={index}>
      <Text text={entry} />
    </li>
  ));
  const name = block.small === true ? "small" : "";
  return block.numbered === true ? <ol class={name}>{entries}</ol> : <ul class={name}>{entries}</ul>;
}

function Fields({ rows }: Pick<Of<"fields">, "rows">): ComponentChild {
  return (
    <dl class="fields">
      {rows.map(([label, value], index) => (
        <div key={index}>
          <dt>{label}</dt>
          <dd>
            <Text text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Table({ block: { columns, rows } }: { readonly block: Of<"table"> }): ComponentChild {
  const nameOf = (index: number) => (columns[index]?.right === true ? "count" : "");
  return (
    <div class="wide">
      <table class="list">
        <thead>
          <tr>
            {columns.map(({ title }, index) => (
              <th key={index} scope="col" class={nameOf(index)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              {row.map((cell, index) => (
                <td key={index} class={nameOf(index)}>
                  <Text text={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Beside({ sides }: Pick<Of<"beside">, "sides">): ComponentChild {
  return (
    <div class="beside">
      {sides.map(({ title, entries }) => (
        <section key={title}>
          <h4>{title}</h4>
          <ul>
            {entries.map((entry, index) => (
              <li key={index}>
                <Text text={entry} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
