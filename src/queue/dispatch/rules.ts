// What a dispatcher must know of a queue and of a task; written by the API that declares them, as JSON.
import type { Micros } from '../../clock.ts'

/** When a task is tried again. Durations are in microseconds. */
export interface RetryRules {
  /** -1: as many as it takes. */
  readonly maxAttempts: number
  /** 0: no limit of time. */
  readonly maxRetryDuration: Micros
  readonly minBackoff: Micros
  readonly maxBackoff: Micros
  readonly maxDoublings: number
}

/** Which service, version and instance of App Engine a task goes to; the default ones where nothing is said. */
export interface AppEngineRouting {
  readonly service?: string | undefined
  readonly version?: string | undefined
  readonly instance?: string | undefined
}

/** Tokens that a request carries as Authorization. */
export interface Credentials {
  readonly oidcToken?:
    | { readonly serviceAccountEmail?: string; readonly audience?: string }
    | undefined
  readonly oauthToken?:
    | { readonly serviceAccountEmail?: string; readonly scope?: string }
    | undefined
}

/** Parts of the URL that replace those of the tasks. */
export interface UriOverride {
  readonly scheme?: string
  readonly host?: string
  /** int64 as text; '0' is the scheme's own. */
  readonly port?: string
  readonly pathOverride?: { readonly path?: string }
  readonly queryOverride?: { readonly queryParams?: string }
  readonly uriOverrideEnforceMode?: string
}

/** What a queue says of the requests of all its HTTP tasks. */
export interface HttpTarget extends Credentials {
  readonly uriOverride?: UriOverride | undefined
  readonly httpMethod?: string | undefined
  readonly headerOverrides?: readonly {
    readonly header?: { readonly key?: string; readonly value?: string }
  }[]
}

/** Of a queue whose tasks are dispatched. */
export interface QueueRules {
  readonly retry: RetryRules
  /** How long the names of finished tasks stay taken. */
  readonly tombstone: Micros
  /** How long a task lives at most. */
  readonly lifetime: Micros
  readonly httpTarget?: HttpTarget | undefined
  readonly appEngineRouting?: AppEngineRouting | undefined
  /** Full name, where that of the queue in the store does not tell it. */
  readonly name?: string | undefined
  /** Tasks of one tag are dispatched one after the other. */
  readonly isOrdered?: boolean | undefined
}

interface Request {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  /** base64 */
  readonly body?: string | undefined
}

/** What is stored as the payload of a dispatched task. */
export interface PushTask {
  readonly http?:
    | (Request &
        Credentials & {
          readonly url: string
          /** Without the headers that tell of the task. */
          readonly isPlain?: boolean
        })
    | undefined
  readonly appEngine?:
    | (Request & { readonly path: string; readonly routing: AppEngineRouting })
    | undefined
  /** When it was first due. */
  readonly due: Micros
  /** How long an attempt may take. */
  readonly deadline: Micros
  /** As the client gave it; absent for the default one. */
  readonly givenDeadline?: Micros | undefined
  readonly retry?: Partial<RetryRules> | undefined
}

/** What became of one attempt. Times are microseconds since the epoch. */
export interface AttemptNote {
  readonly due: Micros
  readonly dispatched: Micros
  readonly responded?: Micros | undefined
  /** google.rpc.Code */
  readonly code?: number | undefined
  readonly message?: string | undefined
}

/** What is kept beside a task between its attempts. */
export interface TaskNote {
  /** When it is due again. */
  readonly due?: Micros
  readonly responses: number
  /** As TaskExecutionCount counts them. */
  readonly executions: number
  /** When the first attempt was sent. */
  readonly first?: Micros
  readonly last?: AttemptNote
  /** HTTP status of the last attempt; 0: there was no response. */
  readonly status?: number
}

/** What a store keeps of the attempts of a task, read. */
export const noteOf = (text: string): TaskNote =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the dispatcher alone
  text === '' ? { responses: 0, executions: 0 } : (JSON.parse(text) as TaskNote)

/** The payload of a task that is dispatched, read. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the API alone
export const pushTaskOf = (payload: string): PushTask => JSON.parse(payload) as PushTask
