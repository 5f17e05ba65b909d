// Which dispatcher works for which emulator, so that a test can drive it.
import type { Dispatcher } from './dispatcher.ts'

const dispatchers = new WeakMap<object, Dispatcher>()

/** `owner`: the clock of the emulator; a later dispatcher of the same one takes its place. */
export const registerDispatcher = (owner: object, dispatcher: Dispatcher): void =>
  void dispatchers.set(owner, dispatcher)

export const dispatcherOf = (owner: object): Dispatcher | undefined => dispatchers.get(owner)
