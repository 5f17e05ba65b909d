// Several server processes on one port (gunicorn's pre-fork): started, replaced when they die, stopped together.
import cluster, { type Worker } from 'node:cluster'
import { constants } from 'node:os'
import type { Settings } from '../config/settings.ts'
import { watchTransit } from './in_transit.ts'
import type { WorkerMessage } from './messages.ts'

/** Milliseconds before a dead worker is replaced; doubled while workers die young. */
const FIRST_DELAY = 100
const LAST_DELAY = 10_000
/** A worker that lived so long did not die of its start. */
const OLD_AGE = 5000
/** Milliseconds after the graceful timeout in which a worker that still runs code must have ended. */
const MERCY = 5000

/** Runs until a signal; resolves to the exit code. `onReady` is called once, with the address. */
export function superviseWorkers(
  config: Settings,
  onReady: (url: string) => void,
): Promise<number> {
  return new Promise((resolve) => {
    let ready = 0
    let delay = FIRST_DELAY
    /** Set once no worker is to be started any more. */
    let exitCode: number | undefined
    const timers = new Set<NodeJS.Timeout>()
    /** Those that run. */
    const living = new Set<Worker>()
    const warned = new Set<string>()

    const start = (): void => {
      const worker = cluster.fork()
      // One that could not be started has no process, and no other event.
      worker.on('error', ({ message }) => {
        if (worker.process.pid === undefined) notStarted(message)
      })
      if (worker.process.pid === undefined) return
      living.add(worker)
      watchTransit(worker, () => {
        // One that is being stopped takes none, and need not be told so.
        if (exitCode !== undefined) return
        complain(
          `server process ${worker.process.pid} cannot take connections, probably as it may open no more files (ulimit -n), and is replaced`,
        )
        worker.process.kill('SIGTERM')
      })
      const born = Date.now()
      worker.on('message', (message: WorkerMessage) => {
        if ('ready' in message) {
          ready += 1
          if (ready === config.workers) onReady(message.ready)
        }
        // All workers fail and warn of the same things; one that is being stopped says nothing of use.
        if ('failed' in message && exitCode === undefined) complain(message.failed)
        if ('warning' in message && !warned.has(message.warning)) {
          warned.add(message.warning)
          complain(`warning: ${message.warning}`)
        }
        // None has ever answered, so a new one would fail in the same way.
        if ('failed' in message && ready === 0) end(1, 'SIGTERM')
      })
      worker.on('exit', (code, signal) => {
        living.delete(worker)
        if (ready === 0 && exitCode === undefined) {
          complain(`a server process ended at its start (${signal ?? `exit code ${code}`})`)
          end(1, 'SIGTERM')
        } else if (ready === 0 && code > 0) exitCode = code
        if (exitCode !== undefined) return resolveIfOver()
        delay = Date.now() - born > OLD_AGE ? FIRST_DELAY : Math.min(delay * 2, LAST_DELAY)
        complain(
          `server process ${worker.process.pid} ended (${signal ?? `exit code ${code}`}); another starts`,
        )
        later(delay, start)
      })
    }

    const notStarted = (reason: string): void => {
      if (exitCode !== undefined) return
      complain(`no server process can be started (${reason})`)
      if (ready === 0) return end(1, 'SIGTERM')
      delay = Math.min(delay * 2, LAST_DELAY)
      later(delay, start)
    }

    const later = (milliseconds: number, what: () => void): void => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        what()
      }, milliseconds)
      timers.add(timer)
    }

    const end = (code: number, signal: NodeJS.Signals): void => {
      exitCode = code
      for (const timer of timers) clearTimeout(timer)
      for (const worker of living) worker.process.kill(signal)
      later(config.graceful_timeout * 1000 + MERCY, () => {
        for (const worker of living) worker.process.kill('SIGKILL')
      })
      resolveIfOver()
    }

    const resolveIfOver = (): void => {
      if (living.size > 0) return
      for (const timer of timers) clearTimeout(timer)
      resolve(exitCode ?? 0)
    }

    /** The first signal lets requests finish, the second does not. */
    const stop = (signal: NodeJS.Signals): void => {
      if (exitCode === undefined) end(0, 'SIGTERM')
      else end(128 + constants.signals[signal], 'SIGKILL')
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    for (let i = 0; i < config.workers; i += 1) start()
  })
}

const complain = (sentence: string): void => console.error(`discovery-emulator: ${sentence}`)
