import { tf } from "../../tensorflow/mod.ts";

/** How far and how smoothly an elastic distortion displaces pixels. */
export interface ElasticOptions {
  /** Root mean square of the displacement in each direction, in pixels. */
  readonly amplitude: number;
  /** Standard deviation of the Gaussian that smooths the noise, in pixels. Default 4. */
  readonly smoothness?: number;
}

/**
 * Smooth random displacements (Simard, Steinkraus and Platt 2003, who smooth
 * uniform noise at every pixel by a Gaussian of 4 pixels and multiply it by 34,
 * which corresponds to an amplitude of 1.4 here).
 *
 * Here the noise is drawn on a lattice with a spacing of the Gaussian's standard
 * deviation. The result is as smooth, and smoothing is one small matrix product.
 *
 * @returns x to the right and y downwards, in pixels, each float32
 * [batch, height · width].
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
    tf.randomNormal([batch, nodes], 0, amplitude) // [batch, nodes]
      .matMul(matrix) as tf.Tensor2D; // [batch, pixels]
  return { x: field(), y: field() };
}

/**
 * The weight of each lattice node for each pixel: the Gaussian of their distance,
 * scaled so that the squares of a pixel's weights sum to 1 and the displacement has
 * the noise's variance.
 *
 * @returns values float32 [nodes, pixels].
 */
function smoothing(height: number, width: number, sigma: number) {
  // Two nodes beyond each edge: those farther away weigh next to nothing
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
