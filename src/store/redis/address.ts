// Reads the URL of a Redis.

export interface Node {
  readonly host: string
  readonly port: number
}

export interface Address {
  readonly cluster: boolean
  /** One, or some nodes of a cluster. */
  readonly nodes: readonly Node[]
  readonly username: string | undefined
  readonly password: string | undefined
  readonly database: number
  readonly tls: boolean
  /** Before every key. */
  readonly prefix: string
}

const pattern =
  /^(?<scheme>redis|rediss|redis-cluster):\/\/(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?(?<hosts>[^/?]+)(?:\/(?<database>\d+)?)?(?:\?prefix=(?<prefix>[^&]*))?$/

/** Undefined if the text is no URL of a Redis. */
export function readAddress(url: string): Address | undefined {
  const groups = pattern.exec(url)?.groups
  if (!groups) return undefined
  const { scheme, user, password, hosts = '', database = '0', prefix } = groups
  const nodes = hosts.split(',').map(readNode)
  const cluster = scheme === 'redis-cluster'
  if (!nodes.every((node) => node !== undefined)) return undefined
  if (!cluster && nodes.length > 1) return undefined
  if (cluster && database !== '0') return undefined
  if (![user, password, prefix].every(isDecodable)) return undefined
  return {
    cluster,
    nodes,
    username: user ? decodeURIComponent(user) : undefined,
    password: password ? decodeURIComponent(password) : undefined,
    database: Number(database),
    tls: scheme === 'rediss',
    prefix: prefix === undefined ? 'tq:' : decodeURIComponent(prefix),
  }
}

function isDecodable(text = ''): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

function readNode(text: string): Node | undefined {
  const [, six, plain, port = '6379'] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? []
  const host = six ?? plain
  return host === undefined || Number(port) > 65_535 ? undefined : { host, port: Number(port) }
}

/** For people; holds no password. */
export function describeAddress(address: Address): string {
  const where = address.nodes.map(({ host, port }) => `${host}:${port}`).join(', ')
  const database = address.cluster ? '' : `, database ${address.database}`
  return `Redis${address.cluster ? ' cluster' : ''} at ${where}${database}, keys ${address.prefix}…`
}
