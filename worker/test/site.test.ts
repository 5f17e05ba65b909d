// A service with pages of its own: what it is told of its tasks, and that its pages outlive its only process.
import { expect, test } from 'vitest'
import { freePort } from '../../test/helpers/free_port.ts'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { startEmulator } from './helpers/emulator.ts'
import { messageIn, testQueue } from './helpers/queue.ts'
import { until } from './helpers/until.ts'

const program = join(import.meta.dirname, 'processors/with_site.ts')

async function startProgram(env: Readonly<Record<string, string>>) {
  const port = await freePort()
  const child = spawn(process.execPath, [program], {
    env: { PORT: String(port), LOG_FORMAT: 'json', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = once(child, 'close')
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => output,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

const get = (url: string): Promise<string> =>
  fetch(url).then(
    (response) => response.text(),
    () => '',
  )

test('it hears what became of each task, revives its process, and has settings of its own', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  const { API_DISCOVERY_URL = '', PROJECT_NAME = '' } = queue.env
  await using service = await startProgram({
    API_DISCOVERY_URL,
    PROJECT_NAME,
    WORKER_PROCESSES: '1',
    DEFAULT_QUEUE: queue.name,
  })
  await until('it answers', async () => (await get(`${service.url}/own`)) === 'own page of site')
  await queue.put({ do: 'echo', text: 'hello' }, { id: 'a' })
  await queue.put({ do: 'refuse' }, { id: 'b' })
  const settled = await until('both are settled', async () => {
    const text = await get(`${service.url}/settled`)
    const all = JSON.parse(text || '[]') as { taskId: string }[]
    return all.length === 2 && all.toSorted((x, y) => (x.taskId < y.taskId ? -1 : 1))
  })
  expect(settled).toMatchObject([
    { taskId: 'a', verdict: 'done', attempt: 1, queue: queue.name, result: '{"text":"hello"}' },
    { taskId: 'b', verdict: 'dead', result: '{"failed":"not this","field":"do"}' },
  ])
  const sent = (await queue.list('result')).map(messageIn)
  expect(sent).toContainEqual({ task_id: 'b', failed: 'not this', field: 'do' })

  const pid = await get(`${service.url}/pid`)
  process.kill(Number(pid), 'SIGKILL')
  await until('it is gone', async () => (await get(`${service.url}/pid`)) === 'none')
  expect(await get(`${service.url}/revive`)).toBe('1 of 1')
  expect(Number(await get(`${service.url}/pid`))).not.toBe(Number(pid))
  // The worker's own pages are there too.
  expect(await get(`${service.url}/version`)).toBe('9.9.9\n')
})

test('what is wrong with its own settings is said with the rest', async () => {
  await using service = await startProgram({ TASK_SECONDS: 'x', DEFAULT_QUEUE: '' })
  expect(await service.ended).toEqual([78, null])
  expect(service.output()).toMatch(/^site: TASK_SECONDS is "x"/)
  expect(service.output()).toContain('\nsite: DEFAULT_QUEUE is not set\n')
})

test('a result may be larger than MAX_QUEUE_TASK_SIZE where its processor says so', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  await using _service = await startProgram({
    ...queue.env,
    WORKER_PROCESSES: '1',
    DEFAULT_QUEUE: 'x',
    MAX_QUEUE_TASK_SIZE: '1',
  })
  await queue.put({ do: 'echo', text: 'x'.repeat(500) })
  await queue.put({ do: 'echo', text: 'x'.repeat(5000) }, { id: 'large' })
  const [letter] = await until('one is dead', async () => {
    const dead = await queue.list('dead')
    return dead.length > 0 && dead
  })
  expect(messageIn(letter!)).toMatchObject({ task_id: 'large', reason: /but may have 1000$/ })
  expect(await queue.list('result')).not.toEqual([])
})
