/// <reference lib="dom" />
/** What lies on the pad: ink, a digit, or a picture with frames around its digits. @module */
import { COLUMNS, ROWS } from "../../../data/digits.ts";
import { colours } from "../../../plots/theme.ts";
import { penRadius } from "../../../widgets/pad/strokes.ts";
import type { Source } from "../input/source.ts";
import { drawInputImage } from "./input_image.ts";
import { palette } from "./palette.ts";

/** Draws the source on a square canvas, at the resolution of the screen. */
export function drawPad(canvas: HTMLCanvasElement, source: Source): void {
  const side = Math.max(
    1,
    Math.round(canvas.clientWidth * Math.min(devicePixelRatio, 2)),
  );
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = canvas.getContext("2d")!;
  context.clearRect(0, 0, side, side);
  switch (source.kind) {
    case "drawing":
      drawStrokes(context, source, side);
      break;
    case "example": {
      const digit = new OffscreenCanvas(COLUMNS, ROWS);
      drawInputImage(digit, { pixels: source.pixels });
      context.imageSmoothingEnabled = false;
      context.drawImage(digit, 0, 0, side, side);
      break;
    }
    case "picture":
      drawPicture(context, source, side);
  }
}

function drawStrokes(
  context: CanvasRenderingContext2D,
  { drawing: { strokes, pen }, isSample }: Source & { kind: "drawing" },
  side: number,
): void {
  const unit = side / COLUMNS;
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = 2 * penRadius * unit;
  context.strokeStyle = isSample ? palette().sample : palette().pen;
  for (const stroke of strokes) {
    context.beginPath();
    stroke.forEach(([x, y]) => context.lineTo(x * unit, y * unit));
    const [x, y] = stroke[stroke.length - 1];
    // A single point is a dot
    context.lineTo(x * unit + 0.01, y * unit);
    context.stroke();
  }
  if (!pen) return;
  context.beginPath();
  context.arc(
    pen.at[0] * unit,
    pen.at[1] * unit,
    penRadius * unit,
    0,
    2 * Math.PI,
  );
  context.lineWidth = Math.max(2, unit / 4);
  context.strokeStyle = colours.vermillion;
  context.fillStyle = pen.down ? colours.vermillion : "#ffffff";
  context.fill();
  context.stroke();
}

function drawPicture(
  context: CanvasRenderingContext2D,
  { preview, boxes, chosen }: Source & { kind: "picture" },
  side: number,
): void {
  const by = side / Math.max(preview.width, preview.height);
  const left = (side - by * preview.width) / 2;
  const top = (side - by * preview.height) / 2;
  context.drawImage(
    preview,
    left,
    top,
    by * preview.width,
    by * preview.height,
  );
  boxes.forEach((box, k) => {
    const isChosen = k === chosen;
    // Light on dark, so that it shows on any picture
    for (
      const [colour, width] of [
        ["#ffffff", isChosen ? 6 : 4],
        [isChosen ? colours.vermillion : colours.blue, isChosen ? 4 : 2],
      ] as const
    ) {
      context.strokeStyle = colour;
      context.lineWidth = width * side / 600;
      context.strokeRect(
        left + by * box.left,
        top + by * box.top,
        by * box.width,
        by * box.height,
      );
    }
  });
}
