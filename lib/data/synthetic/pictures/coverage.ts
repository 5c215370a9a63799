/** How much of each pixel a digit or the lines of paper cover. @module */
import { decode } from "fast-png";
import type { Rasterizer } from "../../../plots/render/rasterizer.ts";
import type { PaperLines, Scene } from "./scene.ts";
import type { Shape } from "./shapes.ts";

/** How much of each pixel the scene's digit covers, from 0 to 1. */
export function digitCoverage(
  rasterizer: Rasterizer,
  scene: Scene,
  shape: Shape,
): Float32Array {
  return coverage(rasterizer, digitSvg(scene, shape));
}

/** The same for lines on the scene's paper. */
export function linesCoverage(
  rasterizer: Rasterizer,
  scene: Scene,
  lines: PaperLines,
): Float32Array {
  return coverage(rasterizer, linesSvg(scene, lines));
}

/** How much of each pixel an SVG covers, from 0 to 1. */
function coverage(rasterizer: Rasterizer, svg: string): Float32Array {
  const { data, width, height } = decode(rasterizer.png(svg, 1));
  return Float32Array.from(
    { length: width * height },
    (_, at) => data[4 * at + 3] / 255,
  );
}

function digitSvg(scene: Scene, { path, kind, size }: Shape): string {
  const { width, height, pen, turn } = scene;
  // An outline has a width of its own: only a marker adds to it
  const stroke = kind === "strokes" ? pen : Math.max(0, 0.6 * pen - 0.05);
  const scale = scene.size / (1 + stroke);
  const angle = turn * Math.PI / 180;
  const [w, h] = size.map((side) => (side + stroke) * scale);
  const half = [
    (Math.abs(Math.cos(angle)) * w + Math.abs(Math.sin(angle)) * h) / 2,
    (Math.abs(Math.sin(angle)) * w + Math.abs(Math.cos(angle)) * h) / 2,
  ];
  const [x, y] = [width, height].map((side, axis) =>
    half[axis] + scene.place[axis] * (side - 2 * half[axis])
  );
  return svg(
    scene,
    `<path d="${path}" transform="translate(${x} ${y}) rotate(${turn})
      scale(${scale})" fill="${kind === "strokes" ? "none" : "black"}"
      stroke="black" stroke-width="${stroke}" stroke-linecap="round"
      stroke-linejoin="round"/>`,
  );
}

function linesSvg(scene: Scene, { pitch, width, squared, turn }: PaperLines) {
  const reach = Math.hypot(scene.width, scene.height);
  let lines = "";
  for (let at = -reach; at < reach; at += pitch) {
    lines += `M${-reach} ${at}H${reach}`;
    if (squared) lines += `M${at} ${-reach}V${reach}`;
  }
  return svg(
    scene,
    `<path d="${lines}" stroke="black" stroke-width="${width}"
      transform="translate(${scene.width / 2} ${
      scene.height / 2
    }) rotate(${turn})"/>`,
  );
}

function svg({ width, height }: Scene, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`;
}
