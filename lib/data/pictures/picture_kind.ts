/** Kinds of picture files that are read. */
export type PictureKind = "PNG" | "JPEG" | "WebP" | "GIF";

/** What to do with a picture of another kind. */
const SAVE_AGAIN = "save it as PNG or JPEG";

/** How a kind of file begins: text at an offset, or one of several. */
interface Beginning {
  readonly name: string;
  readonly at: number;
  /** Bytes as characters; `?` stands for any. */
  readonly texts: readonly string[];
  readonly advice?: string;
}

const READ: readonly (Beginning & { readonly name: PictureKind })[] = [
  { name: "PNG", at: 0, texts: ["\x89PNG\r\n\x1a\n"] },
  { name: "JPEG", at: 0, texts: ["\xff\xd8\xff"] },
  { name: "WebP", at: 0, texts: ["RIFF????WEBP"] },
  { name: "GIF", at: 0, texts: ["GIF87a", "GIF89a"] },
];

const NOT_READ: readonly Beginning[] = [
  {
    name: "a HEIC picture",
    at: 4,
    texts: ["ftyphe", "ftypmif1", "ftypmsf1"],
    advice:
      "export it as JPEG (an iPhone takes JPEG under Settings, Camera, Formats, Most Compatible)",
  },
  { name: "an AVIF picture", at: 4, texts: ["ftypavi"] },
  { name: "a JPEG XL picture", at: 0, texts: ["\xff\x0a", "\0\0\0\x0cJXL "] },
  { name: "a BMP picture", at: 0, texts: ["BM????\0\0\0\0"] },
  { name: "a TIFF picture", at: 0, texts: ["II*\0", "MM\0*"] },
  { name: "an icon", at: 0, texts: ["\0\0\x01\0"] },
  { name: "a Photoshop file", at: 0, texts: ["8BPS"] },
  { name: "a PDF file", at: 0, texts: ["%PDF"] },
  { name: "a ZIP file", at: 0, texts: ["PK\x03\x04"], advice: "unpack it" },
  { name: "an SVG drawing", at: 0, texts: ["<svg", "<?xml", "<!DOCTYPE svg"] },
];

/**
 * The kind of a picture file, by how it begins: names may be wrong.
 *
 * @throws {Error} with a reason if it is of no kind that is read
 */
export function pictureKindOf(bytes: Uint8Array): PictureKind {
  if (bytes.length === 0) throw new Error("it is empty");
  const start = String.fromCharCode(...bytes.subarray(0, 64));
  const kind = READ.find((each) => beginsAs(start, each));
  if (kind) return kind.name;
  const other = NOT_READ.find((each) => beginsAs(start, each));
  const found = other?.name ??
    (isText(bytes.subarray(0, 512)) ? "a text" : "of an unknown kind");
  throw new Error(
    `it must be a PNG, JPEG, WebP or GIF file: it is ${found}${
      other ? `; ${other.advice ?? SAVE_AGAIN}` : ""
    }`,
  );
}

function beginsAs(start: string, { at, texts }: Beginning): boolean {
  return texts.some((text) =>
    [...text].every((char, k) => char === "?" || start[at + k] === char)
  );
}

/** Whether these are printable characters of UTF-8, possibly cut in the last. */
function isText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true })
      .decode(bytes, { stream: true });
    return !/[^\P{Cc}\t\r\n\f]/u.test(text);
  } catch {
    return false;
  }
}
