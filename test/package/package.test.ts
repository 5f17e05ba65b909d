// The packages as their users have them: packed once, installed into empty folders, without this repository's sources.
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { google } from 'googleapis'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { pack, type Packed } from '../../release/pack.ts'
import { root, type PackageJson } from '../../release/packages.ts'
import { blocksOf } from '../docs/pages.ts'
import { Session } from '../docs/session.ts'
import { freePort } from '../helpers/free_port.ts'
import { startRegistry } from './registry.ts'
import { environment, packageManager, User } from './user.ts'

// Package managers and processes, several in a row.
vi.setConfig({ testTimeout: 120_000 })

const home = mkdtempSync(join(tmpdir(), 'home-'))
let packed: Packed[]
let registry: Awaited<ReturnType<typeof startRegistry>>

beforeAll(async () => {
  packed = await pack(join(home, 'packed'))
  registry = await startRegistry(packed)
}, 120_000)
afterAll(async () => {
  await registry[Symbol.asyncDispose]()
  rmSync(home, { recursive: true, force: true })
})

const named = (name: string): Packed => packed.find((each) => each.name === name)!

/** Who has installed packages with npm. */
async function userWith(...names: readonly string[]): Promise<User> {
  const user = new User(registry.url, home)
  await user.done('npm', ['install', ...names])
  return user
}

const installedIn = (user: User): string[] =>
  globSync('node_modules/{[!.@]*,@*/*}/package.json', { cwd: user.folder })

const notes = JSON.stringify({
  kind: 'discovery#restDescription',
  discoveryVersion: 'v1',
  id: 'notes:v1',
  name: 'notes',
  version: 'v1',
  protocol: 'rest',
  rootUrl: 'https://notes.example.com/',
  servicePath: '',
  batchPath: 'batch',
  schemas: {
    Note: {
      id: 'Note',
      type: 'object',
      properties: { name: { type: 'string' }, text: { type: 'string' } },
    },
  },
  resources: {
    notes: {
      methods: {
        get: {
          id: 'notes.notes.get',
          path: 'v1/{+name}',
          flatPath: 'v1/notes/{notesId}',
          httpMethod: 'GET',
          parameterOrder: ['name'],
          parameters: {
            name: { type: 'string', required: true, location: 'path', pattern: '^notes/[^/]+$' },
          },
          response: { $ref: 'Note' },
        },
        create: {
          id: 'notes.notes.create',
          path: 'v1/notes',
          flatPath: 'v1/notes',
          httpMethod: 'POST',
          parameters: { noteId: { type: 'string', location: 'query' } },
          request: { $ref: 'Note' },
          response: { $ref: 'Note' },
        },
      },
    },
  },
})

describe('what is in the emulator', () => {
  test('is what runs, in at most 3 MB', () => {
    const { files, unpackedSize } = named('discovery-emulator')
    const paths = files.map(({ path }) => path)
    for (const path of [
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'dist/bin/discovery-emulator.js',
      'dist/src/index.d.ts',
      'dist/src/queue/redis/lease.lua',
      'dist/src/queue/sqlite/schema.sql',
      'dist/src/console/page.css',
      'dist/src/resources/traits/known.json',
      'dist/api_data/taskqueue_v1beta2.api',
      'dist/api_data/taskqueue_v1beta2.js',
      'dist/bundled/LICENSES.md',
    ])
      expect(paths).toContain(path)
    expect(paths.filter((path) => /\b(test|bench|worker|render|docs)\//.test(path))).toEqual([])
    expect(paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))).toEqual([])
    expect(unpackedSize).toBeLessThan(3e6)
  })

  test.each([
    ['discovery-emulator'],
    ['@discovery-emulator/worker'],
    ['@discovery-emulator/render'],
  ])(
    '%s imports nothing that it does not name, and nothing that a folder of sources has',
    (name) => {
      const folder = mkdtempSync(join(home, 'unpacked-'))
      execFileSync('tar', ['-xzf', named(name).path, '-C', folder])
      const json = JSON.parse(
        readFileSync(join(folder, 'package/package.json'), 'utf8'),
      ) as PackageJson
      const known = [json['dependencies'], json['peerDependencies'], { [name]: '' }].flatMap(
        (table) => Object.keys(table ?? {}),
      )
      const strange = globSync('package/dist/{bin,src,api_data}/**/*.js', { cwd: folder })
        .filter((file) => !file.includes('/template/'))
        .flatMap((file) => importsIn(readFileSync(join(folder, file), 'utf8')))
        .filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier))
        .filter((specifier) => !known.some((one) => `${specifier}/`.startsWith(`${one}/`)))
      expect(strange).toEqual([])
      expect(json).not.toHaveProperty('devDependencies')
      expect(json).not.toHaveProperty('private')
    },
  )

  test('is no more than twelve packages with all that they need', async () => {
    using user = await userWith('discovery-emulator')
    const names = installedIn(user)
    expect(names.length).toBeLessThanOrEqual(12)
    expect(names.join()).not.toMatch(/typescript|googleapis|discovery-emulator\/(worker|render)/)
  })

  test('is of one version', () => {
    expect(new Set(packed.map(({ version }) => version)).size).toBe(1)
  })
})

const importsIn = (code: string): string[] =>
  [
    ...code.matchAll(
      /^(?:import|export) [^'"]*?from ['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm,
    ),
  ].map(([, first, second]) => first ?? second!)

describe('the emulator', () => {
  test('serves from an empty folder by npx, and is spoken to by the same command', async () => {
    using user = new User(registry.url, home)
    await using server = await user.start('npx', ['--yes', 'discovery-emulator', '--port', '0'])
    const api = `${server.url}/discovery/v1/apis/taskqueue/v1beta2/rest`
    const queue = (await google.discoverAPI(api)) as unknown as TaskQueue
    const { data } = await queue.tasks.insert({
      project: 'test_project',
      taskqueue: 'test_queue',
      requestBody: { payloadBase64: 'aGVsbG8=' },
    })
    const say = ['--yes', 'discovery-emulator', 'queue']
    const where = ['--discovery-url', `${server.url}/api/{api}/{apiVersion}`]
    const added = await user.done('npx', [...say, 'add', '--payload', 'two', ...where])
    expect(added).toMatch(/^added \w+\n$/)
    const listed = await user.done('npx', [...say, 'list', '--json', ...where])
    expect(JSON.parse(listed)).toMatchObject([{ id: data.id }, { payloadBase64: 'dHdv' }])
    expect(globSync('{*/package.json,node_modules}', { cwd: user.folder })).toEqual([])
  })

  test('has its pages, its cluster of processes and its answers to a Node that is too old', async () => {
    using user = await userWith('discovery-emulator')
    await using server = await user.start('npx', ['discovery-emulator', '--workers', '2'], {
      env: { PORT: String(await freePort()) },
    })
    const page = await fetch(`${server.url}/`)
    expect(await page.text()).toContain('npx discovery-emulator queue add')
    expect((await fetch(`${server.url}/_emulator/health`)).status).toBe(200)
    expect(await user.done('npx', ['discovery-emulator', '--help'])).toContain(
      'npx discovery-emulator dev',
    )
    expect(await user.done('npx', ['discovery-emulator', '--version'])).toBe(
      `${named('discovery-emulator').version}\n`,
    )
    const old =
      "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.1.0'})"
    const { code, err } = await user.run('npx', ['discovery-emulator'], {
      NODE_OPTIONS: `--import=${old}`,
    })
    expect([code, err]).toEqual([1, expect.stringContaining('this is Node 20.1.0.')])
  })

  test('adds an API to the folder it is called in, and serves it beside its own', async () => {
    using user = await userWith('discovery-emulator')
    await user.done('npm', ['init', '-y', '--init-type=commonjs'])
    user.write('notes.json', notes)
    const added = await user.done('npx', ['discovery-emulator', 'add', '--from', 'notes.json'])
    expect(added).toContain('2. Serve them: npx discovery-emulator dev')
    expect(globSync('api_data/**', { cwd: user.folder, withFileTypes: false }).toSorted()).toEqual([
      'api_data',
      'api_data/notes_v1.api',
      'api_data/notes_v1.ts',
      'api_data/package.json',
      'api_data/types',
      'api_data/types/notes_v1.ts',
    ])
    expect(await user.done('npx', ['discovery-emulator', 'types'])).toBe(
      'unchanged: api_data/types/notes_v1.ts\n',
    )
    user.write('api_data/notes_v1.ts', typedHandlers)
    await using server = await user.start('npx', ['discovery-emulator', '--port', '0'])
    const answer = await fetch(`${server.url}/v1/notes/a`)
    expect(await answer.json()).toEqual({ name: 'notes/a', text: 'from TypeScript' })
    const made = await fetch(`${server.url}/v1/notes?noteId=b`, json({ text: 'kept' }))
    expect([made.status, made.headers.get('x-emulator-origin')]).toEqual([200, 'stateful'])
    expect((await fetch(`${server.url}/api/taskqueue/v1beta2`)).status).toBe(200)
  })

  test('takes handlers in JavaScript, and with --api-data serves that folder alone', async () => {
    using user = await userWith('discovery-emulator')
    user.write('my_apis/notes_v1.api', notes)
    user.write('my_apis/package.json', '{ "type": "module" }')
    user.write(
      'my_apis/notes_v1.js',
      `import { notFound } from 'discovery-emulator'
       export const handlers = {
         'notes.notes.get': ({ params }) => { throw notFound('no ' + params.name) },
       }`,
    )
    const args = ['discovery-emulator', '--api-data', './my_apis', '--port', '0']
    await using server = await user.start('npx', args)
    const answer = await fetch(`${server.url}/v1/notes/a`)
    expect([answer.status, await answer.json()]).toMatchObject([
      404,
      { error: { message: 'no notes/a' } },
    ])
    expect((await fetch(`${server.url}/api/taskqueue/v1beta2`)).status).toBe(404)
  })

  test('gives one of its own APIs to be changed, with its handlers', async () => {
    using user = await userWith('discovery-emulator')
    const args = ['discovery-emulator', 'add', 'taskqueue', 'v1beta2', '--api-data', 'mine']
    await user.done('npx', args)
    user.write('mine/taskqueue_v1beta2.ts', changedHandlers)
    await using server = await user.start(
      'npx',
      'discovery-emulator --api-data mine --port 0'.split(' '),
    )
    const queues = `${server.url}/taskqueue/v1beta2/projects/p/taskqueues`
    const task = await fetch(`${queues}/q/tasks`, json({ payloadBase64: 'aGk=', queueName: 'q' }))
    expect(task.status).toBe(200)
    expect(await (await fetch(`${queues}/q`)).json()).toMatchObject({ id: 'mine' })
  })

  test('has types that a strict project compiles against', async () => {
    using user = await userWith('discovery-emulator')
    user.write('api_data/notes_v1.api', notes)
    await user.done('npx', ['discovery-emulator', 'types'])
    user.write('api_data/notes_v1.ts', typedHandlers)
    user.write('api_data/taskqueue_v1beta2.ts', changedHandlers)
    user.write('gunicorn-equivalent.config.ts', configFile)
    user.write('emulator.test.ts', testFile)
    user.write('package.json', '{ "type": "module" }')
    user.write('tsconfig.json', JSON.stringify(strict))
    expect(await user.done(process.execPath, [compiler, '-p', '.'])).toBe('')
    user.write('wrong.ts', "import { notFound } from 'discovery-emulator'\nnotFound(1)\n")
    expect((await user.run(process.execPath, [compiler, '-p', '.'])).out).toMatch(
      /wrong\.ts.*TS2345/,
    )
  })

  test('starts in a test of the user, with its state in memory', async () => {
    using user = await userWith('discovery-emulator')
    user.write('package.json', '{ "type": "module" }')
    user.write('emulator.test.ts', testFile)
    const { code, out } = await user.run(process.execPath, ['--test', 'emulator.test.ts'])
    expect(out).toMatch(/pass 1\n/)
    expect(code).toBe(0)
  })

  test.skipIf(inject('redisUrl') === null)(
    'keeps tasks in Redis by the client it brings',
    async () => {
      using user = await userWith('discovery-emulator')
      const args = ['discovery-emulator', '--port', '0', '--store-url']
      await using server = await user.start('npx', [
        ...args,
        `${inject('redisUrl')}?prefix=${home}:`,
      ])
      const tasks = `${server.url}/taskqueue/v1beta2/projects/p/taskqueues/q/tasks`
      const made = await fetch(tasks, json({ payloadBase64: 'aGk=', queueName: 'q' }))
      expect(made.status).toBe(200)
      const leased = await fetch(`${tasks}/lease?numTasks=1&leaseSecs=60`, { method: 'POST' })
      expect(await leased.json()).toMatchObject({ items: [{ payloadBase64: 'aGk=' }] })
    },
  )
})

const managers = [
  { name: 'pnpm', version: '10.34.9', add: ['add'], run: ['exec'] },
  { name: 'yarn', version: '1.22.22', add: ['add'], run: ['--silent', 'run'] },
].map((manager) => ({ ...manager, path: packageManager(manager.name, manager.version) }))

describe.each(managers)('by $name', ({ add, run, path }) => {
  test.skipIf(path === undefined)('the emulator is installed and serves', async () => {
    using user = new User(registry.url, home)
    user.write('package.json', '{ "name": "mine", "version": "1.0.0", "license": "MIT" }')
    await user.done(path!, [...add, 'discovery-emulator'])
    expect(await user.done(path!, [...run, 'discovery-emulator', '--version'])).toMatch(/^\d/)
    user.write('notes.json', notes)
    await user.done(path!, [...run, 'discovery-emulator', 'add', '--from', 'notes.json'])
    await using server = await user.start(path!, [...run, 'discovery-emulator', '--port', '0'])
    const made = await fetch(`${server.url}/v1/notes?noteId=b`, json({ text: 'kept' }))
    expect(await made.json()).toMatchObject({ name: 'notes/b', text: 'kept' })
  })
})

test('what the README says of the installed package is so', async () => {
  const [block] = blocksOf('README.md').filter(({ code }) => code.startsWith('$ npm install ../'))
  const parent = mkdtempSync(join(home, 'readers-'))
  const folder = join(parent, 'mine')
  const own = named('discovery-emulator')
  cpSync(own.path, join(parent, 'discovery-emulator/dist', basename(own.path)))
  for (const place of ['', 'my_apis']) {
    mkdirSync(join(folder, place), { recursive: true })
    writeFileSync(join(folder, place, 'notes_v1.api'), notes)
  }
  await using session = await Session.open('README.md', folder, environment(home, registry.url))
  await session.followPart(block!)
  expect(session.deviations).toEqual([])
})

describe('the worker host', () => {
  test('makes a service, whose test passes, and which does the work of a queue', async () => {
    using user = await userWith('discovery-emulator', '@discovery-emulator/worker')
    const made = await user.done('npx', ['worker', 'init', 'greeter'])
    expect(made).toContain('greeter/processor.ts')
    expect(made).not.toContain('.js\n')
    const tested = await user.run(process.execPath, ['--test', 'greeter/processor.test.ts'])
    expect(tested.out).toMatch(/fail 0\n/)
    await using server = await user.start('npx', ['discovery-emulator', '--port', '0'])
    const env = { API_DISCOVERY_URL: `${server.url}/api/{api}/{apiVersion}`, QUEUE_NAME: 'q' }
    const port = await freePort()
    await using _worker = await user.start('npx', ['worker', 'run', 'greeter/processor.ts'], {
      env: { ...env, PORT: String(port), ISOLATION: 'process', PROJECT_NAME: 'p' },
      address: /(\S)/,
    })
    await user.until(async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
      return answer?.ok === true ? true : undefined
    })
    const queue = ['discovery-emulator', 'queue']
    const own = { ...env, PROJECT_NAME: 'p' }
    await user.done('npx', [...queue, 'add', '--payload', '{"name":"Ann"}'], own)
    const result = await user.until(async () => {
      const leased = await user.run('npx', [...queue, 'lease', '--tag', 'result'], own)
      return leased.code === 0 ? leased.out : undefined
    })
    expect(result).toContain('Hello, Ann!')
  })

  test('has types that a strict project compiles against', async () => {
    using user = await userWith('@discovery-emulator/worker')
    const template = join(root, 'worker/src/init/template/processor.ts')
    user.write('processor.ts', readFileSync(template, 'utf8'))
    user.write('package.json', '{ "type": "module" }')
    user.write('tsconfig.json', JSON.stringify(strict))
    expect(await user.done(process.execPath, [compiler, '-p', '.'])).toBe('')
  })
})

describe('the render service', () => {
  test('draws what is asked for through a queue', async () => {
    using user = await userWith('discovery-emulator', '@discovery-emulator/render')
    await using server = await user.start('npx', ['discovery-emulator', '--port', '0'])
    const env = {
      API_DISCOVERY_URL: `${server.url}/api/{api}/{apiVersion}`,
      PROJECT_NAME: 'p',
      QUEUE_NAME: 'q',
      PORT: String(await freePort()),
      RENDER_SLEEP_TIME: '0.2',
    }
    const address = /web pages at (http:[^\s"]+)/
    await using render = await user.start('npx', ['render'], { env, address })
    const accept = { headers: { accept: 'text/html' } }
    expect((await fetch(render.url, accept)).headers.get('content-type')).toMatch(/^text\/html/)
    await user.done('npx', ['discovery-emulator', 'queue', 'add'], env)
    await user.until(async () => {
      const args = ['discovery-emulator', 'queue', 'document', '--out', 'cards.pdf']
      return (await user.run('npx', args, env)).code === 0 ? true : undefined
    })
    const document = readFileSync(join(user.folder, 'cards.pdf'))
    expect(document.subarray(0, 5).toString()).toBe('%PDF-')
  })
})

interface TaskQueue {
  readonly tasks: { insert(params: object): Promise<{ readonly data: { readonly id: string } }> }
}

const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

const compiler = join(root, 'node_modules/typescript/bin/tsc')

const strict = {
  compilerOptions: {
    target: 'esnext',
    lib: ['esnext'],
    module: 'nodenext',
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    // Our declarations are looked into as well.
    skipLibCheck: false,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  },
  include: ['**/*.ts'],
}

const typedHandlers = `import { notFound, type Handlers } from 'discovery-emulator'
import type { Methods, Note } from './types/notes_v1.ts'

export const handlers: Handlers<Methods> = {
  'notes.notes.get': ({ params }): Note => {
    if (params.name === 'notes/none') throw notFound('none')
    return { name: params.name, text: 'from TypeScript' }
  },
}
`

const changedHandlers = `import { handlers as own } from 'discovery-emulator/api_data/taskqueue_v1beta2'
export * from 'discovery-emulator/api_data/taskqueue_v1beta2'
export const handlers = { ...own, 'taskqueue.taskqueues.get': () => ({ id: 'mine' }) }
`

const configFile = `import type { ServerConfig } from 'discovery-emulator'
export default { workers: 1 } satisfies ServerConfig
`

const testFile = `import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import { startEmulator } from 'discovery-emulator'

test('a lease ends', async () => {
  await using emulator = await startEmulator()
  const tasks = emulator.url + '/taskqueue/v1beta2/projects/p/taskqueues/q/tasks'
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ payloadBase64: 'aGk=', queueName: 'q' })
  await fetch(tasks, { method: 'POST', headers, body })
  const lease = async () => {
    const answer = await fetch(tasks + '/lease?numTasks=1&leaseSecs=60', { method: 'POST' })
    return ((await answer.json()) as { items?: unknown[] }).items?.length ?? 0
  }
  equal(await lease(), 1)
  equal(await lease(), 0)
  emulator.clock.advance(61)
  equal(await lease(), 1)
})
`
