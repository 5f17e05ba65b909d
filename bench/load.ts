// The client of all measurements: so many requests over so many connections, one in flight on each.
import { Pool } from 'undici'

export interface Exchange {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly body?: string
  /** What must be answered; anything else ends the measurement. */
  readonly status: number
}

/** Sends a request and gives the answer's text. */
export type Send = (exchange: Exchange) => Promise<string>

const CONNECTIONS = 32

export async function withClient<T>(origin: string, work: (send: Send) => Promise<T>): Promise<T> {
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 })
  try {
    return await work((exchange) => exchanged(pool, exchange))
  } finally {
    await pool.destroy()
  }
}

/** Runs `unit` so many times, as many at once as there are connections. */
export async function repeat(count: number, unit: (i: number) => Promise<void>): Promise<void> {
  let next = 0
  const connection = async (): Promise<void> => {
    while (next < count) await unit(next++)
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, connection))
}

/** By undici's own callbacks: its streams and promises would cost more than some servers. */
function exchanged(pool: Pool, { method, path, body, status }: Exchange): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const headers = body === undefined ? {} : { 'content-type': 'application/json' }
  const chunks: Buffer[] = []
  let answered = 0
  pool.dispatch(
    { method, path, headers, body: body ?? null },
    {
      onRequestStart: () => {},
      onResponseStart: (_, code) => void (answered = code),
      onResponseData: (_, chunk) => void chunks.push(chunk),
      onResponseEnd: () => {
        const text = chunks.length === 1 ? chunks[0]!.toString() : Buffer.concat(chunks).toString()
        if (answered === status) resolve(text)
        else reject(new Error(`${method} ${path} was answered ${answered}: ${text}`))
      },
      onResponseError: (_, error) => reject(error),
    },
  )
  return promise
}
