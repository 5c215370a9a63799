/** As a seed, tells the kernel of tf.multinomial to draw from the stream. */
export const NEXT_KEY = Infinity;
