/**
 * Closes a port that a library in this process has opened on all interfaces to all
 * addresses but some, by Linux's socket filters (`man 7 socket`, SO_ATTACH_FILTER).
 * They need no privilege, and accepted connections inherit them.
 *
 * @module
 */
import { cString, readBytes } from "./memory.ts";
import { addressFilter, type IpAddress } from "./packet_filter.ts";
import { withPointers } from "./pointers.ts";
import type { Symbols } from "./symbols.ts";

/** Functions of libc, which TensorFlow's library links. */
const libcSymbols = {
  getaddrinfo: {
    parameters: [
      "buffer", // const char *node
      "usize", // const char *service
      "usize", // const struct addrinfo *hints
      "buffer", // struct addrinfo **res
    ],
    result: "i32",
  },
  freeaddrinfo: { parameters: ["usize"], result: "void" },
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  bind: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  setsockopt: {
    parameters: [
      "i32", // int sockfd
      "i32", // int level
      "i32", // int optname
      "buffer", // const void *optval
      "u32", // socklen_t optlen
    ],
    result: "i32",
  },
} as const satisfies Deno.ForeignLibraryInterface;

type Libc = Deno.DynamicLibrary<typeof libcSymbols>["symbols"];

const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_STREAM = 1;
const SOL_SOCKET = 1;
const SO_ATTACH_FILTER = 26;
/** Of a `sockaddr_in6`, the larger one. */
const LONGEST_SOCKADDR = 28;
/** Open files that are looked at; Linux gives each the lowest free number. */
const FILES = 4096;

/**
 * Has a port answer only at the addresses of a host name.
 *
 * @param framework The path of TensorFlow's framework library.
 * @param host A name or an address.
 * @returns Why the port stays open at all addresses; undefined if it doesn't.
 */
export function closeOtherAddresses(
  framework: string,
  library: Symbols,
  host: string,
  port: number,
): string | undefined {
  if (Deno.build.os !== "linux") return "only Linux can close the others";
  const opened = Deno.dlopen(framework, libcSymbols);
  try {
    const libc = opened.symbols;
    const own = addressesOf(libc, library, host)
      .filter((sockaddr) => isOwn(libc, sockaddr))
      .map(ipOf);
    if (own.length === 0) return `${host} is not an address of this machine`;
    const files = socketsAt(libc, port);
    const refused = files.some((file) =>
      !attachFilter(libc, library, file, addressFilter(own))
    );
    if (files.length > 0 && !refused) return undefined;
    return "this system can't close the others";
  } finally {
    opened.close();
  }
}

/** The `sockaddr`s of a host name. */
function addressesOf(libc: Libc, library: Symbols, host: string): Uint8Array[] {
  const result = new BigUint64Array(1);
  if (libc.getaddrinfo(cString(host), 0n, 0n, result) !== 0) return [];
  const found: Uint8Array[] = [];
  for (let next = result[0]; next !== 0n;) {
    // struct addrinfo { int flags, family, socktype, protocol; socklen_t addrlen;
    //   struct sockaddr *addr; char *canonname; struct addrinfo *next; }
    const view = new DataView(readBytes(library, next, 48).buffer);
    const length = view.getUint32(16, true);
    // It comes again for each of the other types
    if (view.getInt32(8, true) === SOCK_STREAM) {
      found.push(readBytes(library, view.getBigUint64(24, true), length));
    }
    next = view.getBigUint64(40, true);
  }
  libc.freeaddrinfo(result[0]);
  return found;
}

/** Whether this machine has the address: a socket can be bound to it. */
function isOwn(libc: Libc, sockaddr: Uint8Array): boolean {
  const any = Uint8Array.from(sockaddr);
  any.fill(0, 2, 4); // Any port
  const socket = libc.socket(any[0], SOCK_STREAM, 0);
  const bound = libc.bind(socket, any, any.length) === 0;
  libc.close(socket);
  return bound;
}

function ipOf(sockaddr: Uint8Array): IpAddress {
  return sockaddr[0] === AF_INET6
    ? sockaddr.slice(8, 24)
    : sockaddr.slice(4, 8);
}

/** The files of this process that are sockets of a local port, accepted ones too. */
function socketsAt(libc: Libc, port: number): number[] {
  const sockaddr = new Uint8Array(LONGEST_SOCKADDR);
  const view = new DataView(sockaddr.buffer);
  return Array.from({ length: FILES }, (_, file) => file).filter((file) => {
    const length = Uint32Array.of(LONGEST_SOCKADDR);
    return libc.getsockname(file, sockaddr, length) === 0 &&
      (sockaddr[0] === AF_INET || sockaddr[0] === AF_INET6) &&
      view.getUint16(2) === port;
  });
}

function attachFilter(
  libc: Libc,
  library: Symbols,
  file: number,
  program: Uint8Array,
): boolean {
  let attached = false;
  withPointers(library, [program], ([address]) => {
    // struct sock_fprog { unsigned short len; struct sock_filter *filter; }
    const filter = BigUint64Array.of(BigInt(program.length / 8), address);
    attached = libc.setsockopt(
      file,
      SOL_SOCKET,
      SO_ATTACH_FILTER,
      filter,
      filter.byteLength,
    ) === 0;
  });
  return attached;
}
