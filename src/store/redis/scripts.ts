// Turns Lua sources into commands of a Redis client.
import type { Cluster, Redis } from 'ioredis'

export type Client = Redis | Cluster

/** The keys, then the arguments. What it answers stands in the .lua file. */
export type Script = (...keysAndArguments: (string | number)[]) => Promise<unknown>

interface Source {
  /** Of the command; not that of one of the client's own. */
  readonly name: string
  readonly lua: string
  readonly numberOfKeys: number
}

export function defineScript(client: Client, { name, lua, numberOfKeys }: Source): Script {
  client.defineCommand(name, { numberOfKeys, lua })
  const script: unknown = Reflect.get(client, name)
  if (typeof script !== 'function') throw new Error(`ioredis did not define ${name}`)
  return (...values) => script.apply(client, values)
}
