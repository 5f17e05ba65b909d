// How a server ends, alone and with workers: requests in flight finish, nothing is left running; and how workers are replaced.
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { get, type ClientRequest } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freePort } from '../helpers/free_port.ts'
import { isAlive, startServer, until, type ServerProcess } from '../helpers/server_process.ts'
import { slowHandlers, writeLibrary } from './library.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stop-'))
  await writeLibrary(folder, slowHandlers)
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const startSlow = (workers: number, env: Record<string, string> = {}): Promise<ServerProcess> =>
  startServer({
    env: { API_DATA: folder, STORE_URL: 'sqlite:unused', WEB_CONCURRENCY: String(workers), ...env },
  })

/** A request that runs already and is answered once the test says `release()`; its answer or what went wrong. */
async function slowAnswer(server: ServerProcess): Promise<{ readonly answer: Promise<unknown> }> {
  const answer = fetch(`${server.url}/library.example.com/v1/books/a`)
    .then(async (response) => ({ status: response.status, body: await response.json() }))
    .catch((error: unknown) => error)
  await until('the handler runs', () => existsSync(join(folder, 'started')))
  return { answer }
}

const release = (): Promise<void> => writeFile(join(folder, 'release'), '')
const finished = { status: 200, body: { name: 'a', title: 'finished' } }

/** Over a connection of its own, so that any worker may answer; undefined if there was no answer. */
const pidOfAnswer = (server: ServerProcess): Promise<number | undefined> =>
  new Promise((resolve) => {
    const url = `${server.url}/library.example.com/v1/books`
    // One that comes while all workers stop may wait until the last of them has ended.
    get(url, { agent: false, timeout: 2000 }, (response) => {
      json(response).then(
        (body) => resolve(Number((body as { books: [{ name: string }] }).books[0].name)),
        () => resolve(undefined),
      )
    })
      .on('error', () => resolve(undefined))
      .on('timeout', function (this: ClientRequest) {
        this.destroy()
      })
  })

/** A request over a connection of its own, until it has ended, with an answer or without. */
const endOfRequest = (server: ServerProcess): Promise<'ended'> =>
  new Promise((resolve) => {
    get(server.url, { agent: false }, (response) =>
      response.resume().on('close', () => resolve('ended')),
    ).on('error', () => resolve('ended'))
  })

/** The processes that answer, once there are `count` of them apart from `others`. */
async function pidsOf(
  server: ServerProcess,
  count: number,
  others: readonly number[] = [],
): Promise<number[]> {
  const pids = new Set<number>()
  await until(`${count} processes answer`, async () => {
    const pid = await pidOfAnswer(server)
    if (pid !== undefined && !others.includes(pid)) pids.add(pid)
    return pids.size === count
  })
  return [...pids]
}

const refuses = (server: ServerProcess): Promise<true> =>
  until('no connection is accepted', async () => (await pidOfAnswer(server)) === undefined)

describe.each([1, 2])('with %i processes', (workers) => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s lets a request in flight finish, takes no new one and exits with 0',
    async (signal) => {
      await using server = await startSlow(workers)
      const request = await slowAnswer(server)
      server.signal(signal)
      await refuses(server)
      await release()
      expect(await request.answer).toEqual(finished)
      expect(await server.ended).toMatchObject({ code: 0, signal: null, err: '' })
    },
  )

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s to the whole group, as a terminal or a supervisor sends it, does the same',
    async (signal) => {
      await using server = await startSlow(workers)
      const request = await slowAnswer(server)
      server.signalGroup(signal)
      await refuses(server)
      await release()
      expect(await request.answer).toEqual(finished)
      expect(await server.ended).toMatchObject({ code: 0, signal: null, err: '' })
    },
  )

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('a second signal, %s, ends at once with %i', async (signal, code) => {
    await using server = await startSlow(workers)
    const pids = await pidsOf(server, workers)
    const request = await slowAnswer(server)
    server.signal('SIGTERM')
    await refuses(server)
    server.signal(signal)
    expect(await server.ended).toMatchObject({ code, err: '' })
    expect(await request.answer).toBeInstanceOf(Error)
    expect(pids.filter(isAlive)).toEqual([])
  })

  test('a request that does not end in the graceful timeout is cut', async () => {
    await using server = await startSlow(workers, { GRACEFUL_TIMEOUT: '1' })
    const pids = await pidsOf(server, workers)
    const request = await slowAnswer(server)
    server.signal('SIGTERM')
    expect(await server.ended).toMatchObject({ code: 0 })
    expect(await request.answer).toBeInstanceOf(Error)
    expect(pids.filter(isAlive)).toEqual([])
  })

  test.each(['', 'GET / HTTP/1.1\r\n'])(
    'a connection that sent %j keeps nothing alive',
    async (text) => {
      await using server = await startSlow(workers)
      const { hostname, port } = new URL(server.url)
      const socket = connect(Number(port), hostname)
      await new Promise<void>((resolve) => void socket.once('connect', resolve))
      socket.on('error', () => {})
      socket.write(text)
      expect(await fetch(`${server.url}/_emulator/health`)).toMatchObject({ status: 200 })
      server.signal('SIGTERM')
      const { code } = await server.ended
      socket.destroy()
      expect(code).toBe(0)
    },
  )

  test('a handler module that left a timer running keeps nothing alive', async () => {
    await writeLibrary(folder, `setInterval(() => {}, 1000)\n${slowHandlers}`)
    await using server = await startSlow(workers)
    server.signal('SIGTERM')
    expect(await server.ended).toMatchObject({ code: 0, err: '' })
  })

  test('every line of the log is written', async () => {
    const ACCESSLOG = join(folder, 'access.log')
    await using server = await startSlow(workers, { ACCESSLOG })
    const requests = Array.from({ length: 50 }, () => pidOfAnswer(server))
    expect(await Promise.all(requests)).not.toContain(undefined)
    server.signal('SIGTERM')
    await server.ended
    const lines = (await readFile(ACCESSLOG, 'utf8')).trimEnd().split('\n')
    expect(lines).toHaveLength(50)
    expect(JSON.parse(lines[0]!)).toMatchObject({ method: 'library.books.list', status: 200 })
  })
})

describe('a worker', () => {
  test('that is killed is replaced, and requests go on', async () => {
    await using server = await startSlow(2)
    const [killed = 0, other = 0] = await pidsOf(server, 2)
    process.kill(killed, 'SIGKILL')
    await until('the primary has seen it', () => server.err().includes('another starts'))
    // The other one answers all the while.
    expect([other, undefined]).toContain(await pidOfAnswer(server))
    expect(await pidsOf(server, 2, [killed])).toContain(other)
    expect(server.err()).toBe(
      `discovery-emulator: server process ${killed} ended (SIGKILL); another starts\n`,
    )
    server.signal('SIGTERM')
    expect(await server.ended).toMatchObject({ code: 0 })
  })

  test('that is killed takes its connections with it, also those that it has not accepted yet', async () => {
    await using server = await startSlow(2)
    for (const _ of [1, 2, 3]) {
      const [killed = 0] = await pidsOf(server, 2)
      const requests = Array.from({ length: 30 }, () => endOfRequest(server))
      process.kill(killed, 'SIGKILL')
      // If one does not end, this test does not.
      expect(await Promise.all(requests)).toEqual(requests.map(() => 'ended'))
    }
  })

  test('is replaced also when all of them are killed', async () => {
    await using server = await startSlow(2, { PORT: String(await freePort()) })
    const pids = await pidsOf(server, 2)
    for (const pid of pids) process.kill(pid, 'SIGKILL')
    expect(await pidsOf(server, 2, pids)).toHaveLength(2)
    server.signal('SIGTERM')
    expect(await server.ended).toMatchObject({ code: 0 })
  })

  test('that is asked to end finishes its request and is replaced', async () => {
    await using server = await startSlow(2, { PORT: String(await freePort()) })
    const pids = await pidsOf(server, 2)
    const request = await slowAnswer(server)
    for (const pid of pids) process.kill(pid, 'SIGTERM')
    await until('the idle one is replaced', () => server.err().includes('another starts'))
    await release()
    expect(await request.answer).toEqual(finished)
    expect(await pidsOf(server, 2, pids)).toHaveLength(2)
  })

  test('does not outlive the primary', async () => {
    await using server = await startSlow(2)
    const pids = await pidsOf(server, 2)
    server.signal('SIGKILL')
    await until('the workers end', () => !pids.some(isAlive))
    expect(await pidOfAnswer(server)).toBeUndefined()
  })

  test('that hangs in a handler is ended some seconds after the graceful timeout', async () => {
    const hanging = slowHandlers.replace('await pause(10)', ';')
    await writeLibrary(folder, hanging)
    await using server = await startSlow(2, { GRACEFUL_TIMEOUT: '0' })
    const pids = await pidsOf(server, 2)
    const request = await slowAnswer(server)
    server.signal('SIGTERM')
    expect(await server.ended).toMatchObject({ code: 0 })
    expect(await request.answer).toBeInstanceOf(Error)
    expect(pids.filter(isAlive)).toEqual([])
  })
})
