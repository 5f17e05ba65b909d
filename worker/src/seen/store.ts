// Where the ends of tasks are remembered: a map that outlives the worker.

/** Implement it on a database that several machines reach; a Redis is `GET` and `SET … EX`. */
export interface SeenStore {
  get(key: string): Promise<string | undefined>
  /** Replaces what was there. May forget it after the time in which the task can come back. */
  set(key: string, value: string): Promise<void>
  close(): Promise<void>
}
