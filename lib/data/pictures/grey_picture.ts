/** A picture in shades of grey. */
export interface GreyPicture {
  readonly rows: number;
  readonly columns: number;
  /** 0 is black, 255 white; row by row. */
  readonly values: Uint8Array<ArrayBuffer>;
}
