// Dead letters as messages: the original in `<queue>.dead`, with headers that say why, by us or by the broker.
import type { DeathNotice } from '../source.ts'
import type { Message } from './amqp.ts'
import type { Link } from './link.ts'
import { copyProperties, headersOf, numberOf, textOf } from './message.ts'
import { deadQueueOf, declareDead } from './topology.ts'

const REASON = 'x-worker-reason'
const ERROR = 'x-worker-error'
const TRIED = 'x-worker-tried'
const DIED_AT = 'x-worker-died-at'
/** AMQP's headers have 64 KiB together. */
const LONGEST = 10_000

/** Sends the original to the dead letters; whoever holds it acknowledges it then. */
export async function bury(
  link: Link,
  message: Message,
  { id, queue }: { readonly id: string; readonly queue: string },
  notice: DeathNotice,
): Promise<void> {
  const headers = headersFor(notice)
  const properties = copyProperties(message, id, headers)
  const letter = { queue: deadQueueOf(queue), body: message.content, properties }
  try {
    await link.send(letter, declareDead)
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown
    // The original's headers leave no room for ours, which say more.
    await link.send({ ...letter, properties: { ...properties, headers } }, declareDead)
  }
}

const headersFor = ({
  reason,
  attempts,
  error,
}: DeathNotice): Readonly<Record<string, unknown>> => ({
  [REASON]: reason.slice(0, LONGEST),
  [TRIED]: attempts,
  [DIED_AT]: new Date().toISOString(),
  ...(error && { [ERROR]: JSON.stringify(shortened(error)) }),
})

type ToldError = NonNullable<DeathNotice['error']>

const shortened = ({ name, message, stack }: ToldError): ToldError => ({
  name,
  message: message.slice(0, LONGEST),
  ...(stack !== undefined && { stack: stack.slice(0, LONGEST) }),
})

export function noticeOf(message: Message): DeathNotice {
  const headers = headersOf(message)
  if (headers[REASON] === undefined) {
    const why = textOf(headers['x-first-death-reason']) || 'it does not say why'
    const attempts = numberOf(headers['x-delivery-count'])
    return { reason: `given up by the broker: ${why}`, attempts }
  }
  const error = headers[ERROR]
  return {
    reason: textOf(headers[REASON]),
    attempts: numberOf(headers[TRIED]),
    ...(error !== undefined && { error: toldIn(textOf(error)) }),
  }
}

/** Anybody may have put a message there. */
function toldIn(text: string): ToldError {
  try {
    return JSON.parse(text) as ToldError
  } catch {
    return { name: 'Error', message: text.slice(0, LONGEST) }
  }
}

/** Milliseconds since the epoch; 0 where neither worker nor broker says. */
export function diedAt(message: Message): number {
  const headers = headersOf(message)
  const [death] = Array.isArray(headers['x-death']) ? headers['x-death'] : []
  const seconds = (death as { time?: { value?: number } } | undefined)?.time?.value ?? 0
  const said = headers[DIED_AT]
  const time = Date.parse(textOf(said))
  return Number.isNaN(time) ? seconds * 1000 : time
}
