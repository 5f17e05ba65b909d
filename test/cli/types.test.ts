// `npm run types` and `npm run types -- --check` over a folder of documents.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { typesCommand } from '../../src/cli/types.ts'

const document = {
  name: 'queue',
  version: 'v1',
  rootUrl: 'https://example.com/',
  servicePath: '',
  schemas: { Task: { id: 'Task', type: 'object', properties: { id: { type: 'string' } } } },
}

describe('the command `types`', () => {
  let apiData: string
  let said: string[]

  beforeEach(async () => {
    apiData = await mkdtemp(join(tmpdir(), 'api_data-'))
    await writeFile(join(apiData, 'queue_v1.api'), JSON.stringify(document))
    said = []
    vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
  })

  afterEach(async () => {
    vi.restoreAllMocks()
    await rm(apiData, { recursive: true })
  })

  test('writes what has changed and says so', async () => {
    const path = join(apiData, 'types/queue_v1.ts')
    expect(await typesCommand(apiData, { check: false })).toBe(0)
    expect(await typesCommand(apiData, { check: false })).toBe(0)
    expect(said).toEqual([`written: ${path}`, `unchanged: ${path}`])
    expect(await readFile(path, 'utf8')).toContain('export interface Task {')
  })

  test('finds nothing to complain of after writing', async () => {
    await typesCommand(apiData, { check: false })
    said = []
    expect(await typesCommand(apiData, { check: true })).toBe(0)
    expect(said).toEqual([])
  })

  test('refuses missing types when checking, and writes nothing', async () => {
    const path = join(apiData, 'types/queue_v1.ts')
    expect(await typesCommand(apiData, { check: true })).toBe(1)
    expect(said).toEqual([
      `stale: ${path} is not what its document says`,
      'Run `npm run types` to write them anew.',
    ])
    await expect(readFile(path)).rejects.toThrow('ENOENT')
  })

  test('writes the types of the patched document', async () => {
    const patch = { schemas: { Task: { properties: { id: null, size: { type: 'integer' } } } } }
    await writeFile(join(apiData, 'queue_v1.patch.json'), JSON.stringify(patch))
    await typesCommand(apiData, { check: false })
    const source = await readFile(join(apiData, 'types/queue_v1.ts'), 'utf8')
    expect(source).toMatch(/^\/\/ Generated from queue_v1\.api and queue_v1\.patch\.json by /)
    expect(source).toContain('export interface Task {\n  size?: number | undefined\n}')
  })

  test('refuses types whose document is gone', async () => {
    const path = join(apiData, 'types/gone_v1.ts')
    await typesCommand(apiData, { check: false })
    await writeFile(path, '')
    said = []
    expect(await typesCommand(apiData, { check: true })).toBe(1)
    expect(said).toEqual([`stale: ${path} has no document; delete it`])
  })
})
