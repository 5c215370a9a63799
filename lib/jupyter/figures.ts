/** Figures below a cell, shown once or redrawn while the cell runs. @module */
import { Buffer } from "node:buffer";
import type { Figure } from "../plots/figure.ts";
import { renderPng } from "../plots/render/render_png.ts";
import type { Displayable } from "./displayable.ts";
import { type Bundle, display, inNotebook, settle } from "./kernel.ts";
import { tensorBundle, type TensorLike } from "./tensors.ts";
import { escapeHtml, figureHtml, redrawHtml } from "./plotly_html.ts";

/** Front ends limit the rate of messages; ten per second look continuous. */
const updateMilliseconds = 100;

/**
 * Shows a figure, a widget or a tensor below the cell. Figures and widgets are
 * interactive where the page runs scripts, and a PNG everywhere else.
 */
export async function show(
  what: Figure | TensorLike | Displayable,
): Promise<void> {
  if ("dtype" in what) {
    await display(tensorBundle(what));
  } else if (!("render" in what)) {
    await display(await finished(what, freshId()), {
      metadata: pictureSize(what),
    });
  } else if (inNotebook()) {
    const { bundle, metadata } = await what.render(freshId());
    await display(bundle, { metadata });
  } else {
    await display({ "text/plain": what.alt });
  }
  await settle();
}

/** A figure that changes while the cell runs. */
export class LiveFigure {
  readonly #id = freshId();
  readonly #captionId = freshId();
  #shown = false;
  #lastUpdate = -Infinity;

  /**
   * Redraws the figure, at most ten times per second. Cheap enough to call after
   * each batch.
   *
   * @param figure Called only if the figure is redrawn
   */
  async update(figure: () => Figure): Promise<void> {
    if (performance.now() - this.#lastUpdate < updateMilliseconds) return;
    await this.#draw(figure());
    this.#lastUpdate = performance.now();
  }

  /** Draws the figure for the last time, now with its PNG. */
  async end(figure: Figure): Promise<void> {
    if (!this.#shown) await this.#draw(figure);
    await display(await finished(figure, this.#id), {
      id: this.#id,
      update: true,
      metadata: pictureSize(figure),
    });
    await display({ "text/plain": figure.alt }, {
      id: this.#captionId,
      update: true,
    });
    await settle();
  }

  /**
   * Sends two outputs: the figure, once, and a caption whose script redraws the
   * figure. Sending the figure again would make the page flicker.
   */
  async #draw(figure: Figure): Promise<void> {
    if (!this.#shown) {
      this.#shown = true;
      if (!inNotebook()) return;
      const html = figureHtml(figure, this.#id);
      await display({ "text/plain": figure.alt, "text/html": html }, {
        id: this.#id,
      });
      await display({ "text/plain": figure.alt }, { id: this.#captionId });
      return;
    }
    if (!inNotebook()) return;
    await display({
      "text/plain": figure.alt,
      "text/html": escapeHtml(figure.alt) + redrawHtml(figure, this.#id),
    }, { id: this.#captionId, update: true });
  }
}

/** A figure that will not change any more, in all its forms. */
async function finished(figure: Figure, id: string): Promise<Bundle> {
  if (!inNotebook()) return { "text/plain": figure.alt };
  const png = Buffer.from(await renderPng(figure)).toString("base64");
  return {
    "text/plain": figure.alt,
    "text/html": figureHtml(figure, id, png),
    "image/png": png,
  };
}

/** Tells the page the PNG's size in CSS pixels, each of which is two of its pixels wide. */
function pictureSize({ layout }: Figure): Record<string, unknown> {
  return { "image/png": { width: layout.width, height: layout.height } };
}

function freshId(): string {
  return `figure-${crypto.randomUUID()}`;
}
