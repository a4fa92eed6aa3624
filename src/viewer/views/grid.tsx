import type { ComponentChild, ComponentChildren } from "preact";

interface Props {
  readonly heads: readonly string[];
  /** Further class of the table. */
  readonly name?: string;
  /** Its rows. */
  readonly children: ComponentChildren;
}

/** A table under its heads; where it is wider than the page it scrolls by itself. */
export function Grid({ heads, name = "", children }: Props): ComponentChild {
  return (
    <div class="wide">
      <table class={`list ${name}`}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
