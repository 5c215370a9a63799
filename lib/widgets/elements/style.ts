/** The look of all widgets: a white card, as the figures are, in any theme of the page. @module */
import { colours, fontFamily, greys } from "../../plots/theme.ts";

/** Style sheet of the shadow root. */
export const style = `
:host { all: initial; display: block; container-type: inline-size; color-scheme: light;
  max-width: 754px; }
* { box-sizing: border-box; }
.card { background: #fff; color: ${greys.text}; border: 1px solid ${greys.rule};
  border-radius: 8px; padding: 16px; font: 14px/1.4 ${fontFamily};
  display: grid; gap: 12px; grid-template-columns: minmax(0, 1fr); }
.frame { position: relative; min-width: 0; }
.picture svg { display: block; }
.hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
label { display: flex; gap: 8px; align-items: center; }
.slider { display: grid; grid-template-columns: auto minmax(0, 1fr) 5.5em; }
@container (max-width: 420px) {
  .slider { grid-template-columns: minmax(0, 1fr) auto; gap: 0 8px; }
  .slider input { grid-row: 2; grid-column: 1 / 3; }
}
.value { font-variant-numeric: tabular-nums; }
.row { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; }
input[type="range"] { width: 100%; height: 28px; margin: 0; accent-color: ${colours.blue};
  cursor: pointer; }
input[type="checkbox"] { width: 18px; height: 18px; margin: 0; accent-color: ${colours.blue}; }
button, select, input[type="number"] { font: inherit; color: inherit; background: #fff;
  border: 1px solid #767676; border-radius: 6px; min-height: 36px; padding: 4px 12px; }
button { cursor: pointer; }
button:hover { background: ${greys.fill}; }
button[aria-pressed="true"] { background: ${colours.blue}; border-color: ${colours.blue};
  color: #fff; }
input.handle { appearance: none; background: none; position: absolute; height: 24px; }
.handle::-webkit-slider-thumb { appearance: none; width: 24px; height: 24px; }
.handle::-moz-range-thumb { width: 24px; height: 24px; border: 0; background: none; }
input.weight { position: absolute; padding: 0 2px; text-align: center; border-radius: 0; }
input.weight:focus-visible { z-index: 1; }
.pad { position: absolute; touch-action: none; cursor: crosshair; }
legend { padding: 0; margin-bottom: 6px; }
.strip { line-height: 0; } .strip legend { line-height: 1.4; }
.choice { display: inline-flex; position: relative; margin: 0 4px 4px 0; border: 2px solid transparent;
  border-radius: 4px; cursor: pointer; }
.choice input { position: absolute; inset: 0; opacity: 0; margin: 0; cursor: pointer; }
.choice.wrong { border-color: ${colours.vermillion}; border-style: dashed; }
.choice:has(:checked) { border-color: ${colours.blue}; border-style: solid; }
.choice:has(:focus-visible) { outline: 3px solid ${colours.blue}; outline-offset: 1px; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
:focus-visible { outline: 3px solid ${colours.blue}; outline-offset: 2px; border-radius: 4px; }
`;
