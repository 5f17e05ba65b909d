// Sends scripts, and answers when replicas have what they changed. WAIT speaks of what its connection sent before it, so it goes
// in one pipeline with the scripts: on a connection of its own, or a later one, it would speak of nothing.
import { createHash } from 'node:crypto'
import { Cluster } from 'ioredis'
import type { Client, Script, Send } from './scripts.ts'

/** Milliseconds that replicas have. Twice as long, and a caller would have gone: one WAIT may be behind another. */
const replication = 700

/** It was done, on one server. */
export class TooFewReplicas extends Error {
  constructor(kept: number, wanted: number) {
    super(
      `this was done, but ${kept} of ${wanted} replicas had it within ${replication} ms, so that it is lost if the master fails now`,
    )
  }
}

interface Call {
  readonly script: Script
  readonly values: readonly (string | number)[]
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: unknown) => void
}

/** Calls that go to one server, in order: those that are asked for while others are under way go together after them. */
interface Line {
  readonly waiting: Call[]
  /** Of scripts that the server knows. */
  readonly known: Set<string>
}

type Result = readonly [error: Error | null, answer: unknown]

export function replicatedSend(client: Client, replicas: number): Send {
  const lines = new Map<string, Line>()
  const work = async (name: string, line: Line): Promise<void> => {
    await new Promise(setImmediate)
    while (line.waiting.length > 0)
      await sendAll(client, replicas, line.waiting.splice(0), line.known)
    lines.delete(name)
  }
  return (script, values) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    // In a cluster, keys that begin alike need not be in one place; all of one script are.
    const name = client instanceof Cluster ? String(values[0]) : ''
    const call = { script, values, resolve, reject }
    const line = lines.get(name)
    if (line !== undefined) {
      line.waiting.push(call)
      return promise
    }
    const own = { waiting: [call], known: new Set<string>() }
    lines.set(name, own)
    void work(name, own)
    return promise
  }
}

async function sendAll(
  client: Client,
  replicas: number,
  calls: readonly Call[],
  known: Set<string>,
): Promise<void> {
  try {
    const results = await inPipeline(client, replicas, calls, known)
    const forgotten = calls.filter((_, i) => results[i]?.[0]?.message.startsWith('NOSCRIPT'))
    for (const [i, call] of calls.entries())
      if (!forgotten.includes(call)) settle(call, results[i]!)
    if (forgotten.length === 0) return
    for (const { script } of forgotten) known.delete(shaOf(script))
    const again = await inPipeline(client, replicas, forgotten, known)
    for (const [i, call] of forgotten.entries()) settle(call, again[i]!)
  } catch (error) {
    for (const { reject } of calls) reject(error) // that of a settled call is passed over
  }
}

function settle({ resolve, reject }: Call, [error, answer]: Result): void {
  if (error === null) resolve(answer)
  else reject(error)
}

/** The results of the calls. A change that too few replicas have is an error. */
async function inPipeline(
  client: Client,
  replicas: number,
  calls: readonly Call[],
  known: Set<string>,
): Promise<readonly Result[]> {
  const pipeline = client.pipeline()
  for (const { script, values } of calls) {
    const { lua, numberOfKeys } = script
    const sha = shaOf(script)
    if (known.has(sha)) pipeline.evalsha(sha, numberOfKeys, ...values)
    else pipeline.eval(lua, numberOfKeys, ...values)
    known.add(sha)
  }
  const isChange = calls.some(({ script }) => !script.isRead)
  if (isChange) pipeline.wait(replicas, replication)
  const results = (await pipeline.exec()) ?? []
  const [fault, kept] = isChange ? results.at(-1)! : [null, replicas]
  const missing =
    fault ?? (Number(kept) < replicas ? new TooFewReplicas(Number(kept), replicas) : null)
  return calls.map(({ script }, i) => {
    const [error, answer] = results[i]!
    return [error ?? (script.isRead ? null : missing), answer]
  })
}

const shas = new Map<string, string>()

function shaOf({ lua }: Script): string {
  const sha = shas.get(lua) ?? createHash('sha1').update(lua).digest('hex')
  shas.set(lua, sha)
  return sha
}
