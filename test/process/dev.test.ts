// `dev` as someone who writes an API uses it: save, and the server runs what was saved.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freePort } from '../helpers/free_port.ts'
import { isAlive, startServer, until, type ServerProcess } from '../helpers/server_process.ts'
import { libraryDocument, writeLibrary } from './library.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dev-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Its list answers the process and the given title. */
const answering = (title: string): string =>
  `export const handlers = { 'library.books.list': () => ({ books: [{ name: String(process.pid), title: '${title}' }] }) }\n`

interface Seen {
  readonly pid: number
  readonly title: string
}

/** What the server answers now; undefined while it starts. */
async function seen(server: ServerProcess): Promise<Seen | undefined> {
  try {
    const response = await fetch(`${server.url}/library.example.com/v1/books`)
    const { books } = (await response.json()) as { books: [{ name: string; title: string }] }
    return { pid: Number(books[0].name), title: books[0].title }
  } catch {
    return undefined
  }
}

async function startDev(): Promise<ServerProcess> {
  await writeLibrary(folder, answering('first'))
  const env = { API_DATA: folder, PORT: String(await freePort()) }
  const server = await startServer({ command: 'dev', env })
  expect(await seen(server)).toMatchObject({ title: 'first' })
  return server
}

/** What is answered once the title is the given one. */
async function seenWith(server: ServerProcess, title: string): Promise<Seen | undefined> {
  let last: Seen | undefined
  await until(`the answer is ${title}`, async () => (last = await seen(server))?.title === title)
  return last
}

/** A served document, once it says `text`. */
async function documentWith(server: ServerProcess, path: string, text: string): Promise<string> {
  let last = ''
  await until(`${path} says ${text}`, async () => {
    const response = await fetch(server.url + path).catch(() => undefined)
    last = (await response?.text()) ?? ''
    return last.includes(text)
  })
  return last
}

describe('dev', () => {
  test('restarts on a change to a handler', async () => {
    await using server = await startDev()
    await writeLibrary(folder, answering('second'))
    expect(await seenWith(server, 'second')).toMatchObject({ title: 'second' })
  })

  test('restarts on a change to a document', async () => {
    await using server = await startDev()
    const text = JSON.stringify({ ...libraryDocument, title: 'Changed' })
    await writeFile(join(folder, 'library_v1.api'), text)
    expect(await documentWith(server, '/api/library/v1', 'Changed')).toContain('library:v1')
  })

  test('restarts on a patch beside a document', async () => {
    await using server = await startDev()
    await writeFile(join(folder, 'library_v1.patch.json'), JSON.stringify({ title: 'Patched' }))
    expect(await documentWith(server, '/api/library/v1', 'Patched')).toContain('library:v1')
  })

  test('restarts on a new pair', async () => {
    await using server = await startDev()
    await writeFile(
      join(folder, 'other_v1.api'),
      JSON.stringify({ ...libraryDocument, name: 'other', id: 'other:v1' }),
    )
    expect(await documentWith(server, '/api/other/v1', 'other:v1')).toContain('books')
  })

  test.each([
    ['library_v1.ts', 'export const handlers = {', 'handler modules that cannot be loaded'],
    ['library_v1.api', '{', 'library_v1.api#: not JSON'],
    ['library_v1.patch.json', '{"name": 1}', 'library_v1.patch.json#/name: once it is applied, '],
  ])(
    'survives a broken %s, says what is wrong, and goes on once it is mended',
    async (file, text, said) => {
      await using server = await startDev()
      await writeFile(join(folder, file), text)
      await until('the fault is named', () => server.err().includes(said))
      await rm(join(folder, file))
      await writeLibrary(folder, answering('mended'))
      expect(await seenWith(server, 'mended')).toMatchObject({ title: 'mended' })
    },
  )

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s stops it and leaves no process behind',
    async (signal) => {
      await using server = await startDev()
      const { pid = 0 } = (await seen(server)) ?? {}
      expect(pid).not.toBe(server.pid)
      server.signal(signal)
      const { code } = await server.ended
      expect(code).toBe(0)
      await until('the server process is gone', () => !isAlive(pid))
    },
  )

  test('Ctrl-C in a terminal, which reaches all its processes, stops it', async () => {
    await using server = await startDev()
    const { pid = 0 } = (await seen(server)) ?? {}
    server.signalGroup('SIGINT')
    expect(await server.ended).toMatchObject({ out: expect.stringContaining('listens on') })
    await until('the server process is gone', () => !isAlive(pid))
  })

  test('stops while what it serves is broken', async () => {
    await using server = await startDev()
    await writeFile(join(folder, 'library_v1.api'), '{')
    await until('the fault is named', () => server.err().includes('not JSON'))
    server.signal('SIGTERM')
    expect(await server.ended).toMatchObject({ signal: null })
  })
})
