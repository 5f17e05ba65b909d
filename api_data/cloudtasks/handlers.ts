// The handlers of a version: what all versions have, and leases where it has them.
import { bound, type CloudHandlers } from './call.ts'
import { leaseMethods } from './lease_methods.ts'
import { locationMethods, operationMethods } from './location_methods.ts'
import { policyMethods } from './policy_methods.ts'
import { queueMethods } from './queue_methods.ts'
import { taskMethods } from './task_methods.ts'
import { updateMethods } from './update_queues.ts'
import type { Version } from './versions.ts'

const LOCATIONS = 'cloudtasks.projects.locations'

export const handlersOf = (version: Version): CloudHandlers => ({
  ...bound(LOCATIONS, version, locationMethods),
  ...bound(`${LOCATIONS}.operations`, version, operationMethods),
  ...bound(`${LOCATIONS}.queues`, version, { ...queueMethods, ...policyMethods }),
  ...bound(`${LOCATIONS}.queues.tasks`, version, taskMethods),
  ...(version === 'v2beta2' && {
    ...bound(`${LOCATIONS}.queues.tasks`, version, leaseMethods),
    ...bound('cloudtasks.api.queue', version, updateMethods),
  }),
})
