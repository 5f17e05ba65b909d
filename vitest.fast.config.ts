// `npm run test:fast`, for the inner loop: what needs no process, socket, service or browser, with one kind of store.
import { defineConfig } from 'vitest/config'
import { setupFiles } from './vitest.config.ts'

export default defineConfig({
  test: {
    include: [
      'test/**/*.test.ts',
      'render/test/{docs,draw,goldens,worksheets}.test.ts',
      'render/test/page/*.test.ts',
      'worker/test/{attempt,config,find_processor,health,timer}.test.ts',
    ],
    exclude: [
      'test/{container,process,client,failover,package,store}/**',
      'test/faults/scenarios/**',
      'test/cli/{add/add_command,replay}.test.ts',
      'test/console/{browser,curl_example,pages}.test.ts',
      'test/corpus/{clients,judge}.test.ts',
      'test/discovery/types/typescript_compiles.test.ts',
      'test/docs/{code,commands,site}.test.ts',
      'test/http/sockets.test.ts',
      'test/queue/{cost,outage,concurrency}.test.ts',
    ],
    // What test/helpers/redis_setup.ts would find.
    provide: { onlyStore: 'SQLite', redisUrl: null, redisServer: null, redisPrefix: '' },
    testTimeout: 30_000,
    maxWorkers: 2,
    isolate: false,
    setupFiles,
  },
})
