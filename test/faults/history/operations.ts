// What clients have asked of a server, and what came of it. All times are milliseconds of the one clock of their process, which
// is never set.

/** One request. */
export interface Exchange {
  /** For people: `POST /tasks`. */
  readonly what: string
  readonly sent: number
  /** Undefined: neither an answer nor the end of its connection came. */
  readonly ended: number | undefined
  readonly answer: Answer | 'closed' | undefined
}

export interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
  /** Of an upload that goes on. */
  readonly location?: string
}

/** When an operation has its effect, if it has one: not before `sent` and not after `latest`. */
export interface Effect {
  readonly client: string
  readonly sent: number
  /** When the client knew. */
  readonly ended: number
  /** Infinity where the connection was lost: what the server still does with the request is not known. */
  readonly latest: number
}

/** `unknown`: it may have been done. */
export type TaskOperation = Effect &
  (
    | {
        readonly kind: 'insert'
        readonly task: string
        /** A digest. */
        readonly payload: string
        /** `exists`: refused because there is or was a task of that name. */
        readonly outcome: 'done' | 'exists' | 'unknown'
      }
    | {
        readonly kind: 'lease'
        readonly seconds: number
        readonly outcome: 'done' | 'unknown'
        readonly leased: readonly LeasedTask[]
      }
    | {
        readonly kind: 'renew'
        readonly task: string
        /** How often the task had been leased when the lease was granted that is renewed. */
        readonly retries: number
        /** 0 gives the task back. */
        readonly seconds: number
        /** `lost`: refused because the lease is over. */
        readonly outcome: 'done' | 'lost' | 'missing' | 'unknown'
      }
    | {
        readonly kind: 'delete'
        readonly task: string
        readonly outcome: 'done' | 'missing' | 'unknown'
      }
    | {
        readonly kind: 'get'
        readonly task: string
        readonly outcome: 'found' | 'missing' | 'unknown'
        readonly payload?: string
      }
  )

export interface LeasedTask {
  readonly task: string
  readonly payload: string
  /** How often it has been leased, this lease with it. */
  readonly retries: number
}

/** An operation on one resource; every write writes a value of its own. `over`: only over that value, by its etag. */
export type ResourceOperation = Effect & {
  readonly resource: string
} & (
    | { readonly kind: 'get'; readonly outcome: Found | 'missing' }
    | {
        readonly kind: 'create'
        readonly value: string
        readonly outcome: 'done' | 'exists' | 'unknown'
      }
    | {
        /** Whether there is one already or not. */
        readonly kind: 'put'
        readonly value: string
        readonly outcome: 'done' | 'unknown'
      }
    | {
        readonly kind: 'patch'
        readonly value: string
        readonly over: string | undefined
        readonly outcome: 'done' | 'missing' | 'conflict' | 'unknown'
      }
    | {
        readonly kind: 'delete'
        readonly over: string | undefined
        readonly outcome: 'done' | 'missing' | 'conflict' | 'unknown'
      }
  )

export interface Found {
  readonly value: string
}
