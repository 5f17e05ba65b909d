// What the host needs of a REST API of pull queues; each API of that kind says it in its own words.

/** A task as its queue has it. */
export interface PulledTask {
  readonly id: string
  /** Empty where `list` leaves payloads out. */
  readonly payload: Uint8Array
  readonly tag: string | undefined
  /** Proves who holds the lease: the API's own time of its end, to be shown again as it came. */
  readonly leaseEnd: string
  /** Leases so far, with the current one. */
  readonly leases: number
  /** Milliseconds since the epoch. */
  readonly enqueuedAt: number | undefined
}

export type Lease = Pick<PulledTask, 'id' | 'leaseEnd'>

export interface LeaseRequest {
  readonly count: number
  readonly seconds: number
  /** '' takes tasks without one. */
  readonly tag: string
}

export type NewTask = Pick<PulledTask, 'id' | 'payload'> & { readonly tag: string }

/** Calls throw SourceUnavailable and Refused. Queues go by the names that the settings give them. */
export interface PullApi {
  lease(queue: string, request: LeaseRequest): Promise<readonly PulledTask[]>
  /** 'taken' if there is a task of that id, or was until lately. */
  insert(queue: string, task: NewTask): Promise<'inserted' | 'taken'>
  get(queue: string, id: string): Promise<PulledTask | undefined>
  /** Those of a tag, leased or not, with their payloads; takes none. */
  list(queue: string, tag: string): Promise<readonly PulledTask[]>
  /** The tags of the first tasks, a hundred at most, leased or not; '' is none. */
  someTags(queue: string): Promise<readonly string[]>
  /** The lease with its new end, `seconds` from now, at once with 0; 'lost' if it was over, or the task gone. */
  renew(queue: string, lease: Lease, seconds: number): Promise<Lease | 'lost'>
  /** The task is done, whoever may hold it by now. One that is gone is no fault. */
  acknowledge(queue: string, lease: Lease): Promise<void>
  /** Whoever holds it. False if there was none. */
  remove(queue: string, id: string): Promise<boolean>
  close(): void
}
