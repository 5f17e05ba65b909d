// Integers of headers as they came: amqplib reads 64-bit ones as numbers, and those above 2^53 would come back as others.
import type { ChannelModel } from './amqp.ts'

/** As amqplib writes it, to the last digit. */
export interface ExactInteger {
  readonly '!': 'long'
  /** Digits. */
  readonly value: string
}

export const isExactInteger = (value: unknown): value is ExactInteger =>
  (value as Partial<ExactInteger> | null)?.['!'] === 'long'

interface HeaderFrame {
  readonly fields?: { readonly headers?: unknown }
}

/** What amqplib keeps of a connection; not for the public, so it may be otherwise in another version. */
interface Reader {
  /** Bytes not read yet. */
  readonly rest?: Buffer
  recvFrame?(): HeaderFrame | false
}

const HEADER_FRAME = 2
/** Type, channel, size; see AMQP 0-9-1, 2.3.5. */
const FRAME_START = 7

/** From now on the connection's messages have such integers as ExactInteger. */
export function keepIntegers({ connection }: ChannelModel): void {
  const reader = connection as unknown as Reader
  if (reader.recvFrame === undefined || !Buffer.isBuffer(reader.rest)) return
  const receive = reader.recvFrame.bind(reader)
  reader.recvFrame = () => {
    const before = reader.rest ?? Buffer.alloc(0)
    const frame = receive()
    // Where the frame was not whole yet, `receive` has called this function again, and that has done it.
    const whole =
      before.length > FRAME_START && before.length > FRAME_START + before.readUInt32BE(3)
    const headers = frame ? frame.fields?.headers : undefined
    if (whole && before[0] === HEADER_FRAME && isInexact(headers))
      replaceInTable(headersIn(before), headers as Node)
    return frame
  }
}

type Node = Record<string | number, unknown>

const isInexact = (value: unknown): boolean =>
  typeof value === 'number'
    ? Number.isInteger(value) && !Number.isSafeInteger(value)
    : typeof value === 'object' && value !== null && Object.values(value).some(isInexact)

/** The table of headers in a frame; before it may be the content's type and encoding (see AMQP 0-9-1, 4.2.6.1). */
function headersIn(frame: Buffer): Buffer {
  const flags = FRAME_START + 12
  let at = flags + 2
  for (const bit of [0x80_00, 0x40_00])
    if ((frame.readUInt16BE(flags) & bit) !== 0) at += 1 + frame.readUInt8(at)
  return sized(frame, at)
}

const sized = (bytes: Buffer, at: number): Buffer =>
  bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at))

function replaceInTable(bytes: Buffer, table: Node): void {
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + bytes.readUInt8(at)
    at = replace(bytes, end, table, bytes.toString('utf8', at + 1, end))
  }
}

function replaceInList(bytes: Buffer, list: Node): void {
  for (let at = 0, index = 0; at < bytes.length; index += 1) at = replace(bytes, at, list, index)
}

/** Bytes of values that are no tables, lists or texts, by their tag. */
const SIZES: Readonly<Record<string, number>> = {
  V: 0,
  t: 1,
  b: 1,
  B: 1,
  s: 2,
  u: 2,
  I: 4,
  i: 4,
  f: 4,
  D: 5,
  l: 8,
  d: 8,
  T: 8,
}

/** Returns where the next value begins. */
function replace(bytes: Buffer, at: number, parent: Node, key: string | number): number {
  const tag = String.fromCharCode(bytes.readUInt8(at))
  const size = SIZES[tag]
  if (tag === 'F') replaceInTable(sized(bytes, at + 1), parent[key] as Node)
  if (tag === 'A') replaceInList(sized(bytes, at + 1), parent[key] as Node)
  if (tag === 'l' && isInexact(parent[key]))
    parent[key] = { '!': 'long', value: `${bytes.readBigInt64BE(at + 1)}` } satisfies ExactInteger
  return at + 1 + (size ?? 4 + bytes.readUInt32BE(at + 1))
}
