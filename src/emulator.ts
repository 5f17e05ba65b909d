// An emulator in this process, as its configuration says.
import { isIPv6 } from 'node:net'
import type { Duplex } from 'node:stream'
import { foldersIn, hostAndPort, socketPathOf, type Config } from './config/config.ts'
import type { Settings } from './config/settings.ts'
import { tlsOf } from './config/tls.ts'
import type { Account, ServiceAccountFile } from './auth/tokens/accounts.ts'
import type { Environment } from './api/handlers.ts'
import type { Service } from './api/service.ts'
import type { InvokeOptions } from './call/invoke.ts'
import { appFile } from './console/app_files.ts'
import { indexPage } from './console/index_page.ts'
import { forkControl, type ForkControl } from './control/fork_control.ts'
import { controlGuard } from './control/guard.ts'
import { grpcDoor, type DoorOptions, type GrpcDoor } from './grpc/door.ts'
import { createApp } from './http/app.ts'
import { listen } from './http/listen.ts'
import { http2ListenerOf, type Limits } from './http/listener.ts'
import { UploadFolder } from './http/upload/folder.ts'
import { openLog, type Log } from './log.ts'
import { expectedUrl, openParts, urlOf } from './open_parts.ts'
import { openSpans, withSpans } from './telemetry/spans.ts'

/** A server in this process, until it is stopped. What it has besides is that of its first fork. */
export interface Emulator extends ForkControl, AsyncDisposable {
  /** `http://127.0.0.1:5052`, without a slash at the end; `unix:/run/emulator.sock` where it listens at a Unix socket. */
  readonly url: string
  /** A key of a service account, as GOOGLE_APPLICATION_CREDENTIALS names it. */
  key(account: Account): ServiceAccountFile
  /** Lets requests in flight finish, closes the stores and frees the port. */
  stop(): Promise<void>
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
  const path = socketPathOf(config.bind)
  const tls = await tlsOf(config)
  let url = expectedUrl(config)
  const parts = await openParts(config, { warn, onLongCheck, baseUrl: () => url })
  const { access, accounts, clock, control, issuer, services, own } = parts
  const uploads = new UploadFolder(config.upload_dir, () => clock.now() / 1000)
  await uploads.sweep()
  const { otel_endpoint: endpoint } = config
  const spans = endpoint === '' ? undefined : await openSpans(endpoint)
  const watched: Watched = {
    watch: spans === undefined ? control : withSpans(control, spans),
    stateIn: (service, fork) => control.forks.stateIn(service, fork),
    access,
  }
  const guard = controlGuard(own, config.control_token)
  const page = { page: indexPage, pageFile: appFile }
  const app = createApp(services, {
    ...appOptionsOf(config),
    ...watched,
    guard,
    identity: { issuer, accounts, url: () => url },
    uploads,
    log,
    ...page,
  })
  const takeOther = http2ListenerOf(app, limitsOf(config))
  const grpc = grpcOf(config, services, log, warn, { ...watched, takeOther })
  const listening = await listen(app, {
    ...listenOptionsOf(config),
    tls,
    takeHttp2: (socket: Duplex) => grpc.take(socket),
  }).catch(async (error: unknown) => {
    await parts[Symbol.asyncDispose]()
    throw error
  })
  if (path === undefined) url = urlOf(hostAndPort(config.bind).host, listening.port)
  let stopped: Promise<void> | undefined
  const end = async () => {
    const { graceful_timeout: grace } = config
    await Promise.all([listening.close(grace), grpc.close(grace)])
    await parts[Symbol.asyncDispose]()
    // A collector that is away must not keep the server from its end.
    await spans?.[Symbol.asyncDispose]().then(undefined, () => {})
    await log.close?.()
  }
  const stop = () => (stopped ??= end())
  const listed = services.filter(({ isListed }) => isListed)
  return {
    ...forkControl(control, ''),
    services: listed,
    url: path === undefined ? url : config.bind,
    key: (account) => accounts.newKey(account, url),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

type Watched = Pick<InvokeOptions, 'watch' | 'stateIn' | 'access'>

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
  more: Watched & Pick<DoorOptions, 'takeOther'>,
): GrpcDoor {
  const advertised = advertisedOf(config)
  return grpcDoor({
    ...more,
    folder: config.api_data,
    protoPath: foldersIn(config.proto_path),
    services,
    log,
    warn,
    timeout: config.timeout,
    validateResponses: config.validate_responses,
    messageLimit: config.limit_request_body,
    baseUrlOf: (scheme, authority) => `${scheme}://${advertised ?? authority}`,
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
  place: placeOf(config),
  backlog: config.backlog,
  timeout: config.timeout,
  keepalive: config.keepalive,
  limits: limitsOf(config),
})

/** A Unix socket, or a host and a port. */
function placeOf({ bind }: Settings) {
  const path = socketPathOf(bind)
  return path === undefined ? hostAndPort(bind) : { path }
}

const limitsOf = (config: Settings): Limits => ({
  line: config.limit_request_line,
  fields: config.limit_request_fields,
  fieldSize: config.limit_request_field_size,
})
