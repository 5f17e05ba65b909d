// The .lua files beside it as commands of a Redis client.
import { readFileSync } from 'node:fs'
import type { Script } from '../../store/redis/scripts.ts'

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

export type ScriptName = (typeof names)[number] | 'register'

/** They drop what is spent, but whoever asks is told nothing of it. */
const reads: ReadonlySet<string> = new Set<ScriptName>(['get', 'list', 'stats', 'record'])

const numberOfKeys = 9
const source = (name: string): string =>
  readFileSync(new URL(`${name}.lua`, import.meta.url), 'utf8')

export function scriptsOfQueues(): Readonly<Record<ScriptName, Script>> {
  const start = source('queue')
  const define = (name: ScriptName, lua = `${start}\n${source(name)}`): Script => ({
    name: `queue_${name}`,
    lua,
    numberOfKeys,
    isRead: reads.has(name),
  })
  const ofOne = names.map((name) => [name, define(name)] as const)
  const register = { ...define('register', source('register')), numberOfKeys: 1 }
  return { ...Object.fromEntries(ofOne), register } as Record<ScriptName, Script>
}
