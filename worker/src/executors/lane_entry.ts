// The other end of a lane, first file of its thread or child: loads the worker and answers calls.
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import type { Failure } from './outcome.ts'
import { loadWorker } from '../processor/load_worker.ts'
import { openLogger, type Logger } from '../log/logger.ts'
import type { Worker } from '../processor/processor.ts'
import { endAfterParent } from '../supervisor/outlived.ts'
import { runShutdown, runStartup } from './hooks.ts'
import type { LaneOptions } from './lane.ts'
import type { FromLane, ToLane } from './protocol.ts'
import { runCall } from './run_call.ts'

const options = (isMainThread ? JSON.parse(process.argv[2] ?? '') : workerData) as LaneOptions

function send(message: FromLane): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origins
  if (parentPort) parentPort.postMessage(message)
  else process.send?.(message)
}

/** Ends when all that was sent has gone out. */
function end(): void {
  parentPort?.close()
  if (isMainThread) process.disconnect?.()
}

async function main(): Promise<void> {
  const logger = openLogger(options.log)
  const { worker } = await loadWorker(options.file, options.type)
  const hooks = { logger, env: options.env, startupMs: options.startupMs }
  await runStartup(worker, hooks)
  const running = new Map<number, readonly AbortController[]>()
  const listen = (message: ToLane): void => {
    if (message.kind === 'call') void answer(message, { worker, logger, running })
    if (message.kind === 'abort')
      running.get(message.id)?.[message.index]?.abort(errorOf(message.reason))
    if (message.kind === 'close')
      void runShutdown(worker, hooks).finally(() => {
        send({ kind: 'closed' })
        end()
      })
  }
  parentPort?.on('message', listen)
  if (isMainThread) process.on('message', listen)
  send({ kind: 'ready' })
}

async function answer(
  { id, call }: ToLane & { kind: 'call' },
  {
    worker,
    logger,
    running,
  }: {
    worker: Worker
    logger: Logger
    running: Map<number, readonly AbortController[]>
  },
): Promise<void> {
  const count = call.kind === 'attempt' ? call.requests.length : 1
  const controllers = Array.from({ length: count }, () => new AbortController())
  running.set(id, controllers)
  const outcomes = await runCall(
    { worker, logger },
    call,
    controllers.map(({ signal }) => signal),
  )
  running.delete(id)
  send({ kind: 'answer', id, outcomes, megabytes: megabytes() })
}

function megabytes(): number {
  const { rss, heapUsed, external } = process.memoryUsage()
  return (isMainThread ? rss : heapUsed + external) / 2 ** 20
}

const errorOf = ({ name, message }: Failure): Error => Object.assign(new Error(message), { name })

if (isMainThread) {
  // A terminal sends Ctrl-C to all of us; the host alone decides when its lanes end.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => undefined)
  process.on('disconnect', () => process.exit())
  endAfterParent(0)
}

main().catch((error: unknown) => {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  send({ kind: 'failed', error: { name, message, ...(stack !== undefined && { stack }) } })
  end()
})
