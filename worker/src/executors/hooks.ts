// Startup and shutdown hooks, in order: the first end the worker when they throw, the second never do.
import type { Logger } from '../log/logger.ts'
import type { HookContext, Worker } from '../processor/processor.ts'
import { StartupFailed } from './lane.ts'

export interface HookOptions {
  readonly logger: Logger
  readonly env: HookContext['env']
  readonly startupMs: number
}

/** Throws StartupFailed. */
export async function runStartup(worker: Worker, options: HookOptions): Promise<void> {
  const { logger, env, startupMs } = options
  const signal = AbortSignal.timeout(startupMs)
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`not done after ${startupMs} ms`)))
  })
  late.catch(() => undefined) // the time ends, too, where nothing waits for it any more
  for (const [index, hook] of worker.onStartup.entries())
    try {
      await Promise.race([hook({ logger, signal, env }), late])
    } catch (error) {
      const which = hook.name === '' ? `hook ${index + 1}` : hook.name
      const told = error instanceof Error ? error.message : String(error)
      throw new StartupFailed(`startup failed in ${which}: ${told}`, { cause: error })
    }
}

export async function runShutdown(worker: Worker, { logger, env }: HookOptions): Promise<void> {
  const { signal } = new AbortController()
  for (const hook of worker.onShutdown)
    try {
      await hook({ logger, signal, env })
    } catch (error) {
      logger.error({ err: error }, 'a shutdown hook failed')
    }
}
