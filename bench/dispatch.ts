// What a dispatch costs: tasks sent to a local target, by one server and by two, against a bare loop of undici requests.
import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Agent, request } from 'undici'

const TASKS = 4000
const AT_A_TIME = 100
const entry = join(import.meta.dirname, '../bin/discovery-emulator.js')

/** Seconds of CPU that a process has used. */
async function cpuOf(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

if (process.argv[2] === 'target') {
  const server = createServer((incoming, response) => {
    incoming.resume().on('end', () => {
      response.end()
      process.send!('one')
    })
  })
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
} else if (process.argv[2] === 'loop') await loop(process.argv[3]!)
else await main()

/** The bare loop: as many requests of the same form, as many at a time. */
async function loop(url: string): Promise<void> {
  const agent = new Agent({ connections: AT_A_TIME })
  let left = TASKS
  const begun = process.cpuUsage()
  const lane = async () => {
    while (left > 0) {
      left -= 1
      const headers = { 'User-Agent': 'Google-Cloud-Tasks', 'X-CloudTasks-TaskName': `${left}` }
      const { body } = await request(url, {
        dispatcher: agent,
        method: 'POST',
        headers,
        body: 'hello',
      })
      await body.dump()
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, lane))
  const { user, system } = process.cpuUsage(begun)
  process.send!((user + system) / 1e6)
  await agent.close()
}

async function main(): Promise<void> {
  const target = fork(import.meta.filename, ['target'])
  const [port] = (await once(target, 'message')) as [number]
  const url = `http://127.0.0.1:${port}/`
  let received = 0
  target.on('message', () => (received += 1))
  try {
    const bare = fork(import.meta.filename, ['loop', url])
    const [cpu] = (await once(bare, 'message')) as [number]
    console.log(`bare loop: ${((cpu / TASKS) * 1e6).toFixed(0)} µs of CPU a request`)
    for (const store of stores())
      for (const servers of store.name === 'memory' ? [1] : [1, 2]) {
        received = 0
        const result = await measure(store.url, servers, url, () => received)
        const each = (result.cpu / TASKS) * 1e6
        console.log(
          `${store.name}, ${servers} server${servers > 1 ? 's' : ''}: ` +
            `${(TASKS / result.seconds).toFixed(0)} tasks/s, ${each.toFixed(0)} µs of CPU a dispatch, ` +
            `${(result.cpu / cpu).toFixed(2)} times the bare loop`,
        )
      }
  } finally {
    target.kill()
  }
}

function stores(): { name: string; url: (folder: string) => string }[] {
  // oxlint-disable-next-line node/no-process-env -- a setting of the benchmark
  const redis = process.env['REDIS_URL']
  return [
    { name: 'memory', url: () => 'memory:' },
    { name: 'SQLite', url: (folder) => `sqlite:${join(folder, 'tasks.sqlite')}` },
    ...(redis ? [{ name: 'Redis', url: () => `${redis}?prefix=bench${process.pid}:` }] : []),
  ]
}

/** Fills a paused queue, lets it run, and waits until the target has seen all. */
async function measure(
  storeUrl: (folder: string) => string,
  servers: number,
  target: string,
  received: () => number,
): Promise<{ seconds: number; cpu: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'dispatch-bench-'))
  const started = await Promise.all(
    Array.from({ length: servers }, () => startServer(storeUrl(folder), folder)),
  )
  try {
    const base = started[0]!.url
    const queue = `projects/p/locations/us-central1/queues/bench-${servers}`
    const call = async (path: string, body: object) => {
      const answer = await fetch(`${base}/v2beta2/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (!answer.ok) throw new Error(await answer.text())
    }
    const rateLimits = { maxTasksDispatchedPerSecond: 500, maxBurstSize: 500 }
    // Several queues, since one is limited to 500 a second.
    const queues = Array.from({ length: 8 }, (_, i) => `${queue}-${i}`)
    for (const name of queues) {
      await call('projects/p/locations/us-central1/queues', { name, rateLimits })
      await call(`${name}:pause`, {})
      for (let i = 0; i < TASKS / queues.length; i += 100)
        await call(`${name}/tasks:batchCreate`, {
          requests: Array.from({ length: 100 }, () => ({
            task: { httpRequest: { url: target, body: 'aGVsbG8=' } },
          })),
        })
    }
    const before = await Promise.all(started.map(({ child }) => cpuOf(child.pid!)))
    const begun = performance.now()
    for (const name of queues) await call(`${name}:resume`, {})
    while (received() < TASKS) await new Promise((resolve) => setTimeout(resolve, 2))
    const seconds = (performance.now() - begun) / 1000
    await new Promise((resolve) => setTimeout(resolve, 200))
    const after = await Promise.all(started.map(({ child }) => cpuOf(child.pid!)))
    return { seconds, cpu: after.reduce((sum, cpu, i) => sum + cpu - before[i]!, 0) }
  } finally {
    for (const { child } of started) {
      child.kill()
      await once(child, 'exit')
    }
    await rm(folder, { recursive: true })
  }
}

async function startServer(
  storeUrl: string,
  cwd: string,
): Promise<{ child: ChildProcess; url: string }> {
  const env = {
    PORT: '0',
    STORE_URL: storeUrl,
    ACCESSLOG: '',
    API_DATA: join(import.meta.dirname, '../api_data'),
  }
  const child = spawn(process.execPath, [entry, 'serve'], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  for await (const chunk of child.stdout) {
    out += String(chunk)
    const url = /listens on (http:\S+)/.exec(out)?.[1]
    if (url !== undefined) return { child, url }
  }
  throw new Error(`the server ended: ${out}`)
}
