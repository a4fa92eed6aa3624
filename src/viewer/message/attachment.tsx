import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import type { ViewerAttachment } from "../../model/viewer.ts";
import { durationText, sizeText } from "../../base/sentence.ts";
import { useShown } from "../bundle.ts";
import { bundlePath } from "../bundle-path.ts";
import { Said } from "../text/said.tsx";
import { visibleText } from "../text/visible.ts";
import { fill, wordOf } from "../words/fill.ts";
import { Picture } from "./picture.tsx";

const DIGEST_DIGITS = 16;

interface Props {
  readonly attachment: ViewerAttachment;
  /** What stands for it while it is small. */
  readonly thumbnail: ViewerAttachment | undefined;
  readonly isOnPaper: boolean;
}

/** One attachment: what can be seen or heard of it, its name, size, digest and state. */
export function Attachment({ attachment, thumbnail, isOnPaper }: Props): ComponentChild {
  const { words } = useShown();
  return (
    <div class="attachment">
      <Media attachment={attachment} thumbnail={thumbnail} isOnPaper={isOnPaper} />
      <div class="attachment-name">
        <Said text={attachment.called} />
        <OpenLink attachment={attachment} />
      </div>
      <Facts attachment={attachment} />
      {attachment.view?.isCopy === true && (
        <div class="small derived">
          {words.message.copy}
          {attachment.view.note !== undefined && (
            <>
              {words.colon}
              {attachment.view.note}
            </>
          )}
        </div>
      )}
      {attachment.view?.isCopy !== true && attachment.view?.note !== undefined && (
        <div class="small">{attachment.view.note}</div>
      )}
    </div>
  );
}

function Media({ attachment, thumbnail, isOnPaper }: Props): ComponentChild {
  const { words } = useShown();
  const [hasFailed, setFailed] = useState(false);
  const show = attachment.view?.show;
  const path = bundlePath(attachment.view?.path);
  const small = thumbnail?.view?.show === "picture" ? bundlePath(thumbnail.view.path) : null;
  if (show === "picture" && path !== null)
    return <Picture path={path} small={small ?? path} name={attachment.called} />;
  if ((show === "sound" || show === "film") && path !== null && !isOnPaper) {
    const fail = () => setFailed(true);
    return (
      <>
        {show === "sound" ? (
          <audio controls preload="none" src={path} onError={fail} aria-label={visibleText(attachment.called)} />
        ) : (
          <video controls preload="none" src={path} onError={fail} {...(small === null ? {} : { poster: small })} />
        )}
        {hasFailed && <div class="small">{words.message.soundFailed}</div>}
      </>
    );
  }
  return small === null ? null : <Picture path={small} small={small} name={thumbnail?.called ?? attachment.called} />;
}

function OpenLink({ attachment: { view } }: Pick<Props, "attachment">): ComponentChild {
  const { words } = useShown();
  const path = bundlePath(view?.path);
  if (path === null || view === undefined || view.show === "none") return null;
  return (
    <>
      {" "}
      <a class="open" href={path} target="_blank" rel="noreferrer">
        {view.isCopy === true ? words.message.openCopy : words.message.open}
      </a>
    </>
  );
}

function Facts({ attachment }: Pick<Props, "attachment">): ComponentChild {
  const { overview, words, language } = useShown();
  const { message, colon, notStated } = words;
  const {
    sizeBytes,
    sha256,
    state,
    statedPath,
    remoteUrl,
    bundlePath: received,
    isInside,
    claimedDurationMs,
  } = attachment;
  const facts: (readonly [string, string | undefined])[] = [
    [message.digest, sha256],
    [message.received, received === undefined ? undefined : `${received}${isInside === true ? `（${message.inside}）` : ""}`],
    [message.stated, statedPath],
    [message.remote, remoteUrl],
    [message.voiceLength, claimedDurationMs === undefined ? undefined : durationText(claimedDurationMs, language)],
  ]; // prettier-ignore
  return (
    <details class="facts small">
      <summary>
        {fill(message.attachmentFacts, {
          size: sizeBytes === undefined ? notStated : sizeText(sizeBytes),
          digest: sha256 === undefined ? notStated : `${sha256.slice(0, DIGEST_DIGITS)}…`,
        })}
        {" · "}
        <span class={`state ${state}`}>{wordOf(overview.words.attachmentStates, state)}</span>
      </summary>
      {facts.map(([label, value]) =>
        value === undefined ? null : (
          <div class="digest" key={label}>
            {label}
            {colon}
            <Said text={value} />
          </div>
        ),
      )}
    </details>
  );
}
