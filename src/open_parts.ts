// What an emulator has behind its doors: the APIs, the state they work on, and what people do to both.
import { randomUUID } from 'node:crypto'
import type { Access } from './auth/access.ts'
import { Auth } from './auth/auth.ts'
import { readPolicies, readRoles } from './auth/iam/files.ts'
import type { ServiceAccounts } from './auth/tokens/accounts.ts'
import type { TokenIssuer } from './auth/tokens/issuer.ts'
import { Clock } from './clock.ts'
import { ConfigError, foldersIn, hostAndPort, socketPathOf, type Config } from './config/config.ts'
import type { Settings } from './config/settings.ts'
import { defaultsOf } from './setting.ts'
import { callerIn } from './api/fork.ts'
import type { Environment } from './api/handlers.ts'
import type { Fallback } from './api/fallback.ts'
import type { Service } from './api/service.ts'
import type { AccessControl } from './call/access.ts'
import { loadServices, States } from './api/states.ts'
import { Control } from './control/control.ts'
import { configuredFaults } from './control/faults/configured.ts'
import { Forks } from './control/forks.ts'
import { controlService } from './control/own_service.ts'
import { registerControl } from './control/registry.ts'
import { Resources } from './control/resources.ts'
import { Engine, type EngineOptions, type PermissionQuery } from './resources/engine.ts'
import { engineResources } from './resources/handler_resources.ts'
import { engineFallback } from './resources/fallback.ts'
import { mockFallback } from './resources/mock/mock.ts'
import { openResourceStore } from './resources/store/open.ts'
import type { ResourceStore } from './resources/store/store.ts'
import { traitsOf } from './resources/traits/traits.ts'

export interface Parts extends AsyncDisposable {
  readonly clock: Clock
  /** What refuses calls; undefined: nothing does. */
  readonly access: AccessControl | undefined
  readonly accounts: ServiceAccounts
  readonly issuer: TokenIssuer
  readonly control: Control
  readonly engine: Engine
  /** All that is served, the control API with it. */
  readonly services: readonly Service[]
  /** The control API. */
  readonly own: Service
}

export interface PartsOptions {
  readonly warn: Environment['warn']
  /** Called if documents that were never checked take seconds to be. */
  readonly onLongCheck: () => void
  /** How clients on this machine reach the server; asked once it listens. */
  readonly baseUrl: () => string
  /** Other than a server has it. */
  readonly engine?: Partial<Pick<EngineOptions, 'seed' | 'isBare'>>
}

/** Opens the stores and loads the documents. Rejects, with all of it closed, if something cannot be had. */
export async function openParts(config: Config, options: PartsOptions): Promise<Parts> {
  const { warn, baseUrl } = options
  const faults = await setting(configuredFaults(config.faults))
  const clock = new Clock()
  const auth = await authOf(config, warn)
  const issuer = auth.issuerOn(clock)
  const store = await openResourceStore(config.store_url, clock)
  try {
    for (const warning of store.warnings) warn(warning)
    let forks: Forks
    const clockOf = (fork: string) => forks.knownClockOf(fork)
    let access: Access | undefined
    const granted = (query: PermissionQuery) => access!.granted(query)
    const engine = engineOf(config, {
      clock,
      clockOf,
      store,
      warn,
      ...(config.auth === 'iam' && { granted }),
      ...options.engine,
    })
    const { listed, services, own } = await servicesOf(config, engine, options)
    access = auth.access(issuer, engine, [own])
    const environment = {
      clock,
      warn,
      baseUrl,
      storeUrl: config.store_url,
      settings: { ...declaredDefaults(services), ...config.ofModules } as never,
      resources: resourcesOf(services, ''),
    }
    const states = new States(environment)
    forks = new Forks({
      store,
      clock,
      statesOn: (forked, name) =>
        new States({
          ...environment,
          clock: forked,
          storeUrl: 'memory:',
          resources: resourcesOf(services, name),
        }),
      onClock(forked) {
        registerControl(forked, control)
        auth.issuerOn(forked)
      },
    })
    const control = new Control({
      services,
      own,
      store,
      forks,
      resources: new Resources(engine, listed),
      mostCalls: config.calls_kept,
      restart: () => states.reset(services),
    })
    for (const fault of faults) control.faults.add(fault)
    registerControl(clock, control)
    await states.open(services)
    return {
      clock,
      access,
      accounts: auth.accounts,
      issuer,
      control,
      engine,
      services,
      own,
      async [Symbol.asyncDispose]() {
        await forks[Symbol.asyncDispose]()
        await states[Symbol.asyncDispose]()
        await store[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await store[Symbol.asyncDispose]()
    throw error
  }
}

/** What a setting names: a fault in it is one of the configuration. */
async function setting<T>(read: T | Promise<T>): Promise<T> {
  try {
    return await read
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}

const authOf = async (config: Settings, warn: Environment['warn']): Promise<Auth> =>
  new Auth({
    mode: config.auth,
    keysFolder: config.keys_dir,
    isKept: config.store_url !== 'memory:',
    roles: await setting(readRoles(config.roles)),
    policies: await setting(readPolicies(config.policies)),
    warn,
  })

function engineOf(
  config: Settings,
  parts: {
    readonly clock: Clock
    readonly clockOf: (fork: string) => Clock
    readonly store: ResourceStore
    readonly warn: Environment['warn']
    readonly granted?: EngineOptions['granted']
  },
): Engine {
  const { operation_polls: polls, operation_delay: delay } = config
  const seed = config.id_seed || randomUUID()
  return new Engine({ seed, ...parts, pace: { polls, delay: delay * 1000 } })
}

async function servicesOf(
  config: Config,
  engine: Engine,
  { warn, onLongCheck }: PartsOptions,
): Promise<{
  readonly listed: readonly Service[]
  readonly services: readonly Service[]
  readonly own: Service
}> {
  const listed = await loadServices(config.api_data, {
    fallback: fallbackOf(config, engine),
    resources: engineResources(engine),
    loose: config.loose,
    envelopeOf: (api) => traitsOf(api).envelope,
    cacheFolder: config.cache_dir,
    ownApiData: config.ownApiData,
    protoPath: foldersIn(config.proto_path),
    warn,
    onLongCheck,
  })
  engine.check(listed.map(({ source }) => source))
  const own = await controlService(listed)
  return { listed, own, services: listed.includes(own) ? listed : [...listed, own] }
}

/** By name of an API: its resources in one fork. */
const resourcesOf =
  (services: readonly Service[], fork: string): Environment['resources'] =>
  (api) => {
    const service = services.find(({ outline }) => outline.name === api)
    if (service === undefined) throw new Error(`no document of ${api} is served`)
    return service.resourcesFor(callerIn(fork))
  }

const declaredDefaults = (services: readonly Service[]) =>
  Object.assign({}, ...services.map(({ module }) => defaultsOf(module?.settings ?? {}))) as object

/** What methods without a handler do. */
function fallbackOf({ unbound, id_seed }: Settings, engine: Engine): Fallback | undefined {
  if (unbound === '501') return undefined
  return unbound === 'mock' ? mockFallback(id_seed) : engineFallback(engine)
}

/** Where a server that is told to listen there is reached; through a Unix socket it is called localhost. */
export const expectedUrl = ({ bind }: Settings): string =>
  socketPathOf(bind) === undefined
    ? urlOf(hostAndPort(bind).host, hostAndPort(bind).port)
    : 'http://localhost'

export function urlOf(host: string | undefined, port: number): string {
  const everywhere = host === undefined || host === '0.0.0.0' || host === '::'
  const name = everywhere ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
