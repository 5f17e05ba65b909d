// Opens the parts of a resource store in Redis.
import { readFileSync } from 'node:fs'
import { describeAddress, type Address } from '../../../../store/redis/address.ts'
import { Calls } from '../../../../store/redis/calls.ts'
import { connect } from '../../../../store/redis/connection.ts'
import type { Script } from '../../../../store/redis/scripts.ts'
import { warningsOf } from '../../../../store/redis/warnings.ts'
import type { Blobs } from '../../blobs/blobs.ts'
import { RedisBlobs } from '../../blobs/redis_blobs.ts'
import type { Entries } from '../entries.ts'
import { RedisEntries, type EntryScript } from './redis_entries.ts'

/**
 * `grace`: seconds for which blobs outlive what refers to them. Rejects with an Error of one sentence if Redis does not answer
 * within a few seconds.
 */
export async function openRedis(
  address: Address,
  grace: number,
): Promise<{ readonly entries: Entries; readonly blobs: Blobs }> {
  const connection = await connect(address, 'resource store')
  const { client } = connection
  const calls = new Calls<EntryScript | 'keep'>({
    connection,
    place: `resource store: ${describeAddress(address)}`,
    scripts: {
      read: scriptOf('read', 2),
      commit: scriptOf('commit', 3),
      keep: scriptOf('../../blobs/keep', 1),
    },
    replicas: address.replicas,
  })
  try {
    await calls.learnTime()
    const warnings = await warningsOf(client, address)
    const entries = new RedisEntries(address, connection, calls, warnings)
    return { entries, blobs: new RedisBlobs(address, connection, calls, grace) }
  } catch (error) {
    connection.close()
    throw error
  }
}

/** `path`: from here, without its ending. */
const scriptOf = (path: string, numberOfKeys: number): Script => ({
  name: `resource_${path.split('/').at(-1)}`,
  lua: readFileSync(new URL(`${path}.lua`, import.meta.url), 'utf8'),
  numberOfKeys,
  isRead: path === 'read',
})
