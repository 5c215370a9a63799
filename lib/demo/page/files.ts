/** Names of the page's other files, which hold digests of their content. @module */

/** Paths from the page's folder. */
export interface Files {
  /** `model.json`, beside its weights. */
  readonly model: string;
  /** The operations of the WebAssembly backend. */
  readonly wasm: string;
  /** The examples side by side, a PNG of 28 rows. */
  readonly examples: string;
  /** The worker that finds digits in pictures. */
  readonly pictureWorker: string;
  readonly serviceWorker: string;
}
