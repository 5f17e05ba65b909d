// Server processes over many bytes of documents keep what they found out, together.
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { stampOf } from '../../src/discovery/read/stamp.ts'
import { startServer } from '../helpers/server_process.ts'
import { libraryDocument } from './library.ts'

test('what several processes found out about many bytes is used by the next start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'many-'))
  try {
    const apiData = join(folder, 'api_data')
    const cache = join(folder, 'cache')
    await mkdir(apiData)
    const large = { ...libraryDocument, documentationLink: 'x'.repeat(5 * 2 ** 20) }
    const path = join(apiData, 'library_v1.api')
    await writeFile(path, JSON.stringify(large))
    await vi.waitUntil(() => stampOf(path) !== undefined, { timeout: 20_000 })
    const env = {
      API_DATA: apiData,
      CACHE_DIR: cache,
      STORE_URL: `sqlite:${join(folder, 'tasks')}`,
      WEB_CONCURRENCY: '2',
      UNBOUND: '501',
    }
    const written: number[] = []
    for (let start = 0; start < 2; start += 1) {
      await using server = await startServer({ env })
      const answer = await fetch(`${server.url}/library.example.com/v1/books`)
      expect([answer.status, server.err()]).toEqual([501, ''])
      const [file, ...others] = await readdir(cache)
      expect(others).toEqual([])
      written.push((await stat(join(cache, file!))).mtimeMs)
    }
    expect(written[1]).toBe(written[0])
  } finally {
    await rm(folder, { recursive: true })
  }
})
