import { Part, removePart } from "./part.ts";
import { contentRange, request, validatorOf } from "./request.ts";
import { asTransferError, TransferError } from "./transfer_error.ts";

/** How much, and how long, a server is allowed. */
export interface TransferLimits {
  /** Most bytes that the file may have. */
  readonly maximumBytes: number;
  /** Longest wait for an answer, in milliseconds. */
  readonly answerMs: number;
  /** Within this many milliseconds `stallBytes` must arrive. */
  readonly stallMs: number;
  /** The least that counts as not stalled. */
  readonly stallBytes: number;
}

/** Called as bytes arrive; `total` is what the server says, if it does. */
export type ReportBytes = (received: number, total: number | undefined) => void;

/**
 * One attempt to fetch one file: goes on where an earlier attempt at the same
 * address stopped, if the server allows it.
 *
 * @param url Where from: https, or http from this machine to itself
 * @param partPath The partial file; complete once this function has returned
 * @returns Whether bytes of an earlier attempt are part of it
 * @throws {TransferError} if the server failed; what has arrived is kept
 * @throws {FileError} if the partial file cannot be written; it is removed
 */
export async function transfer(
  url: string,
  partPath: string,
  limits: TransferLimits,
  report: ReportBytes,
  signal?: AbortSignal,
): Promise<{ resumed: boolean }> {
  using part = await Part.open(partPath, url);
  const before = part.length;
  const watch = new AbortController();
  const signals = signal ? [signal, watch.signal] : [watch.signal];
  let response: Response | undefined;
  try {
    const late = setTimeout(
      () => watch.abort(noAnswer(limits)),
      limits.answerMs,
    );
    try {
      const { length, validator } = part;
      const both = AbortSignal.any(signals);
      response = await request(url, length, validator, both);
    } finally {
      clearTimeout(late);
    }
    const total = await acceptAnswer(response, part, limits);
    const resumed = part.length > 0;
    report(part.length, total);
    await receive(response, part, limits, watch, (n) => report(n, total));
    if (total !== undefined && part.length !== total) {
      const reason = `ended after ${part.length} of ${total} bytes`;
      throw new TransferError(reason, true);
    }
    await part.finish();
    return { resumed };
  } catch (error) {
    await response?.body?.cancel().catch(() => {}); // may have failed itself
    if (part.broken || part.length === 0) await removePart(partPath);
    if (part.broken) throw error;
    signal?.throwIfAborted();
    throw asTransferError(error, Math.max(0, part.length - before));
  }
}

/** Readies the partial file for the answer's body; returns the total length. */
async function acceptAnswer(
  { status, headers }: Response,
  part: Part,
  { maximumBytes }: TransferLimits,
): Promise<number | undefined> {
  let total: number | undefined;
  if (status === 206) {
    const range = contentRange(headers);
    if (part.length === 0 || range?.start !== part.length) {
      await part.restart();
      throw new TransferError("answered with another part of the file", true);
    }
    total = range.total;
  } else if (status === 200) {
    await part.restart(validatorOf(headers));
    const length = headers.get("content-length");
    // The length of encoded content says nothing of the content's.
    if (length && !headers.has("content-encoding")) total = Number(length);
  } else {
    if (status === 416) await part.restart();
    const retry = status >= 500 || [408, 416, 429].includes(status);
    throw new TransferError(`answered with status ${status}`, retry);
  }
  if (total !== undefined && total > maximumBytes) {
    throw tooLong(`promises ${total} bytes`, maximumBytes);
  }
  return total;
}

async function receive(
  response: Response,
  part: Part,
  { maximumBytes, stallMs, stallBytes }: TransferLimits,
  watch: AbortController,
  report: (received: number) => void,
): Promise<void> {
  const stop = () => {
    const reason = `sent fewer than ${stallBytes} bytes in ${seconds(stallMs)}`;
    watch.abort(new TransferError(reason, true));
  };
  let timer = setTimeout(stop, stallMs);
  let counted = part.length;
  try {
    for await (const chunk of response.body ?? []) {
      if (part.length + chunk.length > maximumBytes) {
        await part.restart();
        throw tooLong(`sent more than it may`, maximumBytes);
      }
      await part.append(chunk);
      report(part.length);
      if (part.length - counted >= stallBytes) {
        counted = part.length;
        clearTimeout(timer);
        timer = setTimeout(stop, stallMs);
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

function tooLong(what: string, maximumBytes: number): TransferError {
  return new TransferError(`${what}: at most ${maximumBytes} expected`, false);
}

function noAnswer({ answerMs }: TransferLimits): TransferError {
  const reason = `did not answer within ${seconds(answerMs)}`;
  return new TransferError(reason, false);
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
