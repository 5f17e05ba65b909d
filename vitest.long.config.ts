// `npm run test:long`: what is long by nature, apart from the other tests: packages made, packed and installed by several
// installers, and minutes of work while processes and brokers are killed.
import { defineConfig } from 'vitest/config'
import { long, patience, setupFiles } from './vitest.config.ts'

export default defineConfig({
  test: {
    include: long,
    globalSetup: ['test/helpers/redis_setup.ts', 'worker/test/helpers/rabbitmq_setup.ts'],
    setupFiles,
    ...patience,
    maxWorkers: 3,
  },
})
