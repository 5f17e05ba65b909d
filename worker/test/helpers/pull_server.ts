// The servers of pull queues that a worker knows: the same tests hold for each.
import type { Emulator } from '../../../src/index.ts'
import type { TaskSource } from '../../src/index.ts'
import type { Settings } from '../../src/config/settings.ts'
import { openPullQueue } from '../../src/sources/pull_queue/source.ts'
import { cloudTasksQueue } from './cloud_tasks_queue.ts'
import { emulatorProcess, startEmulator, type EmulatorProcess } from './emulator.ts'
import { settingsWith } from './hosting.ts'
import { testQueue, type TestQueue } from './queue.ts'

export interface PullServer {
  readonly name: string
  /** Bytes. Cloud Tasks limits the whole task, with its name. */
  readonly largestPayload: number
  start(storeUrl?: string): Promise<Emulator>
  process(): Promise<EmulatorProcess>
  /** A queue of a test's own. */
  queue(url: string): TestQueue
  settings(url: string): Settings
  source(url: string, names: readonly string[], given?: SourceGiven): TaskSource
}

interface SourceGiven extends Partial<Settings> {
  readonly doubt?: (sentence: string) => void
}

export const taskQueueServer: PullServer = {
  name: 'Task Queue',
  largestPayload: 2 ** 20,
  start: (storeUrl = 'memory:') => startEmulator({ storeUrl }),
  process: () => emulatorProcess(),
  queue: (url) => testQueue(url),
  ...sourcesOf('TaskQueueConnection'),
}

/** A worker makes no queues, so the server makes those that it uses. */
export const cloudTasksServer: PullServer = {
  name: 'Cloud Tasks',
  largestPayload: 2 ** 20 - 1024,
  start: (storeUrl = 'memory:') =>
    startEmulator({ storeUrl, settings: { auto_create_queues: true } }),
  process: () => emulatorProcess({ env: { AUTO_CREATE_QUEUES: 'true' } }),
  queue: (url) => cloudTasksQueue(url),
  ...sourcesOf('CloudTasksConnection'),
}

export const pullServers: readonly PullServer[] = [taskQueueServer, cloudTasksServer]

function sourcesOf(
  messagingType: 'TaskQueueConnection' | 'CloudTasksConnection',
): Pick<PullServer, 'settings' | 'source'> {
  const settings = (url: string): Settings =>
    settingsWith({
      messagingType,
      projectName: 'p',
      location: 'l',
      apiDiscoveryUrl: `${url}/api/{api}/{apiVersion}`,
    })
  return {
    settings,
    source: (url, names, { doubt, ...changes } = {}) =>
      openPullQueue(
        { ...settings(url), ...changes },
        names.map((name) => ({ name, weight: 1 })),
        doubt,
      ),
  }
}
