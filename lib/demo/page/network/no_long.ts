/**
 * In the place of the package "long", 64-bit integers, which TensorFlow.js needs for
 * fingerprints only: the page computes none.
 *
 * @module
 */
export default {};
