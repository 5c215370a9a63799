/// <reference lib="dom" />
/** A part of the picture that takes pointers and arrow keys. @module */
import { element } from "./widget_element.ts";

/** Where a pad lies on the picture, in CSS pixels. */
export interface PadBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Options of {@linkcode createPad}. */
export interface PadOptions {
  /** For screen readers: what it is, and that arrow keys move it. */
  readonly label: string;
  /**
   * The pointer is down at a place, both shares from 0 to 1; `begins` if it was just
   * pressed.
   */
  readonly onPoint: (x: number, y: number, begins: boolean) => void;
  /** An arrow key: −1, 0 or 1 to the right and downwards. */
  readonly onArrow?: (right: number, down: number) => void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Without `onArrow`, only the pointer reaches it. */
export function createPad(
  { label, onPoint, onArrow }: PadOptions,
): HTMLElement {
  const attributes: Record<string, string | number> = onArrow
    ? { role: "application", tabindex: 0, "aria-label": label }
    : { "aria-hidden": "true" };
  const pad = element("div", { class: "pad", ...attributes });
  const point = (event: PointerEvent, begins: boolean) => {
    const box = pad.getBoundingClientRect();
    onPoint(
      (event.clientX - box.left) / box.width,
      (event.clientY - box.top) / box.height,
      begins,
    );
  };
  pad.addEventListener("pointerdown", (event) => {
    // Not a second finger, and not the button for menus
    if (!event.isPrimary || event.button !== 0) return;
    pad.setPointerCapture(event.pointerId);
    point(event, true);
  });
  pad.addEventListener("pointermove", (event) => {
    if (pad.hasPointerCapture(event.pointerId)) point(event, false);
  });
  pad.addEventListener("keydown", (event) => {
    const arrow = arrows[event.key];
    if (!arrow || !onArrow) return;
    event.preventDefault();
    onArrow(...arrow);
  });
  return pad;
}

/** Lays an element on the picture. */
export function place(
  { style }: HTMLElement,
  { x, y, width, height }: PadBox,
): void {
  style.left = `${x}px`;
  style.top = `${y}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}
