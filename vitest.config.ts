import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

const redis = 'test/helpers/redis_setup.ts'
/** Read for each file. */
export const setupFiles = ['test/helpers/after_file_setup.ts']
const common = {
  isolate: false, // a process for each file would read the same modules anew, which costs as much as all that is tested
  setupFiles,
  testTimeout: 30_000,
  hookTimeout: 30_000,
  maxWorkers: 2,
}
/** Those that share one RabbitMQ, which only they start. */
const atBroker = ['worker/test/rabbitmq*.test.ts', 'worker/test/examples.test.ts']
/** Of tests with processes of their own: a machine that others use has been seen to stand nearly still for a minute. */
export const patience = { testTimeout: 180_000, hookTimeout: 180_000 }
/** The tests of services wait for their processes most of the time, so four files run at a time. */
const waiting = {
  ...patience,
  maxWorkers: 4,
  sequence: { groupOrder: 1 },
}
/** Tests of the emulator that do. */
const ofProcesses = [
  'test/docs/commands.test.ts',
  'test/process/**/*.test.ts',
  'test/store/**/*.test.ts',
]

/** Apart, in vitest.long.config.ts. */
export const long = [
  'test/package/**/*.test.ts',
  'test/process/{dispatch_pair,durability,pubsub,resources_durability}.test.ts',
  'test/failover/failover.test.ts',
  'render/test/service/chaos.test.ts',
  'test/store/redis/failover.test.ts',
  'worker/test/{chaos,init_installed,rabbitmq_chaos,rabbitmq_outage}.test.ts',
]

const projects: TestProjectConfiguration[] = [
  {
    test: {
      name: 'emulator',
      include: ['test/**/*.test.ts'],
      // They have configurations of their own: vitest.container.config.ts, vitest.faults.config.ts, vitest.failover.config.ts
      exclude: [
        'test/container/**',
        'test/faults/scenarios/**',
        'test/failover/table.test.ts',
        ...ofProcesses,
        ...long,
      ],
      globalSetup: [redis],
      ...common,
    },
  },
  {
    test: {
      name: 'emulator processes',
      include: ofProcesses,
      exclude: long,
      globalSetup: [redis],
      ...common,
      ...waiting,
    },
  },
  {
    test: {
      name: 'render',
      include: ['render/test/**/*.test.ts'],
      exclude: ['render/test/service/**'],
      ...common,
    },
  },
  {
    // The same tables of cases as in `emulator`, where they go straight to the app: over a socket, as in production.
    test: {
      name: 'emulator at a socket',
      include: ['test/{http,call}/**/*.test.ts'],
      exclude: ['test/http/sockets.test.ts'], // opens its own
      provide: { transport: 'socket' },
      ...common,
    },
  },
  {
    test: {
      name: 'render service',
      include: ['render/test/service/**/*.test.ts'],
      exclude: long,
      globalSetup: [redis],
      ...common,
      ...waiting,
    },
  },
  {
    test: {
      name: 'worker',
      include: ['worker/test/**/*.test.ts'],
      exclude: [...atBroker, ...long],
      globalSetup: [redis],
      ...common,
      ...waiting,
    },
  },
  {
    test: {
      name: 'worker at RabbitMQ',
      include: atBroker,
      exclude: long,
      globalSetup: ['worker/test/helpers/rabbitmq_setup.ts'],
      ...common,
      ...waiting,
    },
  },
]

export default defineConfig({ test: { projects } })
