// Says once a day, at its time, that it was started; rococo-service-host's third example.
import type { Context } from '@discovery-emulator/worker'

export class LoggingServiceProcessor {
  process(_message: unknown, { logger }: Context): void {
    logger.info(`Cron processor execution started at ${new Date().toISOString()} ...`)
  }
}
