// Cloud Tasks v2beta3. What it does is in cloudtasks/, for all versions; what each rule rests on, in docs/fidelity.md.
import { handlersOf } from './cloudtasks/handlers.ts'
import { bufferRoutes } from './cloudtasks/routes.ts'
import type { Methods } from './types/cloudtasks_v2beta3.ts'

export { open, reset, settings, settingsProblem } from './cloudtasks/state.ts'

export const handlers = handlersOf<Methods>('v2beta3')

export const routes = bufferRoutes('v2beta3')
