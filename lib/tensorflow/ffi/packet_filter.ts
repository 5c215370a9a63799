/**
 * Programs of the classic Berkeley packet filter: linux/filter.h, linux/bpf_common.h.
 *
 * @module
 */

/** The bytes of an IP address: 4 or 16. */
export type IpAddress = Uint8Array;

const LOAD_BYTE = 0x30; // BPF_LD | BPF_B | BPF_ABS
const LOAD_WORD = 0x20; // BPF_LD | BPF_W | BPF_ABS
const AND = 0x54; // BPF_ALU | BPF_AND | BPF_K
const JUMP_IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const RETURN = 0x06; // BPF_RET | BPF_K
/** Counts from the beginning of the IP header: SKF_NET_OFF. */
const IP_HEADER = -0x100000;
const WHOLE_PACKET = 0xffff_ffff;

type Instruction = readonly [
  code: number,
  ifTrue: number,
  ifFalse: number,
  operand: number,
];

/**
 * A program of the classic Berkeley packet filter that lets only packets through whose
 * destination is one of these addresses.
 */
export function addressFilter(
  addresses: readonly IpAddress[],
): Uint8Array<ArrayBuffer> {
  const instructions = [
    ...addresses.flatMap(letThrough),
    [RETURN, 0, 0, 0] as const,
  ];
  const program = new DataView(new ArrayBuffer(8 * instructions.length));
  instructions.forEach(([code, ifTrue, ifFalse, operand], index) => {
    program.setUint16(8 * index, code, true);
    program.setUint8(8 * index + 2, ifTrue);
    program.setUint8(8 * index + 3, ifFalse);
    program.setUint32(8 * index + 4, operand, true);
  });
  return new Uint8Array(program.buffer);
}

function letThrough(address: IpAddress): Instruction[] {
  const [version, destination] = address.length === 4 ? [4, 16] : [6, 24];
  const words = new DataView(address.buffer, address.byteOffset);
  const count = address.length / 4;
  // A comparison that fails leaves out the rest
  return [
    [LOAD_BYTE, 0, 0, IP_HEADER],
    [AND, 0, 0, 0xf0],
    [JUMP_IF_EQUAL, 0, 2 * count + 1, version << 4],
    ...Array.from({ length: count }, (_, word): Instruction[] => [
      [LOAD_WORD, 0, 0, IP_HEADER + destination + 4 * word],
      [JUMP_IF_EQUAL, 0, 2 * (count - word) - 1, words.getUint32(4 * word)],
    ]).flat(),
    [RETURN, 0, 0, WHOLE_PACKET],
  ];
}
