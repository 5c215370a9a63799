/** Numbers of 16 bits (IEEE 754 binary16) as text, for the data of widgets. @module */

/** Rounds to 16 bits each, little endian, in base64. Relative error at most 2⁻¹¹. */
export function encodeHalfFloats(values: ArrayLike<number>): string {
  const view = new DataView(new ArrayBuffer(2 * values.length));
  for (let k = 0; k < values.length; k++) {
    view.setFloat16(2 * k, values[k], true);
  }
  return new Uint8Array(view.buffer).toBase64();
}

/**
 * Reads what {@linkcode encodeHalfFloats} wrote. Runs in browsers that have
 * neither `getFloat16` nor `fromBase64`.
 */
export function decodeHalfFloats(text: string): Float32Array {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const values = new Float32Array(bytes.length / 2);
  for (let k = 0; k < values.length; k++) {
    const bits = bytes[2 * k] | bytes[2 * k + 1] << 8;
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = bits >> 10 & 31;
    const fraction = bits & 1023;
    values[k] = sign *
      (exponent === 31
        ? fraction ? NaN : Infinity
        : exponent === 0
        ? fraction * 2 ** -24
        : (1024 + fraction) * 2 ** (exponent - 25));
  }
  return values;
}
