// A worker whose module leaves a timer running for ever, and whose shutdown takes a moment.
import { setTimeout as pause } from 'node:timers/promises'
import { defineWorker } from '../../src/index.ts'

setInterval(() => undefined, 1000)

export default defineWorker({
  process: () => ({ ok: true }),
  async onShutdown({ logger }) {
    await pause(300)
    logger.info('all is closed')
  },
})
