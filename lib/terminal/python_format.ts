/**
 * Numbers as Python prints them, so that a log can be compared with a Python
 * program's letter by letter.
 *
 * @module
 */

/**
 * A number with a fixed number of decimals, as Python's `f"{value:.2f}"`. Halves
 * are rounded to the even digit: 99.625 is 99.62, where JavaScript says 99.63.
 *
 * @param decimals From 0 to 99.
 */
export function pythonFixed(value: number, decimals: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const text = value.toFixed(decimals);
  // Halves are dyadic fractions, which have few digits
  const exact = value.toFixed(Math.min(100, decimals + 50));
  const end = exact.indexOf(".") + 1 + decimals;
  if (!/^50*$/.test(exact.slice(end))) return text;
  const truncated = exact.slice(0, decimals === 0 ? end - 1 : end);
  return "02468".includes(truncated.at(-1)!) ? truncated : text;
}

/**
 * The shortest text that is parsed as the same number, as Python's `repr()`:
 * `0.0242`, `1e-05`, `1.0`, `nan`.
 */
export function pythonRepr(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [digits, exponentText] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 16) {
    const text = exponent < 0
      ? value.toFixed(digits.replace(/[-.]/g, "").length - 1 - exponent)
      : String(value);
    return text.includes(".") ? text : `${text}.0`;
  }
  const sign = exponent < 0 ? "-" : "+";
  return `${digits}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}
