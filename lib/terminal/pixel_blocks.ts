/** Small grey pictures as text: two pixels in each character, one above the other. */

/** Pixels of at least this value are drawn where there are no shades. */
const THRESHOLD = 96;

/** Between pictures that stand side by side. */
const GAP = "  ";

/** How {@linkcode drawPixels} draws. */
export interface DrawingOptions {
  /** Width of every picture, in pixels. */
  readonly columns: number;
  /** Characters in a line: as many pictures stand side by side as fit. Default 80. */
  readonly width?: number;
  /** Whether to draw shades of grey, by the terminal's colours. Default: in a frame. */
  readonly shades?: boolean;
}

/**
 * Draws pictures as lines of text.
 *
 * @param pictures Grey from 0 to 255, row by row; white is drawn as ink
 */
export function drawPixels(
  pictures: readonly Uint8Array[],
  { columns, width = 80, shades = false }: DrawingOptions,
): string[] {
  const each = columns + (shades ? 0 : 2) + GAP.length;
  const abreast = Math.max(1, Math.floor((width + GAP.length) / each));
  const lines: string[] = [];
  for (let start = 0; start < pictures.length; start += abreast) {
    const drawn = pictures.slice(start, start + abreast)
      .map((pixels) =>
        shades ? inShades(pixels, columns) : inFrame(pixels, columns)
      );
    drawn[0].forEach((_, row) =>
      lines.push(drawn.map((picture) => picture[row]).join(GAP))
    );
  }
  return lines;
}

/** `▀` in one of the 24 greys of the terminal's 256 colours, on another. */
function inShades(pixels: Uint8Array, columns: number): string[] {
  const grey = (value: number) => 232 + Math.round((value / 255) * 23);
  return pairs(pixels, columns).map((row) =>
    row.map(([upper, lower]) =>
      `\x1b[38;5;${grey(upper)};48;5;${grey(lower)}m▀`
    ).join("") + "\x1b[0m"
  );
}

function inFrame(pixels: Uint8Array, columns: number): string[] {
  const line = "─".repeat(columns);
  const rows = pairs(pixels, columns).map((row) =>
    row.map(([upper, lower]) =>
      " ▀▄█"[+(upper >= THRESHOLD) + 2 * +(lower >= THRESHOLD)]
    ).join("")
  );
  return [`┌${line}┐`, ...rows.map((row) => `│${row}│`), `└${line}┘`];
}

/** Each two rows as pairs of pixels, the upper one first. */
function pairs(
  pixels: Uint8Array,
  columns: number,
): (readonly [upper: number, lower: number])[][] {
  const rows = Math.ceil(pixels.length / columns / 2);
  return Array.from(
    { length: rows },
    (_, row) =>
      Array.from({ length: columns }, (_, column) => {
        const upper = 2 * row * columns + column;
        return [pixels[upper], pixels[upper + columns] ?? 0] as const;
      }),
  );
}
