import { tf } from "../../tfjs.ts";

type Dataset = tf.data.Dataset<tf.TensorContainer>;

/**
 * Elements that are asked for before their turn, by prefetch() and shuffle(), throw
 * when it comes: in TensorFlow.js a second error among them ends the process, since
 * nobody awaits it.
 */
export function mendPrefetch(): void {
  const { prototype } = tf.data.Dataset;
  const { prefetch, shuffle } = prototype;
  prototype.prefetch = function (bufferSize) {
    return prefetch.call(withQuietErrors(this), bufferSize);
  };
  prototype.shuffle = function (...args) {
    return shuffle.apply(withQuietErrors(this), args);
  };
}

/** The same data; an error is thrown to those who await it, and to no other. */
function withQuietErrors(base: Dataset): Dataset {
  return Object.create(base, {
    iterator: {
      value: async () => {
        const iterator = await base.iterator();
        const next = iterator.next.bind(iterator);
        iterator.next = () => {
          const element = next();
          element.catch(() => {});
          return element;
        };
        return iterator;
      },
    },
  });
}
