// Reads the URL of a Redis: one server, a cluster, or a master that Sentinel knows.

export interface Node {
  readonly host: string
  readonly port: number
}

/** Paths of PEM files, as redis-cli names them. */
export interface TlsFiles {
  /** Of the authority that signed the server's certificate; by default those that Node trusts. */
  readonly cacert?: string
  /** Of this client, where the server asks for one (`tls-auth-clients`). */
  readonly cert?: string
  readonly key?: string
}

export interface Address {
  readonly kind: 'server' | 'cluster' | 'sentinel'
  /** One; or some nodes of a cluster; or Sentinels. */
  readonly nodes: readonly Node[]
  /** Name by which Sentinels know the master. */
  readonly master: string | undefined
  readonly username: string | undefined
  readonly password: string | undefined
  readonly database: number
  readonly tls: TlsFiles | undefined
  /** How many replicas must have a change before it is answered. */
  readonly replicas: number
  /** Before every key. */
  readonly prefix: string
}

export const addressForms =
  'redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE], redis-cluster://HOST:PORT,HOST:PORT or ' +
  'redis-sentinel://HOST:PORT,HOST:PORT/MASTER[/DATABASE], with rediss for TLS, and after them ' +
  '?prefix=PREFIX, wait=REPLICAS, and of TLS cacert=FILE, cert=FILE and key=FILE'

/** Other programs write `redis+sentinel`, too. */
const pattern =
  /^(?<scheme>rediss?)(?:[-+](?<kind>cluster|sentinel))?:\/\/(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?(?<hosts>[^/?]+)(?:\/(?<path>[^?]*))?(?:\?(?<query>.*))?$/

/** Undefined if the text is no URL of a Redis. */
export function readAddress(url: string): Address | undefined {
  try {
    return addressIn(url)
  } catch {
    return undefined // a % that begins no character
  }
}

function addressIn(url: string): Address | undefined {
  const groups = pattern.exec(url)?.groups
  if (!groups) return undefined
  const { scheme, kind = 'server', user, password, hosts = '', path = '', query } = groups
  if (kind !== 'server' && kind !== 'cluster' && kind !== 'sentinel') return undefined
  const nodes = hosts.split(',').map((text) => readNode(text, kind === 'sentinel' ? 26_379 : 6379))
  if (!nodes.every((node) => node !== undefined)) return undefined
  if (kind === 'server' && nodes.length > 1) return undefined
  const [, master, database = '0'] = pathPatterns[kind].exec(path) ?? []
  if (master === undefined) return undefined
  const options = readOptions(query)
  if (options === undefined) return undefined
  const { prefix = 'tq:', wait = '0', ...files } = options
  if (!/^\d$/.test(wait)) return undefined
  const isTls = scheme === 'rediss'
  if (!isTls && Object.keys(files).length > 0) return undefined
  return {
    kind,
    nodes,
    master: master === '' ? undefined : decodeURIComponent(master),
    username: user ? decodeURIComponent(user) : undefined,
    password: password ? decodeURIComponent(password) : undefined,
    database: Number(database),
    tls: isTls ? files : undefined,
    replicas: Number(wait),
    prefix,
  }
}

/** The name of the master, then the database. A cluster has no databases. */
const pathPatterns = {
  server: /^()(\d+)?$/,
  cluster: /^()0?$/,
  sentinel: /^([^/]+)(?:\/(\d+)?)?$/,
}

const optionNames = ['prefix', 'wait', 'cacert', 'cert', 'key'] as const

type Options = Partial<Record<(typeof optionNames)[number], string>>

function readOptions(query: string | undefined): Options | undefined {
  const options: Options = {}
  for (const option of query?.split('&') ?? []) {
    const [name = '', value = ''] = option.split('=')
    const known = optionNames.find((one) => one === name)
    if (known === undefined) return undefined
    options[known] = decodeURIComponent(value)
  }
  return options
}

function readNode(text: string, usual: number): Node | undefined {
  const [, six, plain, port = String(usual)] =
    /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? []
  const host = six ?? plain
  return host === undefined || Number(port) > 65_535 ? undefined : { host, port: Number(port) }
}

/** For people; holds no password. */
export function describeAddress(address: Address): string {
  const { kind, master, database, prefix, replicas } = address
  const where = address.nodes.map(({ host, port }) => `${host}:${port}`).join(', ')
  const what = {
    server: `Redis at ${where}, database ${database}`,
    cluster: `Redis cluster at ${where}`,
    sentinel: `Redis ${master} of Sentinel at ${where}, database ${database}`,
  }[kind]
  const kept =
    replicas === 0 ? '' : `, kept by ${replicas} ${replicas > 1 ? 'replicas' : 'replica'}`
  return `${what}, keys ${prefix}…${kept}`
}
