// Which control belongs to which emulator: the modules of documents that show it are given no more than a clock.
import type { Clock } from '../clock.ts'
import type { Control } from './control.ts'

const controls = new WeakMap<Clock, Control>()

export const registerControl = (clock: Clock, control: Control): void =>
  void controls.set(clock, control)

/** `clock`: of the emulator, or of a fork of it. */
export function controlOf(clock: Clock): Control {
  const control = controls.get(clock)
  if (control === undefined) throw new Error('this clock belongs to no emulator')
  return control
}
