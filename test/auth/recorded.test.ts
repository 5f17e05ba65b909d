// Refusals, word for word as Google was recorded to answer them.
import { readFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../src/index.ts'
import { corpusDirectory } from '../helpers/corpus.ts'
import { corpusApis } from './clients.ts'

const recordings = join(import.meta.dirname, '../../../shared/recordings/other-calls.jsonl.gz')

interface Recorded {
  readonly id: string
  readonly u: string | null
  readonly s: number
  readonly r: unknown
  readonly rh?: Readonly<Record<string, string>>
}

function recorded(id: string, status: number): Recorded {
  const lines = gunzipSync(readFileSync(recordings)).toString().trim().split('\n')
  const calls = lines.flatMap((line) => (JSON.parse(line) as { calls: Recorded[] }).calls)
  return calls.find((call) => call.id === id && call.s === status)!
}

describe.skipIf(corpusDirectory === undefined || !existsSync(recordings))('as recorded', () => {
  let emulator: Emulator
  beforeAll(async () => {
    emulator = await startEmulator({ apiData: corpusApis('youtube_v3'), auth: 'scopes' })
  })
  afterAll(() => emulator.stop())

  test('an older API refuses a token that is none', async () => {
    const { u, s, r, rh } = recorded('youtube.channels.list', 401)
    const { pathname, search } = new URL(u!)
    const answer = await fetch(`${emulator.url}${pathname}${search}`, {
      headers: { authorization: 'Bearer ya29.none' },
    })
    expect(answer.status).toBe(s)
    expect(await answer.json()).toEqual(r)
    expect(answer.headers.get('www-authenticate')).toBe(rh!['www-authenticate'])
  })
})
