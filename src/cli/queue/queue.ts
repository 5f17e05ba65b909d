// What the client wants of a queue, whichever API it is spoken to through.

export interface Task {
  readonly id: string
  readonly queueName: string
  readonly payloadBase64?: string
  readonly tag?: string
  /** Microseconds since the epoch, as text. */
  readonly enqueueTimestamp: string
  /** Microseconds since the epoch, as text; "0" if it was never leased. */
  readonly leaseTimestamp: string
  readonly retry_count: number
}

/** Calls fail with a Fault. */
export interface Queue {
  insert(task: Pick<Task, 'payloadBase64'> & { id?: string; tag?: string }): Promise<Task>
  get(id: string): Promise<Task>
  /** The first hundred, leased or not. */
  list(): Promise<readonly Task[]>
  /** Of any tag where none is given. */
  lease(count: number, seconds: number, tag: string | undefined): Promise<readonly Task[]>
  /** A new end for the lease of a held task, counted from now. */
  renew(task: Task, seconds: number): Promise<Task>
  remove(id: string): Promise<void>
  stats(): Promise<unknown>
}
