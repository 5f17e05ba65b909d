// The servers of pull queues that a worker knows: the same tests hold for each.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll } from 'vitest'
import type { Emulator } from '../../../src/index.ts'
import { corpusDirectory } from '../../../test/helpers/corpus.ts'
import type { TaskSource } from '../../src/index.ts'
import type { Settings } from '../../src/config/settings.ts'
import { openPullQueue } from '../../src/sources/pull_queue/source.ts'
import { cloudTasksQueue } from './cloud_tasks_queue.ts'
import { emulatorProcess, startEmulator, type EmulatorProcess } from './emulator.ts'
import { settingsWith } from './hosting.ts'
import { testQueue, type TestQueue } from './queue.ts'

export interface PullServer {
  readonly name: string
  /** Whether this machine lacks what it needs. */
  readonly absent: boolean
  start(storeUrl?: string): Promise<Emulator>
  process(): Promise<EmulatorProcess>
  /** A queue of a test's own. */
  queue(url: string): TestQueue
  settings(url: string): Settings
  source(url: string, names: readonly string[]): TaskSource
}

export const taskQueueServer: PullServer = {
  name: 'Task Queue',
  absent: false,
  start: (storeUrl = 'memory:') => startEmulator({ storeUrl }),
  process: () => emulatorProcess(),
  queue: (url) => testQueue(url),
  ...sourcesOf('TaskQueueConnection'),
}

/** Google's document is not ours to ship, and there is no server of it without one. */
export const cloudTasksServer: PullServer = {
  name: 'Cloud Tasks',
  absent: corpusDirectory === undefined,
  start: (storeUrl = 'memory:') => startEmulator({ storeUrl, apiData: apiData() }),
  process: () => emulatorProcess({ apiData: apiData() }),
  queue: (url) => cloudTasksQueue(url),
  ...sourcesOf('CloudTasksConnection'),
}

export const pullServers: readonly PullServer[] = [taskQueueServer, cloudTasksServer]

const DOCUMENT = 'cloudtasks_v2beta2.api'
let folder = ''
const apiData = (): string => folder

/** To be called by a test file that starts these servers. */
export function withApiData(): void {
  beforeAll(() => {
    if (corpusDirectory === undefined) return
    folder = mkdtempSync(join(tmpdir(), 'api_data-'))
    copyFileSync(join(corpusDirectory, DOCUMENT), join(folder, DOCUMENT))
    const handlers = join(import.meta.dirname, '../cloud_tasks/cloudtasks_v2beta2.ts')
    const module = `export * from ${JSON.stringify(pathToFileURL(handlers).href)}\n`
    writeFileSync(join(folder, DOCUMENT.replace('.api', '.ts')), module)
  })
  afterAll(() => {
    if (folder !== '') rmSync(folder, { recursive: true })
  })
}

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
    source: (url, names) =>
      openPullQueue(
        settings(url),
        names.map((name) => ({ name, weight: 1 })),
      ),
  }
}
