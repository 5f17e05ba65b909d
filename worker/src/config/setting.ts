// What a setting is.

export interface Setting<T> {
  readonly env: string
  readonly default: T
  /** One line for `worker config` and the README. */
  readonly about: string
  /** Throws an Error that says what is expected. */
  readonly read: (text: string) => T
  /** Masked wherever it is shown. */
  readonly secret?: true
  /** Whether an empty text is a value; else it is as if it were not there. */
  readonly mayBeEmpty?: true
}

export const setting = <T>(
  env: string,
  value: NoInfer<T>,
  read: (text: string) => T,
  about: string,
  secret?: 'secret',
): Setting<T> => ({ env, default: value, read, about, ...(secret && { secret: true as const }) })

/** For settings that may be left out. */
export const optional = <T>(read: (text: string) => T): ((text: string) => T | undefined) => read

/** Seconds; the most that a duration may be. */
export const YEAR = 366 * 86_400
