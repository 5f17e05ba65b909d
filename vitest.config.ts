import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'worker/test/**/*.test.ts', 'render/test/**/*.test.ts'],
    globalSetup: ['test/helpers/redis_setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
