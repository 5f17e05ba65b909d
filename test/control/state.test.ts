// State in the hands of tests: forks, seeds, snapshots, exports; in process and by the control API.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../src/index.ts'
import { describeStores } from '../helpers/stores.ts'
import { note, notesOf, send, testApis } from './helpers.ts'

describeStores('state', ({ url }) => {
  let emulator: Emulator
  beforeAll(async () => {
    emulator = await startEmulator({ apiData: testApis(), storeUrl: url })
  })
  afterAll(() => emulator.stop())
  beforeEach(() => emulator.reset())

  test('fifty forks at once see what they began with and none of each other', async () => {
    await note(emulator, 'common')
    const names = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        await using fork = await emulator.fork()
        await note(emulator, `own-${i}`, fork.headers)
        await send(emulator, 'DELETE v1/projects/p/notes/common', { headers: fork.headers })
        return await notesOf(emulator, fork.headers)
      }),
    )
    expect(names).toEqual(Array.from({ length: 50 }, (_, i) => [`own-${i}`]))
    expect(await notesOf(emulator)).toEqual(['common'])
  })

  test('handlers begin anew in a fork, and each fork has its own time', async () => {
    const count = async (headers = {}) =>
      (await send<{ count: number; time: string }>(emulator, 'POST v1/counts:add', { headers }))
        .body
    await count()
    await count()
    await using fork = await emulator.fork()
    const before = await count(fork.headers)
    expect(before.count).toBe(1)
    fork.clock.advance(3600)
    const after = await count(fork.headers)
    expect(Number(after.time) - Number(before.time)).toBeGreaterThanOrEqual(3600e6)
    const main = await count()
    expect(main.count).toBe(3)
    expect(Number(main.time)).toBeLessThan(Number(after.time) - 3000e6)
  })

  test('a fork that is gone, or never was, is named in a 404', async () => {
    const fork = await emulator.fork('here')
    expect((await send(emulator, 'POST _emulator/v1/forks?forkId=here', { body: {} })).status).toBe(
      409,
    )
    await fork[Symbol.asyncDispose]()
    const { status, body } = await send(emulator, 'GET v1/projects/p/notes', {
      headers: fork.headers,
    })
    expect(status).toBe(404)
    expect(JSON.stringify(body)).toContain('There is no fork \\"here\\"')
    const counted = await send(emulator, 'POST v1/counts:add', {
      headers: { 'X-Emulator-Fork': 'never' },
    })
    expect(counted.status).toBe(404)
  })

  test('a snapshot is kept while things change, and restored', async () => {
    await using fork = await emulator.fork()
    const { headers } = fork
    await note(emulator, 'a', headers)
    await using snapshot = await fork.snapshot()
    await note(emulator, 'b', headers)
    expect(await notesOf(emulator, headers)).toEqual(['a', 'b'])
    await snapshot.restore()
    expect(await notesOf(emulator, headers)).toEqual(['a'])
  })

  test('what is exported is imported in place of all there is, in a fork or elsewhere', async () => {
    await note(emulator, 'a')
    await note(emulator, 'b')
    const { body: state } = await send(emulator, 'GET _emulator/v1:export')
    await using fork = await emulator.fork()
    await note(emulator, 'c', fork.headers)
    const { status } = await send(emulator, 'POST _emulator/v1:import', {
      body: state,
      headers: fork.headers,
    })
    expect(status).toBe(200)
    expect(await notesOf(emulator, fork.headers)).toEqual(await notesOf(emulator))
    const broken = await send(emulator, 'POST _emulator/v1:import', { body: { resources: [{}] } })
    expect(broken.status).toBe(400)
    expect(JSON.stringify(broken.body)).toContain('resources[0] must have api, name and value')
  })

  test('resources are looked at, put there, and taken away by hand', async () => {
    await note(emulator, 'a')
    const path = '_emulator/v1/resources'
    const listed = await send<{ resources: { name: string }[] }>(emulator, `GET ${path}?api=notes`)
    expect(listed.body.resources.map(({ name }) => name)).toContain('projects/p/notes/a')
    const put = await send(emulator, `PUT ${path}/notes/projects/p/notes/a`, {
      body: { resource: { name: 'projects/p/notes/a', text: 'by hand' } },
    })
    expect(put.status).toBe(200)
    expect((await send(emulator, 'GET v1/projects/p/notes/a')).body).toMatchObject({
      text: 'by hand',
    })
    expect((await send(emulator, `DELETE ${path}/notes/projects/p/notes/a`)).status).toBe(200)
    expect((await send(emulator, 'GET v1/projects/p/notes/a')).status).toBe(404)
    expect((await send(emulator, `GET ${path}/nowhere/x`)).body).toMatchObject({
      error: { message: expect.stringContaining('No API "nowhere" is served here') as string },
    })
  })

  test('a reset goes back to the seed, of handlers and of time as well', async () => {
    await emulator.seed([
      {
        api: 'notes',
        name: 'projects/p/notes/seeded',
        resource: { name: 'projects/p/notes/seeded' },
      },
    ])
    await note(emulator, 'made')
    await send(emulator, 'DELETE v1/projects/p/notes/seeded')
    await send(emulator, 'POST v1/counts:add')
    emulator.clock.advance(1000)
    await send(emulator, 'POST _emulator/v1:reset', { body: {} })
    expect(await notesOf(emulator)).toEqual(['seeded'])
    expect((await send<{ count: number }>(emulator, 'POST v1/counts:add')).body.count).toBe(1)
    expect(emulator.clock.offset).toBe(0)
  })
})

/** The name of a note that is made without an id. */
const made = async (idSeed: string) => {
  await using emulator = await startEmulator({ apiData: testApis(), idSeed })
  const { body } = await send<{ name: string }>(emulator, 'POST v1/projects/p/notes', { body: {} })
  return body.name
}

test('ids are the same in every run where a seed says so', async () => {
  expect(await made('a')).toBe(await made('a'))
  expect(await made('a')).not.toBe(await made('b'))
  expect(await made('')).not.toBe(await made(''))
})

describe('the control API', () => {
  test('is served whatever folder is, and not listed among its APIs', async () => {
    await using emulator = await startEmulator({ apiData: testApis() })
    const { body } = await send<{ items: { id: string }[] }>(emulator, 'GET discovery/v1/apis')
    expect(body.items.map(({ id }) => id)).toEqual(['counter:v1', 'notes:v1'])
    const document = await send<{ rootUrl: string }>(
      emulator,
      'GET discovery/v1/apis/emulator/v1/rest',
    )
    expect(document.body.rootUrl).toBe(`${emulator.url}/`)
    const { body: apis } = await send<{ apis: { id: string }[] }>(emulator, 'GET _emulator/v1/apis')
    expect(apis.apis.map(({ id }) => id)).toEqual(['counter:v1', 'notes:v1'])
    const { body: methods } = await send<{
      methods: { id: string; origin: string; path: string }[]
    }>(emulator, 'GET _emulator/v1/apis/notes:v1/methods')
    expect(methods.methods[0]).toMatchObject({
      id: 'notes.projects.notes.create',
      origin: 'stateful',
      path: '/v1/{+parent}/notes',
    })
  })
})
