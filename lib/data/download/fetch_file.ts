/** Limits on what one server may send, and how slowly. */
export interface FetchOptions {
  /** The largest size that the file may have. */
  readonly maximumBytes: number;
  /** A server that sends fewer than 4 KiB in this time has stalled. */
  readonly stallMs: number;
  /** Called as bytes arrive; `total` is the length that the server announces. */
  readonly onProgress?: (received: number, total: number | undefined) => void;
  /** Ends the transfer. */
  readonly signal?: AbortSignal;
}

/** Why a server did not send a file. The message is the reason alone. */
export class TransferError extends Error {
  override name = "TransferError";

  /**
   * @param message For example "answered with status 404"
   * @param retry Whether the same server may do better later
   */
  constructor(message: string, readonly retry: boolean) {
    super(message);
  }
}

/** The fewest bytes in `stallMs` that keep a transfer going. */
const LEAST_BYTES = 4096;

/**
 * Fetches one file into memory, in one attempt.
 *
 * @throws {TransferError} if the server fails, stalls or sends too much
 * @throws the signal's reason if it aborts
 */
export async function fetchFile(
  url: string,
  { maximumBytes, stallMs, onProgress, signal }: FetchOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let response: Response | undefined;
  let received = 0;
  let receivedBefore = 0;
  const stall = new AbortController();
  // AbortSignal.timeout() would also end a transfer that is slow but steady
  const watchdog = setInterval(() => {
    if (received - receivedBefore < LEAST_BYTES) {
      stall.abort(stalled(stallMs, response !== undefined));
    }
    receivedBefore = received;
  }, stallMs);
  try {
    response = await fetch(url, {
      // The file is stored as it is sent: nothing may compress it on the way
      headers: { "accept-encoding": "identity" },
      signal: AbortSignal.any([stall.signal, ...signal ? [signal] : []]),
    });
    const total = announcedBytes(response);
    if (total !== undefined && total > maximumBytes) {
      throw tooLarge(`announced ${total} bytes`, maximumBytes);
    }
    for await (const chunk of response.body ?? []) {
      received += chunk.length;
      if (received > maximumBytes) {
        throw tooLarge("sent too many bytes", maximumBytes);
      }
      chunks.push(chunk);
      onProgress?.(received, total);
    }
    return await new Blob(chunks).bytes();
  } catch (error) {
    await response?.body?.cancel().catch(() => {}); // the body may have failed
    signal?.throwIfAborted();
    throw transferError(error);
  } finally {
    clearInterval(watchdog);
  }
}

/** The length of the file, if the server gives it. */
function announcedBytes({ status, headers }: Response): number | undefined {
  if (status !== 200) {
    const retry = status >= 500 || [408, 429].includes(status);
    throw new TransferError(`answered with status ${status}`, retry);
  }
  const length = headers.get("content-length");
  // The length of encoded content is not the file's
  return length && !headers.has("content-encoding")
    ? Number(length)
    : undefined;
}

function stalled(stallMs: number, answered: boolean): TransferError {
  const time = `${stallMs / 1000} s`;
  return answered
    ? new TransferError(`sent fewer than ${LEAST_BYTES} bytes in ${time}`, true)
    : new TransferError(`did not answer within ${time}`, false);
}

function tooLarge(what: string, maximumBytes: number): TransferError {
  const limit = `the file has at most ${maximumBytes}`;
  return new TransferError(`${what}: ${limit}`, false);
}

/** The reason in what `fetch` threw, without the address that it repeats. */
function transferError(error: unknown): TransferError {
  if (error instanceof TransferError) return error;
  if (error instanceof Deno.errors.NotCapable) {
    const reason = "Deno was not given the permission --allow-net for it";
    return new TransferError(reason, false);
  }
  const cause = error instanceof Error ? error.cause ?? error : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  // Deno: "error sending request for url (…): client error (Connect): dns
  // error: …"; neither the address nor the layer helps the user
  const reason = text.replace(/^error sending request.*?\): /, "")
    .replace(/^client error \(\w+\): /, "");
  return new TransferError(reason.split("\n")[0], true);
}
