/**
 * Checks that there is something to draw.
 *
 * @param what For example "error curves"
 * @throws {RangeError} If `items` is empty
 */
export function requireSome(items: readonly unknown[], what: string): void {
  if (items.length > 0) return;
  throw new RangeError(
    `Cannot draw ${what}: there must be at least one: current count is 0`,
  );
}
