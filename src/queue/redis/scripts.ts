// The .lua files beside it as commands of a Redis client.
import { readFileSync } from 'node:fs'
import { defineScript, type Client, type Script } from '../../store/redis/scripts.ts'

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

const numberOfKeys = 9
const source = (name: string): string =>
  readFileSync(new URL(`${name}.lua`, import.meta.url), 'utf8')

export function defineScripts(client: Client): Readonly<Record<ScriptName, Script>> {
  const start = source('queue')
  const define = (name: ScriptName): Script =>
    defineScript(client, {
      name: `queue_${name}`,
      lua: `${start}\n${source(name)}`,
      numberOfKeys,
    })
  return Object.fromEntries(names.map((name) => [name, define(name)])) as Record<ScriptName, Script>
}
