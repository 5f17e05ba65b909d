// What came of a command.

/** For people, for programs, and for the shell. */
export interface Outcome {
  readonly text: string
  readonly json: unknown
  readonly code?: number
}
