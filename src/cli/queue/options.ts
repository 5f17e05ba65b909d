// The arguments of the command line: which command, with which options.
import { parseArgs } from 'node:util'
import { didYouMean } from '../../api/did_you_mean.ts'
import { misused } from './faults.ts'
import type { Api } from './task_queue.ts'

export interface Options {
  readonly project: string
  readonly queue: string
  readonly 'discovery-url': string
  readonly retries: number
  readonly api: Api
  readonly location: string
  readonly json: boolean
  readonly count: number
  readonly seconds: number
  readonly tag: string | undefined
  readonly id: string | undefined
  readonly payload: string | undefined
  readonly 'payload-file': string | undefined
  /** Of the sample task. */
  readonly language: string | undefined
  readonly out: string | undefined
}

const text = { type: 'string' } as const

const syntax = {
  project: text,
  queue: text,
  'discovery-url': text,
  retries: text,
  api: text,
  location: text,
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  count: text,
  seconds: text,
  tag: text,
  id: text,
  payload: text,
  'payload-file': text,
  language: text,
  out: text,
} as const

const shared = ['project', 'queue', 'discovery-url', 'retries', 'api', 'location', 'json', 'help']

/** What each command takes besides the options that all take. */
const takes = {
  add: ['count', 'tag', 'id', 'payload', 'payload-file', 'language'],
  list: ['tag'],
  lease: ['count', 'seconds', 'tag'],
  document: ['seconds', 'tag', 'out'],
  flush: [],
  get: ['ID'],
  delete: ['ID', 'ID...'],
  update: ['ID', 'seconds'],
  stats: [],
} satisfies Record<string, readonly string[]>

export type Command = keyof typeof takes

const isCommand = (word: string): word is Command => Object.hasOwn(takes, word)

/** Without a command where help is wanted. Throws a Fault for what it cannot make sense of. */
export function readArguments(argv: readonly string[]): {
  command: Command | undefined
  positionals: readonly string[]
  options: Options
} {
  const { values, positionals } = parse(argv)
  const options = optionsFrom(values)
  const [word, ...rest] = positionals
  if (values.help || word === 'help') return { command: undefined, positionals: rest, options }
  if (word === undefined) throw misused(`Say what to do: ${Object.keys(takes).join(', ')}.`)
  if (!isCommand(word))
    throw misused(
      `There is no command "${word}", only ${Object.keys(takes).join(', ')}${didYouMean(word, Object.keys(takes)) || '.'}`,
    )
  refuseStrangers(word, Object.keys(values), rest)
  return { command: word, positionals: rest, options }
}

type Values = ReturnType<typeof parse>['values']

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: syntax, allowPositionals: true })
  } catch (error) {
    // Node's message goes on with advice about arguments that begin with a dash.
    const [first = ''] = error instanceof Error ? error.message.split(/\.\s/) : []
    const unknown = /^Unknown option '--([^']*)'/.exec(first)?.[1]
    const near = unknown === undefined ? '' : didYouMean(unknown, Object.keys(syntax))
    throw misused(
      near === '' ? first.replace(/\.?$/, '.') : `${first}${near.replace('mean ', 'mean --')}`,
    )
  }
}

function optionsFrom(values: Values): Options {
  const { tag, id, payload, language, out } = values
  if (payload !== undefined && values['payload-file'] !== undefined)
    throw misused('Give either --payload or --payload-file.')
  if (language !== undefined && (payload ?? values['payload-file']) !== undefined)
    throw misused('--language is of the sample task; a payload says its own.')
  const count = wholeNumber('count', values.count ?? '1', 1)
  if (id !== undefined && count > 1) throw misused('--id names one task; it takes no --count.')
  // oxlint-disable-next-line node/no-process-env -- the client's settings; src/config/config.ts is the server's
  const environment = process.env
  return {
    project: values.project ?? environment['PROJECT_NAME'] ?? 'test_project',
    queue: values.queue ?? environment['QUEUE_NAME'] ?? 'test_queue',
    'discovery-url': discoveryUrl(values['discovery-url'] ?? environment['API_DISCOVERY_URL']),
    api: apiNamed(values.api ?? 'taskqueue/v1beta2'),
    location: values.location ?? environment['LOCATION'] ?? 'us-central1',
    retries: wholeNumber('retries', values.retries ?? '0', 0),
    json: values.json ?? false,
    count,
    seconds: wholeNumber('seconds', values.seconds ?? '60', 0),
    tag,
    id,
    payload,
    'payload-file': values['payload-file'],
    language,
    out,
  }
}

const apis: readonly Api[] = ['taskqueue/v1beta2', 'cloudtasks/v2beta2']

function apiNamed(name: string): Api {
  const api = apis.find((known) => known === name)
  if (api === undefined) throw misused(`--api must be ${apis.join(' or ')}, got "${name}".`)
  return api
}

function discoveryUrl(url = 'http://127.0.0.1:5052/api/{api}/{apiVersion}'): string {
  if (/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return url
  throw misused(`The discovery URL must be an http address, got "${url}".`)
}

function wholeNumber(name: string, value: string, least: number): number {
  if (/^\d{1,9}$/.test(value) && Number(value) >= least) return Number(value)
  throw misused(`--${name} must be a whole number from ${least} on, got "${value}".`)
}

function refuseStrangers(
  command: Command,
  given: readonly string[],
  positionals: readonly string[],
): void {
  const own: readonly string[] = takes[command]
  const stranger = given.find((option) => !shared.includes(option) && !own.includes(option))
  if (stranger !== undefined) throw misused(`"${command}" takes no --${stranger}.`)
  const [first, second] = positionals
  if (own.includes('ID') && first === undefined)
    throw misused(`"${command}" needs the id of a task.`)
  const surplus = own.includes('ID') ? second : first
  if (surplus !== undefined && !own.includes('ID...'))
    throw misused(`"${command}" has no use for "${surplus}".`)
}
