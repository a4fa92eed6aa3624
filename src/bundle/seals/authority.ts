import { SourceError } from "../../base/errors.ts";
import { SEAL_BYTES_MAX } from "./names.ts";

const PATIENCE_MS = 60_000;

/**
 * Asks a time-stamp authority over HTTP (RFC 3161 3.4): the one place where this program uses the network, and only when
 * the operator names the address. The request holds a digest and a nonce. Redirections are not followed.
 *
 * @throws {SourceError} TSA_NOT_REACHED
 * @throws AbortError when the run is interrupted
 */
export async function askAuthority(url: URL, request: Buffer, signal?: AbortSignal): Promise<Buffer> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/timestamp-query", accept: "application/timestamp-reply" },
      body: new Uint8Array(request),
      redirect: "error",
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
    if (!response.ok) throw new RangeError(`HTTP ${response.status}`);
    return await bodyOf(response);
  } catch (cause) {
    signal?.throwIfAborted();
    throw notReached(url, cause);
  }
}

async function bodyOf(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.length;
    if (sizeBytes > SEAL_BYTES_MAX) throw new RangeError(`more than ${SEAL_BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  if (sizeBytes === 0) throw new RangeError("an empty answer");
  return Buffer.concat(chunks);
}

function notReached(url: URL, cause: unknown): SourceError {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const detail = inner instanceof Error ? inner.message : String(inner);
  return new SourceError(
    "TSA_NOT_REACHED",
    {
      zh: `没有从 ${url.host} 取得时间戳（${detail}）；没有改动任何文件。`,
      en: `No time stamp came from ${url.host} (${detail}); nothing was changed.`,
    },
    {
      hint: {
        zh: "请检查地址和网络；也可用 --timestamp-request 写出请求文件，在另一台电脑上提交，再用 --attach 加入响应。",
        en: "Check address and network; or write the request with --timestamp-request, submit it elsewhere, and add the response with --attach.",
      },
      facts: { host: url.host, cause: detail },
      cause,
    },
  );
}
