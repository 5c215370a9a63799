/** Marks around what a search does not look at, such as formulas. @module */

const [open, close] = ["<!--skip-->", "<!--/skip-->"];

/** HTML that a search does not look at. */
export function unsearched(html: string): string {
  return `${open}${html}${close}`;
}

/** The same HTML without the marks of {@linkcode unsearched}. */
export function withoutMarks(html: string): string {
  return html.replaceAll(open, "").replaceAll(close, "");
}

/** The same HTML without what is between the marks. */
export function searchedOnly(html: string): string {
  return html.split(open).map((part, index) =>
    index === 0 ? part : part.slice(part.indexOf(close) + close.length)
  ).join(" ");
}
