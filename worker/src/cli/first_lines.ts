// What a worker says first: what runs, and in which version; with LOG_FORMAT=seed as the original hosts said it.
import { extname, relative, sep } from 'node:path'
import type { Lanes } from '../executors/lanes.ts'
import type { FoundWorker } from '../processor/load_worker.ts'
import type { LogFormat, Logger } from '../log/logger.ts'
import { isOfIsle } from '../log/originals.ts'
import { version } from '../version.ts'

export interface FirstLines {
  readonly found: FoundWorker
  readonly folder: string
  /** By its package.json. */
  readonly service: { readonly name: string; readonly version: string }
  readonly logger: Logger
  readonly logFormat: LogFormat
}

export function sayWhatRuns(lines: FirstLines): void {
  const { found, logger, service, folder } = lines
  const { file, type, worker } = found
  const own = worker.version ?? service.version
  if (isOfIsle(worker)) {
    const name = nameOf(lines)
    const about = { version, name, file, serviceVersion: own }
    logger.info({ ...about, seed: `STARTING UP '${name}'` }, 'worker')
    return
  }
  logger.info({ version, seed: `Rococo Service Host Version: ${version}` }, 'worker')
  logger.info({ file, seed: `processor_module: ${moduleOf(file, folder)}` }, 'processor_module')
  logger.info({ type, seed: `processor_type: ${type}` }, 'processor_type')
  logger.info({ version: own, seed: `Service Processor Version: ${own}` }, 'service version')
}

/** Says that the startup hooks are done. */
export function sayingThatItRuns(lanes: Lanes, lines: FirstLines): Lanes {
  return {
    ...lanes,
    async start() {
      const { found, logger, logFormat } = lines
      if (!isOfIsle(found.worker)) return lanes.start()
      try {
        await lanes.start()
      } catch (error) {
        // Whoever started the worker is told by its last words; the original said it in the log.
        const seed = `STARTUP FAILED: ${(error as Error).message}`
        if (logFormat === 'seed') logger.error({ seed }, 'startup failed')
        throw error
      }
      const name = nameOf(lines)
      logger.info({ name, seed: `RUNNING '${name}'` }, 'running')
    },
  }
}

const nameOf = ({ found: { worker }, service }: FirstLines): string => worker.name || service.name

/** `service_example/processor.ts` as Python would say it: `service_example.processor`. */
function moduleOf(file: string, folder: string): string {
  const path = relative(folder, file)
  return path.slice(0, path.length - extname(path).length).replaceAll(sep, '.')
}
