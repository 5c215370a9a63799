/// <reference lib="dom" />
/** Looks for digits in a picture, beside the page, so that the page stays smooth. @module */
import { findDigitsIn } from "./find_in_picture.ts";
import type { FindAnswer, FindRequest } from "./messages.ts";

/** The part of a worker's global scope that is used here. */
interface WorkerScope {
  postMessage(message: FindAnswer, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<FindRequest>) => void) | null;
}

const scope = self as unknown as WorkerScope;

scope.onmessage = async ({ data: { id, picture } }) => {
  try {
    const found = await findDigitsIn(picture);
    scope.postMessage({ id, kind: "found", ...found }, [found.preview]);
  } catch {
    scope.postMessage({
      id,
      kind: "failed",
      reason:
        "This file can’t be opened as a picture; PNG, JPEG, WebP and GIF work.",
    });
  }
};
