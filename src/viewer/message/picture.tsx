import type { ComponentChild } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useShown } from "../bundle.ts";
import { visibleText } from "../text/visible.ts";
import { fill } from "../words/fill.ts";

interface Props {
  /** Paths inside the bundle: the whole picture, and what stands for it in the list. */
  readonly path: string;
  readonly small: string;
  readonly name: string;
}

/** A picture in a frame of one size, so that nothing moves when it comes; it opens large. */
export function Picture({ path, small, name }: Props): ComponentChild {
  const { words } = useShown();
  const [isLarge, setLarge] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const label = fill(words.message.pictureOf, { name: visibleText(name) });
  if (hasFailed) return <div class="frame small">{words.message.pictureFailed}</div>;
  return (
    <>
      <button type="button" class="frame" title={words.message.large} onClick={() => setLarge(true)}>
        <img src={small} alt={label} loading="lazy" decoding="async" onError={() => setFailed(true)} />
      </button>
      {isLarge && <Large path={path} label={label} onClose={() => setLarge(false)} />}
    </>
  );
}

function Large({ path, label, onClose }: { path: string; label: string; onClose: () => void }): ComponentChild {
  const { words } = useShown();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog class="large" ref={dialog} aria-label={label} onClose={onClose}>
      <form method="dialog">
        <span>{label}</span>
        <a href={path} target="_blank" rel="noreferrer">
          {words.message.open}
        </a>
        <button type="submit">{words.message.close}</button>
      </form>
      <img src={path} alt={label} />
    </dialog>
  );
}
