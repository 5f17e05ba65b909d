// `npm run test:faults`: load while everything goes wrong, apart from the other tests, as it takes half an hour. With
// FAULT_SECONDS=3, as CI runs it, it takes minutes, and two files run at a time.
import { env } from 'node:process'
import { defineConfig } from 'vitest/config'
import { setupFiles } from './vitest.config.ts'

export default defineConfig({
  test: {
    include: ['test/faults/scenarios/**/*.test.ts'],
    globalSetup: ['test/helpers/redis_setup.ts', 'test/faults/seed_setup.ts'],
    setupFiles,
    reporters: ['default', './test/faults/reporter.ts'],
    maxWorkers: env['FAULT_SECONDS'] === undefined ? 1 : 2,
    hookTimeout: 60_000,
  },
})
