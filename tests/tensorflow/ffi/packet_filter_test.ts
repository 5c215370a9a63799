import { assertEquals } from "@std/assert";
import { addressFilter } from "../../../lib/tensorflow/ffi/packet_filter.ts";

/** Runs a program of the packet filter on an IP packet; how many bytes it lets through. */
function run(program: Uint8Array<ArrayBuffer>, packet: Uint8Array): number {
  const code = new DataView(program.buffer);
  const bytes = new DataView(packet.buffer);
  let value = 0;
  for (let at = 0;; at += 8) {
    const operand = code.getUint32(at + 4, true);
    const place = operand - 0xfff0_0000; // SKF_NET_OFF
    switch (code.getUint16(at, true)) {
      case 0x30:
        value = bytes.getUint8(place);
        break;
      case 0x20:
        value = bytes.getUint32(place);
        break;
      case 0x54:
        value &= operand;
        break;
      case 0x15:
        at += 8 * code.getUint8(at + (value === operand ? 2 : 3));
        break;
      case 0x06:
        return operand;
    }
  }
}

function packetTo(address: Uint8Array): Uint8Array {
  const packet = new Uint8Array(40);
  packet[0] = address.length === 4 ? 0x45 : 0x60;
  packet.set(address, address.length === 4 ? 16 : 24);
  return packet;
}

Deno.test("addressFilter() lets only packets to its addresses through", () => {
  const own = [
    Uint8Array.of(10, 0, 0, 1),
    Uint8Array.from({ length: 16 }, (_, k) => 0xf0 + k),
    Uint8Array.of(127, 0, 0, 1),
  ];
  const program = addressFilter(own);
  for (const address of own) {
    assertEquals(run(program, packetTo(address)), 0xffff_ffff);
    for (let at = 0; at < address.length; at++) {
      const other = address.with(at, address[at] ^ 1);
      assertEquals(run(program, packetTo(other)), 0, `${other}`);
    }
  }
});
