/** What `show()` accepts besides figures and tensors. @module */
import type { Bundle } from "./kernel.ts";

/** An output in all its forms. */
export interface Shown {
  /** The output by MIME type. */
  readonly bundle: Bundle;
  /** For example the size of the picture in CSS pixels, under `image/png`. */
  readonly metadata?: Record<string, unknown>;
}

/** Something that knows how it looks below a cell. */
export interface Displayable {
  /** What it shows, in words: all there is outside a notebook. */
  readonly alt: string;
  /**
   * Called in a notebook only.
   *
   * @param id For the `id` attribute of the outermost HTML element
   */
  render(id: string): Promise<Shown>;
}
