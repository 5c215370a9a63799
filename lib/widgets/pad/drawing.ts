/** What is on a pad, and how pointer and keys change it. @module */
import { COLUMNS, ROWS } from "../../data/digits.ts";
import { penRadius, type Point, type Stroke } from "./strokes.ts";

/** What is drawn, and where the pen of the keyboard is. */
export interface PadDrawing {
  readonly strokes: readonly Stroke[];
  /** Undefined as long as no key was used. */
  readonly pen?: { readonly at: Point; readonly down: boolean };
}

/** Nothing is drawn. */
export const emptyDrawing: PadDrawing = { strokes: [] };

/**
 * Begins a stroke, or carries the last one on.
 *
 * @param points Where the pointer has been: shares of the pad, from 0 to 1.
 */
export function drawTo(
  { strokes }: PadDrawing,
  points: readonly Point[],
  begins: boolean,
): PadDrawing {
  const added = points.map(([x, y]): Point => [
    within(x * COLUMNS, COLUMNS),
    within(y * ROWS, ROWS),
  ]);
  const last = strokes.at(-1);
  return {
    strokes: begins || !last
      ? [...strokes, added]
      : [...strokes.slice(0, -1), [...last, ...added]],
  };
}

/** Moves the keyboard's pen, which draws while it is down. */
export function movePen(
  drawing: PadDrawing,
  right: number,
  down: number,
): PadDrawing {
  const { at: [x, y], down: isDown } = penOf(drawing);
  const at: Point = [
    Math.min(COLUMNS - 1.5, Math.max(1.5, x + right)),
    Math.min(ROWS - 1.5, Math.max(1.5, y + down)),
  ];
  const { strokes } = drawing;
  return {
    strokes: isDown
      ? [...strokes.slice(0, -1), [...strokes.at(-1) ?? [], at]]
      : strokes,
    pen: { at, down: isDown },
  };
}

/** Puts the keyboard's pen down, which begins a stroke, or lifts it. */
export function togglePen(drawing: PadDrawing): PadDrawing {
  const { at, down } = penOf(drawing);
  const { strokes } = drawing;
  return {
    strokes: down ? strokes : [...strokes, [at]],
    pen: { at, down: !down },
  };
}

/** Takes the last stroke back, and lifts the keyboard's pen. */
export function undo({ strokes, pen }: PadDrawing): PadDrawing {
  return { strokes: strokes.slice(0, -1), ...lifted(pen) };
}

/** Takes all strokes away, and lifts the keyboard's pen. */
export function clear({ pen }: PadDrawing): PadDrawing {
  return { strokes: [], ...lifted(pen) };
}

function lifted(pen: PadDrawing["pen"]): Pick<PadDrawing, "pen"> {
  return pen ? { pen: { ...pen, down: false } } : {};
}

function penOf({ pen }: PadDrawing): NonNullable<PadDrawing["pen"]> {
  return pen ?? { at: [13.5, 13.5], down: false };
}

/** Where the whole width of a line is on the pad. */
function within(at: number, size: number): number {
  return Math.min(size - penRadius, Math.max(penRadius, at));
}
