import { tf } from "../tfjs.ts";
import { setGradient } from "./gradient.ts";

/** Gradients of tf.einsum, tf.prod, and of running products and sums. */
export function registerProductGradients(): void {
  setGradient("Einsum", { inputs: "all" }, (dy, operands, attributes) => {
    const { equation } = attributes as { equation: string };
    return Object.fromEntries(
      operands.map((_, index) => [
        index,
        () => einsumGradient(equation, operands, index, dy),
      ]),
    );
  });
  setGradient("Cumprod", { inputs: ["x"] }, (dy, [x], attributes) => {
    const { axis, exclusive, reverse } = attributes as {
      axis: number;
      exclusive: boolean;
      reverse: boolean;
    };
    const [last] = tf.util.parseAxisParam(axis, x.shape);
    return { x: () => cumprodGradient(x, dy, last, exclusive, reverse) };
  });
  // That of TensorFlow.js is transposed by every axis but the last
  setGradient("Cumsum", {}, (dy, _, attributes) => {
    const { axis, exclusive, reverse } = attributes as {
      axis: number;
      exclusive: boolean;
      reverse: boolean;
    };
    return { x: () => tf.cumsum(dy, axis, exclusive, !reverse) };
  });
  setGradient("Prod", { inputs: ["x"] }, (dy, [x], attributes) => ({
    x: () => prodGradient(x, dy, attributes.axis as number | number[]),
  }));
}

/** The product of all others, also where elements are 0. */
function prodGradient(
  x: tf.Tensor,
  dy: tf.Tensor,
  axis: number | number[],
): tf.Tensor {
  const axes = tf.util.parseAxisParam(axis, x.shape);
  const others = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const order = [...others, ...axes];
  const moved = tf.transpose(x, order);
  const count = tf.util.sizeFromShape(axes.map((i) => x.shape[i]));
  const rows = tf.reshape(moved, [count === 0 ? 0 : x.size / count, count]);
  const product = tf.mul(
    tf.cumprod(rows, 1, true),
    tf.cumprod(rows, 1, true, true),
  );
  const dx = tf.mul(product, tf.reshape(dy, [rows.shape[0]!, 1]));
  const back = order.map((_, i) => order.indexOf(i));
  return tf.transpose(tf.reshape(dx, moved.shape), back);
}

/**
 * The gradient of one operand: the product of dy and the other operand, summed
 * over what the operand lacks. Over an axis that only the operand has, and that is
 * summed, it is the same everywhere.
 */
function einsumGradient(
  equation: string,
  operands: readonly tf.Tensor[],
  index: number,
  dy: tf.Tensor,
): tf.Tensor {
  const { inputs, output } = parseEquation(equation, operands);
  const operand = operands[index];
  const labels = inputs[index];
  const sizes = new Map<string, number>();
  inputs.forEach((labels, i) =>
    labels.forEach((label, axis) =>
      sizes.set(
        label,
        Math.max(sizes.get(label) ?? 0, operands[i].shape[axis]!),
      )
    )
  );
  // TensorFlow broadcasts only axes that "…" stands for
  const others = operands.flatMap((other, i) =>
    i === index
      ? []
      : [tf.broadcastTo(other, inputs[i].map((label) => sizes.get(label)!))]
  );
  const given = [output, ...inputs.filter((_, i) => i !== index)];
  const known = labels.filter((label, axis) =>
    labels.indexOf(label) === axis &&
    given.some((list) => list.includes(label))
  );
  const terms = given.map((list) => list.join("")).join(",");
  const product = tf.einsum(`${terms}->${known.join("")}`, dy, ...others);
  const isRepeated = (label: string, axis: number) =>
    labels.indexOf(label) < axis;
  let next = 0;
  const shape = labels.map((label, axis) =>
    known.includes(label) && !isRepeated(label, axis)
      ? product.shape[next++]!
      : 1
  );
  const aligned = onDiagonals(tf.reshape(product, shape), labels);
  // An axis of "…" with one element meets all elements of the other operand
  const broadcast = shape.flatMap((size, axis) =>
    operand.shape[axis] === 1 && size > 1 ? [axis] : []
  );
  const summed = broadcast.length > 0
    ? tf.sum(aligned, broadcast, true)
    : aligned;
  return tf.broadcastTo(summed, operand.shape);
}

/** A repeated label takes the diagonal, outside of which the gradient is 0. */
function onDiagonals(x: tf.Tensor, labels: readonly string[]): tf.Tensor {
  return labels.reduce((result, label, axis) => {
    const first = labels.indexOf(label);
    if (first === axis) return result;
    const size = x.shape[first]!;
    const shape = labels.map((_, i) => i === first || i === axis ? size : 1);
    return tf.mul(result, tf.reshape(tf.eye(size), shape));
  }, x);
}

interface Equation {
  readonly inputs: readonly string[][];
  readonly output: readonly string[];
}

/** An equation's labels for each axis; "…" gets labels of its own. */
function parseEquation(
  equation: string,
  operands: readonly tf.Tensor[],
): Equation {
  const [left, right = ""] = equation.replace(/\s/g, "").split("->");
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const free = [...alphabet].filter((label) => !equation.includes(label));
  const terms = left.split(",");
  const hidden = terms.map((term, i) =>
    term.includes("...") ? operands[i].rank - (term.length - 3) : 0
  );
  const most = Math.max(...hidden);
  const expand = (term: string, count: number) => {
    const ellipsis = free.slice(most - count, most);
    return [...term.replace("...", "@")]
      .flatMap((label) => label === "@" ? ellipsis : [label]);
  };
  const inputs = terms.map((term, i) => expand(term, hidden[i]));
  const output = expand(right, most);
  return { inputs, output };
}

/**
 * The gradient of y_i = x_0·…·x_i, also where elements are 0:
 * dx_k = (x_0·…·x_(k−1)) · s_k, with s_k = dy_k + x_(k+1)·s_(k+1). The recurrence
 * is solved in log2(n) steps (Hillis and Steele 1986).
 */
function cumprodGradient(
  x: tf.Tensor,
  dy: tf.Tensor,
  axis: number,
  exclusive: boolean,
  reverse: boolean,
): tf.Tensor {
  const order = x.shape.map((_, i) => i);
  order.splice(axis, 1);
  order.push(axis);
  const back = order.map((_, i) => order.indexOf(i));
  const size = x.shape[axis]!;
  if (x.size === 0) return tf.zeros(x.shape);
  const toRows = (tensor: tf.Tensor) => {
    const rows = tf.reshape(tf.transpose(tensor, order), [-1, size]);
    return reverse ? tf.reverse(rows, 1) : rows;
  };
  /** Moves columns to the left, and fills up at the right. */
  const shift = (rows: tf.Tensor, by: number, fill: number) =>
    tf.concat([
      tf.slice(rows, [0, by], [-1, size - by]),
      tf.fill([rows.shape[0]!, by], fill),
    ], 1);
  const factors = toRows(x);
  const outer = toRows(dy);
  let sums = exclusive ? shift(outer, 1, 0) : outer;
  let products = shift(factors, 1, 1);
  for (let by = 1; by < size; by *= 2) {
    sums = tf.add(sums, tf.mul(products, shift(sums, by, 0)));
    products = tf.mul(products, shift(products, by, 1));
  }
  const before = tf.cumprod(factors, 1, true);
  const rows = tf.mul(before, sums);
  const ordered = reverse ? tf.reverse(rows, 1) : rows;
  const moved = tf.reshape(ordered, order.map((i) => x.shape[i]!));
  return tf.transpose(moved, back);
}
