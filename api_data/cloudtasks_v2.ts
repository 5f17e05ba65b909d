// Cloud Tasks v2. What it does is in cloudtasks/, for all versions; what each rule rests on, in docs/fidelity.md.
import { handlersOf } from './cloudtasks/handlers.ts'
import { bufferRoutes, controlRoutes } from './cloudtasks/routes.ts'
import type { Methods } from './types/cloudtasks_v2.ts'

export { open, reset, settings, settingsProblem } from './cloudtasks/state.ts'

export const handlers = handlersOf<Methods>('v2')

const LOCATIONS = 'cloudtasks.projects.locations'

export const routes = {
  // @google-cloud/tasks asks for locations of v1, which no document has.
  'GET /v1/{+name}': `${LOCATIONS}.get`,
  'GET /v1/{+name}/locations': `${LOCATIONS}.list`,
  // firebase-admin with CLOUD_TASKS_EMULATOR_HOST leaves the version out.
  'POST /{+parent}/tasks': `${LOCATIONS}.queues.tasks.create`,
  'DELETE /{+name}': `${LOCATIONS}.queues.tasks.delete`,
  ...bufferRoutes('v2'),
  ...controlRoutes,
}
