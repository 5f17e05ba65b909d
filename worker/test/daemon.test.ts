// `worker daemon`: processes in the background, found again by their pid files.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claim, holderOf, pidFile, unclaim } from '../src/daemon/pid_file.ts'
import { beginningOf } from '../src/daemon/process_identity.ts'
import { RotatingLog } from '../src/daemon/rotating_log.ts'
import { startEmulator } from './helpers/emulator.ts'
import { messageIn, testQueue } from './helpers/queue.ts'
import { until } from './helpers/until.ts'
import { processorFile, runWorker } from './helpers/worker_process.ts'

const file = processorFile('supervised.ts')

interface Daemons extends AsyncDisposable {
  readonly folder: string
  run(...args: string[]): Promise<{ code: number | NodeJS.Signals; output: string }>
  pid(number: number): Promise<number>
  log(number: number): Promise<string>
}

/** A service's folder; daemons that still run at the end are killed. */
async function daemons(env: Readonly<Record<string, string>>): Promise<Daemons> {
  const folder = await mkdtemp(join(tmpdir(), 'daemon-'))
  await writeFile(join(folder, 'package.json'), '{ "name": "@a/render", "version": "1.0.0" }')
  const pid = async (number: number): Promise<number> =>
    Number((await readFile(join(folder, `pidstore/a-render_${number}.pid`), 'utf8')).split('\n')[0])
  return {
    folder,
    pid,
    run: (...args) => runWorker(['daemon', ...args], { folder, env }),
    log: (number) => readFile(join(folder, `logs/a-render_${number}.log`), 'utf8'),
    async [Symbol.asyncDispose]() {
      for (const number of [1, 2]) {
        const holder = await holderOf(join(folder, `pidstore/a-render_${number}.pid`))
        if (holder.kind === 'running') process.kill(holder.pid, 'SIGKILL')
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const settings = {
  PROJECT_NAME: 'p',
  QUEUE_NAME: 'q',
  API_DISCOVERY_URL: 'http://127.0.0.1:1/api/{api}/{apiVersion}',
  WORKER_PROCESSES: '1',
}

const isAlive = async (pid: number): Promise<boolean> => (await beginningOf(pid)) !== undefined

test('two daemons share a queue, show themselves, log and stop', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  await using made = await daemons(queue.env)
  for (const number of ['1', '2']) {
    const { code, output } = await made.run('-d', number, 'start', file)
    expect(output).toMatch(/^Daemon with pid \d+ running\.\n$/)
    expect(code).toBe(0)
  }
  const pids = [await made.pid(1), await made.pid(2)]
  expect(await made.run('--daemon', '2', 'status')).toEqual({
    code: 0,
    output: `daemon 2 runs with pid ${pids[1]}\n`,
  })
  expect(await made.run('-d', '1', 'start', file)).toEqual({
    code: 1,
    output: `worker: daemon 1 runs already, with pid ${pids[0]}\n`,
  })
  for (let n = 0; n < 6; n += 1) await queue.put({ do: 'sleep', ms: 100 })
  await until('all are done', async () => (await queue.list('result')).length === 6)
  for (const number of ['1', '2'])
    expect(await made.run('-d', number, 'stop')).toEqual({
      code: 0,
      output: `daemon ${number} has stopped\n`,
    })
  expect(await readdir(join(made.folder, 'pidstore'))).toEqual([])
  expect(await Promise.all(pids.map(isAlive))).toEqual([false, false])
  const lines = (await made.log(1)).trim().split('\n')
  expect(lines[0]).toContain(`Daemon with pid ${pids[0]} running.`)
  expect(lines.at(-1)).toContain(`Daemon with pid ${pids[0]} ended.`)
  expect((await made.run('-d', '1', 'status')).code).toBe(3)
  expect((await made.run('-d', '1', 'stop')).output).toBe('daemon 1 is not running\n')
})

test('a daemon replaces its process; restart gives another daemon', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  await using made = await daemons({ ...queue.env, LEASE_SECONDS: '1' })
  await made.run('-d', '1', 'start', file)
  const first = await made.pid(1)
  await queue.put({})
  const [result] = await until('there is a result', async () => {
    const results = await queue.list('result')
    return results.length > 0 && results
  })
  process.kill(Number(messageIn(result!)['pid']), 'SIGKILL')
  await until('it says so', async () => /ended \(SIGKILL\); another starts/.test(await made.log(1)))
  await queue.put({})
  await until('the other works', async () => (await queue.list('result')).length === 2)
  const { code, output } = await made.run('-d', '1', 'restart', file)
  expect(output).toMatch(/^daemon 1 has stopped\nDaemon with pid \d+ running\.\n$/)
  expect(code).toBe(0)
  expect(await made.pid(1)).not.toBe(first)
})

test('a pid file of a daemon that died, or whose pid another has, is in nobody’s way', async () => {
  await using made = await daemons(settings)
  await made.run('-d', '1', 'start', file)
  const killed = await made.pid(1)
  process.kill(killed, 'SIGKILL')
  await until('it is dead', async () => !(await isAlive(killed)))
  expect(await made.run('-d', '1', 'status')).toEqual({
    code: 3,
    output: `daemon 1 is not running; process ${killed} of its pid file has ended\n`,
  })
  expect((await made.run('-d', '1', 'start', file)).code).toBe(0)
  expect(await made.pid(1)).not.toBe(killed)

  const other = join(made.folder, 'pidstore/a-render_2.pid')
  await writeFile(other, `${process.pid}\nanother beginning\n`)
  expect((await made.run('-d', '2', 'status')).output).toBe(
    `daemon 2 is not running; process ${process.pid} of its pid file now belongs to another program, which is left alone\n`,
  )
  expect((await made.run('-d', '2', 'stop')).code).toBe(0)
  await writeFile(other, 'nonsense')
  expect((await made.run('-d', '2', 'start', file)).code).toBe(0)
})

test('what keeps a daemon from starting is said by the command', async () => {
  await using made = await daemons(settings)
  const said = async (env: Readonly<Record<string, string>>, ...args: string[]) => {
    const { code, output } = await runWorker(['daemon', ...args], {
      folder: made.folder,
      env: { ...settings, ...env },
    })
    return { code, output: output.split('\n')[0] }
  }
  expect(await said({ TASK_COUNT: 'x' }, '-d', '1', 'start', file)).toEqual({
    code: 78,
    output: 'worker: TASK_COUNT is "x", but must be a whole number from 1 to 1000',
  })
  expect((await said({}, '-d', '1', 'start', 'nowhere.ts')).output).toMatch(/no such file/)
  expect(await said({ SUPERVISED_STARTUP: 'throw' }, '-d', '1', 'start', file)).toMatchObject({
    code: 1,
    output: expect.stringContaining('there is no database') as string,
  })
  for (const name of ['PID_DIRECTORY', 'DAEMON_LOG_DIRECTORY'])
    for (const folder of ['package.json', '/proc/none'])
      expect((await said({ [name]: folder }, '-d', '1', 'start', file)).output).toMatch(
        new RegExp(`^worker: ${name} is .*, which cannot be used: `),
      )
  expect((await said({}, 'start')).code).toBe(2)
  expect((await said({}, '-d', '0', 'start')).code).toBe(2)
  expect((await said({}, '-d', '1', 'dance')).code).toBe(2)
  expect(await readdir(join(made.folder, 'pidstore'))).toEqual([])
})

test('of many who want a stale pid file, one gets it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pid-'))
  const path = pidFile(folder, 'a', 1)
  await writeFile(path, '999999999\nlong ago\n')
  expect(await claim(path)).toBe('claimed')
  expect(await claim(path)).toMatchObject({ pid: process.pid })
  await unclaim(path)
  expect(await readdir(folder)).toEqual([])
  await rm(folder, { recursive: true })
})

test('a full log is put aside, five times, and begins again with a whole line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'log-'))
  const path = join(folder, 'deep/er/a.log')
  await mkdir(join(folder, 'deep'))
  {
    using log = new RotatingLog(path, { maxBytes: 30, backups: 5 })
    for (let n = 0; n < 20; n += 1) log.write(`line number ${n}\n`)
  }
  const names = (await readdir(join(folder, 'deep/er'))).toSorted()
  expect(names).toEqual(['a.log', ...[1, 2, 3, 4, 5].map((n) => `a.log.${n}`)])
  expect(await readFile(path, 'utf8')).toBe('line number 18\nline number 19\n')
  expect(await readFile(`${path}.5`, 'utf8')).toMatch(/^line number \d+\n/)
  await rm(folder, { recursive: true })
})
