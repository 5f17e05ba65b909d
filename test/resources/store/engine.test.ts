// The engine over every store: what clients see when many work at once, and after a restart.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { startEmulator } from '../../../src/start_emulator.ts'
import { Engine } from '../../../src/resources/engine.ts'
import { engineFallback } from '../../../src/resources/fallback.ts'
import type { ResourceStore } from '../../../src/resources/store/store.ts'
import { describeStores, open } from '../../helpers/resource_stores.ts'
import { serverOf } from '../../helpers/server.ts'
import { library } from '../library.ts'

const folder = mkdtempSync(join(tmpdir(), 'library-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function serverOver(store: ResourceStore) {
  const engine = new Engine({ clock: new Clock(), seed: 'test', store })
  return serverOf([{ document: library }], { fallback: engineFallback(engine) })
}

const path = '/v1/projects/p/books'

describeStores('the engine', ({ newUrl }) => {
  test('of clients at once, who ask for one name, one gets it', async () => {
    await using store = await open(newUrl())
    const server = serverOver(store)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_one, i) => server.post(`${path}?bookId=${i % 2}`, {})),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      200,
      ...Array.from({ length: 18 }, () => 409),
    ])
  })

  test('pages show each resource once, whatever is made and deleted meanwhile', async () => {
    await using store = await open(newUrl())
    const server = serverOver(store)
    for (let i = 0; i < 20; i += 1) await server.post(`${path}?bookId=old${i}`, {})
    const seen: string[] = []
    let token = ''
    for (let i = 0; ; i += 1) {
      const { json } = await server.request(`${path}?pageSize=3&pageToken=${token}`)
      seen.push(
        ...(json.books ?? []).map(({ name }: { name: string }) =>
          name.slice(name.lastIndexOf('/') + 1),
        ),
      )
      if (json.nextPageToken === undefined) break
      token = json.nextPageToken
      if (i > 2) continue
      await Promise.all([
        server.post(`${path}?bookId=new${i}`, {}),
        server.request(`${path}/${seen.at(-1)}`, { method: 'DELETE' }),
      ])
    }
    expect(new Set(seen).size).toBe(seen.length)
    const old = seen.filter((name) => name.startsWith('old'))
    expect(old).toEqual(Array.from({ length: 20 }, (_one, i) => `old${i}`))
  })
})

describe('an emulator', () => {
  test('has its resources again after a restart, operations and all, and none after a reset', async () => {
    const storeUrl = `sqlite:${join(folder, 'store.sqlite')}`
    writeFileSync(join(folder, 'library_v1.api'), JSON.stringify(library))
    {
      await using emulator = await startEmulator({ apiData: folder, storeUrl })
      await fetch(`${emulator.url}${path}?bookId=a`, { method: 'POST', body: '{"title":"Emma"}' })
    }
    await using emulator = await startEmulator({ apiData: folder, storeUrl })
    const again = await fetch(`${emulator.url}${path}/a`)
    expect(await again.json()).toMatchObject({ title: 'Emma' })
    await emulator.reset()
    expect((await fetch(`${emulator.url}${path}/a`)).status).toBe(404)
  })
})
