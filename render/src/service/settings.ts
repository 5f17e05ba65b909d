// The render service's own settings; those of the worker host are in its README.
import { resolve } from 'node:path'

export interface RenderSettings {
  /** Characters of a document in base64 above which it is kept in the store, and the result has a link. */
  readonly maxQueueTaskSize: number
  /** Where large documents are kept. */
  readonly resultPlace: ResultPlace
  /** What links begin with, without a slash at the end. */
  readonly resultUrl: string
  /** A Chromium to print with; empty to look for one. */
  readonly chromiumPath: string
  /** Whether Chromium locks up what it loads in a sandbox of its own. */
  readonly chromiumSandbox: boolean
  /** What may be printed, and loaded by what is printed: `http://host:port`, with `*` for any port. */
  readonly printOrigins: readonly string[]
  /** For which a page that has loaded may fetch more before it is printed. */
  readonly printWaitSeconds: number
  /** Names under which clients reach the web pages, besides those of this machine. In lower case. */
  readonly allowedHosts: readonly string[]
}

export type ResultPlace =
  /** A folder, whose documents our web pages serve. */
  | { readonly kind: 'directory'; readonly folder: string }
  /** A bucket of Cloud Storage. */
  | {
      readonly kind: 'bucket'
      readonly bucket: string
      /** What names of documents begin with: '' or `folder/`. */
      readonly prefix: string
      /** Of an emulator, without a slash at the end; undefined: Google's. */
      readonly endpoint: string | undefined
    }

type Environment = Readonly<Record<string, string | undefined>>

/** For the worker host, where neither the environment nor .env says otherwise. */
export const defaults = {
  PROJECT_NAME: 'test_project',
  QUEUE_NAME: 'test_queue',
  API_DISCOVERY_URL: 'http://127.0.0.1:5052/api/{api}/{apiVersion}',
  PORT: '5051',
  RENDER_SLEEP_TIME: '1',
  TASK_GRACE_SECONDS: '1',
} as const

const fallbacks = {
  MAX_QUEUE_TASK_SIZE: String(680 * 1024),
  RESULT_STORE: 'directory:data/results',
  RESULT_URL: '',
  CHROMIUM_PATH: '',
  // Chromium has none for root.
  CHROMIUM_SANDBOX: String(process.getuid?.() !== 0),
  PRINT_ORIGINS: 'http://localhost:*,http://127.0.0.1:*',
  PRINT_WAIT_SECONDS: '5',
  ALLOWED_HOSTS: '',
}

const valueOf = (env: Environment, name: keyof typeof fallbacks): string =>
  env[name] || fallbacks[name]

/** To be called only with an environment in which `problemsIn` finds nothing. */
export function readRenderSettings(env: Environment): RenderSettings {
  return {
    maxQueueTaskSize: Number(valueOf(env, 'MAX_QUEUE_TASK_SIZE')),
    resultPlace: placeIn(env)!,
    resultUrl: resultUrl(env),
    chromiumPath: valueOf(env, 'CHROMIUM_PATH'),
    chromiumSandbox: valueOf(env, 'CHROMIUM_SANDBOX') === 'true',
    printOrigins: originsIn(env),
    printWaitSeconds: Number(valueOf(env, 'PRINT_WAIT_SECONDS')),
    allowedHosts: valueOf(env, 'ALLOWED_HOSTS')
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
  }
}

/** What is wrong, a sentence each; the worker host checks its own settings. */
export function problemsIn(env: Environment): readonly string[] {
  const problems: string[] = []
  const store = valueOf(env, 'RESULT_STORE')
  const place = placeIn(env)
  if (place === undefined)
    problems.push(`RESULT_STORE is "${store}", but must be directory:FOLDER or gs://BUCKET/PREFIX`)
  const endpoint = env['STORAGE_EMULATOR_HOST'] ?? ''
  if (place?.kind === 'bucket' && endpoint !== '' && !isHttp(endpoint))
    problems.push(`STORAGE_EMULATOR_HOST is "${endpoint}", but must be an http address`)
  const url = valueOf(env, 'RESULT_URL')
  if (url !== '' && !isHttp(url))
    problems.push(`RESULT_URL is "${url}", but must be an http address`)
  if (url === '' && env['PORT'] === '0' && place?.kind !== 'bucket')
    problems.push('PORT is 0, so nobody serves large documents: say with RESULT_URL who does')
  const sandbox = valueOf(env, 'CHROMIUM_SANDBOX')
  if (!/^(true|false)$/.test(sandbox))
    problems.push(`CHROMIUM_SANDBOX is "${sandbox}", but must be true or false`)
  for (const origin of originsIn(env))
    if (!/^https?:\/\/[^/\s:@*]+(:(\d+|\*))?$/.test(origin))
      problems.push(`PRINT_ORIGINS has "${origin}", but must have origins as http://localhost:*`)
  const wait = valueOf(env, 'PRINT_WAIT_SECONDS')
  if (!/^\d+(\.\d+)?$/.test(wait) || Number(wait) > MOST_WAIT)
    problems.push(
      `PRINT_WAIT_SECONDS is "${wait}", but must be a number of seconds from 0 to ${MOST_WAIT}`,
    )
  return problems
}

/** An hour: above it a wait is a mistake in the unit. */
const MOST_WAIT = 3600

const isHttp = (url: string): boolean => /^https?:$/.test(URL.parse(url)?.protocol ?? '')

/** Undefined for what names no place. */
function placeIn(env: Environment): ResultPlace | undefined {
  const store = valueOf(env, 'RESULT_STORE')
  const folder = /^directory:(.+)$/s.exec(store)?.[1]
  if (folder !== undefined) return { kind: 'directory', folder: resolve(folder) }
  const [, bucket, path = ''] = /^gs:\/\/([a-z0-9][a-z0-9._-]+)(?:\/(.*))?$/s.exec(store) ?? []
  if (bucket === undefined) return undefined
  const prefix = path.replace(/\/*$/, (slashes) => (slashes.length < path.length ? '/' : ''))
  const endpoint = env['STORAGE_EMULATOR_HOST']?.replace(/\/+$/, '') || undefined
  return { kind: 'bucket', bucket, prefix, endpoint }
}

function resultUrl(env: Environment): string {
  const said = valueOf(env, 'RESULT_URL').replace(/\/+$/, '')
  const place = placeIn(env)
  if (said !== '') return said
  if (place?.kind !== 'bucket') return `http://localhost:${env['PORT'] ?? defaults.PORT}/results`
  const { bucket, prefix, endpoint = 'https://storage.googleapis.com' } = place
  return `${endpoint}/${bucket}/${encodedPath(prefix)}`.replace(/\/+$/, '')
}

const encodedPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/')

const originsIn = (env: Environment): readonly string[] =>
  valueOf(env, 'PRINT_ORIGINS')
    .split(',')
    .map((origin) => origin.trim().toLowerCase())
    .filter((origin) => origin !== '')
