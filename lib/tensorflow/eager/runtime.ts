import { encodeMessage, type Field } from "../ffi/protobuf.ts";
import { openLibrary } from "../ffi/open_library.ts";
import { readCString } from "../ffi/memory.ts";
import { hasBfloat16 } from "../ffi/processor.ts";
import { Status } from "../ffi/status.ts";
import type { Address, Symbols } from "../ffi/symbols.ts";
import { OpDefinitions } from "../op_definitions/definitions.ts";

/** The sizes of TensorFlow's thread pools. */
export interface Threads {
  /** How many operations of a graph run in parallel. */
  readonly interOp: number;
  /** How many threads one operation uses. */
  readonly intraOp: number;
}

/** A device that TensorFlow found. */
export interface Device {
  /** TensorFlow's name: `/job:localhost/replica:0/task:0/device:CPU:0`. */
  readonly name: string;
  /** `CPU`, `GPU` or another kind. */
  readonly type: string;
}

/** How this process takes part in a cluster. */
export interface ClusterServer {
  /** The task that brings the others together, by TensorFlow's name. */
  readonly leader: string;
  /** A ServerDef for a session with this ConfigProto. */
  serverDef(config: Uint8Array): Uint8Array<ArrayBuffer>;
}

/** `TFE_DEVICE_PLACEMENT_SILENT`: copies inputs to where an op runs. */
const PLACEMENT_SILENT = 2;

/**
 * The opened library with its eager context. There is one for the life of the
 * process, because TensorFlow's thread pools can't be restarted.
 */
export class Runtime {
  readonly library: Symbols;
  readonly version: string;
  readonly context: Address;
  readonly devices: readonly Device[];
  readonly threads: Threads;
  readonly operations: OpDefinitions;
  /** Whether operations go to a queue's thread instead of running at once. */
  isQueueing = false;
  /** The path of TensorFlow's framework library. */
  readonly framework: string;
  #hasBfloat16: boolean | undefined;

  /**
   * @param server Starts a server for the other tasks of a cluster.
   * @throws {Error} if the library can't be opened.
   * @throws {TensorFlowError} if TensorFlow can't make a context, or the server
   * can't start.
   */
  constructor(
    paths: { readonly framework: string; readonly cc: string },
    threads: Threads,
    server?: ClusterServer,
  ) {
    const { symbols, version } = openLibrary(paths.framework, paths.cc);
    this.library = symbols;
    this.framework = paths.framework;
    this.version = version;
    this.threads = threads;
    this.operations = new OpDefinitions(symbols);
    this.context = this.#newContext(threads, server);
    this.devices = this.#listDevices();
  }

  /** The first GPU, if there is one. */
  get gpu(): Device | undefined {
    return this.devices.find((device) => device.type === "GPU");
  }

  /** Whether the processor has instructions for bfloat16. */
  get hasBfloat16(): boolean {
    return this.#hasBfloat16 ??= hasBfloat16(
      this.framework,
      this.library,
    );
  }

  #newContext(threads: Threads, server?: ClusterServer): Address {
    const proto = configOf(threads, server);
    const options = this.library.TFE_NewContextOptions();
    using status = new Status(this.library);
    try {
      this.library.TFE_ContextOptionsSetConfig(
        options,
        proto,
        BigInt(proto.length),
        status.address,
      );
      status.check(() => "configure TensorFlow");
      this.library.TFE_ContextOptionsSetDevicePlacementPolicy(
        options,
        PLACEMENT_SILENT,
      );
      const context = this.library.TFE_NewContext(options, status.address);
      status.check(() => "start TensorFlow");
      if (server) {
        const definition = server.serverDef(proto);
        this.library.TFE_EnableCollectiveOps(
          context,
          definition,
          BigInt(definition.length),
          status.address,
        );
        status.check(() => "start a server for the cluster");
      }
      return context;
    } finally {
      this.library.TFE_DeleteContextOptions(options);
    }
  }

  #listDevices(): Device[] {
    using status = new Status(this.library);
    const list = this.library.TFE_ContextListDevices(
      this.context,
      status.address,
    );
    status.check(() => "list TensorFlow's devices");
    try {
      const count = this.library.TF_DeviceListCount(list);
      return Array.from({ length: count }, (_, index) => ({
        name: readCString(
          this.library,
          this.library.TF_DeviceListName(list, index, status.address),
        ),
        type: readCString(
          this.library,
          this.library.TF_DeviceListType(list, index, status.address),
        ),
      }));
    } finally {
      this.library.TF_DeleteDeviceList(list);
    }
  }
}

/** A `tensorflow.ConfigProto`, core/protobuf/config.proto. */
export function configOf(
  threads: Threads,
  server?: ClusterServer,
): Uint8Array<ArrayBuffer> {
  const config: Field[] = [
    [2, threads.intraOp], // intra_op_parallelism_threads
    [5, threads.interOp], // inter_op_parallelism_threads
    [6, encodeMessage([[4, 1]])], // gpu_options.allow_growth
  ];
  // experimental.collective_group_leader
  if (server) config.push([16, encodeMessage([[1, server.leader]])]);
  return encodeMessage(config);
}
