// One attempt at one task, where processors run: prepare, process, encode. Nothing here knows a source.
import type { Logger } from '../log/logger.ts'
import { PermanentError } from '../processor/errors.ts'
import { done, errorOf, failed, type Failure, type Outcome } from './outcome.ts'
import { prepare, processorOfDead, type Prepared, type Ready } from './prepare.ts'
import type { Context, Processor, Worker } from '../processor/processor.ts'
import type { Task } from '../sources/source.ts'

/** What is told of a task where it runs; it crosses threads and processes. */
export interface AttemptRequest {
  readonly task: Omit<Task, 'lost'>
  readonly attemptLimit: number
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
    const signal = signals[index] ?? AbortSignal.abort()
    return prepare(worker, request.task, contextOf(request, signal, logger))
  })
  const ready = prepared.filter((each) => each.kind === 'ready')
  const [first] = ready
  const answers = first?.processor.processBatch
    ? await processTogether(first.processor, ready)
    : new Map(await Promise.all(ready.map(async (each) => [each, await processOne(each)] as const)))
  return Promise.all(
    prepared.map(async (each) => {
      const outcome =
        each.kind === 'refused' ? failed(each.error) : (answers.get(each) ?? unanswered)
      if (outcome.kind === 'failed' && outcome.rateLimitedMs === undefined)
        await tellErrorHooks(worker, each, outcome.error)
      return outcome
    }),
  )
}

/** The result to send in place of a dead task's; undefined if its processor sends none. Never rejects. */
export async function resultOfDead(
  { worker, logger }: AttemptSurroundings,
  request: AttemptRequest,
  { error, signal }: { error: Failure; signal: AbortSignal },
): Promise<Outcome> {
  const context = contextOf(request, signal, logger)
  const processor = processorOfDead(worker, request.task)
  try {
    const value = await processor?.resultOfDead?.(context, errorOf(error))
    return done(processor ?? {}, context.traceparent, value)
  } catch (thrown) {
    return failed(thrown)
  }
}

const unanswered = failed(new Error('processBatch resolved to fewer outcomes than messages'))

async function processOne({ processor, message, context }: Ready): Promise<Outcome> {
  try {
    if (!processor.process) throw new PermanentError('its processor takes batches only')
    return done(processor, context.traceparent, await processor.process(message, context))
  } catch (error) {
    return failed(error)
  }
}

async function processTogether(
  processor: Processor,
  ready: readonly Ready[],
): Promise<ReadonlyMap<Prepared, Outcome>> {
  try {
    const messages = ready.map(({ message }) => message)
    const contexts = ready.map(({ context }) => context)
    const values = (await processor.processBatch?.(messages, contexts)) ?? []
    const answered = ready.slice(0, values.length)
    return new Map(answered.map((each, index) => [each, outcomeOf(processor, each, values[index])]))
  } catch (error) {
    return new Map(ready.map((each) => [each, failed(error)]))
  }
}

function outcomeOf(processor: Processor, { context }: Ready, value: unknown): Outcome {
  try {
    return value instanceof Error ? failed(value) : done(processor, context.traceparent, value)
  } catch (error) {
    return failed(error)
  }
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
  { context }: Prepared,
  failure: Failure,
): Promise<void> {
  for (const hook of onError)
    try {
      await hook(errorOf(failure), context)
    } catch (error) {
      context.logger.error({ err: error }, 'an error hook failed')
    }
}
