// `serve`: one process, or a primary with workers, until a signal ends it.
import cluster from 'node:cluster'
import { flushCompileCache } from 'node:module'
import { constants } from 'node:os'
import type { Emulator } from '../emulator.ts'
import { loadServices } from '../api/states.ts'
import { removeStaleSocket } from '../http/unix_socket.ts'
import { superviseWorkers } from './cluster.ts'
import { bannerOf } from './banner.ts'
import { socketPathOf, type Config } from '../config/config.ts'
import { answerPrimary, tellPrimary } from './tell_primary.ts'

export async function serveCommand(config: Config): Promise<number> {
  const path = socketPathOf(config.bind)
  if (path !== undefined && cluster.isPrimary) await removeStaleSocket(path)
  if (config.workers > 1 && cluster.isPrimary) {
    // Faults are found once, before any worker starts.
    const { cache_dir: cacheFolder, ownApiData } = config
    const options = { cacheFolder, ownApiData, warn, onLongCheck }
    const services = await loadServices(config.api_data, options)
    return superviseWorkers(config, (url) => console.log(bannerOf(url, services, config)))
  }
  if (cluster.isWorker) answerPrimary()
  // What a primary never needs.
  const { openEmulator } = await import('../emulator.ts')
  const emulator = await openEmulator(config, { warn, onLongCheck })
  // Whoever reads that the server listens may stop it at once.
  const stopped = untilStopped(emulator)
  if (cluster.isWorker) await tellPrimary({ ready: emulator.url })
  else console.log(bannerOf(emulator.url, emulator.services, config))
  // Node would at the end, and a server that is killed would leave it to the next start to compile everything anew.
  flushCompileCache()
  return stopped
}

const warned = new Set<string>()

/** Once: several stores may be in one Redis. */
function warn(sentence: string): void {
  if (warned.has(sentence)) return
  warned.add(sentence)
  if (cluster.isWorker) void tellPrimary({ warning: sentence })
  else console.error(`discovery-emulator: warning: ${sentence}`)
}

/** Nobody who waits before a terminal wonders why. */
function onLongCheck(): void {
  if (process.stderr.isTTY)
    console.error(
      'Documents that are new here are checked; the next start takes a fraction of the time.',
    )
}

/**
 * The first signal finishes what is in flight, the second ends at once.
 * A terminal signals workers too: they leave it to the primary, which signals them once more.
 */
function untilStopped(emulator: Emulator): Promise<number> {
  return new Promise((resolve) => {
    let stopping = false
    const stop = (signal: NodeJS.Signals) => {
      if (stopping && cluster.isPrimary) process.exit(128 + constants.signals[signal])
      if (stopping || (cluster.isWorker && signal === 'SIGINT')) return
      stopping = true
      emulator.stop().then(
        () => resolve(0),
        (error: unknown) => {
          console.error(error)
          resolve(1)
        },
      )
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    // The primary of a worker is gone: no other process would stop it.
    process.on('disconnect', () => stop('SIGTERM'))
  })
}
