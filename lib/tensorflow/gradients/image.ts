import { AttrType, DType } from "../ffi/dtypes.ts";
import { runOperation } from "../ops/raw_operations.ts";
import { tf } from "../tfjs.ts";
import {
  type Attributes,
  noGradient,
  runKernel,
  setGradient,
} from "./gradient.ts";

const T = { name: "T", type: AttrType.TYPE, value: DType.FLOAT };

/** Gradients of operations on images. */
export function registerImageGradients(): void {
  setGradient(
    "CropAndResize",
    { inputs: ["image", "boxes", "boxInd"] },
    (dy, [image, boxes, boxInd], attributes) => ({
      image: () =>
        runOperation("CropAndResizeGradImage", [
          T,
          method(attributes),
        ], [dy, boxes, boxInd, tf.tensor1d(image.shape, "int32")]),
      boxes: attributes.method === "nearest"
        ? noGradient(boxes)
        : () =>
          runOperation("CropAndResizeGradBoxes", [
            T,
            method(attributes),
          ], [dy, image, boxes, boxInd]),
      boxInd: noGradient(boxInd),
    }),
  );
  // Of the gradients of resizing, which are linear in dy
  for (const name of ["ResizeBilinear", "ResizeNearestNeighbor"]) {
    setGradient(
      `${name}Grad`,
      { inputs: ["images", "dy"] },
      (ddx, [images, dy], attributes) => ({
        dy: () =>
          runKernel(name, { images: ddx }, {
            ...attributes,
            size: dy.shape.slice(1, 3),
          }),
        images: noGradient(images),
      }),
    );
  }
}

function method({ method }: Attributes) {
  return { name: "method", type: AttrType.STRING, value: method };
}
