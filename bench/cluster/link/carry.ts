/**
 * Carries IP packets between network devices as a slow network would: late, some of them
 * never, and no more in a second than a cable lets through. Linux only.
 *
 *     deno run -A carry.ts '{"devices": 2, "delay": 5, "loss": 0.01, "megabits": 100}'
 *
 * It makes the TUN devices tun0, tun1, …, prints a line, and then sends each packet to
 * the device whose number is one less than the last byte of its destination. It ends
 * when its parent process does.
 *
 * @module
 */
import { openLibc } from "../../../lib/tensorflow/ffi/libc.ts";

/** A network between machines. */
export interface Link {
  /** Milliseconds from one machine to another. */
  readonly delay: number;
  /** The part of all packets that is lost, from 0 to 1. */
  readonly loss: number;
  /** What a machine can send in a second; without it, as much as this program carries. */
  readonly megabits?: number;
}

interface Packet {
  /** When it arrives, in milliseconds of `performance.now()`. */
  readonly due: number;
  readonly device: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const libc = openLibc({
  open: { parameters: ["buffer", "i32"], result: "i32" },
  ioctl: { parameters: ["i32", "u64", "buffer"], result: "i32" },
  read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  ppoll: {
    parameters: [
      "buffer", // struct pollfd *fds
      "usize", // nfds_t nfds
      "buffer", // const struct timespec *tmo_p
      "usize", // const sigset_t *sigmask
    ],
    result: "i32",
  },
})!.symbols;

const O_RDWR = 2;
const O_NONBLOCK = 0x800;
const TUNSETIFF = 0x400454can;
/** IFF_TUN | IFF_NO_PI: whole IP packets, nothing before them. */
const TUN_FLAGS = 0x1001;
const POLLIN = 1;
const LONGEST_PACKET = 65_536;
/** What waits for the cable; further packets are lost, as in a router. */
const QUEUE_MS = 100;
/** The longest wait before it looks whether its parent is there. */
const LOOK_MS = 500;

function openDevice(name: string): number {
  const file = libc.open(
    new TextEncoder().encode("/dev/net/tun\0"),
    O_RDWR | O_NONBLOCK,
  );
  const request = new Uint8Array(40); // struct ifreq { char name[16]; short flags; … }
  new TextEncoder().encodeInto(name, request);
  new DataView(request.buffer).setUint16(16, TUN_FLAGS, true);
  if (file < 0 || libc.ioctl(file, TUNSETIFF, request) < 0) {
    throw new Error(`Cannot make ${name}: /dev/net/tun must be permitted`);
  }
  return file;
}

/** One machine's packets on their way, in the order in which they arrive. */
class Cable {
  readonly #link: Link;
  #packets: Packet[] = [];
  #first = 0;
  #freeAt = 0;

  constructor(link: Link) {
    this.#link = link;
  }

  /** When the next one arrives. */
  get due(): number {
    return this.#packets[this.#first]?.due ?? Infinity;
  }

  send(bytes: Uint8Array<ArrayBuffer>, device: number, now: number): void {
    const { delay, loss, megabits = Infinity } = this.#link;
    const free = Math.max(now, this.#freeAt);
    if (free - now > QUEUE_MS) return;
    this.#freeAt = free + 8 * bytes.length / (1000 * megabits);
    if (Math.random() < loss) return;
    this.#packets.push({ due: this.#freeAt + delay, device, bytes });
  }

  /** The next packet. */
  take(): Packet {
    const packet = this.#packets[this.#first++];
    if (this.#first === this.#packets.length) {
      this.#packets = [];
      this.#first = 0;
    }
    return packet;
  }
}

function carry(devices: readonly number[], link: Link): void {
  const parent = Deno.ppid;
  const cables = devices.map(() => new Cable(link));
  const buffer = new Uint8Array(LONGEST_PACKET);
  const polled = new Int32Array(2 * devices.length); // struct pollfd { int; short, short; }
  devices.forEach((file, index) => polled.set([file, POLLIN], 2 * index));
  while (Deno.ppid === parent) {
    const now = performance.now();
    for (const cable of cables) {
      while (cable.due <= now) {
        const { device, bytes } = cable.take();
        libc.write(devices[device], bytes, BigInt(bytes.length));
      }
    }
    const next = Math.min(...cables.map(({ due }) => due));
    const wait = Math.max(0, Math.min(next - performance.now(), LOOK_MS));
    const time = BigInt64Array.of(0n, BigInt(Math.round(1e6 * wait)));
    libc.ppoll(polled, BigInt(devices.length), time, 0n);
    const arrived = performance.now();
    devices.forEach((file, index) => {
      for (;;) {
        const length = Number(libc.read(file, buffer, BigInt(buffer.length)));
        if (length <= 0) return;
        const isIpv4 = buffer[0] >> 4 === 4;
        const target = buffer[19] - 1;
        if (!isIpv4 || !(target in devices)) continue;
        cables[index].send(buffer.slice(0, length), target, arrived);
      }
    });
  }
}

if (import.meta.main) {
  const { devices, ...link } = JSON.parse(Deno.args[0]) as Link & {
    devices: number;
  };
  const files = Array.from(
    { length: devices },
    (_, k) => openDevice(`tun${k}`),
  );
  console.log("ready");
  carry(files, link);
}
