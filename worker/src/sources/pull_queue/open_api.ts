// The API of pull queues that MESSAGING_TYPE names.
import type { Settings } from '../../config/settings.ts'
import { openCloudTasksApi } from './cloud_tasks.ts'
import type { PullApi } from './pull_api.ts'
import { openTaskQueueApi } from './task_queue.ts'

export type PullApiSettings = Pick<
  Settings,
  'messagingType' | 'apiDiscoveryUrl' | 'projectName' | 'location'
>

/** Does not connect. */
export const openPullApi = (settings: PullApiSettings): PullApi =>
  settings.messagingType === 'CloudTasksConnection'
    ? openCloudTasksApi(settings)
    : openTaskQueueApi(settings)
