/// <reference lib="dom" />
/** Figures that show numbers under the pointer and can be zoomed. @module */
import { loadScript } from "./load_script.ts";

/** Set by plotly.js. */
declare const Plotly: {
  newPlot(
    place: HTMLElement,
    data: unknown,
    layout: { width: number },
    config: object,
  ): Promise<unknown>;
};

/** In CSS pixels. */
const smallest = 768;

const config = { displaylogo: false, responsive: false };

/**
 * Puts live figures in the place of their pictures, once one comes near. On a small
 * screen the pictures stay: a live figure would take the swipes.
 */
export function drawFigures(root: string): void {
  if (innerWidth < smallest) return;
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      void draw(target as HTMLElement, root);
    }
  }, { rootMargin: "50%" });
  for (const figure of document.querySelectorAll(".figure:has(script)")) {
    observer.observe(figure);
  }
}

async function draw(figure: HTMLElement, root: string): Promise<void> {
  const image = figure.querySelector("img")!;
  const json = figure.querySelector("script")!.textContent!;
  const [data, layout] = JSON.parse(json);
  await loadScript(`${root}assets/plotly.js`);
  const place = document.createElement("div");
  // Not an image, which has no buttons
  place.role = "figure";
  place.ariaLabel = image.alt;
  image.replaceWith(place);
  await Plotly.newPlot(place, data, layout, config);
}
