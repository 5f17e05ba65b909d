// An emulator in this process: what the command line serves, and what a test starts.
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { isIPv6 } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Clock } from './clock.ts'
import { hostAndPort, type Config } from './config/config.ts'
import { defaultsOf } from './setting.ts'
import type { Environment } from './api/handlers.ts'
import { indexPage } from './console/index_page.ts'
import { openLog, silentLog, type Log } from './log.ts'
import { Engine } from './resources/engine.ts'
import { traitsOf } from './resources/traits/traits.ts'
import { openResourceStore } from './resources/store/open.ts'
import type { Fallback } from './api/fallback.ts'
import { mockFallback } from './resources/mock/mock.ts'
import { engineFallback } from './resources/fallback.ts'
import { engineResources } from './resources/handler_resources.ts'
import type { LoggedAttempt } from './queue/dispatch/log.ts'
import { dispatcherOf } from './queue/dispatch/registry.ts'
import { grpcDoor, type GrpcDoor } from './grpc/door.ts'
import { createApp } from './http/app.ts'
import { listen } from './http/listen.ts'
import { loadServices, States } from './api/states.ts'
import type { Service } from './api/service.ts'
import { UploadFolder } from './http/upload/folder.ts'
import { settings, type Settings } from './config/settings.ts'

export interface Emulator extends AsyncDisposable {
  /** `http://127.0.0.1:5052`, without a slash at the end. */
  readonly url: string
  /** Moves the time of every API: `clock.advance(60)` ends a lease of a minute. */
  readonly clock: Clock
  /** Tasks that the server dispatches. */
  readonly tasks: TaskControl
  /** Makes the state of every API afresh; with the store `memory:` no task is left. */
  reset(): Promise<void>
  /** Lets requests in flight finish, closes the stores and frees the port. */
  stop(): Promise<void>
}

export interface TaskControl {
  /** Dispatches every task that is due, waits for the answers, and again, until nothing is due. How many attempts there were. */
  runUntilIdle(): Promise<number>
  /** The latest attempts, oldest first, with their requests and responses. */
  attempts(): readonly LoggedAttempt[]
}

interface OpenOptions {
  readonly warn: Environment['warn']
  /** Called if documents that were never checked take seconds to be. */
  readonly onLongCheck?: () => void
  readonly log?: Log
}

/** Serves what `config` says; resolves when requests are answered. */
export async function openEmulator(
  config: Config,
  { warn, onLongCheck = () => {}, log = openLog(config.accesslog) }: OpenOptions,
): Promise<Emulator & { readonly services: readonly Service[] }> {
  const clock = new Clock()
  const store = await openResourceStore(config.store_url, clock)
  for (const warning of store.warnings) warn(warning)
  const engine = new Engine({ clock, seed: randomUUID(), warn, pace: paceOf(config), store })
  const services = await loadServices(config.api_data, {
    fallback: fallbackOf(config, engine),
    resources: engineResources(engine),
    loose: config.loose,
    envelopeOf: (api) => traitsOf(api).envelope,
    cacheFolder: config.cache_dir,
    warn,
    onLongCheck,
  })
  engine.check(services.map(({ source }) => source))
  let url = urlOf(hostAndPort(config.bind).host, hostAndPort(config.bind).port)
  const states = new States({
    clock,
    warn,
    baseUrl: () => url,
    storeUrl: config.store_url,
    settings: { ...declaredDefaults(services), ...config.ofModules } as never,
  })
  await states.open(services)
  const { host, port } = hostAndPort(config.bind)
  const uploads = new UploadFolder(config.upload_dir, () => clock.now() / 1000)
  await uploads.sweep()
  const app = createApp(services, { ...appOptionsOf(config), uploads, log, page: indexPage })
  const grpc = grpcOf(config, services, log, warn)
  const listening = await listen(app, {
    ...listenOptionsOf(config),
    host,
    port,
    takeHttp2: (socket) => grpc.take(socket),
  }).catch(async (error: unknown) => {
    await states[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
    throw error
  })
  url = urlOf(host, listening.address.port)
  let stopped: Promise<void> | undefined
  const end = async () => {
    await Promise.all([
      listening.close(config.graceful_timeout),
      grpc.close(config.graceful_timeout),
    ])
    await states[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
    await log.close?.()
  }
  const stop = () => (stopped ??= end())
  return {
    services,
    url,
    clock,
    tasks: {
      runUntilIdle: async () => (await dispatcherOf(clock)?.runUntilIdle()) ?? 0,
      attempts: () => dispatcherOf(clock)?.log.list() ?? [],
    },
    async reset() {
      await states[Symbol.asyncDispose]()
      await states.open(services)
      await engine.clear()
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

const declaredDefaults = (services: readonly Service[]) =>
  Object.assign({}, ...services.map(({ module }) => defaultsOf(module?.settings ?? {}))) as object

const paceOf = ({ operation_polls: polls, operation_delay: delay }: Settings) => ({
  polls,
  delay: delay * 1000,
})

/** What methods without a handler do. */
function fallbackOf({ unbound }: Settings, engine: Engine): Fallback | undefined {
  if (unbound === '501') return undefined
  return unbound === 'mock' ? mockFallback('') : engineFallback(engine)
}

const appOptionsOf = (config: Settings) => ({
  bodyLimit: config.limit_request_body,
  timeout: config.timeout,
  validateResponses: config.validate_responses,
  allowedHosts: config.allowed_hosts.toLowerCase().split(/[\s,]+/),
  allowedOrigins: config.allowed_origins.toLowerCase().split(/[\s,]+/),
  advertised: advertisedOf(config),
})

function grpcOf(
  config: Settings,
  services: readonly Service[],
  log: Log,
  warn: Environment['warn'],
): GrpcDoor {
  const advertised = advertisedOf(config)
  return grpcDoor({
    folder: config.api_data,
    services,
    log,
    warn,
    timeout: config.timeout,
    validateResponses: config.validate_responses,
    messageLimit: config.limit_request_body,
    baseUrlOf: (authority) => `http://${advertised ?? authority}`,
  })
}

/** With the port we listen on, unless another is named. */
function advertisedOf({ network_ipaddress, bind }: Settings): string | undefined {
  const host = network_ipaddress.replace(/^https?:\/\//, '').replace(/\/+$/, '')
  if (host === '') return undefined
  const name = isIPv6(host) ? `[${host}]` : host
  return /:\d+$/.test(name) ? name : `${name}:${hostAndPort(bind).port}`
}

const listenOptionsOf = (config: Settings) => ({
  backlog: config.backlog,
  timeout: config.timeout,
  keepalive: config.keepalive,
  limits: {
    line: config.limit_request_line,
    fields: config.limit_request_fields,
    fieldSize: config.limit_request_field_size,
  },
})

function urlOf(host: string | undefined, port: number): string {
  const everywhere = host === undefined || host === '0.0.0.0' || host === '::'
  const name = everywhere ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

export interface StartOptions {
  /** Folder of documents and handlers; by default the one that comes with this package. */
  readonly apiData?: string
  readonly storeUrl?: string
  /** Values of the settings that modules declare: `{ queue_yaml: 'queue.yaml' }`. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Folder for what is known of many documents, which makes the next start of a test over hundreds of them fast. */
  readonly cacheDir?: string
}

/**
 * An emulator for a test: on a free port, tasks in memory, silent, answers checked against their documents.
 * Any number may run in one process.
 */
export async function startEmulator(options: StartOptions = {}): Promise<Emulator> {
  const uploads = join(tmpdir(), `discovery-emulator-uploads-${randomUUID()}`)
  const emulator = await openEmulator(
    {
      ...defaultsOf(settings),
      bind: '127.0.0.1:0',
      store_url: options.storeUrl ?? 'memory:',
      upload_dir: uploads,
      cache_dir: options.cacheDir ?? '',
      api_data: options.apiData ?? join(import.meta.dirname, '..', 'api_data'),
      ofModules: options.settings ?? {},
      validate_responses: true,
      graceful_timeout: 1,
    },
    { warn: () => {}, log: silentLog },
  )
  const stop = async () => {
    await emulator.stop()
    await rm(uploads, { recursive: true, force: true })
  }
  return { ...emulator, stop, [Symbol.asyncDispose]: stop }
}
