/** A line of a file, or several of them where a quoted field has line breaks. */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** Whether it ends within a quoted field, and goes on in the next line. */
  readonly isOpen: boolean;
}

/** What separates fields. */
export interface CsvFormat {
  readonly delimiter: string;
  /** Whether several delimiters are as one. */
  readonly delimWhitespace?: boolean;
}

/**
 * Splits a record into its fields. A field in quotes may hold delimiters, line breaks,
 * and quotes, which are doubled there (RFC 4180).
 */
export function parseRecord(text: string, format: CsvFormat): CsvRecord {
  const { delimiter, delimWhitespace = false } = format;
  const fields: string[] = [];
  let position = 0;
  for (;;) {
    while (delimWhitespace && text[position] === delimiter) position++;
    let field = "";
    if (text[position] === '"') {
      const quoted = parseQuoted(text, position + 1);
      if (quoted.end < 0) {
        return { fields: [...fields, quoted.value], isOpen: true };
      }
      field = quoted.value;
      position = quoted.end;
    }
    const end = text.indexOf(delimiter, position);
    if (end < 0) {
      return {
        fields: [...fields, field + text.slice(position)],
        isOpen: false,
      };
    }
    fields.push(field + text.slice(position, end));
    position = end + delimiter.length;
  }
}

/** What stands between quotes, and where it goes on behind; -1 at the end. */
function parseQuoted(
  text: string,
  start: number,
): { readonly value: string; readonly end: number } {
  let value = "";
  for (;;) {
    const quote = text.indexOf('"', start);
    if (quote < 0) return { value: value + text.slice(start), end: -1 };
    value += text.slice(start, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    start = quote + 2;
  }
}
