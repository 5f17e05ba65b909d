// What the author of a service writes: a processor, or a worker of several with hooks around them.
import type { Logger } from '../log/logger.ts'
import type { Schema } from './schema.ts'
import type { SeenStore } from '../seen/store.ts'

/** What a processor is told besides its message. */
export interface Context {
  /** The task's id in its queue. */
  readonly taskId: string
  readonly queue: string
  readonly tag: string | undefined
  readonly mimetype: string | undefined
  readonly headers: Readonly<Record<string, string>>
  /** 1 the first time. A worker that died counts as an attempt. */
  readonly attempt: number
  /** The attempt after which the task is given up. */
  readonly attemptLimit: number
  /** The same for every attempt of this task: give it to services that do things only once per key. */
  readonly idempotencyKey: string
  /**
   * Aborted at the soft time limit, when the lease is lost, when somebody deleted the task, or when the worker must
   * stop; its reason says which.
   */
  readonly signal: AbortSignal
  readonly logger: Logger
  /** W3C's, as it came with the task. */
  readonly traceparent: string | undefined
}

/** What a hook is told. */
export interface HookContext {
  readonly logger: Logger
  /** Aborted when the worker must stop, or a startup takes too long. */
  readonly signal: AbortSignal
  /** The environment with `.env` and `.env.secrets` read into it. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What is done with messages. */
export interface Processor<In = unknown, Out = unknown> {
  /** Takes only messages whose field `kind` is this. Without: every message that no other processor wants. */
  readonly kind?: string
  /** Takes only messages of this queue (IsleConsumer's in_key). */
  readonly inKey?: string
  /** Where results go (IsleConsumer's out_key); by default where the source puts them. */
  readonly outKey?: string
  /** Media type of messages that come without one; by default JSON. A `*\/*` is JSON, else text, else bytes. */
  readonly inMimetype?: string
  /** Media type of results; by default JSON. */
  readonly outMimetype?: string
  /** Bytes a result may have, instead of MAX_QUEUE_TASK_SIZE. */
  readonly mostBytes?: number
  /** Refuses messages that do not fit: they become dead letters at once. */
  readonly input?: Schema<In>
  /** Refuses results that do not fit: the task becomes a dead letter at once. */
  readonly output?: Schema<Out>
  /** Options of the source for this processor's queue, e.g. RabbitMQ's queue arguments. */
  readonly options?: Readonly<Record<string, unknown>>
  /** Returns the result; undefined sends none. */
  process?(message: In, context: Context): Out | Promise<Out>
  /**
   * Instead of `process`: many messages at a time. Resolves to one outcome for each, in their order: a result,
   * undefined, or an Error for the ones that failed.
   */
  processBatch?(
    messages: readonly In[],
    contexts: readonly Context[],
  ): Promise<readonly (Out | Error | undefined)[]>
  /** The result to send for a task that is given up; by default none. The task becomes a dead letter either way. */
  resultOfDead?(context: Context, error: Error): unknown
}

/** Where `process` runs: on the host's own thread, or where it can be stopped by force. */
export type Isolation = 'none' | 'thread' | 'process'

/** What `defineWorker` takes: one processor, or several, and what is done before and after. */
export interface WorkerDefinition<In = unknown, Out = unknown> extends Processor<In, Out> {
  /** For logs; by default the file's name. */
  readonly name?: string
  readonly version?: string
  /** Instead of `process`: several processors, by kind or by queue. */
  // oxlint-disable-next-line typescript/no-explicit-any -- each has its own types, and only unknown messages meet them
  readonly processors?: readonly Processor<any, any>[]
  /** Overrides ISOLATION. */
  readonly isolate?: Isolation
  /** Run in order before the first task, wherever `process` runs; a throw ends the worker. */
  readonly onStartup?: Hook | readonly Hook[]
  /** Run in order when the last task is done; a throw is logged, and the next one runs. */
  readonly onShutdown?: Hook | readonly Hook[]
  /** Told of every failed attempt; a throw is logged. */
  readonly onError?: ErrorHook | readonly ErrorHook[]
  /** Instead of SEEN_FILE: opened once in each process of the worker, which closes it. */
  readonly openSeen?: () => SeenStore | Promise<SeenStore>
}

/** Runs wherever `process` runs, before the first task or after the last. */
export type Hook = (context: HookContext) => void | Promise<void>
/** Told of a failed attempt. */
export type ErrorHook = (error: Error, context: Context) => void | Promise<void>

/** A worker as the host runs it: `defineWorker` and classes both become this. */
export interface Worker {
  readonly name: string
  readonly version: string | undefined
  readonly processors: readonly Processor[]
  readonly isolate: Isolation | undefined
  readonly onStartup: readonly Hook[]
  readonly onShutdown: readonly Hook[]
  readonly onError: readonly ErrorHook[]
  readonly openSeen: WorkerDefinition['openSeen']
}

const brand = Symbol.for('discovery-emulator.worker')

/** Declares a worker; the default export of a processor's module. Throws for definitions that cannot work. */
export function defineWorker<In = unknown, Out = unknown>(
  definition: WorkerDefinition<In, Out>,
): Worker {
  const { name = '', version, isolate, onStartup, onShutdown, onError, openSeen } = definition
  const { processors } = definition
  const all = (processors ?? [definition]) as readonly Processor[]
  checkProcessors(all, processors !== undefined && 'process' in definition)
  const worker: Worker = {
    name,
    version,
    isolate,
    processors: all,
    onStartup: listOf(onStartup),
    onShutdown: listOf(onShutdown),
    onError: listOf(onError),
    openSeen,
  }
  return Object.assign(worker, { [brand]: true })
}

/** Whether a value was made by `defineWorker`, maybe by another copy of this package. */
export const isWorker = (value: unknown): value is Worker =>
  typeof value === 'object' && value !== null && brand in value

const listOf = <T extends object>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T]

function checkProcessors(all: readonly Processor[], both: boolean): void {
  if (both) throw new TypeError('a worker has process or processors, not both')
  if (all.length === 0) throw new TypeError('a worker needs at least one processor')
  const keys = new Set<string>()
  for (const processor of all) {
    if ('process' in processor === 'processBatch' in processor)
      throw new TypeError('a processor has either process() or processBatch()')
    const { kind, inKey } = processor
    const key = JSON.stringify([inKey, kind])
    const what = [inKey && `queue ${inKey}`, kind && `kind ${kind}`].filter(Boolean).join(', ')
    if (keys.has(key)) throw new TypeError(`Processor for ${what || 'every message'} exists`)
    keys.add(key)
  }
}

/** Those for this queue by name (before which QUEUE_NAME_PREFIX may stand), else those for any. */
export function processorsOf(
  processors: readonly Processor[],
  queue: string,
): readonly Processor[] {
  const named = processors.filter(({ inKey }) => inKey !== undefined && queue.endsWith(inKey))
  const longest = Math.max(...named.map(({ inKey = '' }) => inKey.length))
  if (named.length > 0) return named.filter(({ inKey }) => inKey?.length === longest)
  return processors.filter(({ inKey }) => inKey === undefined)
}
