import { assertEquals, assertThrows } from "@std/assert";
import { cString } from "../../../lib/tensorflow/ffi/memory.ts";
import { Status, TensorFlowError } from "../../../lib/tensorflow/ffi/status.ts";
import { binding } from "../../support/tensorflow.ts";

const { library } = binding.runtime;

Deno.test("Status.check() passes while nothing has failed", () => {
  using status = new Status(library);
  status.check(() => {
    throw new Error("the description is asked for on failure only");
  });
});

Deno.test("Status.check() throws what was tried, TensorFlow's message and code", () => {
  using status = new Status(library);
  const graph = library.TF_NewGraph();
  const buffer = library.TF_NewBuffer();
  library.TF_GraphGetOpDef(graph, cString("NoSuchOp"), buffer, status.address);
  const error = assertThrows(
    () => status.check(() => "look NoSuchOp up"),
    TensorFlowError,
    "Cannot look NoSuchOp up: Op type not registered",
  );
  assertEquals(error.code, "NOT_FOUND");
  library.TF_DeleteBuffer(buffer);
  library.TF_DeleteGraph(graph);
});
