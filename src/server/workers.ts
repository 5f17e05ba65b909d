// Several server processes on one port (gunicorn's pre-fork): started, replaced when they die, stopped together.
import cluster, { type Worker } from 'node:cluster'
import type { Settings } from '../settings.ts'

type Message = { readonly ready: string } | { readonly failed: string }

/** Milliseconds before a dead worker is replaced; doubled while workers die young. */
const FIRST_DELAY = 100
const LAST_DELAY = 10_000
/** A worker that lived so long did not die of its start. */
const OLD_AGE = 5000

/** Runs until a signal; resolves to the exit code. `onReady` is called once, with the address. */
export function superviseWorkers(
  config: Settings,
  onReady: (url: string) => void,
): Promise<number> {
  return new Promise((resolve) => {
    let stopping = false
    let ready = 0
    let delay = FIRST_DELAY

    const start = (): void => {
      const worker = cluster.fork()
      const born = Date.now()
      worker.on('message', (message: Message) => {
        if ('failed' in message) return console.error(`discovery-emulator: ${message.failed}`)
        ready += 1
        if (ready === config.workers) onReady(message.ready)
      })
      worker.on('exit', (code, signal) => {
        if (stopping) return void (living().length === 0 && resolve(0))
        // None has ever answered, so a new one would fail in the same way.
        if (ready === 0) return giveUp(code)
        delay = Date.now() - born > OLD_AGE ? FIRST_DELAY : Math.min(delay * 2, LAST_DELAY)
        console.error(
          `worker ${worker.process.pid} ended (${signal ?? `exit code ${code}`}); another starts`,
        )
        setTimeout(() => stopping || start(), delay)
      })
    }
    const stop = (signal: NodeJS.Signals): void => {
      if (stopping) for (const worker of living()) worker.process.kill('SIGKILL')
      stopping = true
      for (const worker of living()) worker.process.kill(signal)
      if (living().length === 0) resolve(0)
    }
    const giveUp = (code: number): void => {
      stopping = true
      for (const worker of living()) worker.process.kill('SIGTERM')
      resolve(code || 1)
    }

    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    for (let i = 0; i < config.workers; i += 1) start()
  })
}

const living = (): Worker[] =>
  Object.values(cluster.workers ?? {}).filter(
    (worker) => worker !== undefined && !worker.isDead(),
  ) as Worker[]
