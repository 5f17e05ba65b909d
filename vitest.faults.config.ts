// `npm run test:faults`: load while everything goes wrong, apart from the other tests, as it takes half an hour. With
// FAULT_SECONDS=8, as CI runs it, it takes minutes.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/faults/scenarios/**/*.test.ts'],
    globalSetup: ['test/helpers/redis_setup.ts', 'test/faults/seed_setup.ts'],
    reporters: ['default', './test/faults/reporter.ts'],
    fileParallelism: false,
    hookTimeout: 60_000,
  },
})
