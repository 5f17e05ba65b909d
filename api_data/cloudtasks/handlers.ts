// The handlers of a version: what all versions have, and leases where it has them.
import type { Handlers } from 'discovery-emulator'
import { bound } from './call.ts'
import { leaseMethods } from './lease_methods.ts'
import { locationMethods, operationMethods } from './location_methods.ts'
import { policyMethods } from './policy_methods.ts'
import { queueMethods } from './queue_methods.ts'
import type { CloudTasks } from './state.ts'
import { taskMethods } from './task_methods.ts'
import { updateMethods } from './update_queues.ts'
import type { Version } from './versions.ts'

const LOCATIONS = 'cloudtasks.projects.locations'

/** `Methods`: those of the version's document; the tests check every answer against it. */
export function handlersOf<Methods>(version: Version): Handlers<Methods, CloudTasks> {
  const table = {
    ...bound(LOCATIONS, version, locationMethods),
    ...bound(`${LOCATIONS}.operations`, version, operationMethods),
    ...bound(`${LOCATIONS}.queues`, version, { ...queueMethods, ...policyMethods }),
    ...bound(`${LOCATIONS}.queues.tasks`, version, taskMethods),
    ...(version === 'v2beta2' && {
      ...bound(`${LOCATIONS}.queues.tasks`, version, leaseMethods),
      ...bound('cloudtasks.api.queue', version, updateMethods),
    }),
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one table for three documents
  return table as unknown as Handlers<Methods, CloudTasks>
}
