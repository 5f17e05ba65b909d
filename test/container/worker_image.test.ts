// Services on the worker host's base image: the examples say what they say on this machine, and no secret stays inside.
import { createServer } from 'node:http'
import { cp, mkdtemp, mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startEmulator } from 'discovery-emulator'
import { isLeased, testQueue } from '../../worker/test/helpers/queue.ts'
import { npmStart } from '../../worker/test/helpers/npm_start.ts'
import { openBroker } from '../../worker/test/helpers/rabbitmq.ts'
import { until } from '../../worker/test/helpers/until.ts'
import { build, docker, imageContains, root, runContainer } from './docker.ts'

const run = promisify(execFile)
const examples = join(root, 'worker/examples')
const broker = inject('hasEngine') ? await openBroker() : undefined
afterAll(() => broker?.[Symbol.asyncDispose]())

/** Without the time of day. */
const linesOf = (output: string): string[] =>
  output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} /, ''))

/** In the network of this machine, where the emulator and the broker of a test are. */
const onHost = (settings: Readonly<Record<string, string>>): readonly string[] => [
  '--network=host',
  ...Object.entries(settings).map(([key, value]) => `--env=${key}=${value}`),
]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function makeService(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const place = join(folder, name)
  await mkdir(place)
  const all = { Dockerfile: 'FROM discovery-emulator-worker:onbuild\n', ...files }
  for (const [file, text] of Object.entries(all)) await writeFile(join(place, file), text)
  return place
}

describe.skipIf(!inject('hasEngine'))('a service in a container', () => {
  test.for([
    // Its queue's name is in quotes in the file.
    ['service_example', 5, 'Listening to RabbitMQ queue CST_SERVICE_test_queue'],
    ['cron_service_example', 4, 'processor_type: LoggingServiceProcessor'],
    ['cron_run_at_example', 4, 'processor_type: LoggingServiceProcessor'],
    ['isle_consumer', 2, "RUNNING 'isleconsumer'"],
  ] as const)(
    '%s says first what it says here, with the same file of settings',
    async ([name, count, said]) => {
      const place = join(examples, name)
      const url = new URL(broker?.url ?? 'amqp://none')
      const address = { RABBITMQ_HOST: url.hostname, RABBITMQ_PORT: url.port }
      await using here = npmStart(name, address)
      await until(`${name} says its first lines here`, () => linesOf(here.output()).length >= count)
      await build(`example-${name.replaceAll('_', '-')}`, place)
      await using container = await runContainer(
        ...onHost(address),
        `--env-file=${join(place, '.env')}`,
        `example-${name.replaceAll('_', '-')}`,
      )
      const output = await until(`${name} says its first lines in a container`, async () => {
        const logs = await container.logs()
        return linesOf(logs).length >= count && logs
      })
      expect(linesOf(output).slice(0, count)).toEqual(linesOf(here.output()).slice(0, count))
      expect(output).toContain(said)
      expect(await container.stop(10)).toBe(0)
      expect(await container.logs()).toContain('SHUT DOWN COMPLETE')
    },
  )

  test('hands its tasks back at once when it is stopped in the middle of them', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    const place = await makeService('sleeper', {
      'package.json': '{ "name": "sleeper", "version": "1.0.0", "type": "module" }',
      'processor.ts': `
        import { setTimeout as pause } from 'node:timers/promises'
        import { defineWorker } from '@discovery-emulator/worker'
        export default defineWorker({ process: (_, { signal }) => pause(3_600_000, undefined, { signal }) })`,
    })
    await build('service-sleeper', place)
    const id = await queue.put({})
    await using container = await runContainer(
      ...onHost({ ...queue.env, SHUTDOWN_GRACE_SECONDS: '1', LEASE_SECONDS: '600' }),
      'service-sleeper',
    )
    await until('the task is leased', async () => (await queue.list('task')).some(isLeased))
    expect(await container.stop(30)).toBe(0)
    expect(await queue.available('task')).toMatchObject([{ id }])
  })

  test('gets the freshest of dev_packages while it is developed, and says so', async () => {
    const place = await makeService('developed', {
      'package.json': JSON.stringify({
        name: 'developed',
        description: crypto.randomUUID(), // no step comes from a cache
        version: '1.0.0',
        type: 'module',
        dependencies: {
          '@discovery-emulator/worker': 'file:../elsewhere',
          '@a/words': 'file:./words',
        },
      }),
      'processor.ts': `
        import { defineWorker } from '@discovery-emulator/worker'
        import { word } from '@a/words'
        console.log('the word is ' + word)
        export default defineWorker({ isolate: 'none', process: () => undefined })`,
    })
    await mkdir(join(place, 'dev_packages'))
    for (const [version, word, age] of [
      ['1.0.0', 'released', 3],
      ['1.1.0', 'fresh', 1],
      ['1.2.0', 'stale', 2],
    ] as const) {
      const words = join(place, version === '1.0.0' ? 'words' : `words-${version}`)
      await mkdir(words)
      await writeFile(join(words, 'index.js'), `export const word = '${word}'`)
      const about = { name: '@a/words', version, type: 'module', exports: './index.js' }
      await writeFile(join(words, 'package.json'), JSON.stringify(about))
      await run('npm', ['pack', '--pack-destination', join(place, 'dev_packages')], { cwd: words })
      const then = Date.now() / 1000 - age * 3600
      await utimes(join(place, 'dev_packages', `a-words-${version}.tgz`), then, then)
    }
    const printed = await build(
      'service-developed',
      '--build-arg',
      'ENVIRONMENT=development',
      place,
    )
    expect(printed).toContain('"@a/words": "file:dev_packages/a-words-1.1.0.tgz"')
    const runOnce = ['run', '--rm', '--env', 'EXECUTION_TYPE=ONCE']
    expect(await docker(...runOnce, 'service-developed')).toContain('the word is fresh')
    await build('service-developed', place)
    expect(await docker(...runOnce, 'service-developed')).toContain('the word is released')
    await expect(
      build('service-developed', '--build-arg', 'ENVIRONMENT=prod', place),
    ).rejects.toThrow('ENVIRONMENT is "prod"; it is production, development or local')
  })

  test('takes packages from a private registry, whose login stays in no layer', async () => {
    const token = `token-${crypto.randomUUID()}`
    await using registry = await privateRegistry(token)
    const place = await makeService('private', {
      'package.json': JSON.stringify({
        name: 'private-service',
        version: '1.0.0',
        type: 'module',
        dependencies: { '@company/words': '1.0.0' },
      }),
      'processor.ts': `
        import { defineWorker } from '@discovery-emulator/worker'
        import { word } from '@company/words'
        console.log('the word is ' + word)
        export default defineWorker({ isolate: 'none', process: () => undefined })`,
    })
    const npmrc = join(folder, 'npmrc')
    const { host } = new URL(registry.url)
    await writeFile(npmrc, `@company:registry=${registry.url}/\n//${host}/:_authToken=${token}\n`)
    await build('service-private', '--network=host', `--secret=id=npmrc,src=${npmrc}`, place)
    const runOnce = ['run', '--rm', '--env', 'EXECUTION_TYPE=ONCE']
    expect(await docker(...runOnce, 'service-private')).toContain('the word is private')
    expect(await imageContains('service-private', '@company/words')).toBe(true) // the search does find what is there
    expect(await imageContains('service-private', token)).toBe(false)
  })
})

/** A registry with one package, for those who know the token. */
async function privateRegistry(token: string) {
  const source = join(folder, 'company-words')
  await cp(join(examples, 'service_example'), source, { recursive: true })
  await writeFile(join(source, 'index.js'), `export const word = 'private'`)
  const about = { name: '@company/words', version: '1.0.0', type: 'module', exports: './index.js' }
  await writeFile(join(source, 'package.json'), JSON.stringify(about))
  await run('npm', ['pack'], { cwd: source })
  const tarball = await readFile(join(source, 'company-words-1.0.0.tgz'))
  const server = createServer((request, response) => {
    if (request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401).end()
      return
    }
    if (request.url?.endsWith('.tgz')) {
      response.end(tarball)
      return
    }
    const dist = { tarball: `http://${request.headers.host}/words.tgz` }
    const versions = { '1.0.0': { ...about, dist } }
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ name: about.name, 'dist-tags': { latest: '1.0.0' }, versions }))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
}
