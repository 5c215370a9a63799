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

/** A place on a pad, both from 0 to 1. */
export type Share = readonly [x: number, y: number];

/** Options of {@linkcode createPad}. */
export interface PadOptions {
  /** For screen readers: what it is, and that arrow keys move it. */
  readonly label: string;
  /**
   * Where the pointer has been since the last call, at least one place: shares of the
   * width and the height, from 0 to 1. `begins` if it was just pressed.
   */
  readonly onPoints: (points: readonly Share[], begins: boolean) => void;
  /** An arrow key: −1, 0 or 1 to the right and downwards. */
  readonly onArrow?: (right: number, down: number) => void;
  /** Space. */
  readonly onToggle?: () => void;
  /** Delete or Backspace. */
  readonly onDelete?: () => void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Without `onArrow`, only the pointer reaches it. */
export function createPad(
  { label, onPoints, onArrow, onToggle, onDelete }: PadOptions,
): HTMLElement {
  const attributes: Record<string, string | number> = onArrow
    ? { role: "application", tabindex: 0, "aria-label": label }
    : { "aria-hidden": "true" };
  const pad = element("div", { class: "pad", ...attributes });
  const report = (events: readonly PointerEvent[], begins: boolean) => {
    const { left, top, width, height } = pad.getBoundingClientRect();
    onPoints(
      events.map(({ clientX, clientY }) =>
        [(clientX - left) / width, (clientY - top) / height] as const
      ),
      begins,
    );
  };
  pad.addEventListener("pointerdown", (event) => {
    // Not a second finger, and not the button for menus
    if (!event.isPrimary || event.button !== 0) return;
    pad.setPointerCapture(event.pointerId);
    report([event], true);
  });
  pad.addEventListener("pointermove", (event) => {
    if (!pad.hasPointerCapture(event.pointerId)) return;
    // Pens and mice report more places than there are frames
    const events = event.getCoalescedEvents?.() ?? [];
    report(events.length > 0 ? events : [event], false);
  });
  pad.addEventListener("keydown", (event) => {
    const arrow = arrows[event.key];
    if (arrow && onArrow) onArrow(...arrow);
    else if (event.key === " " && onToggle) onToggle();
    else if (["Delete", "Backspace"].includes(event.key) && onDelete) {
      onDelete();
    } else return;
    event.preventDefault();
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
