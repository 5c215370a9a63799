/// <reference lib="dom" />
/** What the page and the worker that looks into pictures tell each other. @module */

/** A digit's place in a picture, in its pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** To the worker: look for digits. */
export interface FindRequest {
  /** Counts requests; the answer has the same number. */
  readonly id: number;
  /** An image file, or a frame of the camera. */
  readonly picture: Blob | ImageBitmap;
}

/** From the worker. */
export type FindAnswer =
  | {
    readonly id: number;
    readonly kind: "found";
    /** The picture, scaled down. */
    readonly preview: ImageBitmap;
    /** uint8 [28, 28] each, in reading order; none if there is no digit. */
    readonly digits: readonly Uint8Array<ArrayBuffer>[];
    /** Of the digits, in pixels of the preview. */
    readonly boxes: readonly Box[];
  }
  | {
    readonly id: number;
    readonly kind: "failed";
    /** A sentence. */
    readonly reason: string;
  };
