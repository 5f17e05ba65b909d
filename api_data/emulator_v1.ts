// The control API: what people and tests do to the emulator, as an API like any other.
import { controlOf, type Clock, type Control } from 'discovery-emulator/control'
import type { Handlers } from 'discovery-emulator'
import { apiHandlers } from './emulator/apis.ts'
import { callHandlers } from './emulator/calls.ts'
import { faultHandlers } from './emulator/faults.ts'
import { resourceHandlers } from './emulator/resources.ts'
import { stateHandlers } from './emulator/state.ts'
import { timeHandlers } from './emulator/time.ts'
import type { Methods } from './types/emulator_v1.ts'

export const open = ({ clock }: { readonly clock: Clock }): Control => controlOf(clock)

export const handlers: Handlers<Methods, Control> = {
  ...timeHandlers,
  ...stateHandlers,
  ...resourceHandlers,
  ...callHandlers,
  ...faultHandlers,
  ...apiHandlers,
}
