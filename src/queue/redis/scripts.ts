// Turns the .lua files beside it into commands of a Redis client.
import { readFileSync } from 'node:fs'
import type { Cluster, Redis } from 'ioredis'

export type Client = Redis | Cluster

const names = [
  'insert',
  'get',
  'list',
  'lease',
  'renew',
  'remove',
  'stats',
  'take',
  'settle',
  'purge',
  'record',
  'write_record',
] as const

export type ScriptName = (typeof names)[number]

/** Keys as keysOf gives them, then the arguments. What it answers stands in the .lua file. */
export type Script = (...keysAndArguments: (string | number)[]) => Promise<unknown>

const numberOfKeys = 9
const source = (name: string): string =>
  readFileSync(new URL(`${name}.lua`, import.meta.url), 'utf8')

export function defineScripts(client: Client): Readonly<Record<ScriptName, Script>> {
  const start = source('queue')
  const define = (name: ScriptName): Script => {
    // Not the bare name: `get` would replace the client's own command.
    const command = `queue_${name}`
    client.defineCommand(command, { numberOfKeys, lua: `${start}\n${source(name)}` })
    const script: unknown = Reflect.get(client, command)
    if (typeof script !== 'function') throw new Error(`ioredis did not define ${command}`)
    return (...values) => script.apply(client, values)
  }
  return Object.fromEntries(names.map((name) => [name, define(name)])) as Record<ScriptName, Script>
}
