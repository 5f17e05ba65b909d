// One attempt at one task, where processors run: decode, check, process, check, encode. Nothing here knows a source.
import type { Logger } from './log/logger.ts'
import { decode, encode, JSON_TYPE } from './codecs.ts'
import { PermanentError, PoisonError, RetryAfter } from './errors.ts'
import type { Context, Processor, Worker } from './processor.ts'
import { parserOf } from './schema.ts'
import type { Task } from './source.ts'

/** What a lane needs to know of a task; it crosses threads and processes. */
export interface AttemptRequest {
  readonly task: Omit<Task, 'lost'>
  readonly attemptLimit: number
}

export interface Failure {
  readonly name: string
  readonly message: string
  readonly stack?: string
}

export interface EncodedResult {
  readonly value: unknown
  readonly body: Uint8Array
  readonly mimetype: string
  readonly to: string | undefined
}

/** What became of an attempt; it crosses threads and processes. */
export type Outcome =
  | {
      readonly kind: 'done'
      readonly result: EncodedResult | undefined
      readonly traceparent: string | undefined
    }
  | {
      readonly kind: 'failed'
      readonly error: Failure
      /** No further attempt would help. */
      readonly permanent: boolean
      readonly retryAfterMs?: number
    }

export interface AttemptSurroundings {
  readonly worker: Worker
  readonly logger: Logger
}

/** Never rejects. One outcome for each request, in their order; `signals` likewise. */
export async function attempt(
  { worker, logger }: AttemptSurroundings,
  requests: readonly AttemptRequest[],
  signals: readonly AbortSignal[],
): Promise<readonly Outcome[]> {
  const prepared = requests.map((request, index) => {
    const context = contextOf(request, signals[index] ?? AbortSignal.abort(), logger)
    return prepare(worker, request, context)
  })
  const ready = prepared.filter((each) => each.kind === 'ready')
  const answers = new Map<Prepared, Outcome>()
  const [first] = ready
  if (first?.processor.processBatch) await processTogether(first.processor, ready, answers)
  else await Promise.all(ready.map(async (each) => answers.set(each, await processOne(each))))
  return Promise.all(
    prepared.map(async (each) => {
      const outcome =
        answers.get(each) ?? failed(each.kind === 'refused' ? each.error : unanswered())
      if (outcome.kind === 'failed') await tellErrorHooks(worker, each.context, outcome.error)
      return outcome
    }),
  )
}

/** The result to send in place of a dead task's; undefined if its processor sends none. Never rejects. */
export async function resultOfDead(
  { worker, logger }: AttemptSurroundings,
  request: AttemptRequest,
  error: Failure,
  signal: AbortSignal,
): Promise<Outcome> {
  const context = contextOf(request, signal, logger)
  const processor = anyProcessorFor(worker, request)
  try {
    const given = Object.assign(new Error(error.message), { name: error.name })
    const value = await processor?.resultOfDead?.(context, given)
    return done(processor ?? {}, context, value)
  } catch (thrown) {
    return failed(thrown)
  }
}

interface Ready {
  readonly kind: 'ready'
  readonly context: Context
  readonly processor: Processor
  readonly message: unknown
}
type Prepared =
  | Ready
  | { readonly kind: 'refused'; readonly context: Context; readonly error: unknown }

function prepare(worker: Worker, { task }: AttemptRequest, context: Context): Prepared {
  try {
    const inMimetype = worker.processors.find(
      ({ inMimetype }) => inMimetype !== undefined,
    )?.inMimetype
    const decoded = decoding(task, task.mimetype ?? inMimetype ?? JSON_TYPE)
    const processor = processorFor(worker, task.queue, decoded)
    const message = processor.input
      ? checking('message', () => parserOf(processor.input!).parse(decoded))
      : decoded
    const traceparent = context.traceparent ?? fieldOf(decoded, 'traceparent')
    return { kind: 'ready', processor, message, context: { ...context, traceparent } }
  } catch (error) {
    return { kind: 'refused', context, error }
  }
}

async function processOne({ processor, message, context }: Ready): Promise<Outcome> {
  try {
    if (processor.process === undefined)
      throw new PermanentError('this processor takes batches only')
    return done(processor, context, await processor.process(message, context))
  } catch (error) {
    return failed(error)
  }
}

async function processTogether(
  processor: Processor,
  ready: readonly Ready[],
  answers: Map<Prepared, Outcome>,
): Promise<void> {
  try {
    const values = await processor.processBatch!(
      ready.map(({ message }) => message),
      ready.map(({ context }) => context),
    )
    for (const [index, each] of ready.entries()) {
      const value = index < values.length ? values[index] : unanswered()
      answers.set(each, value instanceof Error ? failed(value) : outcomeOf(processor, each, value))
    }
  } catch (error) {
    for (const each of ready) answers.set(each, failed(error))
  }
}

function outcomeOf(processor: Processor, { context }: Ready, value: unknown): Outcome {
  try {
    return done(processor, context, value)
  } catch (error) {
    return failed(error)
  }
}

function done(processor: Processor, { traceparent }: Context, value: unknown): Outcome {
  if (value === undefined) return { kind: 'done', result: undefined, traceparent }
  const { output, outKey: to, outMimetype: mimetype = JSON_TYPE } = processor
  const checked = output ? checking('result', () => parserOf(output).parse(value)) : value
  const body = checking('result', () => encode(checked, mimetype))
  // A value crosses threads by structured clone, where JSON's own methods would be lost.
  const plain = mimetype === JSON_TYPE ? JSON.parse(new TextDecoder().decode(body)) : undefined
  return { kind: 'done', traceparent, result: { value: plain, body, mimetype, to } }
}

function failed(thrown: unknown): Outcome {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const retryAfterMs = error.name === 'RetryAfter' ? (error as RetryAfter).delayMs : undefined
  const { name, message, stack } = error
  return {
    kind: 'failed',
    error: { name, message, ...(stack !== undefined && { stack }) },
    // By name: a processor may have another copy of this package.
    permanent: error instanceof PermanentError || name === 'PermanentError',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }
}

const unanswered = (): Error => new Error('processBatch resolved to fewer outcomes than messages')

function decoding({ payload }: AttemptRequest['task'], mimetype: string): unknown {
  try {
    return decode(payload, mimetype)
  } catch (error) {
    throw new PoisonError(`the payload is no ${mimetype}: ${(error as Error).message}`)
  }
}

function checking<T>(what: 'message' | 'result', check: () => T): T {
  try {
    return check()
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error)
    throw new PoisonError(`the ${what} does not fit its schema: ${told}`)
  }
}

function processorFor({ processors }: Worker, queue: string, message: unknown): Processor {
  const kind = fieldOf(message, 'kind')
  const ofQueue = processors.filter(({ inKey }) => inKey !== undefined && queue.endsWith(inKey))
  const near = ofQueue.length > 0 ? ofQueue : processors.filter(({ inKey }) => inKey === undefined)
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

function anyProcessorFor(worker: Worker, { task }: AttemptRequest): Processor | undefined {
  const prepared = prepare(worker, { task, attemptLimit: 0 }, { traceparent: '' } as Context)
  if (prepared.kind === 'ready') return prepared.processor
  return worker.processors.find((each) => each.resultOfDead !== undefined)
}

function contextOf(
  { task, attemptLimit }: AttemptRequest,
  signal: AbortSignal,
  logger: Logger,
): Context {
  const { id, queue, attempt: count, tag, mimetype, headers } = task
  return {
    taskId: id,
    queue,
    tag,
    mimetype,
    headers,
    attempt: count,
    attemptLimit,
    idempotencyKey: id,
    signal,
    logger: logger.child({ task: id, attempt: count, queue }),
    traceparent: headers['traceparent'],
  }
}

async function tellErrorHooks(
  { onError }: Worker,
  context: Context,
  failure: Failure,
): Promise<void> {
  for (const hook of onError)
    try {
      await hook(Object.assign(new Error(failure.message), failure), context)
    } catch (error) {
      context.logger.error({ err: error }, 'an error hook failed')
    }
}

function fieldOf(message: unknown, name: string): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined
  const value = (message as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : undefined
}
