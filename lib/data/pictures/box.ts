/** A rectangle of pixels. */
export interface Box {
  /** First row. */
  readonly top: number;
  /** First column. */
  readonly left: number;
  /** Row below the last. */
  readonly bottom: number;
  /** Column after the last. */
  readonly right: number;
}
