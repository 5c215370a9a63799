import { tf } from "../../tensorflow/mod.ts";

/** How far and how smoothly pixels are displaced. */
export interface ElasticOptions {
  /** Root mean square of each coordinate's displacement, in pixels. */
  readonly amplitude: number;
  /** Standard deviation of the Gaussian that smooths it, in pixels. Default 4. */
  readonly smoothness?: number;
}

/**
 * Smooth random displacements (Simard, Steinkraus and Platt 2003, who smooth
 * uniform noise at every pixel by a Gaussian of 4 pixels and multiply it by 34:
 * an amplitude of 1.4 here).
 *
 * The noise lies on a lattice as wide as the Gaussian, which is as smooth, and
 * smoothing is one product of small matrices.
 *
 * @returns Of columns and of rows, each float32 [batch, height · width].
 */
export function elasticDisplacement(
  batch: number,
  height: number,
  width: number,
  { amplitude, smoothness = 4 }: ElasticOptions,
): { x: tf.Tensor2D; y: tf.Tensor2D } {
  const { values, nodes } = smoothing(height, width, smoothness);
  const matrix = tf.tensor2d(values, [nodes, height * width]);
  const field = () =>
    tf.randomNormal([batch, nodes], 0, amplitude).matMul(matrix) as tf.Tensor2D;
  return { x: field(), y: field() };
}

/**
 * The weight of each node of the lattice for each pixel, by the Gaussian of their
 * distance; a pixel's squares add up to 1, so that its variance is the noise's.
 */
function smoothing(height: number, width: number, sigma: number) {
  // Nodes further outside than two standard deviations weigh next to nothing
  const lattice = (size: number) =>
    Array.from(
      { length: Math.ceil((size - 1) / sigma) + 5 },
      (_, i) => (i - 2) * sigma,
    );
  const [rows, columns] = [lattice(height), lattice(width)];
  const nodes = rows.length * columns.length;
  const pixels = height * width;
  const values = new Float32Array(nodes * pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const [y, x] = [Math.floor(pixel / width), pixel % width];
    const weights = rows.flatMap((row) =>
      columns.map((column) =>
        Math.exp(-((row - y) ** 2 + (column - x) ** 2) / (2 * sigma ** 2))
      )
    );
    const norm = Math.hypot(...weights);
    weights.forEach((weight, node) => {
      values[node * pixels + pixel] = weight / norm;
    });
  }
  return { values, nodes };
}
