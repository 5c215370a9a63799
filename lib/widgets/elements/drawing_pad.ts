/// <reference lib="dom" />
/** A pad on which pointer and keys change a drawing. @module */
import {
  clear,
  drawTo,
  movePen,
  type PadDrawing,
  togglePen,
} from "../pad/drawing.ts";
import { createPad } from "./pad.ts";

/** From a drawing to the next one. */
export type DrawingChange = (drawing: PadDrawing) => PadDrawing;

/** @param edit Applies a change to what is drawn so far. */
export function createDrawingPad(
  edit: (change: DrawingChange) => void,
): HTMLElement {
  return createPad({
    label:
      "Drawing pad: arrow keys move the pen, Space puts it down and lifts it, Delete clears",
    onPoints: (points, begins) =>
      edit((drawing) => drawTo(drawing, points, begins)),
    onArrow: (right, down) => edit((drawing) => movePen(drawing, right, down)),
    onToggle: () => edit(togglePen),
    onDelete: () => edit(clear),
  });
}
