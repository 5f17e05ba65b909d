// What of a Redis's settings endangers what is kept in it.
import { Cluster, type Redis } from 'ioredis'
import type { Address } from './address.ts'
import type { Client } from './scripts.ts'

/** One sentence for each danger, on any master; none where Redis does not tell its settings. */
export async function warningsOf(client: Client, { replicas }: Address): Promise<string[]> {
  const masters = client instanceof Cluster ? client.nodes('master') : [client]
  const warnings = await Promise.all(masters.map((master) => warningsOfMaster(master, replicas)))
  return [...new Set(warnings.flat())]
}

async function warningsOfMaster(master: Redis, replicas: number): Promise<string[]> {
  const warnings: string[] = []
  const policy = await setting(master, 'maxmemory-policy')
  if (policy !== undefined && policy !== 'noeviction') {
    warnings.push(
      `Redis drops keys when its memory is full (maxmemory-policy ${policy}), and tasks and resources with them: set it to noeviction`,
    )
  }
  if ((await setting(master, 'appendonly')) === 'no') {
    warnings.push(
      'Redis does not log what it stores (appendonly no), so its restart loses tasks and resources: set appendonly to yes',
    )
  }
  const connected = replicas === 0 ? replicas : await replicasOf(master)
  if (connected < replicas) {
    warnings.push(
      `Redis has ${connected} replicas, so nothing can be changed in it while ${replicas} are wanted (wait=${replicas})`,
    )
  }
  return warnings
}

async function setting(master: Redis, name: string): Promise<string | undefined> {
  try {
    const answer: unknown = await master.config('GET', name)
    return Array.isArray(answer) ? String(answer[1]) : undefined
  } catch {
    return undefined // managed services forbid CONFIG
  }
}

async function replicasOf(master: Redis): Promise<number> {
  const told = /^connected_slaves:(\d+)/m.exec(await master.info('replication'))?.[1]
  return Number(told)
}
