// A document is read when its API is first called; pages, lists and routing go without.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEmulator } from '../../src/start_emulator.ts'
import { documentOf, methodsOf } from '../helpers/server.ts'

test('what needs no document is answered when its file is gone, and a call says so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lazy-'))
  try {
    const methods = methodsOf('shelves', { list: { path: 'v1/shelves' } })
    const path = join(folder, 'shelves_v1.api')
    await writeFile(path, JSON.stringify(documentOf({ methods, title: 'Shelves API' })))
    await using emulator = await startEmulator({ apiData: folder })
    await rm(path)
    const ask = async (target: string, init?: RequestInit) => {
      const response = await fetch(emulator.url + target, init)
      return [response.status, await response.text()] as const
    }
    expect(await ask('/discovery/v1/apis')).toEqual([200, expect.stringContaining('Shelves API')])
    expect(await ask('/_emulator/health')).toEqual([200, expect.stringContaining('shelves:v1')])
    expect(await ask('/v1/nowhere')).toEqual([404, expect.stringContaining('No method')])
    expect(await ask('/v1/shelves', { method: 'POST' })).toEqual([405, expect.any(String)])
    for (const target of ['/v1/shelves', '/discovery/v1/apis/shelves/v1/rest'])
      expect(await ask(target)).toEqual([
        503,
        expect.stringContaining('shelves_v1.api has changed since the server started'),
      ])
    await writeFile(path, JSON.stringify(documentOf({ methods, title: 'Shelves API' })))
    expect(await ask('/v1/shelves')).toEqual([501, expect.any(String)])
  } finally {
    await rm(folder, { recursive: true })
  }
})
