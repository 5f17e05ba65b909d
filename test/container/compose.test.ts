// The original world of containers: Redis, the queue and the render service, started by docker compose.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startEmulator } from 'discovery-emulator'
import { freePort } from '../helpers/free_port.ts'
import { isLeased, messageIn, testQueue } from '../../worker/test/helpers/queue.ts'
import { until } from '../../worker/test/helpers/until.ts'
import { build, docker, imageContains, root, runContainer } from './docker.ts'

const run = promisify(execFile)
const project = 'discovery-emulator-test'

describe.skipIf(!inject('hasEngine'))('docker compose', () => {
  let ports: Readonly<Record<'REDIS_PORT' | 'QUEUE_PORT' | 'RENDER_PORT', string>>
  let queueUrl: string
  let folder: string

  async function compose(...args: readonly string[]): Promise<string> {
    const options = { cwd: root, env: { ...env, ...ports }, maxBuffer: 2 ** 26 }
    const { stdout } = await run('docker', ['compose', '--project-name', project, ...args], options)
    return stdout
  }

  beforeAll(async () => {
    const [redis, queue, render] = [await freePort(), await freePort(), await freePort()]
    ports = { REDIS_PORT: `${redis}`, QUEUE_PORT: `${queue}`, RENDER_PORT: `${render}` }
    queueUrl = `http://localhost:${queue}`
    folder = await mkdtemp(join(tmpdir(), 'documents-'))
    await compose('up', '--build', '--wait', '--quiet-pull')
  })

  afterAll(async () => {
    await compose('down', '--volumes')
    await rm(folder, { recursive: true })
  })

  /** `npm run queue -- …` on this machine. */
  async function queueClient(...args: readonly string[]): Promise<string> {
    const options = {
      cwd: root,
      env: { ...env, API_DISCOVERY_URL: `${queueUrl}/api/{api}/{apiVersion}` },
    }
    return (await run('npm', ['run', '--silent', 'queue', '--', ...args], options)).stdout
  }

  /** The queue that the render service of the file works on. */
  const renderQueue = () => testQueue(queueUrl, 'test_queue', 'test_project')

  const worksheet = {
    kind: 'task#render',
    resource_slug: 'grid',
    resource_name: 'Grid',
    resource_view: 'grid',
    url: 'https://example.org/grid',
    paper_size: 'a4',
    copies: 1,
  }

  test('a task that was added here comes back as a PDF', async () => {
    await queueClient('add')
    const out = join(folder, 'document.pdf')
    await until(
      'the document is there',
      async () => (await renderQueue().list('result')).length > 0,
    )
    await queueClient('document', '--out', out)
    expect((await readFile(out)).subarray(0, 5).toString()).toBe('%PDF-')
  })

  test('the document of an API has the address of whoever asks', async () => {
    const path = '/api/taskqueue/v1beta2'
    const here = (await (await fetch(queueUrl + path)).json()) as { rootUrl: string }
    expect(here.rootUrl).toBe(`${queueUrl}/www.googleapis.com/`)
    const print = `fetch('http://queue:5052${path}').then((r) => r.json()).then((d) => console.log(d.rootUrl))`
    const inside = await compose('exec', '--no-TTY', 'render', 'node', '--eval', print)
    expect(inside.trim()).toBe('http://queue:5052/www.googleapis.com/')
  })

  test('fifty tasks outlive a restart of Redis and the death of the render service, once each', async () => {
    const queue = renderQueue()
    const ids: string[] = []
    for (let i = 0; i < 50; i += 1) ids.push(await queue.put({ ...worksheet, copies: 50 }))
    const results = () => queue.list('result')
    await until('work has begun', async () => (await results()).length > 3)
    await compose('kill', 'render')
    await compose('restart', 'redis')
    await compose('up', '--detach', '--wait')
    await until('all are done', async () => (await results()).length >= ids.length, 120)
    await pause(1000) // a second result would come now
    const done = (await results()).map((task) => messageIn(task))
    expect(done).toHaveLength(ids.length)
    expect(new Set(done.map(({ task_id }) => task_id))).toEqual(new Set(ids))
    expect(done.every(({ success }) => success === true)).toBe(true)
    // A task goes when its result has come.
    await until('no task is left', async () => (await queue.list('task')).length === 0)
    for (const { id } of await results()) await queue.remove(id)
  })

  test.for([
    ['docker stops it', ['stop', 'render']],
    // What a machine runs that is about to be taken away.
    ['its shutdown script runs', ['exec', '--no-TTY', 'render', 'render/scripts/shutdown.sh', '1']],
  ] as const)('a render service hands its tasks back at once when %s', async ([, command]) => {
    await compose('up', '--detach', '--wait')
    const queue = renderQueue()
    for (let i = 0; i < 20; i += 1) await queue.put({ ...worksheet, copies: 50 })
    await until('work has begun', async () => (await queue.list('task')).some(isLeased))
    await compose(...command).catch(() => undefined) // the script ends with the container it runs in
    await until('it has ended', async () => (await compose('ps', '--quiet', 'render')) === '')
    expect((await queue.list('task')).filter(isLeased)).toEqual([])
    for (const tag of ['task', 'result'])
      for (const { id } of await queue.list(tag)) await queue.remove(id)
  })

  test('a bucket that cannot be mounted is told, and nothing is served', async () => {
    const command = ['run', '--rm', '--env', 'RESULT_BUCKET=documents', 'discovery-emulator-render']
    await expect(docker(...command)).rejects.toThrow('there is no gcsfuse; install it')
  })

  test('with a browser inside, the render service prints web pages', async () => {
    const image = 'discovery-emulator-render:chromium'
    await build(
      image,
      '--build-arg=CHROMIUM=yes',
      `--file=${join(root, 'render/Dockerfile')}`,
      root,
    )
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    const settings = Object.entries(queue.env).map(([name, value]) => `--env=${name}=${value}`)
    const port = await freePort()
    await using _ = await runContainer('--network=host', `--env=PORT=${port}`, ...settings, image)
    const { kind: _kind, ...rest } = worksheet
    await queue.put({ ...rest, kind: 'task#print', url: `${emulator.url}/` })
    await until('the page is printed', async () => (await queue.list('result')).length > 0, 60)
    const [result] = await queue.list('result')
    const { success, document, error } = messageIn(result!)
    expect({ success, error }).toEqual({ success: true })
    expect(Buffer.from(String(document), 'base64').subarray(0, 5).toString()).toBe('%PDF-')
  }, 300_000)

  test('the image of the render service has no packages for tests, and no source of them', async () => {
    const image = 'discovery-emulator-render'
    const packages = await docker('run', '--rm', image, 'ls', 'node_modules', 'render')
    expect(packages).toContain('pdfkit')
    expect(packages).not.toMatch(/vitest|typescript|pdfjs|googleapis|^test$/m)
    expect(await imageContains(image, 'DejaVuSans.ttf')).toBe(true)
    const names = `require('./sbom.spdx.json').packages.map(({ name }) => name).join(' ')`
    const listed = await docker('run', '--rm', image, 'node', '--print', names)
    expect(listed.split(' ')).toEqual(expect.arrayContaining(['pdfkit', 'pino']))
    expect((await docker('run', '--rm', image, 'id', '-un')).trim()).toBe('node')
  })

  test('docker compose down leaves nothing behind', async () => {
    await compose('down', '--volumes')
    const label = `label=com.docker.compose.project=${project}`
    expect(await docker('ps', '--all', '--quiet', '--filter', label)).toBe('')
    expect(await docker('network', 'ls', '--quiet', '--filter', label)).toBe('')
    expect(await docker('volume', 'ls', '--quiet', '--filter', label)).toBe('')
  })
})
