// What the handlers of Cloud Storage share: time, which numbers the generations of objects.
import type { Environment, Handlers, ResourceTransaction } from 'discovery-emulator'
import type { Methods } from '../types/storage_v1.ts'

/** Resources as one transaction sees them. */
export type Own = ResourceTransaction<Methods>

/** The handler of a method. */
export type StorageHandler<Id extends keyof Methods> = NonNullable<Handlers<Methods, Storage>[Id]>

export interface Storage {
  /** RFC 3339. */
  readonly now: () => string
  /** Microseconds since the epoch, as Google's are, and larger than any before. */
  readonly nextGeneration: () => string
  /** Where this server reaches itself. */
  readonly baseUrl: () => string
}

export function open({ clock, baseUrl }: Environment<never>): Storage {
  let last = 0
  return {
    baseUrl,
    now: () => new Date(clock.now() / 1000).toISOString(),
    nextGeneration() {
      last = Math.max(clock.now(), last + 1)
      return String(last)
    },
  }
}
