// What a processor may throw to say what becomes of its task; anything else means "try again".

/** Trying again would not help: the task becomes a dead letter at once. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError'
  /** The part of the message that is to blame, for `resultOfDead`. */
  readonly field?: string

  constructor(message: string, { field, ...options }: ErrorOptions & { field?: string } = {}) {
    super(message, options)
    if (field !== undefined) this.field = field
  }
}

/** Not now: the task is given back and handed out again after `delayMs`. Counts as an attempt. */
export class RetryAfter extends Error {
  override readonly name = 'RetryAfter'
  readonly delayMs: number

  constructor(delayMs: number, message = `to be tried again in ${delayMs} ms`) {
    super(message)
    this.delayMs = delayMs
  }
}

/**
 * Whoever the processor talks to says "too many": this process begins no task for `delayMs`, then the same one is tried
 * again. Does not count as an attempt. Throws a RangeError for what is no time.
 */
export class RateLimited extends Error {
  override readonly name = 'RateLimited'
  readonly delayMs: number

  constructor(delayMs: number, message = `too many: to be tried again in ${delayMs} ms`) {
    if (!Number.isFinite(delayMs) || delayMs < 0)
      throw new RangeError(`RateLimited takes milliseconds from 0, not ${delayMs}`)
    super(message)
    this.delayMs = delayMs
  }
}

/** The message itself is at fault: undecodable, of an unknown kind, or not as its schema says. */
export class PoisonError extends PermanentError {}
