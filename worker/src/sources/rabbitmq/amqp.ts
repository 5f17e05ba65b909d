// amqplib, imported only when it is wanted; where the broker is; and what errors of it mean.
import type {
  Channel,
  ChannelModel,
  ConfirmChannel,
  ConsumeMessage,
  Message,
  Options,
} from 'amqplib'
import { ConfigError } from '../../config/config_error.ts'
import type { Settings } from '../../config/settings.ts'
import { SourceUnavailable } from '../source.ts'

export type { Channel, ChannelModel, ConfirmChannel, ConsumeMessage, Message }
export type Amqplib = typeof import('amqplib')

export type RabbitMqAddress = Pick<
  Settings,
  | 'rabbitmqUrl'
  | 'rabbitmqHost'
  | 'rabbitmqPort'
  | 'rabbitmqUser'
  | 'rabbitmqPassword'
  | 'rabbitmqVirtualHost'
>

/** Seconds; a peer that was silent for two of them is taken for dead. */
const HEARTBEAT = 15

/** Late, since a worker on another source needs none of it. */
export const importAmqplib = (): Promise<Amqplib> => import('amqplib')

/** Throws a ConfigError for a URL that is none. */
export function connectOptions(address: RabbitMqAddress): Options.Connect {
  const { rabbitmqUrl, rabbitmqHost, rabbitmqPort, rabbitmqUser, rabbitmqPassword } = address
  if (rabbitmqUrl !== '') return optionsOfUrl(rabbitmqUrl)
  return {
    protocol: 'amqp',
    hostname: rabbitmqHost,
    port: rabbitmqPort,
    username: rabbitmqUser,
    password: rabbitmqPassword,
    // amqplib unescapes what it is given.
    vhost: encodeURIComponent(address.rabbitmqVirtualHost),
    heartbeat: HEARTBEAT,
  }
}

function optionsOfUrl(text: string): Options.Connect {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const protocol = url?.protocol.slice(0, -1)
  if (url === undefined || (protocol !== 'amqp' && protocol !== 'amqps'))
    throw new ConfigError(['RABBITMQ_URL is not a URL that begins with amqp:// or amqps://'])
  const vhost = url.pathname.slice(1)
  const heartbeat = url.searchParams.get('heartbeat') ?? `${HEARTBEAT}`
  const problems = [
    ...(['username', 'password'] as const).filter((part) => !isDecodable(url[part])),
    ...(isDecodable(vhost) ? [] : ['virtual host']),
  ].map((part) => `the ${part} in RABBITMQ_URL has a % that begins no escape; write it as %25`)
  if (!/^\d{1,5}$/.test(heartbeat))
    problems.push(`heartbeat in RABBITMQ_URL is "${heartbeat}", but must be a number of seconds`)
  if (problems.length > 0) throw new ConfigError(problems)
  const guest = url.username === '' && url.password === ''
  return {
    protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, '') || 'localhost',
    port: Number(url.port) || (protocol === 'amqp' ? 5672 : 5671),
    username: guest ? 'guest' : decodeURIComponent(url.username),
    password: guest ? 'guest' : decodeURIComponent(url.password),
    vhost: vhost || encodeURIComponent('/'),
    heartbeat: Number(heartbeat),
  }
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

export const placeOf = ({ hostname, port }: Options.Connect): string => `${hostname}:${port}`

/** AMQP's reply code, where the broker gave one: 403 access refused, 404 not found, 406 precondition failed. */
export const codeOf = (error: unknown): number | undefined => {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'number') return code
  const [, told] = /terminated by server: (\d{3})/.exec(String(message)) ?? []
  return told === undefined ? undefined : Number(told)
}

/** What the broker said, without its own ceremony: `inequivalent arg 'durable' for queue 'q' …`. */
export function wordsOf(error: unknown): string {
  const { message } = error as Error
  const [, said] = /(?:"|message )'?[A-Z_]+ - (.*?)"?$/s.exec(message) ?? []
  return (said ?? message).replace(/\.$/, '')
}

export const unavailable = (what: string, error: unknown): SourceUnavailable =>
  new SourceUnavailable(`${what}: ${wordsOf(error)}${adviceOn(error)}`, { cause: error })

/** The broker names its guide only; the task that was held too long begins again. */
const adviceOn = (error: unknown): string =>
  /delivery acknowledgement .* timed out/.test((error as Error).message)
    ? '. Raise consumer_timeout of RabbitMQ (milliseconds) or x-consumer-timeout of the queue above the time that a task may ' +
      'take (TASK_SECONDS and TASK_TIME_MULT)'
    : ''

/** Milliseconds. A broker that hangs is known by its heartbeat, later. */
const ANSWER_TIMEOUT = 10_000

/** Rejects with SourceUnavailable when the broker does not answer in time. */
export async function answered<T>(what: string, answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const told = `RabbitMQ did not ${what} within ${ANSWER_TIMEOUT / 1000} s`
  const timer = setTimeout(() => late.reject(new SourceUnavailable(told)), ANSWER_TIMEOUT)
  try {
    return await Promise.race([answer, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** One that opens too late is closed again. Rejects with SourceUnavailable. */
export async function openChannel<C extends Channel>(open: () => Promise<C>): Promise<C> {
  const opening = open()
  try {
    return await answered('open a channel', opening)
  } catch (error) {
    void opening.then((late) => late.close()).catch(() => undefined)
    throw unavailable('RabbitMQ gives no channel', error)
  }
}
