// `npm run test:failover`: masters killed under load in every setting, apart from the other tests, as it takes half an hour.
import { defineConfig } from 'vitest/config'
import { setupFiles } from './vitest.config.ts'

export default defineConfig({
  test: {
    include: ['test/failover/table.test.ts'],
    globalSetup: ['test/helpers/redis_setup.ts'],
    setupFiles,
    hookTimeout: 60_000,
  },
})
