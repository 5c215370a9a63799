/// <reference lib="dom" />
/** What the pages do where scripts run: nothing that is needed to read them. @module */
import { drawFigures } from "./figures.ts";
import { startSearch } from "./search.ts";

const root = document.documentElement.dataset.root!;

/** Boxes that scroll can be reached by keyboard; others would only be in the way. */
function makeScrollersFocusable(): void {
  const boxes = document.querySelectorAll<HTMLElement>(
    "article pre, .scroll, .figure, .katex-display",
  );
  for (const box of boxes) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

/** A fold around the place that the address names is opened. */
function openTarget(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  const fold = document.getElementById(id)?.closest("details");
  if (fold) fold.open = true;
}

startSearch(root);
drawFigures(root);
openTarget();
// Widths are known once the fonts are there
void document.fonts.ready.then(makeScrollersFocusable);
document.fonts.addEventListener("loadingdone", makeScrollersFocusable);
addEventListener("resize", makeScrollersFocusable);
addEventListener("hashchange", openTarget);
document.addEventListener("toggle", makeScrollersFocusable, true);
