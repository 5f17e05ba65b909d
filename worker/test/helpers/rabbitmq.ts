// A RabbitMQ of a test's own, on private ports, to be killed and to hang.
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { env } from 'node:process'
import { promisify } from 'node:util'
import amqplib from 'amqplib'
import { freePort } from '../../../test/helpers/free_port.ts'
import { until } from './until.ts'

export interface Broker extends AsyncDisposable {
  readonly url: string
  /** As a crash would end it. */
  kill(): Promise<void>
  /** SIGSTOP makes it hang, SIGCONT go on. */
  signal(name: NodeJS.Signals): void
  /** Again, on the same port and folder. */
  start(): Promise<void>
  /** Whether it blocks its publishers, as it does when it is short of memory. */
  alarm(isOn: boolean): Promise<void>
  /** Milliseconds that connections opened from now on may keep a message unacknowledged. */
  consumerTimeout(milliseconds: number): Promise<void>
  /** Bytes that a message may have on channels opened from now on. */
  maxMessageSize(bytes: number): Promise<void>
}

/** One to be killed; undefined where this machine has none. */
export async function openBroker(): Promise<Broker | undefined> {
  const broker = await prepareBroker()
  await broker?.start().catch(async (error: unknown) => {
    await broker[Symbol.asyncDispose]()
    throw error
  })
  return broker
}

/** Not started yet. Undefined where this machine has none, which is said; REQUIRE_RABBITMQ=1 makes that a failure. */
export async function prepareBroker(): Promise<Broker | undefined> {
  const binary = findBinary()
  if (binary !== undefined) return brokerOf(binary)
  const help =
    'install rabbitmq-server, or set RABBITMQ_URL (tests that kill a broker need the former)'
  if (env['REQUIRE_RABBITMQ'] === '1')
    throw new Error(`REQUIRE_RABBITMQ=1, but no RabbitMQ: ${help}`)
  console.warn(`No RabbitMQ: its tests are skipped. To run them, ${help}.`)
  return undefined
}

function findBinary(): string | undefined {
  // Debian's /usr/sbin/rabbitmq-server changes the user; this one does not.
  const debian = '/usr/lib/rabbitmq/bin/rabbitmq-server'
  return [debian, ...onPath('rabbitmq-server')].find(isExecutable)
}

const onPath = (name: string): string[] =>
  (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name))

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function brokerOf(binary: string): Promise<Broker> {
  const folder = await mkdtemp(join(tmpdir(), 'rabbitmq-'))
  const [port, distPort, epmdPort] = [await freePort(), await freePort(), await freePort()]
  const settings = await settingsOf(folder, { port, distPort, epmdPort })
  const url = `amqp://guest:guest@127.0.0.1:${port}`
  // Ours in the foreground, or the server would leave one behind.
  const epmd = spawn(onPath('epmd').find(isExecutable) ?? 'epmd', ['-port', `${epmdPort}`], {
    env: { ERL_EPMD_ADDRESS: '127.0.0.1' },
    stdio: 'ignore',
  })
  epmd.on('error', () => undefined)
  let child: ChildProcess | undefined
  const signal = (name: NodeJS.Signals): void => {
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, name)
  }
  const killAll = (): void => {
    signal('SIGKILL')
    epmd.kill('SIGKILL')
  }
  process.on('exit', killAll)
  const start = async (): Promise<void> => {
    // A group of its own: the script starts the server, and that starts programs.
    child = spawn(binary, { env: settings, stdio: 'ignore', detached: true })
    await until('RabbitMQ answers', () => answers(url), 90)
  }
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    signal('SIGKILL')
    await ended
  }
  const evaluate = async (expression: string): Promise<void> => {
    const ctl = join(dirname(binary), 'rabbitmqctl')
    await promisify(execFile)(existsSync(ctl) ? ctl : 'rabbitmqctl', ['eval', expression], {
      env: settings,
    })
  }
  const alarm = (isOn: boolean): Promise<void> =>
    evaluate(`vm_memory_monitor:set_vm_memory_high_watermark(${isOn ? '0.00001' : '0.4'}).`)
  const consumerTimeout = (milliseconds: number): Promise<void> =>
    evaluate(
      `application:set_env(rabbit, consumer_timeout, ${milliseconds}), application:set_env(rabbit, channel_tick_interval, 500).`,
    )
  const maxMessageSize = (bytes: number): Promise<void> =>
    evaluate(`application:set_env(rabbit, max_message_size, ${bytes}).`)
  const dispose = async (): Promise<void> => {
    await kill()
    killAll()
    process.off('exit', killAll)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  return {
    url,
    signal,
    kill,
    start,
    alarm,
    consumerTimeout,
    maxMessageSize,
    [Symbol.asyncDispose]: dispose,
  }
}

interface Ports {
  readonly port: number
  readonly distPort: number
  readonly epmdPort: number
}

async function settingsOf(folder: string, { port, distPort, epmdPort }: Ports) {
  const plugins = join(folder, 'enabled_plugins')
  await mkdir(join(folder, 'mnesia'))
  await writeFile(plugins, '[].')
  return {
    PATH: env['PATH'] ?? '',
    HOME: folder,
    RABBITMQ_NODENAME: `test${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: `${port}`,
    RABBITMQ_DIST_PORT: `${distPort}`,
    ERL_EPMD_PORT: `${epmdPort}`,
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_LOGS: '-',
    RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
    RABBITMQ_PID_FILE: join(folder, 'pid'),
    RABBITMQ_CONFIG_FILE: join(folder, 'none'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1',
  }
}

export async function answers(url: string): Promise<boolean> {
  try {
    const connection = await amqplib.connect(url, { timeout: 2000 })
    await connection.close()
    return true
  } catch {
    return false
  }
}
