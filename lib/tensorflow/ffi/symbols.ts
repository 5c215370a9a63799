/**
 * The functions of TensorFlow's C API that this library calls, from `c_api.h`,
 * `eager/c_api.h`, `eager/c_api_experimental.h` and `tf_tstring.h` of
 * TensorFlow 2.16 and later.
 *
 * Pointers are declared as `usize`, which makes them `bigint`s. Deno forbids
 * `Deno.UnsafePointer` when FFI is allowed by path.
 *
 * @module
 */

/** The opaque address of a C object. `0n` is the null pointer. */
export type Address = bigint;

/** `TF_Output { TF_Operation* oper; int index; }`, passed by value. */
const TF_Output = { struct: ["usize", "i32"] } as const;

/** The symbols, each parameter beside its C prototype. */
export const symbols = {
  // Versions and status
  TF_Version: { parameters: [], result: "usize" }, // const char*
  TF_NewStatus: { parameters: [], result: "usize" },
  TF_DeleteStatus: { parameters: ["usize"], result: "void" },
  TF_GetCode: { parameters: ["usize"], result: "i32" },
  TF_Message: { parameters: ["usize"], result: "usize" }, // const char*

  // libc, which the library itself links: no pointer views needed to read
  memcpy: {
    parameters: [
      "usize", // void* dest
      "buffer", // const void* src
      "usize", // size_t n
    ],
    result: "usize",
  },
  readMemory: {
    name: "memcpy",
    parameters: ["buffer", "usize", "usize"],
    result: "usize",
  },
  strlen: { parameters: ["usize"], result: "usize" },

  // Host tensors
  TF_AllocateTensor: {
    parameters: [
      "i32", // TF_DataType
      "buffer", // const int64_t* dims
      "i32", // int num_dims
      "usize", // size_t len
    ],
    result: "usize",
  },
  TF_DeleteTensor: { parameters: ["usize"], result: "void" },
  TF_TensorData: { parameters: ["usize"], result: "usize" },
  TF_TensorByteSize: { parameters: ["usize"], result: "usize" },
  TF_TensorFromProto: {
    parameters: [
      "usize", // const TF_Buffer* from
      "usize", // TF_Tensor* to
      "usize", // TF_Status*
    ],
    result: "void",
  },
  TF_StringGetDataPointer: { parameters: ["usize"], result: "usize" },
  TF_StringGetSize: { parameters: ["usize"], result: "usize" },

  // Buffers
  TF_NewBufferFromString: {
    parameters: ["buffer", "usize"],
    result: "usize",
  },
  TF_NewBuffer: { parameters: [], result: "usize" },
  TF_DeleteBuffer: { parameters: ["usize"], result: "void" },

  // The eager context
  TFE_NewContextOptions: { parameters: [], result: "usize" },
  TFE_DeleteContextOptions: { parameters: ["usize"], result: "void" },
  TFE_ContextOptionsSetConfig: {
    parameters: [
      "usize", // TFE_ContextOptions*
      "buffer", // const void* proto (ConfigProto)
      "usize", // size_t proto_len
      "usize", // TF_Status*
    ],
    result: "void",
  },
  TFE_ContextOptionsSetDevicePlacementPolicy: {
    parameters: ["usize", "i32"],
    result: "void",
  },
  TFE_NewContext: { parameters: ["usize", "usize"], result: "usize" },
  TFE_DeleteContext: { parameters: ["usize"], result: "void" },
  TFE_ContextListDevices: { parameters: ["usize", "usize"], result: "usize" },
  TFE_ContextEnableRunMetadata: { parameters: ["usize"], result: "void" },
  TFE_ContextDisableRunMetadata: { parameters: ["usize"], result: "void" },
  TFE_ContextExportRunMetadata: {
    parameters: [
      "usize", // TFE_Context*
      "usize", // TF_Buffer* buf
      "usize", // TF_Status*
    ],
    result: "void",
  },
  TF_DeleteDeviceList: { parameters: ["usize"], result: "void" },
  TF_DeviceListCount: { parameters: ["usize"], result: "i32" },
  TF_DeviceListName: {
    parameters: ["usize", "i32", "usize"],
    result: "usize",
  },
  TF_DeviceListType: {
    parameters: ["usize", "i32", "usize"],
    result: "usize",
  },

  // Clusters
  TFE_EnableCollectiveOps: {
    parameters: [
      "usize", // TFE_Context*
      "buffer", // const void* proto (ServerDef)
      "usize", // size_t proto_len
      "usize", // TF_Status*
    ],
    result: "void",
  },
  TFE_CollectiveOpsCheckPeerHealth: {
    parameters: [
      "usize", // TFE_Context*
      "buffer", // const char* task
      "i64", // int64_t timeout_in_ms
      "usize", // TF_Status*
    ],
    result: "void",
    nonblocking: true,
  },
  checkPeerHealth: {
    name: "TFE_CollectiveOpsCheckPeerHealth",
    parameters: ["usize", "buffer", "i64", "usize"],
    result: "void",
  },

  // Tensor handles
  TFE_NewTensorHandle: { parameters: ["usize", "usize"], result: "usize" },
  TFE_TensorHandleCopySharingTensor: {
    parameters: ["usize", "usize"],
    result: "usize",
  },
  TFE_DeleteTensorHandle: { parameters: ["usize"], result: "void" },
  TFE_TensorHandleDataType: { parameters: ["usize"], result: "i32" },
  TFE_TensorHandleNumDims: { parameters: ["usize", "usize"], result: "i32" },
  TFE_TensorHandleDim: {
    parameters: ["usize", "i32", "usize"],
    result: "i64",
  },
  TFE_TensorHandleResolve: { parameters: ["usize", "usize"], result: "usize" },
  TFE_TensorHandleResolveAsync: {
    name: "TFE_TensorHandleResolve",
    parameters: ["usize", "usize"],
    result: "usize",
    nonblocking: true,
  },
  TFE_TensorHandleCopyToDevice: {
    parameters: [
      "usize", // TFE_TensorHandle*
      "usize", // TFE_Context*
      "buffer", // const char* device_name
      "usize", // TF_Status*
    ],
    result: "usize",
  },

  // Operations, executed at once
  TFE_NewOp: {
    parameters: [
      "usize", // TFE_Context*
      "buffer", // const char* op_or_function_name
      "usize", // TF_Status*
    ],
    result: "usize",
  },
  TFE_OpReset: {
    parameters: [
      "usize", // TFE_Op*
      "buffer", // const char* op_or_function_name
      "usize", // const char* raw_device_name
      "usize", // TF_Status*
    ],
    result: "void",
  },
  TFE_DeleteOp: { parameters: ["usize"], result: "void" },
  TFE_OpAddInput: {
    parameters: ["usize", "usize", "usize"],
    result: "void",
  },
  TFE_OpGetFlatInputCount: { parameters: ["usize", "usize"], result: "i32" },
  TFE_OpAddInputList: {
    parameters: [
      "usize", // TFE_Op*
      "buffer", // TFE_TensorHandle** inputs
      "i32", // int num_inputs
      "usize", // TF_Status*
    ],
    result: "void",
  },
  TFE_OpGetAttrType: {
    parameters: [
      "usize", // TFE_Op*
      "buffer", // const char* attr_name
      "buffer", // unsigned char* is_list
      "usize", // TF_Status*
    ],
    result: "i32",
  },
  TFE_OpSetAttrString: {
    parameters: ["usize", "buffer", "buffer", "usize"],
    result: "void",
  },
  TFE_OpSetAttrStringList: {
    parameters: [
      "usize", // TFE_Op*
      "buffer", // const char* attr_name
      "buffer", // const void* const* values
      "buffer", // const size_t* lengths
      "i32", // int num_values
    ],
    result: "void",
  },
  TFE_OpSetAttrInt: { parameters: ["usize", "buffer", "i64"], result: "void" },
  TFE_OpSetAttrIntList: {
    parameters: ["usize", "buffer", "buffer", "i32"],
    result: "void",
  },
  TFE_OpSetAttrFloat: {
    parameters: ["usize", "buffer", "f32"],
    result: "void",
  },
  TFE_OpSetAttrFloatList: {
    parameters: ["usize", "buffer", "buffer", "i32"],
    result: "void",
  },
  TFE_OpSetAttrBool: { parameters: ["usize", "buffer", "u8"], result: "void" },
  TFE_OpSetAttrBoolList: {
    parameters: ["usize", "buffer", "buffer", "i32"],
    result: "void",
  },
  TFE_OpSetAttrType: { parameters: ["usize", "buffer", "i32"], result: "void" },
  TFE_OpSetAttrTypeList: {
    parameters: ["usize", "buffer", "buffer", "i32"],
    result: "void",
  },
  TFE_OpSetAttrShape: {
    parameters: [
      "usize", // TFE_Op*
      "buffer", // const char* attr_name
      "buffer", // const int64_t* dims
      "i32", // int num_dims
      "usize", // TF_Status*
    ],
    result: "void",
  },
  TFE_OpSetAttrShapeList: {
    parameters: [
      "usize", // TFE_Op*
      "buffer", // const char* attr_name
      "buffer", // const int64_t** dims
      "buffer", // const int* num_dims
      "i32", // int num_values
      "usize", // TF_Status*
    ],
    result: "void",
  },
  TFE_Execute: {
    parameters: [
      "usize", // TFE_Op* op
      "buffer", // TFE_TensorHandle** retvals
      "buffer", // int* num_retvals
      "usize", // TF_Status* status
    ],
    result: "void",
  },

  // Queues of operations
  TFE_NewExecutor: {
    parameters: [
      "u8", // bool is_async
      "u8", // bool enable_streaming_enqueue
      "i32", // int in_flight_nodes_limit (0: none)
    ],
    result: "usize",
  },
  TFE_DeleteExecutor: { parameters: ["usize"], result: "void" },
  TFE_ExecutorWaitForAllPendingNodes: {
    parameters: ["usize", "usize"],
    result: "void",
  },
  TFE_ExecutorWaitForAllPendingNodesAsync: {
    name: "TFE_ExecutorWaitForAllPendingNodes",
    parameters: ["usize", "usize"],
    result: "void",
    nonblocking: true,
  },
  TFE_ExecutorClearError: { parameters: ["usize"], result: "void" },
  TFE_ContextGetExecutorForThread: { parameters: ["usize"], result: "usize" },
  TFE_ContextSetExecutorForThread: {
    parameters: ["usize", "usize"],
    result: "void",
  },

  // Graphs, into which functions are recorded
  TF_NewGraph: { parameters: [], result: "usize" },
  TF_DeleteGraph: { parameters: ["usize"], result: "void" },
  TF_NewOperation: {
    parameters: [
      "usize", // TF_Graph*
      "buffer", // const char* op_type
      "buffer", // const char* oper_name
    ],
    result: "usize",
  },
  TF_FinishOperation: { parameters: ["usize", "usize"], result: "usize" },
  TF_AddInput: {
    parameters: [
      "usize", // TF_OperationDescription*
      TF_Output, // TF_Output input
    ],
    result: "void",
  },
  TF_AddControlInput: {
    parameters: [
      "usize", // TF_OperationDescription*
      "usize", // TF_Operation* input
    ],
    result: "void",
  },
  TF_AddInputList: {
    parameters: [
      "usize", // TF_OperationDescription*
      "buffer", // const TF_Output* inputs
      "i32", // int num_inputs
    ],
    result: "void",
  },
  TF_SetAttrString: {
    parameters: ["usize", "buffer", "buffer", "usize"],
    result: "void",
  },
  TF_SetAttrStringList: {
    parameters: ["usize", "buffer", "buffer", "buffer", "i32"],
    result: "void",
  },
  TF_SetAttrInt: { parameters: ["usize", "buffer", "i64"], result: "void" },
  TF_SetAttrIntList: {
    parameters: ["usize", "buffer", "buffer", "i32"],
    result: "void",
  },
  TF_SetAttrFloat: { parameters: ["usize", "buffer", "f32"], result: "void" },
  TF_SetAttrFloatList: {
    parameters: ["usize", "buffer", "buffer", "i32"],
    result: "void",
  },
  TF_SetAttrBool: { parameters: ["usize", "buffer", "u8"], result: "void" },
  TF_SetAttrBoolList: {
    parameters: ["usize", "buffer", "buffer", "i32"],
    result: "void",
  },
  TF_SetAttrType: { parameters: ["usize", "buffer", "i32"], result: "void" },
  TF_SetAttrTypeList: {
    parameters: ["usize", "buffer", "buffer", "i32"],
    result: "void",
  },
  TF_SetAttrShape: {
    parameters: [
      "usize", // TF_OperationDescription*
      "buffer", // const char* attr_name
      "buffer", // const int64_t* dims
      "i32", // int num_dims
    ],
    result: "void",
  },
  TF_SetAttrShapeList: {
    parameters: ["usize", "buffer", "buffer", "buffer", "i32"],
    result: "void",
  },
  TF_SetAttrTensor: {
    parameters: [
      "usize", // TF_OperationDescription*
      "buffer", // const char* attr_name
      "usize", // TF_Tensor* value
      "usize", // TF_Status*
    ],
    result: "void",
  },
  TF_OperationNumOutputs: { parameters: ["usize"], result: "i32" },
  TF_OperationOutputType: { parameters: [TF_Output], result: "i32" },
  TF_GraphGetTensorNumDims: {
    parameters: ["usize", TF_Output, "usize"],
    result: "i32",
  },
  TF_GraphGetTensorShape: {
    parameters: [
      "usize", // TF_Graph*
      TF_Output, // TF_Output output
      "buffer", // int64_t* dims
      "i32", // int num_dims
      "usize", // TF_Status*
    ],
    result: "void",
  },
  TF_GraphGetOpDef: {
    parameters: [
      "usize", // TF_Graph*
      "buffer", // const char* op_name
      "usize", // TF_Buffer* output_op_def
      "usize", // TF_Status*
    ],
    result: "void",
  },
  TF_GraphToFunction: {
    parameters: [
      "usize", // const TF_Graph* fn_body
      "buffer", // const char* fn_name
      "u8", // unsigned char append_hash_to_fn_name
      "i32", // int num_opers (-1: the whole graph)
      "usize", // const TF_Operation* const* opers
      "i32", // int ninputs
      "buffer", // const TF_Output* inputs
      "i32", // int noutputs
      "buffer", // const TF_Output* outputs
      "usize", // const char* const* output_names
      "usize", // const TF_FunctionOptions* opts
      "usize", // const char* description
      "usize", // TF_Status*
    ],
    result: "usize",
  },
  TF_FunctionSetAttrValueProto: {
    parameters: [
      "usize", // TF_Function*
      "buffer", // const char* attr_name
      "buffer", // const void* proto (AttrValue)
      "usize", // size_t proto_len
      "usize", // TF_Status*
    ],
    result: "void",
  },
  TF_DeleteFunction: { parameters: ["usize"], result: "void" },
  TFE_ContextAddFunction: {
    parameters: ["usize", "usize", "usize"],
    result: "void",
  },
  TFE_ContextRemoveFunction: {
    parameters: ["usize", "buffer", "usize"],
    result: "void",
  },

  // SavedModels
  TF_NewSessionOptions: { parameters: [], result: "usize" },
  TF_DeleteSessionOptions: { parameters: ["usize"], result: "void" },
  TF_SetConfig: {
    parameters: [
      "usize", // TF_SessionOptions*
      "buffer", // const void* proto (ConfigProto)
      "usize", // size_t proto_len
      "usize", // TF_Status*
    ],
    result: "void",
  },
  TF_LoadSessionFromSavedModel: {
    parameters: [
      "usize", // const TF_SessionOptions*
      "usize", // const TF_Buffer* run_options
      "buffer", // const char* export_dir
      "buffer", // const char* const* tags
      "i32", // int tags_len
      "usize", // TF_Graph*
      "usize", // TF_Buffer* meta_graph_def
      "usize", // TF_Status*
    ],
    result: "usize",
  },
  TF_GraphOperationByName: { parameters: ["usize", "buffer"], result: "usize" },
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
  TF_CloseSession: { parameters: ["usize", "usize"], result: "void" },
  TF_DeleteSession: { parameters: ["usize", "usize"], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;

/** The opened symbols. */
export type Symbols = Deno.DynamicLibrary<typeof symbols>["symbols"];
