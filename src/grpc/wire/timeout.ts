// `grpc-timeout`: how long a client waits.
import { RpcError } from './rpc_error.ts'

const MILLISECONDS: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1000,
  m: 1,
  u: 0.001,
  n: 0.000_001,
}

/** The most that node's timers take. */
const MOST = 2 ** 31 - 1

/** Milliseconds; undefined: as long as it takes. Throws an RpcError for a text that is none. */
export function timeoutOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const unit = MILLISECONDS[text.at(-1) ?? '']
  const amount = text.slice(0, -1)
  if (unit === undefined || !/^\d{1,8}$/.test(amount))
    throw new RpcError('INTERNAL', `Malformed grpc-timeout ${JSON.stringify(text)}.`)
  return Math.min(Math.ceil(Number(amount) * unit), MOST)
}
