// `serve`: one process, or a primary with workers, until a signal ends it.
import { Clock } from '../clock.ts'
import { Engine } from '../resources/engine.ts'
import cluster from 'node:cluster'
import { readdir } from 'node:fs/promises'
import { constants } from 'node:os'
import { openEmulator, type Emulator } from '../emulator.ts'
import type { Service } from '../api/service.ts'
import { loadServices } from '../api/states.ts'
import { DocumentError } from '../discovery/read/load.ts'
import { isDescriptorFile } from '../grpc/descriptors/file_names.ts'
import { removeStaleSocket } from '../http/unix_socket.ts'
import { superviseWorkers } from './cluster.ts'
import { bannerOf } from './banner.ts'
import { foldersIn, socketPathOf, type Config } from '../config/config.ts'
import type { Settings } from '../config/settings.ts'
import type { WorkerMessage } from './cluster.ts'

export async function serveCommand(config: Config): Promise<number> {
  const path = socketPathOf(config.bind)
  if (path !== undefined && cluster.isPrimary) await removeStaleSocket(path)
  if (config.workers > 1 && cluster.isPrimary) {
    // Faults are found once, before any worker starts.
    const { cache_dir: cacheFolder } = config
    const services = await loadServices(config.api_data, { cacheFolder, warn, onLongCheck })
    return superviseWorkers(config, (url) => console.log(bannerOf(url, services, config)))
  }
  const emulator = await openEmulator(config, { warn, onLongCheck })
  // Whoever reads that the server listens may stop it at once.
  const stopped = untilStopped(emulator)
  if (cluster.isWorker) await tellPrimary({ ready: emulator.url })
  else console.log(bannerOf(emulator.url, emulator.services, config))
  return stopped
}

/** Resolves when it is sent. */
export const tellPrimary = (message: WorkerMessage): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined) resolve()
    else process.send(message, undefined, undefined, () => resolve())
  })

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

/** Reads everything and says what is wrong, without serving. */
export async function checkCommand(config: Settings): Promise<number> {
  const services = await loadServices(config.api_data)
  new Engine({ clock: new Clock(), seed: '' }).check(services.map(({ source }) => source))
  await checkDescriptors(config, services)
  const methods = services.reduce((sum, service) => sum + service.methods.length, 0)
  console.log(
    `${services.length} documents with ${methods} methods in ${config.api_data}: nothing wrong.`,
  )
  return 0
}

/** Throws a DocumentError that names every file of descriptors that cannot be read, and every rpc that none of them has. */
async function checkDescriptors(
  { api_data: folder, proto_path }: Settings,
  services: readonly Service[],
): Promise<void> {
  const names = await readdir(folder)
  if (!names.some(isDescriptorFile) && services.every(({ module }) => module?.rpcs === undefined))
    return
  const { loadDescriptors } = await import('../grpc/descriptors/load.ts')
  const { ownRpcs } = await import('../grpc/own_rpcs.ts')
  const faults: string[] = []
  const note = (fault: string) => void faults.push(`  ${fault}`)
  const { registry } = await loadDescriptors(folder, note, foldersIn(proto_path))
  ownRpcs(services, registry, note)
  if (faults.length > 0) throw new DocumentError(['gRPC:', ...faults].join('\n'))
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
