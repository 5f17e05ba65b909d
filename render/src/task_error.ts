// The error for a task that will never succeed: what it asks for cannot be drawn, however often it is tried.

/** A task that is wrong in itself. */
export class TaskError extends Error {
  /** The key of the task that is to blame, such as `header_text`. */
  readonly field: string

  constructor(field: string, message: string) {
    super(message)
    this.name = 'TaskError'
    this.field = field
  }
}
