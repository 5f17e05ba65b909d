// `startWorker`: a service in the process of its test, on the test's clock. Nothing happens until it is told to.
import type { StartWorkerOptions, TestWorker } from './test_worker.ts'

/** Runs the startup hooks, and nothing else yet. Throws ConfigError and StartupFailed. */
export async function startWorker(options: StartWorkerOptions = {}): Promise<TestWorker> {
  // Processors import from the same place, and need nothing of this.
  const { openTestWorker } = await import('./open_test_worker.ts')
  return openTestWorker(options)
}
