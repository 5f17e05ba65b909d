// Opens the parts of a resource store in Redis.
import { readFileSync } from 'node:fs'
import { describeAddress, type Address } from '../../../../store/redis/address.ts'
import { Calls } from '../../../../store/redis/calls.ts'
import { connect } from '../../../../store/redis/connection.ts'
import { defineScript, type Client } from '../../../../store/redis/scripts.ts'
import { warningsOf } from '../../../../store/redis/warnings.ts'
import type { Blobs } from '../../blobs/blobs.ts'
import { RedisBlobs } from '../../blobs/redis_blobs.ts'
import type { Entries } from '../entries.ts'
import { RedisEntries, type EntryScript } from './redis_entries.ts'

/** Rejects with an Error of one sentence if Redis does not answer within a few seconds. */
export async function openRedis(
  address: Address,
): Promise<{ readonly entries: Entries; readonly blobs: Blobs }> {
  const connection = await connect(address, 'resource store')
  const { client } = connection
  const scripts = { read: scriptOf(client, 'read', 2), commit: scriptOf(client, 'commit', 3) }
  const calls = new Calls<EntryScript>(
    connection,
    `resource store: ${describeAddress(address)}`,
    scripts,
  )
  try {
    await calls.learnTime()
    const warnings = await warningsOf(client)
    const entries = new RedisEntries(address, connection, calls, warnings)
    return { entries, blobs: new RedisBlobs(address, connection, calls) }
  } catch (error) {
    connection.close()
    throw error
  }
}

const scriptOf = (client: Client, name: EntryScript, numberOfKeys: number) =>
  defineScript(client, {
    name: `resource_${name}`,
    lua: readFileSync(new URL(`${name}.lua`, import.meta.url), 'utf8'),
    numberOfKeys,
  })
