import { assertEquals } from "@std/assert";
import { tf } from "../../../../lib/tensorflow/mod.ts";
import { reload, values } from "./support.ts";

Deno.test("models of Keras 3 load: shapes, policies, connections and names", async () => {
  const policy = {
    module: "keras",
    class_name: "DTypePolicy",
    config: { name: "float32" },
    registered_name: null,
  };
  const tensor = (layer: string) => ({
    class_name: "__keras_tensor__",
    config: {
      shape: [null, 2],
      dtype: "float32",
      keras_history: [layer, 0, 0],
    },
  });
  const dense = (name: string, input: string) => ({
    module: "keras.layers",
    class_name: "Dense",
    name,
    registered_name: null,
    build_config: { input_shape: [null, 2] },
    config: {
      name,
      trainable: true,
      dtype: policy,
      units: 2,
      activation: "linear",
      use_bias: false,
      kernel_initializer: {
        module: "keras.initializers",
        class_name: "GlorotUniform",
        config: { seed: null },
        registered_name: null,
      },
    },
    inbound_nodes: [{ args: [tensor(input)], kwargs: {} }],
  });
  const modelTopology = {
    keras_version: "3.8.0",
    backend: "tensorflow",
    model_config: {
      module: "keras.src.models.functional",
      class_name: "Functional",
      registered_name: "Functional",
      config: {
        name: "functional_1",
        trainable: true,
        layers: [
          {
            module: "keras.layers",
            class_name: "InputLayer",
            name: "input_layer",
            config: {
              batch_shape: [null, 2],
              dtype: "float32",
              sparse: false,
              name: "input_layer",
            },
            inbound_nodes: [],
          },
          dense("dense_1", "input_layer"),
          dense("dense_2", "dense_1"),
          {
            module: "keras.layers",
            class_name: "Add",
            name: "add_1",
            config: { name: "add_1", trainable: true, dtype: policy },
            inbound_nodes: [{
              args: [[tensor("dense_1"), tensor("dense_2")]],
              kwargs: {},
            }],
          },
        ],
        input_layers: [["input_layer", 0, 0]],
        output_layers: ["add_1", 0, 0],
      },
    },
  };
  const weightSpecs = ["dense_1", "dense_2"].map((name) => ({
    name: `functional_1/${name}/kernel`,
    shape: [2, 2],
    dtype: "float32" as const,
  }));
  const weightData = new Float32Array([1, 2, 3, 4, 2, 0, 0, 2]).buffer;
  const model = await tf.loadLayersModel(
    tf.io.fromMemory({ modelTopology, weightSpecs, weightData }),
  );
  // [1, 1]·[[1, 2], [3, 4]] = [4, 6], and twice that is added
  const y = model.predict(tf.tensor2d([[1, 1]])) as tf.Tensor;
  assertEquals(values(y), [12, 18]);
  assertEquals(
    values((await reload(model)).predict(tf.tensor2d([[1, 1]])) as tf.Tensor),
    [12, 18],
  );
});

Deno.test("models of Keras 3 within models load, and masks are computed by layers", async () => {
  const tensor = (layer: string) => ({
    class_name: "__keras_tensor__",
    config: { shape: [null, 2, 1], keras_history: [layer, 0, 0] },
  });
  const layer = (
    class_name: string,
    config: Record<string, unknown> & { name: string },
    from?: string,
    kwargs: Record<string, unknown> = {},
  ) => ({
    module: "keras.layers",
    class_name,
    name: config.name,
    config,
    inbound_nodes: from ? [{ args: [tensor(from)], kwargs }] : [],
  });
  const input = (name: string) =>
    layer("InputLayer", { name, batch_shape: [null, 2, 1] });
  const lstm = {
    name: "lstm",
    units: 1,
    use_bias: false,
  };
  const inner = {
    name: "inner_model",
    layers: [
      input("input_b"),
      {
        ...layer("NotEqual", { name: "not_equal" }, "input_b"),
        module: "keras.src.ops.numpy",
      },
      layer("Masking", { name: "masking", mask_value: 0 }, "input_b"),
      layer("LSTM", lstm, "masking", { mask: tensor("not_equal") }),
    ],
    input_layers: ["input_b", 0, 0],
    output_layers: ["lstm", 0, 0],
  };
  const config = {
    name: "outer_model",
    layers: [
      input("input_a"),
      layer("Functional", inner, "input_a", { mask: null }),
    ],
    input_layers: ["input_a", 0, 0],
    output_layers: ["inner_model", 0, 0],
  };
  const modelTopology = {
    keras_version: "3.8.0",
    model_config: { class_name: "Functional", config },
  };
  const model = await tf.loadLayersModel(tf.io.fromMemory({
    modelTopology,
    weightSpecs: ["kernel", "recurrent_kernel"].map((name) => ({
      name: `outer_model/lstm/lstm_cell/${name}`,
      shape: [1, 4],
      dtype: "float32",
    })),
    weightData: new Float32Array(8).fill(1).buffer,
  }));
  const masked = model.predict(tf.tensor3d([[[1], [0]], [[1], [1]]]));
  const [one, two] = values(masked);
  const once = model.predict(tf.tensor3d([[[0], [1]]]));
  assertEquals(Math.abs(one - values(once)[0]) < 1e-6, true);
  assertEquals(two > one, true);
  const again = await reload(model);
  assertEquals(again.countParams(), model.countParams());
});
