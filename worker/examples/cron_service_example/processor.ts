// Says every ten seconds that it was started; rococo-service-host's second example.
import type { Context } from '@discovery-emulator/worker'

export class LoggingServiceProcessor {
  process(_message: unknown, { logger }: Context): void {
    logger.info(`Cron processor execution started at ${new Date().toISOString()} ...`)
  }
}
