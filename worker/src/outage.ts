// Whether the source can be reached, as every call to it tells; said once when it changes.
import type { Logger } from './log/logger.ts'
import { backoff } from './retry.ts'
import { SourceUnavailable, type TaskSource } from './source.ts'

export interface Outage {
  connected(): boolean
  /** A call was answered. */
  over(): void
  /** A call failed; milliseconds to wait before the next. */
  waitAfter(error: unknown): number
}

export function openOutage(
  { description }: Pick<TaskSource, 'description'>,
  logger: Logger,
): Outage {
  const waits = backoff(200, 5000)
  let connected: boolean | undefined
  let said = ''
  return {
    connected: () => connected === true,
    over() {
      if (connected !== true) logger.info(`connected to ${description}`)
      connected = true
      said = ''
      waits.reset()
    },
    waitAfter(error) {
      connected = false
      const { message } = error as Error
      if (message !== said && error instanceof SourceUnavailable)
        logger.warn(`${message}; trying again`)
      else if (message !== said) logger.error({ err: error }, `fault of ${description}`)
      said = message
      return waits.next()
    },
  }
}
