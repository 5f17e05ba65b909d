// What a script is to a client of Redis.
import type { Cluster, Redis } from 'ioredis'

export type Client = Redis | Cluster

export interface Script {
  /** As a command; not that of one of the client's own. */
  readonly name: string
  readonly lua: string
  readonly numberOfKeys: number
  /** What it answers is no promise that something was changed. */
  readonly isRead: boolean
}

/** The keys, then the arguments. What it answers stands in the .lua file. */
export type Send = (script: Script, values: readonly (string | number)[]) => Promise<unknown>

/** Answers as soon as one server has done it. */
export function plainSend(client: Client, scripts: readonly Script[]): Send {
  for (const { name, lua, numberOfKeys } of scripts)
    client.defineCommand(name, { numberOfKeys, lua })
  return ({ name }, values) => {
    const command: unknown = Reflect.get(client, name)
    if (typeof command !== 'function') throw new Error(`ioredis did not define ${name}`)
    return command.apply(client, values) as Promise<unknown>
  }
}
