/**
 * Plotly without a browser: in jsdom, to which we add the measuring of text and
 * a canvas for heat maps.
 *
 * @module
 */
import { JSDOM } from "jsdom";
import type { Figure } from "../figure.ts";
import { PixelCanvas } from "./pixel_canvas.ts";
import { type Rasterizer, readModule } from "./rasterizer.ts";
import { type Box, boxOnPage, type SvgElement, textBox } from "./text_boxes.ts";

interface PageElement {
  remove(): void;
}

/** The part of jsdom's window that is used here; jsdom has no types. */
interface PageWindow {
  readonly document: {
    createElement(name: string): PageElement;
    readonly body: { append(element: PageElement): void };
  };
  /** Defined once plotly is loaded. */
  readonly Plotly: {
    newPlot(
      div: PageElement,
      data: unknown,
      layout: unknown,
      config: object,
    ): Promise<unknown>;
    toImage(div: PageElement, options: object): Promise<string>;
    purge(div: PageElement): void;
  };
  readonly URL: { createObjectURL?(): string };
  CSS?: { supports(): boolean };
  readonly SVGElement: {
    readonly prototype: {
      getBoundingClientRect?(this: SvgElement): object;
      getBBox?(this: SvgElement): object;
    };
  };
  readonly HTMLCanvasElement: {
    readonly prototype: {
      getContext?(this: { width: number; height: number }): PixelCanvas;
      toDataURL?(this: object): string;
    };
  };
  eval(source: string): unknown;
}

/** A page that renders figures as SVG. */
export class PlotlyPage {
  readonly #window: PageWindow;

  private constructor(window: PageWindow) {
    this.#window = window;
  }

  /** Opens the page and loads plotly into it. */
  static async open(rasterizer: Rasterizer): Promise<PlotlyPage> {
    const { window }: { window: PageWindow } = new JSDOM(
      "<!doctype html><body></body>",
      { runScripts: "outside-only" },
    );
    window.URL.createObjectURL = () => "";
    window.CSS = { supports: () => true };
    measureText(window, rasterizer);
    drawOnCanvas(window);
    const source = await readModule("plotly.js-dist");
    window.eval(new TextDecoder().decode(source));
    return new PlotlyPage(window);
  }

  /** Renders a figure as the text of an SVG file. */
  async svg({ data, layout }: Figure): Promise<string> {
    const { document, Plotly } = this.#window;
    const div = document.createElement("div");
    document.body.append(div);
    try {
      // Plotly changes its arguments, so it gets a copy.
      const copy = JSON.parse(JSON.stringify({ data, layout }));
      await Plotly.newPlot(div, copy.data, copy.layout, { staticPlot: true });
      const { width, height } = layout;
      const options = { format: "svg", imageDataOnly: true, width, height };
      return await Plotly.toImage(div, options);
    } finally {
      Plotly.purge(div);
      div.remove();
    }
  }
}

/** Tells plotly where texts are and how large. */
function measureText(window: PageWindow, rasterizer: Rasterizer): void {
  const prototype = window.SVGElement.prototype;
  prototype.getBoundingClientRect = function (this: SvgElement) {
    return rectangle(boxOnPage(this, rasterizer));
  };
  prototype.getBBox = function (this: SvgElement) {
    return rectangle(
      this.tagName === "text"
        ? textBox(this, rasterizer)
        : boxOnPage(this, rasterizer),
    );
  };
}

function rectangle(box: Box) {
  const { left, top, right, bottom } = box;
  return { ...box, x: left, y: top, width: right - left, height: bottom - top };
}

/** Gives plotly a canvas to draw heat maps on. */
function drawOnCanvas(window: PageWindow): void {
  const canvases = new WeakMap<object, PixelCanvas>();
  const prototype = window.HTMLCanvasElement.prototype;
  prototype.getContext = function (this: { width: number; height: number }) {
    const canvas = new PixelCanvas(this.width, this.height);
    canvases.set(this, canvas);
    return canvas;
  };
  prototype.toDataURL = function (this: object) {
    return canvases.get(this)?.toDataURL() ?? "data:,";
  };
}
