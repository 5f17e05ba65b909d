// `serve`: one process, or a primary with workers, until a signal ends it.
import cluster from 'node:cluster'
import { openEmulator, type Emulator } from './emulator.ts'
import { loadServices } from './server/open_services.ts'
import { superviseWorkers } from './server/workers.ts'
import { startScreen } from './start_screen.ts'
import type { Settings } from './settings.ts'

export async function serveCommand(config: Settings): Promise<number> {
  if (config.workers > 1 && cluster.isPrimary) {
    // Faults are found once, before any worker starts.
    const services = await loadServices(config.api_data)
    return superviseWorkers(config, (url) => console.log(startScreen(url, services, config)))
  }
  const emulator = await openEmulator(config)
  if (cluster.isWorker) process.send?.({ ready: emulator.url })
  else console.log(startScreen(emulator.url, emulator.services, config))
  return untilStopped(emulator)
}

/** Reads everything and says what is wrong, without serving. */
export async function checkCommand(config: Settings): Promise<number> {
  const services = await loadServices(config.api_data)
  const methods = services.reduce((sum, service) => sum + service.methods.length, 0)
  console.log(
    `${services.length} documents with ${methods} methods in ${config.api_data}: nothing wrong.`,
  )
  return 0
}

/** The first signal finishes what is in flight, the second ends at once. */
function untilStopped(emulator: Emulator): Promise<number> {
  return new Promise((resolve) => {
    let stopping = false
    const stop = (signal: NodeJS.Signals) => {
      if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143)
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
    // The primary of a worker is gone: nobody would stop it.
    process.on('disconnect', () => stop('SIGTERM'))
  })
}
