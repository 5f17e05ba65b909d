// `npm run test:failover`: masters killed under load in every setting, apart from the other tests, as it takes half an hour.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/failover/table.test.ts'],
    globalSetup: ['test/helpers/redis_setup.ts'],
    hookTimeout: 60_000,
  },
})
