// Which dispatchers work for which emulator, so that a test can drive them.
import type { Dispatcher } from './dispatcher.ts'

const dispatchers = new WeakMap<object, Set<Dispatcher>>()

/** `owner`: the clock of the emulator. */
export function registerDispatcher(owner: object, dispatcher: Dispatcher): void {
  const own = dispatchers.get(owner) ?? new Set()
  dispatchers.set(owner, own.add(dispatcher))
}

/** Those that are not closed. */
export function dispatchersOf(owner: object): readonly Dispatcher[] {
  const own = dispatchers.get(owner) ?? new Set()
  for (const dispatcher of own) if (dispatcher.isClosed) own.delete(dispatcher)
  return [...own]
}

/** Of all of them, the latest attempts, oldest first. */
export const attemptsOf = (owner: object) =>
  dispatchersOf(owner)
    .flatMap(({ log }) => log.list())
    .toSorted((a, b) => a.dispatched - b.dispatched)
