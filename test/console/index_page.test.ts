// The page at `/` of a running emulator: what it tells, that it tells it safely, and that what it says to paste works.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Emulator } from '../../src/emulator.ts'
import { startEmulator } from '../../src/start_emulator.ts'
import { apiFolder } from '../helpers/api_folder.ts'
import { corpusDirectory } from '../helpers/corpus.ts'
import { codeBlocks, decoded } from './markup.ts'

const shell = (command: string) =>
  promisify(execFile)('sh', ['-c', command], { cwd: join(import.meta.dirname, '../..') })

async function pageOf(emulator: Emulator, search = ''): Promise<string> {
  const response = await fetch(`${emulator.url}/${search}`)
  return response.text()
}

describe('the page of the Task Queue API', () => {
  let emulator: Emulator
  beforeAll(async () => {
    emulator = await startEmulator({ apiData: apiFolder('taskqueue_v1beta2') })
  })
  afterAll(() => emulator.stop())

  test('tells where the server listens, what it serves, and which methods have a handler', async () => {
    const page = await pageOf(emulator)
    expect(page).toContain(`<span>http://</span>${emulator.url.replace('http://', '')}`)
    expect(page).toContain('Serves 1 API with 8 methods, all of them with a handler.')
    expect(page).toContain('Task Queue API')
    expect(page).toContain('taskqueue v1beta2')
    expect(page).toContain(`${emulator.url}/www.googleapis.com/taskqueue/v1beta2/projects/`)
    expect(page).toContain('8 of 8 methods have a handler')
    expect(page).toContain('Inserts a task.')
    expect(page.match(/title="has a handler"/g)).toHaveLength(8)
  })

  test('links to documents that are there', async () => {
    const links = [...(await pageOf(emulator)).matchAll(/href="([^"]+)"/g)].map(
      (match) => match[1]!,
    )
    const followed = links.filter((link) => !link.startsWith('data:'))
    expect(followed).toContain('discovery/v1/apis/taskqueue/v1beta2/rest')
    for (const link of followed) {
      const response = await fetch(new URL(decoded(link), `${emulator.url}/`))
      expect([link, response.status]).toEqual([link, 200])
    }
  })

  test('counts the tasks of each queue', async () => {
    const tasks = `${emulator.url}/taskqueue/v1beta2/projects/p/taskqueues/counted/tasks`
    for (const payloadBase64 of ['YQ==', 'Yg=='])
      await fetch(tasks, { method: 'POST', body: JSON.stringify({ payloadBase64 }) })
    const page = await pageOf(emulator)
    expect(page).toContain('Queues in memory of this process')
    expect(page).toMatch(/<td>p<\/td>\s*<td>counted<\/td>\s*<td class="number ">2<\/td>/)
  })

  test('every curl line does its call when it is pasted into a shell', async () => {
    const lines = codeBlocks(await pageOf(emulator)).filter((block) => block.startsWith('curl '))
    const statuses: Record<string, string> = {}
    for (const line of lines) {
      const { stdout } = await shell(`${line} -s -o /dev/null -D -`)
      const method = /^x-emulator-method: (.*)\r$/im.exec(stdout)![1]!
      statuses[method] = /^HTTP\/1.1 (\d+)/.exec(stdout)![1]!
    }
    const missingTask = '404'
    expect(statuses).toEqual({
      'taskqueue.taskqueues.get': '200',
      'taskqueue.tasks.insert': '200',
      'taskqueue.tasks.list': '200',
      'taskqueue.tasks.lease': '200',
      'taskqueue.tasks.get': missingTask,
      'taskqueue.tasks.delete': missingTask,
      'taskqueue.tasks.patch': missingTask,
      'taskqueue.tasks.update': missingTask,
    })
  })

  test('the first commands it names add a task, list it and lease it', async () => {
    const commands = codeBlocks(await pageOf(emulator)).find((block) => block.includes('npm run'))!
    const { stdout } = await shell(`set -e\n${commands}`)
    expect(stdout).toMatch(/added \w+/)
    expect(stdout).toContain('task#render')
  })

  test('lets the browser load nothing, and run nothing', async () => {
    const response = await fetch(`${emulator.url}/`)
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'; style-src 'sha256-")
    expect(policy).not.toContain('unsafe')
    expect(await response.text()).not.toMatch(/<script| style=| on\w+=/)
  })

  test('search finds methods by all of the words, wherever they are', async () => {
    const page = await pageOf(emulator, '?q=POST+oldest')
    expect(page).toContain('1 method for “POST oldest”')
    expect(page).toContain('<details open>')
    expect(page).toContain('taskqueue.tasks.lease')
    expect(page).not.toContain('taskqueue.tasks.insert')
    const none = await pageOf(emulator, '?q=nowhere')
    expect(none).toContain('0 methods for “nowhere”')
    expect(none).toContain('added by <code>npm run add NAME</code>')
  })

  test('an API that is not served is a 404 for a person, and other paths stay JSON', async () => {
    const response = await fetch(`${emulator.url}/?api=gone:v1`)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('No API gone:v1 is served here')
    const other = await fetch(`${emulator.url}/nowhere`, { headers: { accept: 'text/html' } })
    expect(other.status).toBe(404)
    expect(other.headers.get('content-type')).toContain('application/json')
  })

  test('keeps markup and quotes of the address bar out of the page', async () => {
    for (const parameter of ['q', 'api']) {
      const hostile = encodeURIComponent(`"><script>alert(1)</script>'`)
      const page = await pageOf(emulator, `?${parameter}=${hostile}`)
      expect(page).not.toContain('<script')
      expect(page).toContain('&lt;script&gt;')
    }
  })
})

describe('a folder of other documents', () => {
  let apiData: string
  beforeAll(async () => {
    apiData = await mkdtemp(join(tmpdir(), 'api_data-'))
  })
  afterAll(() => rm(apiData, { recursive: true }))

  const write = async (files: Record<string, unknown>) => {
    for (const [file, content] of Object.entries(files))
      await writeFile(
        join(apiData, file),
        typeof content === 'string' ? content : JSON.stringify(content),
      )
  }

  test('texts of a document cannot become markup or commands', async () => {
    const hostile = `</code><script>alert('1')</script>"';touch pwned;'`
    await write({ 'hostile_v1.api': hostileDocument(hostile) })
    await using emulator = await startEmulator({ apiData })
    for (const search of ['', `?api=${encodeURIComponent(`${hostile}:v1`)}`, '?q=script']) {
      const page = await pageOf(emulator, search)
      expect(page).toContain('&lt;script&gt;')
      expect(page).not.toContain('<script')
      const curl = codeBlocks(page).find((block) => block.startsWith('curl '))!
      const { stdout } = await shell(curl.replace(/^curl/, String.raw`printf '%s\n'`))
      expect(stdout.split('\n')[2]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\S+$/)
      expect(stdout.split('\n')).toHaveLength(8)
    }
    await rm(join(apiData, 'hostile_v1.api'))
  })

  test('a patched document says what was changed in it', async () => {
    await write({
      'other_v1.api': smallDocument('other'),
      'other_v1.patch.json': { title: 'Another <name>', schemas: { '<A>': { type: 'any' } } },
    })
    await using emulator = await startEmulator({ apiData })
    const page = await pageOf(emulator)
    expect(page).toContain('Another &lt;name&gt;')
    expect(page).toMatch(
      /by <code>other_v1\.patch\.json<\/code>: <code>\/title<\/code> <code>\/schemas\/&lt;A&gt;\/type<\/code>/,
    )
    const served = await fetch(`${emulator.url}/discovery/v1/apis/other/v1/rest`)
    expect(await served.json()).toMatchObject({ title: 'Another <name>' })
    await rm(join(apiData, 'other_v1.api'))
    await rm(join(apiData, 'other_v1.patch.json'))
  })

  test('routes that a module adds are listed as such, with a call that works', async () => {
    await write({
      'routed_v1.api': { ...smallDocument('routed'), servicePath: 'api/' },
      'routed_v1.ts': `export const handlers = { 'routed.get': () => ({}) }
export const routes = { 'GET /short': 'routed.get', '* /raw/{+name}': () => ({ status: 202 }) }`,
    })
    await using emulator = await startEmulator({ apiData })
    const page = await pageOf(emulator)
    expect(page).toMatch(
      /Other paths<\/h3>[^]*alias of routed\.<wbr \/>get<[^]*no method<[^]*\{\+name\}/,
    )
    const lines = codeBlocks(page).filter((block) => block.startsWith('curl '))
    const statuses = lines.map((line) => shell(`${line} -s -o /dev/null -w '%{http_code}'`))
    expect((await Promise.all(statuses)).map(({ stdout }) => stdout)).toEqual(['204', '204', '202'])
    await rm(join(apiData, 'routed_v1.api'))
    await rm(join(apiData, 'routed_v1.ts'))
  })

  test('a state that cannot be read is a sentence on the page', async () => {
    await write({
      'broken_v1.api': smallDocument('broken'),
      'broken_v1.ts': handlers(
        `export const overview = () => { throw new Error('Redis <is> gone') }`,
      ),
      'slow_v1.api': smallDocument('slow'),
      'slow_v1.ts': handlers(`export const overview = () => new Promise(() => {})`),
      'fine_v1.api': smallDocument('fine'),
      'fine_v1.ts': handlers(
        `export const overview = () => ({ title: 'Things', columns: ['<b>'], rows: [] })`,
      ),
    })
    await using emulator = await startEmulator({ apiData })
    const response = await fetch(`${emulator.url}/`)
    const page = await response.text()
    expect(response.status).toBe(200)
    expect(page).toContain('Its state cannot be shown now: Redis &lt;is&gt; gone')
    expect(page).toContain('Its state cannot be shown now: no answer in 3 seconds')
    expect(page).toMatch(/<h2>Things<\/h2>\s*<p class="empty">/)
    expect(page).toContain('0 of 1 method has a handler')
  })
})

describe.skipIf(corpusDirectory === undefined)('with the documents of the corpus', () => {
  let emulator: Emulator
  beforeAll(async () => {
    emulator = await startEmulator({ apiData: corpusDirectory! })
  })
  afterAll(() => emulator.stop())

  test('the page stays small: methods are on the page of their API', async () => {
    const page = await pageOf(emulator)
    expect(page.match(/<th scope="row">/g)!.length).toBeGreaterThanOrEqual(60)
    expect(page).not.toContain('<details')
    expect(page.length).toBeLessThan(60_000)
    const api = await pageOf(emulator, '?api=cloudtasks:v2')
    expect(api).toContain('<h1>Cloud Tasks API</h1>')
    expect(api).toContain('/v2/projects/test_project/locations/us-central1/queues&#39;')
  })

  test('a search that finds too much shows the first hundred', async () => {
    const page = await pageOf(emulator, '?q=list')
    expect(page.match(/<details/g)).toHaveLength(100)
    expect(page).toContain('The first 100 are shown')
    expect(page.length).toBeLessThan(200_000)
  })
})

const handlers = (overview: string) => `export const handlers = {}\n${overview}`

const smallDocument = (name: string) => ({
  name,
  version: 'v1',
  title: `The ${name} API`,
  rootUrl: `https://${name}.example.com/`,
  servicePath: '',
  methods: { get: { id: `${name}.get`, path: 'v1/things', httpMethod: 'GET' } },
})

const hostileDocument = (text: string) => ({
  name: text,
  version: 'v1',
  title: text,
  description: text,
  rootUrl: 'https://hostile.example.com/',
  servicePath: '',
  schemas: {
    [text]: {
      id: text,
      type: 'object',
      properties: {
        [text]: { type: 'string', enum: [text], annotations: { required: [text] } },
      },
    },
  },
  resources: {
    [text]: {
      methods: {
        [text]: {
          id: text,
          description: text,
          path: `v1/${text.replaceAll('/', '')}/{${text}}`,
          httpMethod: 'POST',
          parameters: {
            [text]: { type: 'string', location: 'path', required: true, pattern: text },
            [`${text}2`]: { type: 'string', location: 'query', required: true, enum: [text] },
          },
          request: { $ref: text },
        },
      },
    },
  },
})
