// `npm run add`: a document from a discovery service, ready to be served; and each reason why it cannot be had.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Emulator } from '../../../src/emulator.ts'
import { startEmulator } from '../../../src/start_emulator.ts'
import { compile } from '../../helpers/compile.ts'
import { commandHere } from '../../helpers/command_here.ts'
import { ownApiData, startServer, type Ended } from '../../helpers/server_process.ts'
import { serving } from '../../helpers/serving.ts'

let folder: string
let google: Emulator

beforeAll(async () => {
  google = await startEmulator()
})
afterAll(() => google.stop())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'add-'))
  return () => rm(folder, { recursive: true })
})

const add = (...args: string[]): Promise<Ended> =>
  commandHere({ folder, command: 'add', args, env: { API_DATA: folder } })

const written = (file: string): Promise<string> => readFile(join(folder, file), 'utf8')

describe('add', () => {
  test('writes the document, its types and a file for its handlers, and says what it holds', async () => {
    const { code, out, err } = await add('taskqueue', 'v1beta2', '--from', google.url)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(
      `(taskqueue v1beta2), from ${google.url}/discovery/v1/apis/taskqueue/v1beta2/rest`,
    )
    expect(out).toMatch(/ {2}host {7}www\.googleapis\.com\n {2}methods {4}8\n/)
    expect(out).toMatch(/ {2}resources {2}taskqueues 1, tasks 7\n {2}uploads {4}none\n/)
    expect(out).toContain(`npm run dev -- --api-data ${folder}`)
    expect((await readdir(folder)).toSorted()).toEqual([
      'taskqueue_v1beta2.api',
      'taskqueue_v1beta2.ts',
      'types',
    ])
    expect(await written('types/taskqueue_v1beta2.ts')).toBe(
      await readFile(join(ownApiData, 'types/taskqueue_v1beta2.ts'), 'utf8'),
    )
  })

  test('reads no more of an answer than a document may have', async () => {
    let sent = 0
    await using endless = await serving((_, response) => {
      response.setHeader('content-type', 'application/json')
      const chunk = Buffer.alloc(2 ** 20, ' ')
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent += 1
      }
      response.on('drain', more)
      more()
    })
    const { code, err } = await add('--from', `${endless.url}/x.json`)
    expect(code).not.toBe(0)
    expect(err).toMatch(/answers more than 64 MiB, which no discovery document has/)
    expect(sent).toBeLessThan(200)
  })

  test('prints no control character of a document', async () => {
    const text = await readFile(join(ownApiData, 'taskqueue_v1beta2.api'), 'utf8')
    const document = { ...JSON.parse(text), title: 'x\u001b]0;title\u0007' }
    await writeFile(join(folder, 'evil.json'), JSON.stringify(document))
    const { out } = await add('--from', join(folder, 'evil.json'))
    expect(out).toContain('x\\u001b]0;title\\u0007 (taskqueue v1beta2)')
    // oxlint-disable-next-line no-control-regex
    expect(out).not.toMatch(/[\u001b\u0007]/)
  })

  test("gives a document from an emulator Google's addresses back", async () => {
    await add('taskqueue', 'v1beta2', '--from', google.url)
    const original = await readFile(join(ownApiData, 'taskqueue_v1beta2.api'), 'utf8')
    expect(await written('taskqueue_v1beta2.api')).toBe(original)
  })

  test('a scaffolded API is served, and answers once its stubs are taken in', async () => {
    const { out } = await add('taskqueue', '--from', google.url)
    const stubs = await written('taskqueue_v1beta2.ts')
    const handlers = stubs.replaceAll(/^ {2}\/\/ (?=['} ])/gm, '  ')
    expect(handlers).toContain("\n  'taskqueue.tasks.")
    await writeFile(join(folder, 'taskqueue_v1beta2.ts'), handlers)
    await using server = await startServer({ env: { API_DATA: folder } })
    const url = /3\. Call one: +curl '([^']+)'/.exec(out)![1]!
    const answer = await fetch(url.replace(/^http:..[^/]+/, server.url))
    expect([answer.status, await answer.json()]).toEqual([200, {}])
    expect(answer.headers.get('x-emulator-method')).toBe('taskqueue.taskqueues.get')
  })

  test('what it scaffolds compiles, with its stubs and without', async () => {
    await add('taskqueue', '--from', google.url)
    const stubs = await written('taskqueue_v1beta2.ts')
    const types = await written('types/taskqueue_v1beta2.ts')
    for (const handlers of [stubs, stubs.replaceAll(/^ {2}\/\/ (?=['} ])/gm, '  ')])
      expect(
        await compile({ 'taskqueue_v1beta2.ts': handlers, 'types/taskqueue_v1beta2.ts': types }),
      ).toBe('')
    // The compiler reads all of Google's client.
  }, 120_000)

  test('never replaces a document unless forced, and handlers not even then', async () => {
    await add('taskqueue', '--from', google.url)
    await writeFile(join(folder, 'taskqueue_v1beta2.api'), '{}')
    await writeFile(join(folder, 'taskqueue_v1beta2.ts'), 'export const handlers = {}')
    const refused = await add('taskqueue', '--from', google.url)
    expect(refused.code).toBe(78)
    expect(refused.err).toContain('taskqueue_v1beta2.api is there already; --force replaces it')
    expect(await written('taskqueue_v1beta2.api')).toBe('{}')
    const forced = await add('taskqueue', '--from', google.url, '--force')
    expect(forced.out).toContain('kept: ')
    expect(await written('taskqueue_v1beta2.api')).toContain('"name": "taskqueue"')
    expect(await written('taskqueue_v1beta2.ts')).toBe('export const handlers = {}')
  })

  test('reads a file, and a URL that is a document', async () => {
    const file = join(ownApiData, 'taskqueue_v1beta2.api')
    expect(await add('--from', file)).toMatchObject({ code: 0, err: '' })
    const url = `${google.url}/www.googleapis.com/$discovery/rest?version=v1beta2`
    expect(await add('--force', '--from', url)).toMatchObject({ code: 0, err: '' })
    expect(await written('taskqueue_v1beta2.api')).toBe(await readFile(file, 'utf8'))
  })

  test('a version that is not there is refused with those that are', async () => {
    const { code, err } = await add('taskqueue', 'v9', '--from', google.url)
    expect({ code, err }).toEqual({
      code: 1,
      err: 'discovery-emulator: taskqueue has no version v9; it has v1beta2 (preferred).\n',
    })
  })

  test('an API that is not there is refused with where to look', async () => {
    const { err } = await add('tusk', '--from', google.url)
    expect(err).toBe(
      `discovery-emulator: there is no API "tusk". What there is, is listed at ${google.url}/discovery/v1/apis.\n`,
    )
  })

  test.each([
    ['text/html', '<!doctype html>', /answers a web page \(text\/html\), not a discovery document/],
    ['application/json', '{"kind": ', /is not JSON: /],
    ['application/json', '{"name": "a"}', /cannot be served:\n {2}#\/version: not a discovery/],
    ['application/json', '[]', /cannot be served:\n {2}#: not a discovery document: the root/],
  ])('an answer of %s %s is one clear refusal', async (type, body, said) => {
    await using server = await serving((_, response) => {
      response.writeHead(200, { 'content-type': type }).end(body)
    })
    const { code, err } = await add('a', 'v1', '--from', server.url)
    expect(code).toBeGreaterThan(0)
    expect(err).toMatch(said)
    expect(err).toContain(server.url)
    expect(await readdir(folder)).toEqual([])
  })

  test('a fault of the service, and no service at all, are one sentence', async () => {
    await using server = await serving((_, response) => void response.writeHead(503).end())
    expect((await add('a', 'v1', '--from', server.url)).err).toMatch(
      /\/a\/v1\/rest answers 503 Service Unavailable\.\n$/,
    )
    await server[Symbol.asyncDispose]()
    expect((await add('a', 'v1', '--from', server.url)).err).toBe(
      `discovery-emulator: ${server.url} cannot be reached (ECONNREFUSED); --from names another discovery service, or a file.\n`,
    )
  })

  test('a document whose name would lead out of the folder is refused', async () => {
    const text = await readFile(join(ownApiData, 'taskqueue_v1beta2.api'), 'utf8')
    await writeFile(join(folder, 'evil.json'), text.replace('"taskqueue"', '"../taskqueue"'))
    const { err } = await add('--from', join(folder, 'evil.json'))
    expect(err).toContain('which can be no file name')
  })

  test('another API than the one asked for is refused', async () => {
    const { err } = await add('tasks', 'v1', '--from', join(ownApiData, 'taskqueue_v1beta2.api'))
    expect(err).toMatch(/is taskqueue v1beta2, not tasks v1\.\n$/)
  })

  test('without a name it asks for one', async () => {
    expect((await add('--from', google.url)).err).toContain('which API? Say its name')
  })
})
