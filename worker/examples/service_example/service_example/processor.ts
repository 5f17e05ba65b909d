// Logs what it is sent; rococo-service-host's first example.
import type { Context } from '@discovery-emulator/worker'

export class ChildLoggingServiceProcessor {
  process(message: unknown, { logger }: Context): void {
    logger.info(`Received message: ${JSON.stringify(message)} to the child image!`)
  }
}
