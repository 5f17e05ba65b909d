// What a server prints when it starts, and that it says in one sentence why it does not.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { apiFolder } from '../helpers/api_folder.ts'
import { commandHere } from '../helpers/command_here.ts'
import { ownApiData, runCommand, startServer, type Ended } from '../helpers/server_process.ts'
import { freePort } from '../helpers/free_port.ts'
import { notes } from '../helpers/notes_api.ts'

const taskQueue = apiFolder('taskqueue_v1beta2')

const EX_CONFIG = 78

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'start-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const serving = (env: Record<string, string>, args: string[]) => ({
  folder,
  args,
  env: { PORT: '0', STORE_URL: 'memory:', API_DATA: ownApiData, ...env },
})

const serve = (env: Record<string, string>, ...args: string[]): Promise<Ended> =>
  runCommand(serving(env, args))

/** Within this process: for what is refused before anything is opened. */
const refusedHere = (env: Record<string, string>, ...args: string[]): Promise<Ended> =>
  commandHere(serving(env, args))

/** A failed start prints its sentences and nothing else. */
const failed = (code: number, ...sentences: unknown[]) => ({
  code,
  signal: null,
  out: '',
  err: sentences.length === 1 ? sentences[0] : `${sentences.join('\n')}\n`,
})

const refusal = (text: string): string => `discovery-emulator: ${text}\n`

const api = (API_DATA: string): Record<string, string> => ({ API_DATA })

const document = (): Promise<string> => readFile(join(ownApiData, 'taskqueue_v1beta2.api'), 'utf8')

describe('the start screen', () => {
  test('says where the server listens, where tasks are, and which methods have a handler', async () => {
    await using server = await startServer()
    expect(server.out()).toContain(`discovery-emulator listens on ${server.url}\n`)
    expect(server.out()).toContain('tasks are kept in memory:\n')
    expect(server.out()).toContain('taskqueue v1beta2')
    expect(server.out()).toContain('8 of 8 methods have a handler\n')
    expect(server.out()).toContain(`${server.url}/discovery/v1/apis\n`)
    expect(server.err()).toBe('')
  })

  test('its addresses answer', async () => {
    await using server = await startServer({ env: { API_DATA: taskQueue } })
    const addresses = server.out().match(/http:\S+/g) ?? []
    expect(addresses.length).toBeGreaterThan(3)
    for (const address of addresses.filter((each) => !each.endsWith('/projects/')))
      expect(await fetch(address)).toMatchObject({ status: 200 })
  })

  test('does not tell the password of a store', async () => {
    const { err } = await serve({ STORE_URL: `redis://me:secret@127.0.0.1:${await freePort()}` })
    expect(err).toContain('Redis at 127.0.0.1')
    expect(err).not.toContain('secret')
  })

  test('is the same with workers, once', async () => {
    const env = { WEB_CONCURRENCY: '2', STORE_URL: 'sqlite:data/tasks.sqlite' }
    await using server = await startServer({ env })
    expect(server.out().match(/listens on/g)).toHaveLength(1)
    expect(server.out()).toContain('tasks are kept in sqlite:data/tasks.sqlite\n')
    expect(await fetch(`${server.url}/_emulator/health`)).toMatchObject({ status: 200 })
    expect(server.err()).toBe('')
  })
})

describe('a port that is taken', () => {
  test.each(['1', '2'])('is one sentence and exit code 1, with %s processes', async (workers) => {
    const other = createServer()
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const PORT = String(typeof address === 'object' ? address?.port : 0)
    try {
      const env = { PORT, WEB_CONCURRENCY: workers, STORE_URL: 'sqlite:tasks.sqlite' }
      const sentence = `127.0.0.1:${PORT} is in use already, maybe by another emulator. Stop that one, or choose a port with PORT=… or --port.`
      expect(await serve(env)).toEqual(failed(1, refusal(sentence)))
    } finally {
      await new Promise((resolve) => void other.close(resolve))
    }
  })

  test.each([
    ['192.0.2.1', '192.0.2.1 is not an address of this machine; see HOST.'],
    ['no-such-host.invalid', 'the host "no-such-host.invalid" is not known; see HOST.'],
  ])('HOST=%s is no address of this machine', async (HOST, sentence) => {
    expect(await serve({ HOST })).toEqual(failed(1, refusal(sentence)))
  })
})

describe('settings', () => {
  test('all that is wrong is named at once: flags, environment and config file', async () => {
    const file =
      'export default { timeout: 0, keepalive: "long", wrokers: 3, strict_queues: true }\n'
    await writeFile(join(folder, 'gunicorn-equivalent.config.ts'), file)
    const ended = await serve({ BACKLOG: 'few', PORT: 'x' }, '--workers', 'two', '--store-url=')
    const { code, out, err } = ended
    expect({ code, out }).toEqual({ code: EX_CONFIG, out: '' })
    expect(err.trimEnd().split('\n')).toEqual([
      'discovery-emulator: gunicorn-equivalent.config.ts: there is no setting "wrokers"',
      'HOST:PORT is "127.0.0.1:x", but must be HOST:PORT with a port from 0 to 65535, or unix:PATH',
      '--workers is "two", but must be a whole number from 1 to 256',
      'timeout in gunicorn-equivalent.config.ts is "0", but must be a whole number from 1 to 86400',
      'keepalive in gunicorn-equivalent.config.ts is "long", but must be a whole number from 1 to 86400',
      'BACKLOG is "few", but must be a whole number from 1 to 65535',
      '--store-url is "", but must be sqlite:FILE, memory:, redis://HOST:PORT, redis-cluster://HOST:PORT,… or redis-sentinel://HOST:PORT,…/MASTER',
      'strict_queues needs queue_yaml, or no queue could be used at all',
    ])
  })

  test('memory: cannot be shared by workers', async () => {
    const sentence =
      'workers is more than 1, but each worker would have its own memory: store; use sqlite:FILE or redis://'
    expect(await refusedHere({ WEB_CONCURRENCY: '2' })).toEqual(
      failed(EX_CONFIG, refusal(sentence)),
    )
  })

  test.each([
    ['export default 5', 'it has no default export with settings'],
    ['export const bind = 5', 'it has no default export with settings'],
    ['throw new Error("not today")', 'not today'],
    ['export default {', expect.stringMatching(/\S/)],
  ])('a config file that says %j cannot be read', async (text, why) => {
    const file = join(folder, 'own.config.ts')
    await writeFile(file, text)
    const { code, out, err } = await serve({}, '--config', file)
    expect({ code, out }).toEqual({ code: EX_CONFIG, out: '' })
    const [first = '', ...rest] = err.trimEnd().split('\n')
    const start = `discovery-emulator: cannot read the config file ${file}: `
    expect(first.startsWith(start)).toBe(true)
    expect(first.slice(start.length)).toEqual(why)
    expect(rest).toEqual([])
  })

  test('a config file that is named must be there', async () => {
    const sentence = 'there is no config file nowhere.ts'
    expect(await refusedHere({}, '--config', 'nowhere.ts')).toEqual(
      failed(EX_CONFIG, refusal(sentence)),
    )
  })

  test.each([
    [
      ['--prt', '1'],
      /^discovery-emulator: there is no option --prt; did you mean --port\? See --help\.\n$/,
    ],
    [
      ['--prot', '1'],
      /^discovery-emulator: there is no option --prot; did you mean --port\? See --help\.\n$/,
    ],
    [
      ['--no-such-flag'],
      /^discovery-emulator: there is no option --no-such-flag\. See --help\.\n$/,
    ],
    [
      ['--timeout', '-1'],
      /^discovery-emulator: Option '--timeout' argument is ambiguous\. See --help\.\n$/,
    ],
    [
      ['--force'],
      /^discovery-emulator: serve has no option --force; it is one of add\. See --help\.\n$/,
    ],
    [['--port'], /^discovery-emulator: Option '--port <value>' argument missing\. See --help\.\n$/],
    [['twice'], /^discovery-emulator: "twice" is not understood\. See --help\.\n$/],
  ])('%j is not understood', async (args, sentence) => {
    const { code, out, err } = await refusedHere({}, ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(sentence)
  })

  test.each([
    [['--faults', 'status=GONE'], '--faults: /status: it must be a code of HTTP, or one of'],
    [['--faults', 'nowhere.json'], 'cannot read the faults of nowhere.json'],
    [['--roles', 'nowhere.json'], 'nowhere.json'],
  ])('what %j names is read before anything is served', async (args, sentence) => {
    const { code, out, err } = await refusedHere({}, ...args)
    expect({ code, out }).toEqual({ code: 78, out: '' })
    expect(err).toContain(sentence)
  })

  test.each([
    ["import './nowhere.ts'", 'nowhere.ts', ''],
    ["import './nowhere'", 'nowhere', '; an import has the whole name of its file'],
    ["import 'none-such'", 'notes_v1.ts', '; install it'],
    [
      "import { Handlers } from 'discovery-emulator'",
      'notes_v1.ts:1',
      '; if that is a type, write `import type`',
    ],
    ['\nexport const handlers = { a: [ }', 'notes_v1.ts:2', ''],
    ["throw new Error('no')", 'notes_v1.ts:1', ''],
    ['export enum Color { red }', 'notes_v1.ts:1', '; Node runs what is JavaScript'],
  ])('of a module %j the place of the mistake is told: %s%s', async (source, place, advice) => {
    await writeFile(join(folder, 'notes_v1.api'), JSON.stringify(notes))
    await writeFile(join(folder, 'notes_v1.ts'), source)
    const { code, err } = await runCommand({ folder, command: 'check', env: api(folder) })
    expect(code).toBe(EX_CONFIG)
    expect(err).toContain(join(folder, place))
    expect(err).toContain(advice)
    expect(err).not.toContain('import_handlers')
  })

  test('a module in a package of CommonJS is told what the package must say', async () => {
    await writeFile(join(folder, 'package.json'), '{"type": "commonjs"}')
    await writeFile(join(folder, 'notes_v1.api'), JSON.stringify(notes))
    await writeFile(join(folder, 'notes_v1.ts'), 'export const handlers = {}')
    const { code, err } = await runCommand({ folder, command: 'check', env: api(folder) })
    expect(code).toBe(EX_CONFIG)
    expect(err).toContain('; write "type": "module" into the package.json beside it or above it')
  })

  test('of too many words those are named that are too many', async () => {
    const ended = await commandHere({ folder, command: 'add', args: ['dns', 'v1', 'now'] })
    const sentence = '"now" is not understood; add takes NAME [VERSION]. See --help.'
    expect(ended).toEqual(failed(2, refusal(sentence)))
  })

  test('a command that is none is not understood', async () => {
    const ended = await commandHere({ folder, command: 'sevre' })
    const sentence = 'there is no command "sevre"; did you mean serve? See --help.'
    expect(ended).toEqual(failed(2, refusal(sentence)))
    const { err } = await commandHere({ folder, command: 'unheard' })
    expect(err).toContain('there is no command "unheard"; there are serve, dev, check, ')
  })

  test.each([
    ['add', '--help'],
    ['help', 'add'],
  ])('%s %s tells what add takes, and no settings', async (command, word) => {
    const { code, out, err } = await commandHere({ folder, command, args: [word] })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('NAME [VERSION] [OPTIONS]')
    expect(out).toContain('--protos from=SOURCE')
    expect(out).not.toContain('WEB_CONCURRENCY')
  })

  test('flags come before the environment, that before the config file, that before defaults', async () => {
    await writeFile(
      join(folder, 'gunicorn-equivalent.config.ts'),
      'export default { network_ipaddress: "file:1", bind: "[::1]:1", store_url: "sqlite:file.sqlite" }',
    )
    await using server = await startServer({
      folder,
      args: ['--network-ipaddress', 'flag:1'],
      env: { NETWORK_IPADDRESS: 'environment:1', HOST: 'localhost' },
    })
    const response = await fetch(`${server.url}/discovery/v1/apis/taskqueue/v1beta2/rest`)
    expect(await response.text()).toContain('http://flag:1/')
    expect(server.url).toMatch(/^http:\/\/localhost:\d+$/)
    expect(server.out()).toContain('tasks are kept in memory:')
  })

  test('--help tells every setting and exits with 0', async () => {
    const { code, out, err } = await refusedHere({ PORT: 'abc' }, '--help')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    for (const name of ['--bind', 'WEB_CONCURRENCY', '--limit-request-body', 'NETWORK_IPADDRESS'])
      expect(out).toContain(name)
  })
})

describe('the log', () => {
  test.each(['1', '2'])(
    'that cannot be written is one sentence, with %s processes',
    async (workers) => {
      const ACCESSLOG = join(folder, 'nowhere', 'access.log')
      const { code, out, err } = await serve({
        ACCESSLOG,
        WEB_CONCURRENCY: workers,
        STORE_URL: 'sqlite:tasks.sqlite',
      })
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expect(err).toMatch(
        /^discovery-emulator: cannot write the log [^\n]*access\.log: ENOENT[^\n]*\n$/,
      )
    },
  )
})

describe('documents and handlers', () => {
  test('a folder that is not there', async () => {
    const missing = join(folder, 'nowhere')
    const { code, out, err } = await serve(api(missing))
    expect({ code, out }).toEqual({ code: EX_CONFIG, out: '' })
    expect(err).toMatch(
      /^discovery-emulator: cannot read the folder of discovery documents .*: there is no such folder\. .*\n$/,
    )
    expect(err).toContain('--api-data DIR or API_DATA=DIR')
  })

  test('a folder without documents', async () => {
    const sentence = `there is no .api document in ${folder}; put one there, or name another folder with --api-data DIR or API_DATA=DIR`
    expect(await serve(api(folder))).toEqual(failed(EX_CONFIG, refusal(sentence)))
  })

  test.each(['1', '2'])('broken documents, each named, with %s processes', async (workers) => {
    await writeFile(join(folder, 'a.api'), '{')
    await writeFile(join(folder, 'b.api'), '[]')
    await writeFile(join(folder, 'good.api'), await document())
    await mkdir(join(folder, 'c.api'))
    const env = { WEB_CONCURRENCY: workers, STORE_URL: 'sqlite:tasks.sqlite' }
    const { code, out, err } = await serve({ ...api(folder), ...env })
    expect({ code, out }).toEqual({ code: EX_CONFIG, out: '' })
    expect(err).toMatch(/\n {2}a\.api#: not JSON: .*\n {2}b\.api#.*\n {2}c\.api#.*EISDIR/)
    expect(err).not.toMatch(/^\s+at /m)
  })

  test.each([
    ['export const handlers = {', /pair\.ts: .*pair\.ts:\d+\)/],
    ['throw new Error("not today")', /pair\.ts: not today \(.*pair\.ts:1\)/],
    ['throw "a string"', /pair\.ts: a string/],
    ['import "./nowhere.ts"', /pair\.ts: Cannot find module .*nowhere\.ts/],
    ['import nothing from "no-such-package"', /pair\.ts: Cannot find package 'no-such-package'/],
    ['import { nothing } from "discovery-emulator"\nnothing()', /pair\.ts: .*nothing/],
    ['enum No { A }\nexport const handlers = {}', /pair\.ts: .*enum/],
    ['export const other = 1', /pair\.ts: it must export a table `handlers` by method id/],
    [
      'export const handlers = { "taskqueue.tasks.leese": () => ({}) }',
      /has no method taskqueue\.tasks\.leese; did you mean taskqueue\.tasks\.lease\?/,
    ],
    [
      'export const handlers = { "taskqueue.tasks.lease": 5 }',
      /the handler of taskqueue\.tasks\.lease is not a function/,
    ],
  ])('a handler module that says %j', async (text, problem) => {
    await writeFile(join(folder, 'pair.api'), await document())
    await writeFile(join(folder, 'pair.ts'), text)
    const { code, out, err } = await serve(api(folder))
    expect({ code, out }).toEqual({ code: EX_CONFIG, out: '' })
    const [first, ...rest] = err.trimEnd().split('\n')
    expect(first).toMatch(/^discovery-emulator: .*:$/)
    expect(rest).toEqual([expect.stringMatching(problem)])
  })

  test('a handler module whose state cannot be made is named', async () => {
    await writeFile(join(folder, 'pair.api'), await document())
    const text =
      'export const handlers = {}\nexport function open() { throw new Error("no luck") }\n'
    await writeFile(join(folder, 'pair.ts'), text)
    expect(await serve(api(folder))).toEqual(failed(1, refusal('pair.ts: no luck')))
  })

  test.each([
    ['queue: 5', '"queue" must be a list of queues'],
    ['queue:\n- name: a b', 'queue 1: name must be 1 to 100 letters, digits, - or _, is "a b"'],
  ])('a queue.yaml that says %j', async (text, problem) => {
    await writeFile(join(folder, 'queue.yaml'), text)
    const { code, out, err } = await serve({ API_DATA: taskQueue, QUEUE_YAML: 'queue.yaml' })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toBe(refusal(`taskqueue_v1beta2.ts: queue.yaml: ${problem}`))
  })
})

describe('a store that cannot be had', () => {
  test.each(['1', '2'])('Redis is not there, with %s processes', async (workers) => {
    const port = await freePort()
    const env = { STORE_URL: `redis://127.0.0.1:${port}`, WEB_CONCURRENCY: workers }
    const { code, out, err } = await serve(env)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(
      /^discovery-emulator: [^\n]*no Redis at 127\.0\.0\.1:\d+[^\n]*ECONNREFUSED[^\n]*\n$/,
    )
  })

  test('REDIS_HOST and REDIS_PORT name a Redis, as in the original', async () => {
    const REDIS_PORT = String(await freePort())
    const env = { PORT: '0', API_DATA: ownApiData, REDIS_HOST: 'localhost', REDIS_PORT }
    const { code, err } = await runCommand({ folder, env })
    expect(code).toBe(1)
    expect(err).toContain(`no Redis at localhost:${REDIS_PORT}`)
  })

  test.each([
    ['a text', 'it is no SQLite database'],
    [undefined, 'it cannot be opened'],
  ])('a SQLite file that is %s', async (content, problem) => {
    const file = join(folder, 'tasks.sqlite')
    if (content === undefined) await mkdir(file)
    else await writeFile(file, content.repeat(500))
    const { code, out, err } = await serve({ STORE_URL: `sqlite:${file}` })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^discovery-emulator: [^\n]*\n$/)
    expect(err).toContain(problem)
  })
})

test('what a start has compiled is there for the next one, though the server may be killed at any time', async () => {
  await using _ = await startServer({ env: { NODE_COMPILE_CACHE: folder } })
  const files = async () => (await readdir(folder, { recursive: true })).length
  await expect.poll(files, { timeout: 10_000 }).toBeGreaterThan(300)
})
