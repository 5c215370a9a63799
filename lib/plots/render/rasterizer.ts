/** SVG to PNG, and the width of a text, both in a pinned font. @module */
import { initWasm, Resvg } from "@resvg/resvg-wasm";

const fontFiles = [
  "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
  "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
];

/** Renders SVG with resvg. It brings its font, so every machine gets the same pixels. */
export class Rasterizer {
  #fonts: Uint8Array[];
  #widths = new Map<string, number>();

  private constructor(fonts: Uint8Array[]) {
    this.#fonts = fonts;
  }

  /** Loads resvg and the fonts, once per process. */
  static load(): Promise<Rasterizer> {
    return loaded ??= (async () => {
      await initWasm(await readModule("@resvg/resvg-wasm/index_bg.wasm"));
      return new Rasterizer(await Promise.all(fontFiles.map(readModule)));
    })();
  }

  /**
   * Renders `svg` as a PNG file.
   *
   * @param scale Pixels per CSS pixel
   */
  png(svg: string, scale: number): Uint8Array {
    const image = this.#open(svg, scale);
    const rendered = image.render();
    try {
      return rendered.asPng();
    } finally {
      rendered.free();
      image.free();
    }
  }

  /** The width of one line of text in CSS pixels. */
  textWidth(text: string, fontSize: number, fontWeight = "400"): number {
    const key = `${fontWeight} ${fontSize} ${text}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      width = this.#measure(text, fontSize, fontWeight);
      this.#widths.set(key, width);
    }
    return width;
  }

  /**
   * The outline of one line of text as SVG path data, from (0, 0) at the left of its
   * baseline.
   *
   * @param font A font, as a TrueType file
   * @param family The family's name in that file
   * @param size Font size
   * @throws {Error} if nothing is drawn
   */
  outline(
    text: string,
    { font, family, size }: {
      readonly font: Uint8Array;
      readonly family: string;
      readonly size: number;
    },
  ): string {
    const image = new Resvg(
      `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text
        font-family="${family}" font-size="${size}">${
        escape(text)
      }</text></svg>`,
      { font: { fontBuffers: [font], defaultFontFamily: family } },
    );
    try {
      const [, path] = / d="([^"]+)"/.exec(image.toString()) ?? [];
      if (path !== undefined) return path;
      throw new Error(
        `Cannot draw text: its font must have its letters: current text is "${text}" in ${family}`,
      );
    } finally {
      image.free();
    }
  }

  #measure(text: string, fontSize: number, fontWeight: string): number {
    if (text.trim() === "") return 0.28 * fontSize * text.length;
    const image = this.#open(
      `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9"
        font-family="Inter" font-size="${fontSize}"
        font-weight="${fontWeight}">${escape(text)}</text></svg>`,
    );
    try {
      return image.getBBox()?.width ?? 0;
    } finally {
      image.free();
    }
  }

  #open(svg: string, scale = 1): InstanceType<typeof Resvg> {
    return new Resvg(svg, {
      fitTo: { mode: "zoom", value: scale },
      font: { fontBuffers: this.#fonts, defaultFontFamily: "Inter" },
    });
  }
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

let loaded: Promise<Rasterizer> | undefined;

/** Reads a file of an npm package, named as in an import. */
export function readModule(specifier: string): Promise<Uint8Array> {
  return Deno.readFile(new URL(import.meta.resolve(specifier)));
}
