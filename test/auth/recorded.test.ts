// Refusals, word for word as Google was recorded to answer them.
import { readFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { google } from 'googleapis'
import { describe, expect, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { corpusDirectory } from '../helpers/corpus.ts'
import { account, authOf, CLOUD, corpusApis, refusalOf } from './clients.ts'

const folder = join(import.meta.dirname, '../../../shared/recordings')

interface Recorded {
  readonly id: string
  readonly u: string
  readonly s: number
  readonly r: { readonly error: Readonly<Record<string, unknown>> }
  readonly rh?: Readonly<Record<string, string>>
}

function recorded(file: string, id: string, status: number): Recorded {
  const lines = gunzipSync(readFileSync(join(folder, file)))
    .toString()
    .trim()
    .split('\n')
  const calls = lines.flatMap((line) => (JSON.parse(line) as { calls: Recorded[] }).calls)
  return calls.find((call) => call.id === id && call.s === status)!
}

describe.skipIf(corpusDirectory === undefined || !existsSync(folder))('as recorded', () => {
  test('an older API refuses a token that is none', async () => {
    await using emulator = await startEmulator({
      apiData: corpusApis('youtube_v3'),
      auth: 'scopes',
    })
    const { u, s, r, rh } = recorded('other-calls.jsonl.gz', 'youtube.channels.list', 401)
    const { pathname, search } = new URL(u)
    const answer = await fetch(`${emulator.url}${pathname}${search}`, {
      headers: { authorization: 'Bearer ya29.none' },
    })
    expect(answer.status).toBe(s)
    expect(await answer.json()).toEqual(r)
    expect(answer.headers.get('www-authenticate')).toBe(rh!['www-authenticate'])
  })

  test('who lacks a permission is refused', async () => {
    await using emulator = await startEmulator({ apiData: corpusApis('cloudkms_v1'), auth: 'iam' })
    const id = 'cloudkms.projects.locations.keyRings.cryptoKeys.setIamPolicy'
    const { u, s, r } = recorded('google-calls.jsonl.gz', id, 403)
    const resource = new URL(
      u.replaceAll('${projectId}', 'p').replaceAll('${uniqueId}', 'u'),
    ).pathname
      .slice('/v1/'.length)
      .replace(':setIamPolicy', '')
    const said = JSON.parse(
      JSON.stringify(r.error).replaceAll('${projectId}', 'p').replaceAll('${uniqueId}', 'u'),
    ) as Recorded['r']['error']
    const kms = google.cloudkms({
      version: 'v1',
      rootUrl: emulator.url,
      auth: authOf(emulator.key(account), [CLOUD]),
      // The recorded client asked for the older form, which has both.
      params: { '$.xgafv': '1' },
    })
    const call = kms.projects.locations.keyRings.cryptoKeys.setIamPolicy({ resource })
    const { status, error } = await refusalOf(call)
    expect(status).toBe(s)
    const { details: _, ...words } = error as { details?: unknown }
    expect(words).toEqual(said)
  })
})
