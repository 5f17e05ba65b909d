// Before an attempt: the payload is decoded, its processor found, the message checked. What fails here is poison.
import { decode, JSON_TYPE } from '../processor/codecs.ts'
import { PoisonError } from '../processor/errors.ts'
import { processorsOf, type Context, type Processor, type Worker } from '../processor/processor.ts'
import { parserOf } from '../processor/schema.ts'
import type { Task } from '../sources/source.ts'

export interface Ready {
  readonly kind: 'ready'
  readonly context: Context
  readonly processor: Processor
  readonly message: unknown
}

export type Prepared =
  | Ready
  | { readonly kind: 'refused'; readonly context: Context; readonly error: unknown }

type Payload = Pick<Task, 'payload' | 'mimetype' | 'queue'>

export function prepare(worker: Worker, task: Payload, context: Context): Prepared {
  try {
    const decoded = decodedOf(worker, task)
    const processor = processorFor(worker, task.queue, decoded)
    const { input } = processor
    const message =
      input === undefined ? decoded : checking('message', () => parserOf(input).parse(decoded))
    const traceparent = context.traceparent ?? fieldOf(decoded, 'traceparent')
    return { kind: 'ready', processor, message, context: { ...context, traceparent } }
  } catch (error) {
    return { kind: 'refused', context, error }
  }
}

/** The processor whose task it is; where that cannot be told, one that has something to say of dead tasks. */
export function processorOfDead(worker: Worker, task: Payload): Processor | undefined {
  try {
    return processorFor(worker, task.queue, decodedOf(worker, task))
  } catch {
    return worker.processors.find((each) => each.resultOfDead !== undefined)
  }
}

/** Runs a check; what it throws says that the message or the result is at fault. */
export function checking<T>(what: 'message' | 'result', check: () => T): T {
  try {
    return check()
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error)
    throw new PoisonError(`the ${what} does not fit its schema: ${told}`)
  }
}

function decodedOf({ processors }: Worker, { payload, mimetype, queue }: Payload): unknown {
  const own = processorsOf(processors, queue).find((each) => each.inMimetype !== undefined)
  const type = mimetype ?? own?.inMimetype ?? JSON_TYPE
  try {
    return decode(payload, type)
  } catch (error) {
    throw new PoisonError(`the payload is no ${type}: ${(error as Error).message}`)
  }
}

function processorFor({ processors }: Worker, queue: string, message: unknown): Processor {
  const kind = fieldOf(message, 'kind')
  const near = processorsOf(processors, queue)
  const found =
    near.find((each) => each.kind !== undefined && each.kind === kind) ??
    near.find((each) => each.kind === undefined)
  if (found) return found
  const known = near.flatMap((each) => each.kind ?? []).join(', ')
  throw new PoisonError(
    kind === undefined
      ? `the message has no kind; known are ${known}`
      : `unknown kind "${kind}"; known are ${known}`,
  )
}

function fieldOf(message: unknown, name: string): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined
  const value = (message as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : undefined
}
