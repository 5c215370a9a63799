/** Functions of TensorFlow's C API that run a graph in a session, from `c_api.h`. */
export const SESSION_SYMBOLS = {
  TF_NewSessionOptions: { parameters: [], result: "usize" },
  TF_SessionRun: {
    parameters: [
      "usize", // TF_Session*
      "usize", // const TF_Buffer* run_options
      "buffer", // const TF_Output* inputs
      "buffer", // TF_Tensor* const* input_values
      "i32", // int ninputs
      "buffer", // const TF_Output* outputs
      "buffer", // TF_Tensor** output_values
      "i32", // int noutputs
      "usize", // const TF_Operation* const* target_opers
      "i32", // int ntargets
      "usize", // TF_Buffer* run_metadata
      "usize", // TF_Status*
    ],
    result: "void",
  },
} as const satisfies Deno.ForeignLibraryInterface;
