// App Engine's queue.yaml: which queues there are, how often a task may be leased, who may use them.
// Source: the reference of queue.yaml in App Engine's documentation (pull queues; limits of the Python SDK).
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** What queue.yaml says of a push queue. Undefined where it says nothing. */
export interface PushDeclaration {
  /** Tasks a second. */
  readonly rate: number | undefined
  readonly bucketSize: number | undefined
  readonly concurrent: number | undefined
  /** Seconds. */
  readonly ageLimit: number | undefined
  readonly minBackoff: number | undefined
  readonly maxBackoff: number | undefined
  readonly maxDoublings: number | undefined
  /** Service, or `version.service`, to which all its tasks go. */
  readonly target: string | undefined
}

/** A queue as queue.yaml declares it. */
export interface QueueDeclaration {
  readonly name: string
  readonly mode: 'pull' | 'push'
  /** Leases after which a task is dropped; 0: never. */
  readonly maxLeases: number
  /** Who may list, get, lease, delete and update; who may insert. Not enforced. */
  /** Of a push queue. */
  readonly push: PushDeclaration | undefined
  readonly acl:
    | { readonly consumers: readonly string[]; readonly producers: readonly string[] }
    | undefined
}

/** Throws an Error of one sentence, or of one a problem, if the file cannot be used. */
export async function readQueueYaml(path: string): Promise<Map<string, QueueDeclaration>> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new Error(`cannot read the queue.yaml ${path}: ${error.message}`)
  })
  return queuesOf(text, path)
}

/** Of a text; `path` is what messages call it. */
export function queuesOf(text: string, path: string): Map<string, QueueDeclaration> {
  // Seventy modules, and few have a queue.yaml.
  const { parseDocument } = require('yaml') as typeof import('yaml')
  const document = parseDocument(text)
  if (document.errors.length > 0)
    throw new Error(`${path} is not YAML: ${document.errors[0]!.message.split('\n')[0]}`)
  const content: unknown = document.toJS() ?? {}
  if (!isMapping(content))
    throw new Error(`${path}: it must be a mapping with "queue", a list of queues`)
  const entries = content['queue'] ?? []
  if (!Array.isArray(entries)) throw new Error(`${path}: "queue" must be a list of queues`)
  const problems: string[] = []
  const queues = new Map<string, QueueDeclaration>()
  for (const [i, entry] of entries.entries()) {
    const read = declarationOf(entry)
    if (typeof read === 'string') problems.push(`${path}: queue ${i + 1}: ${read}`)
    else if (queues.has(read.name))
      problems.push(`${path}: the queue ${read.name} stands there twice`)
    else queues.set(read.name, read)
  }
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return queues
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The declaration, or what is wrong with it. */
function declarationOf(entry: unknown): QueueDeclaration | string {
  if (!isMapping(entry)) return 'it must be a mapping with a name'
  const { name, mode = 'push', retry_parameters, acl, ...others } = entry
  if (typeof name !== 'string' || !/^[\w-]{1,100}$/.test(name))
    return `name must be 1 to 100 letters, digits, - or _, is ${JSON.stringify(name)}`
  if (mode !== 'pull' && mode !== 'push')
    return `${name}: mode must be pull or push, is ${JSON.stringify(mode)}`
  const pushOnly = ['rate', 'bucket_size', 'max_concurrent_requests', 'target'].filter(
    (key) => others[key] !== undefined,
  )
  if (mode === 'pull' && pushOnly.length > 0)
    return `${name}: ${pushOnly.join(', ')} cannot be set for a pull queue`
  const retry = retry_parameters ?? {}
  if (!isMapping(retry)) return `${name}: retry_parameters must be a mapping`
  const limit = retry['task_retry_limit'] ?? 0
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 0)
    return `${name}: task_retry_limit must be a whole number, is ${JSON.stringify(limit)}`
  const push = mode === 'push' ? pushOf(others, retry) : undefined
  if (typeof push === 'string') return `${name}: ${push}`
  const access = aclOf(acl)
  return typeof access === 'string'
    ? `${name}: ${access}`
    : { name, mode, maxLeases: limit, push, acl: access }
}

const secondsOf = { s: 1, m: 60, h: 3600, d: 86_400 } as const

/** `5/s` as tasks a second; `2d` as seconds. */
function scaled(value: unknown, pattern: RegExp): number | undefined {
  const [, amount, unit] = pattern.exec(String(value)) ?? []
  if (amount === undefined) return undefined
  const seconds = unit === undefined ? 1 : secondsOf[unit as keyof typeof secondsOf]
  return pattern === ratePattern ? Number(amount) / seconds : Number(amount) * seconds
}

const ratePattern = /^(\d+(?:\.\d+)?)\/([smhd])$/
const agePattern = /^(\d+(?:\.\d+)?)([smhd])?$/

const number = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined

function pushOf(
  { rate, bucket_size, max_concurrent_requests, target }: Readonly<Record<string, unknown>>,
  retry: Readonly<Record<string, unknown>>,
): PushDeclaration | string | undefined {
  const perSecond = rate === undefined ? undefined : scaled(rate, ratePattern)
  if (rate !== undefined && perSecond === undefined)
    return `rate must be like 5/s, 1/m, 10/h or 1/d, is ${JSON.stringify(rate)}`
  const ageLimit = scaled(retry['task_age_limit'] ?? '', agePattern)
  if (retry['task_age_limit'] !== undefined && ageLimit === undefined)
    return `task_age_limit must be like 30s, 4m or 2d, is ${JSON.stringify(retry['task_age_limit'])}`
  const numbers = {
    bucket_size,
    max_concurrent_requests,
    min_backoff_seconds: retry['min_backoff_seconds'],
    max_backoff_seconds: retry['max_backoff_seconds'],
    max_doublings: retry['max_doublings'],
  }
  for (const [key, value] of Object.entries(numbers))
    if (value !== undefined && !(typeof value === 'number' && value >= 0))
      return `${key} must be a number, is ${JSON.stringify(value)}`
  if (target !== undefined && typeof target !== 'string') return 'target must be a service'
  const given = [rate, target, ageLimit, ...Object.values(numbers)]
  if (given.every((value) => value === undefined)) return undefined
  return {
    rate: perSecond,
    bucketSize: number(bucket_size),
    concurrent: number(max_concurrent_requests),
    ageLimit,
    minBackoff: number(retry['min_backoff_seconds']),
    maxBackoff: number(retry['max_backoff_seconds']),
    maxDoublings: number(retry['max_doublings']),
    target,
  }
}

function aclOf(acl: unknown): QueueDeclaration['acl'] | string {
  if (acl === undefined || acl === null) return undefined
  if (!Array.isArray(acl)) return 'acl must be a list of user_email and writer_email'
  const emails = (key: string) =>
    acl.flatMap((entry: Record<string, unknown> | null) =>
      typeof entry?.[key] === 'string' ? [entry[key]] : [],
    )
  const consumers = emails('user_email')
  const producers = emails('writer_email')
  return consumers.length + producers.length === acl.length
    ? { consumers, producers }
    : 'each entry of acl must be one user_email or one writer_email'
}
