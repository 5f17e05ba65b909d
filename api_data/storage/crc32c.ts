// CRC32C (Castagnoli) as Cloud Storage tells it of objects: big-endian, in base64. Node's zlib has CRC-32 alone.

const POLYNOMIAL = 0x82f63b78
/** A byte's worth of the division, and that of the seven bytes behind it, so that eight are taken at once. */
const tables = Array.from({ length: 8 }, () => new Uint32Array(256))

for (let byte = 0; byte < 256; byte += 1) {
  let rest = byte
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1
  tables[0]![byte] = rest
}
for (let byte = 0; byte < 256; byte += 1)
  for (let slice = 1; slice < 8; slice += 1) {
    const before = tables[slice - 1]![byte]!
    tables[slice]![byte] = tables[0]![before & 255]! ^ (before >>> 8)
  }

export class Crc32c {
  #rest = 0xffffffff

  update(bytes: Uint8Array): void {
    const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
      Uint32Array,
      Uint32Array,
      Uint32Array,
      Uint32Array,
      Uint32Array,
      Uint32Array,
      Uint32Array,
      Uint32Array,
    ]
    let rest = this.#rest
    let at = 0
    for (; at + 8 <= bytes.length; at += 8) {
      rest ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
      rest =
        t7[rest & 255]! ^
        t6[(rest >>> 8) & 255]! ^
        t5[(rest >>> 16) & 255]! ^
        t4[rest >>> 24]! ^
        t3[bytes[at + 4]!]! ^
        t2[bytes[at + 5]!]! ^
        t1[bytes[at + 6]!]! ^
        t0[bytes[at + 7]!]!
    }
    for (; at < bytes.length; at += 1) rest = t0[(rest ^ bytes[at]!) & 255]! ^ (rest >>> 8)
    this.#rest = rest
  }

  digest(): string {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(~this.#rest >>> 0)
    return bytes.toString('base64')
  }
}
