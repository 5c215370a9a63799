/** Why one attempt to fetch a file failed. The message is a reason, no more. */
export class TransferError extends Error {
  override name = "TransferError";

  /**
   * @param message For example "answered with status 404"
   * @param retry Whether the same server may do better if asked again
   * @param receivedBytes New bytes that had arrived by then
   */
  constructor(
    message: string,
    readonly retry: boolean,
    readonly receivedBytes = 0,
  ) {
    super(message);
  }
}

/** The reason in what `fetch` threw, without the address that it repeats. */
export function asTransferError(
  error: unknown,
  receivedBytes: number,
): TransferError {
  if (error instanceof TransferError) {
    return new TransferError(error.message, error.retry, receivedBytes);
  }
  if (error instanceof Deno.errors.NotCapable) {
    const reason = "Deno was not given the permission --allow-net for it";
    return new TransferError(reason, false);
  }
  const cause = error instanceof Error ? error.cause ?? error : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  // Deno: "error sending request for url (…): client error (Connect): dns
  // error: …"; the address and the layer say nothing to the user.
  const reason = text.replace(/^error sending request.*?\): /, "")
    .replace(/^client error \(\w+\): /, "");
  return new TransferError(reason.split("\n")[0], true, receivedBytes);
}
