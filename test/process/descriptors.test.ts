// A server whose processes may open no more files for a while (RLIMIT_NOFILE).
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Client } from 'undici'
import { notes } from '../helpers/notes_api.ts'
import { freePort } from '../helpers/free_port.ts'
import { ownApiData, startServer, until, type ServerProcess } from '../helpers/server_process.ts'

const limitFiles = (pid: number, limit: number): void =>
  void execFileSync('prlimit', [`--pid=${pid}`, `--nofile=${limit}:`])
/** Fewer than a server has open. */
const FEW = 10
const MANY = 4096
const REQUIRED = { '(google.api.field_behavior)': 'REQUIRED' }

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descriptors-'))
  await copyFile(join(ownApiData, 'storage_v1.api'), join(folder, 'storage_v1.api'))
  await writeFile(join(folder, 'storage_v1.ts'), `export * from '${ownApiData}/storage_v1.ts'\n`)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Over one connection, which is open before the files run out. */
function askOver(client: Client) {
  return async (line: string, body = '', headers: Record<string, string> = {}) => {
    const [method, path] = line.split(' ') as ['POST', string]
    const answer = await client.request({ method, path, body, headers })
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() }
  }
}

/** Code and message with which a call of gRPC is refused; they come in its headers. */
async function refusalOf(session: ClientHttp2Session, path: string): Promise<string[]> {
  const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc' }
  const call = session.request({ ...headers, te: 'trailers' })
  call.end(Buffer.alloc(5)) // an empty message
  const [answer] = (await once(call, 'response')) as [IncomingHttpHeaders]
  call.close()
  return [String(answer['grpc-status']), decodeURIComponent(String(answer['grpc-message']))]
}

async function workersOf({ pid }: ServerProcess): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.split(' ').filter(Boolean).map(Number)
}

describe.skipIf(process.platform !== 'linux')('a server that may open no more files', () => {
  test('refuses uploads with 503, and takes them, also those it had begun, once it may', async () => {
    await using server = await startServer({ env: { API_DATA: folder } })
    await using stack = new AsyncDisposableStack()
    const client = stack.adopt(new Client(server.url), (one) => one.destroy())
    const ask = askOver(client)
    const objects = '/upload/storage/v1/b/things/o'
    await ask('POST /storage/v1/b?project=p', '{"name":"things"}', {
      'content-type': 'application/json',
    })
    const begun = await ask(`POST ${objects}?uploadType=resumable&name=a`)
    const { pathname, search } = new URL(String(begun.headers['location']))
    limitFiles(server.pid, FEW)
    const whole = `POST ${objects}?uploadType=media&name=b`
    const part = [`PUT ${pathname}${search}`, 'bytes', { 'content-range': 'bytes 0-4/5' }] as const
    for (const refused of [await ask(whole, 'bytes'), await ask(...part)]) {
      expect(refused.status).toBe(503)
      expect(refused.text).toContain('too many files open')
    }
    limitFiles(server.pid, MANY)
    expect(await ask(whole, 'bytes')).toMatchObject({ status: 200 })
    expect(await ask(...part)).toMatchObject({ status: 200 })
    expect(await ask('GET /storage/v1/b/things/o/a?alt=media')).toMatchObject({ text: 'bytes' })
  })

  test('refuses what it has no code at hand to check with 503, and takes it once it may', async () => {
    await using server = await startServer({ env: { API_DATA: folder } })
    await using stack = new AsyncDisposableStack()
    const ask = askOver(stack.adopt(new Client(server.url), (one) => one.destroy()))
    const create = () =>
      ask('POST /storage/v1/b?project=p', '{"name":"things"}', {
        'content-type': 'application/json',
      })
    await ask('GET /storage/v1/b?project=p') // reads the document; nothing has checked a message yet
    limitFiles(server.pid, FEW)
    const refused = await create()
    expect(refused.status).toBe(503)
    expect(refused.text).toContain('too many files open')
    limitFiles(server.pid, MANY)
    expect(await create()).toMatchObject({ status: 200 })
  })

  test('answers 503 where it cannot read what lies beside a document, and knows it once it can', async () => {
    const fields = {
      name: { type: 'string', id: 1 },
      text: { type: 'string', id: 2, options: REQUIRED },
      privateKey: { type: 'string', id: 3 },
    }
    const protos = {
      nested: { notes: { nested: { v1: { nested: { Note: { fields } } } } } },
    }
    await writeFile(join(folder, 'notes_v1.api'), JSON.stringify(notes))
    await writeFile(join(folder, 'notes_v1.protos.json'), JSON.stringify(protos))
    await using server = await startServer({ env: { API_DATA: folder } })
    await using stack = new AsyncDisposableStack()
    const ask = askOver(stack.adopt(new Client(server.url), (one) => one.destroy()))
    const create = () =>
      ask('POST /v1/projects/p/notes', '{}', { 'content-type': 'application/json' })
    const session = stack.adopt(connect(server.url), (one) => one.destroy())
    const rpc = () => refusalOf(session, '/notes.v1.Notes/CreateNote')
    await once(session, 'remoteSettings')
    await ask('GET /') // connected before the files run out
    limitFiles(server.pid, FEW)
    const refused = await create()
    expect(refused.status).toBe(503)
    expect(refused.text).toContain('too many files open')
    expect(await rpc()).toEqual(['14', expect.stringContaining('too many files open')])
    limitFiles(server.pid, MANY)
    const known = await create()
    expect(known.status).toBe(400)
    expect(known.text).toContain('Missing required field: text')
    expect(await rpc()).toEqual(['12', expect.any(String)])
  })

  test('replaces processes that cannot take connections, and answers again once they can', async () => {
    // A fixed port: all of them may end at once.
    const PORT = String(await freePort())
    const env = { PORT, API_DATA: folder, WEB_CONCURRENCY: '2', STORE_URL: 'sqlite:tasks.sqlite' }
    await using server = await startServer({ env })
    for (const pid of await workersOf(server)) limitFiles(pid, FEW)
    const health = () =>
      fetch(`${server.url}/_emulator/health`, { headers: { connection: 'close' } }).then(
        ({ status }) => status,
        () => 'cut off',
      )
    // If one of them did not end, this test would not.
    const during = await Promise.all(Array.from({ length: 10 }, health))
    expect(during.filter((one) => one !== 200 && one !== 'cut off')).toEqual([])
    await until('they are replaced', () => server.err().includes('and is replaced'))
    await until('all is well', async () => {
      const after = await Promise.all(Array.from({ length: 10 }, health))
      return after.every((status) => status === 200)
    })
  })
})
