// A lane on the host's own thread: any number of calls at a time, and no force can stop one.
import type { Worker } from '../processor/processor.ts'
import { runShutdown, runStartup, type HookOptions } from './hooks.ts'
import { LaneDied, type Lane } from './lane.ts'
import { runCall } from './run_call.ts'

export async function openHere(worker: Worker, options: HookOptions): Promise<Lane> {
  await runStartup(worker, options)
  return {
    alive: true,
    megabytes: 0,
    call: (call, signals) => runCall({ worker, logger: options.logger }, call, signals),
    kill: () => Promise.reject(new LaneDied('a processor on the main thread cannot be stopped')),
    async close(graceMs) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, Math.min(graceMs, 2 ** 31 - 1))
      await Promise.race([runShutdown(worker, options), promise])
      clearTimeout(timer)
    },
  }
}
