// Cloud Tasks v2beta2. What it does is in cloudtasks/, for all versions; what each rule rests on, in docs/fidelity.md.
import { handlersOf } from './cloudtasks/handlers.ts'
import { bufferRoutes } from './cloudtasks/routes.ts'
import type { Methods } from './types/cloudtasks_v2beta2.ts'

export { open, reset, settings, settingsProblem } from './cloudtasks/state.ts'

export const handlers = handlersOf<Methods>('v2beta2')

export const routes = bufferRoutes('v2beta2')
