// What the command tells the daemon it starts, and what the daemon answers before they part.

export interface KeeperOptions {
  readonly number: number
  readonly pidFile: string
  readonly logFile: string
  /** Of `worker run`. */
  readonly args: readonly string[]
}

export type FromKeeper =
  | { readonly kind: 'running'; readonly pid: number }
  /** `sentences` are for people. */
  | { readonly kind: 'failed'; readonly sentences: readonly string[]; readonly code: number }
