// Whether the source can be reached, as every call to it tells; said once when it changes.
import type { Settings } from '../config/settings.ts'
import type { Logger } from '../log/logger.ts'
import { isOfIsle } from '../log/originals.ts'
import type { Worker } from '../processor/processor.ts'
import { backoff } from './retry.ts'
import { SourceUnavailable, type TaskSource } from '../sources/source.ts'

export interface Outage {
  connected(): boolean
  /** A call was answered. */
  over(): void
  /** A call failed; milliseconds to wait before the next. */
  waitAfter(error: unknown): number
}

export interface OutageOptions {
  readonly source: Pick<TaskSource, 'description'>
  readonly settings: Pick<Settings, 'logFormat' | 'executionType' | 'messagingType'>
  readonly worker: Worker
  readonly logger: Logger
}

export function openOutage({ source, logger, ...options }: OutageOptions): Outage {
  const { description } = source
  const waits = backoff(200, 5000)
  const original = originalLine(options)
  let tries = 0
  let connected: boolean | undefined
  let said = ''
  return {
    connected: () => connected === true,
    over() {
      if (connected !== true) logger.info(`connected to ${description}`)
      connected = true
      said = ''
      tries = 0
      waits.reset()
    },
    waitAfter(error) {
      connected = false
      const { message } = error as Error
      const waitMs = waits.next()
      tries += 1
      if (error instanceof SourceUnavailable && (original || message !== said))
        logger.warn({ seed: original?.(tries, waitMs) }, `${message}; trying again`)
      else if (message !== said) logger.error({ err: error }, `fault of ${description}`)
      said = message
      return waitMs
    },
  }
}

/** What the originals said of a broker each time they could not connect, with our own wait in it; if asked for. */
function originalLine({ settings, worker }: Omit<OutageOptions, 'source' | 'logger'>) {
  const { logFormat, executionType, messagingType } = settings
  const isBroker = executionType === 'MESSAGING' && messagingType === 'RabbitMqConnection'
  if (logFormat !== 'seed' || !isBroker) return undefined
  return (tries: number, waitMs: number): string => {
    const seconds = (waitMs / 1000).toFixed(1)
    return isOfIsle(worker)
      ? `RABBITMQ CONNECTION FAILED. RETRYING IN ${seconds}S`
      : `Unable to connect to RabbitMQ after ${tries} retries... Retrying in ${seconds} seconds...`
  }
}
