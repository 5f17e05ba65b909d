// `@discovery-emulator/worker`: all that authors of processors and of tests import from us.
export { registerMimetype, type Codec } from './processor/codecs.ts'
export { PermanentError, RateLimited, RetryAfter } from './processor/errors.ts'
export type { Logger } from './log/logger.ts'
export {
  defineWorker,
  type Context,
  type ErrorHook,
  type Hook,
  type HookContext,
  type Isolation,
  type Processor,
  type Worker,
  type WorkerDefinition,
} from './processor/processor.ts'
export type { Parser, Schema } from './processor/schema.ts'
export type { SeenStore } from './seen/store.ts'
export {
  SourceUnavailable,
  type DeathNotice,
  type ReceiveRequest,
  type Result,
  type Task,
  type TaskSource,
} from './sources/source.ts'
export {
  QueueEmpty,
  testClient,
  type TestClient,
  type TestClientOptions,
} from './testing/test_client.ts'
export type { Ran } from './testing/ran.ts'
export { startWorker } from './testing/start_worker.ts'
export type { StartWorkerOptions, TestWorker } from './testing/test_worker.ts'
export { testClock, type TestClock } from './testing/test_clock.ts'
