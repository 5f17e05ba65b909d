// Generated from emulator_v1.api by `npm run types`. Do not edit.

/** Moves time. */
export interface AdvanceTimeRequest {
  /** How far; negative is back. */
  duration?: string | undefined
}

/** A served API. */
export interface Api {
  /** secretmanager:v1 */
  id?: string | undefined
  /** Its name. */
  name?: string | undefined
  /** Its version. */
  version?: string | undefined
  /** For people. */
  title?: string | undefined
  /** For people. */
  description?: string | undefined
  /** Host of Google's service. */
  host?: string | undefined
  /** Where it is served. */
  baseUrl?: string | undefined
  /** How many methods it has. */
  methodCount?: number | undefined
  /** Whether a module is beside its document. */
  hasHandlers?: boolean | undefined
}

/** An attempt to dispatch a task. */
export interface Attempt {
  /** Name of the task. */
  task?: string | undefined
  /** 1 is the first. */
  attempt?: number | undefined
  /** When it began. */
  dispatchTime?: string | undefined
  /** When it ended. */
  endTime?: string | undefined
  /** What was sent; body is base64. */
  request?: Record<string, unknown> | undefined
  /** What came back. */
  response?: Record<string, unknown> | undefined
  /** Empty after a success. */
  error?: string | undefined
}

/** A call of a served method. */
export interface Call {
  /** Counts up from 1. */
  id?: string | undefined
  /** Id of the method. */
  method?: string | undefined
  /** The fork it was for; empty is the first. */
  fork?: string | undefined
  /** How it came. */
  door?: 'http' | 'grpc' | undefined
  /** Where its answer comes from: handler, stateful, rule, seed, mock, none. */
  origin?: string | undefined
  /** When it came, by the clock of its fork. */
  time?: string | undefined
  /** How long it took. */
  took?: string | undefined
  /** Its parameters. */
  params?: Record<string, unknown> | undefined
  /** Its message. */
  message?: unknown
  /** HTTP status of its answer. */
  code?: number | undefined
  /** OK, or the status of its error. */
  status?: string | undefined
  /** What was answered. */
  answer?: unknown
  /** Its error. */
  error?: Record<string, unknown> | undefined
  /** Name of the fault that met it. */
  fault?: string | undefined
  /** How it came and went, by HTTP. */
  http?: HttpExchange | undefined
  /** Who called. */
  userAgent?: string | undefined
}

/** Nothing. */
export type Empty = Record<string, unknown>

/** Calls that it meets, and what becomes of them. */
export interface Fault {
  /** Output only. Made by the server. */
  name?: string | undefined
  /** Ids of methods; * stands for any text. All by default. */
  method?: string | undefined
  /** Only calls of this fork. */
  fork?: string | undefined
  /** Of the calls it could meet, the part that it does. */
  probability?: number | undefined
  /** So many are let through first. */
  skip?: number | undefined
  /** After so many it has ended. */
  count?: number | undefined
  /** Milliseconds by which the answer is late. */
  delayMs?: number | undefined
  /** What is answered instead: UNAVAILABLE, NOT_FOUND. */
  status?: string | undefined
  /** Its words, in place of Google's. */
  message?: string | undefined
  /** When to try again: header Retry-After, and google.rpc.RetryInfo. */
  retryAfterSeconds?: number | undefined
  /** How the connection ends. */
  connection?: 'DROP_BEFORE' | 'DROP_AFTER' | 'TRUNCATE' | undefined
  /**
   * With TRUNCATE: so many bytes of the answer come. Else: uploads alone are met, when so many of
   * their bytes are here.
   */
  afterBytes?: number | undefined
  /** More are answered 429 until the minute is over. */
  callsPerMinute?: number | undefined
  /** Methods that are not GET are refused. */
  readOnly?: boolean | undefined
  /** Output only. Calls that it met. */
  hits?: number | undefined
}

/**
 * A copy of all state: resources begin as those it was made of, handlers begin anew, and time is
 * its own.
 */
export interface Fork {
  /** Its name, as the header X-Emulator-Fork has it. */
  name?: string | undefined
  /** What time it is there. */
  time?: string | undefined
}

/** An HTTP archive 1.2. */
export interface Har {
  /** Entries and who wrote them. */
  log?: Record<string, unknown> | undefined
}

/** How a call came and went. */
export interface HttpExchange {
  /** HTTP method. */
  method?: string | undefined
  /** Path and query. */
  target?: string | undefined
  /** HTTP status. */
  status?: number | undefined
}

/** Served APIs. */
export interface ListApisResponse {
  /** By name. */
  apis?: Api[] | undefined
}

/** Attempts. */
export interface ListAttemptsResponse {
  /** Latest last. */
  attempts?: Attempt[] | undefined
}

/** Calls. */
export interface ListCallsResponse {
  /** Latest last. */
  calls?: Call[] | undefined
}

/** Faults. */
export interface ListFaultsResponse {
  /** In the order in which they are tried. */
  faults?: Fault[] | undefined
}

/** The forks. */
export interface ListForksResponse {
  /** All of them; the first has no name and is not among them. */
  forks?: Fork[] | undefined
}

/** Methods. */
export interface ListMethodsResponse {
  /** In the order of the document. */
  methods?: Method[] | undefined
}

/** Queues. */
export interface ListQueuesResponse {
  /** By name. */
  queues?: Queue[] | undefined
}

/** Resources. */
export interface ListResourcesResponse {
  /** By API and name. */
  resources?: Resource[] | undefined
  /** For the next page. */
  nextPageToken?: string | undefined
  /** How many there are. */
  totalSize?: number | undefined
}

/** The snapshots. */
export interface ListSnapshotsResponse {
  /** All of them. */
  snapshots?: Snapshot[] | undefined
}

/** A method of a served API. */
export interface Method {
  /** Its id. */
  id?: string | undefined
  /** HTTP method. */
  httpMethod?: string | undefined
  /** Path template from the root of its host. */
  path?: string | undefined
  /** For people. */
  description?: string | undefined
  /** Where its answer comes from: handler, stateful, rule, seed, mock, none. */
  origin?: string | undefined
  /** Any of which Google would want. */
  scopes?: string[] | undefined
  /** As the document has them. */
  parameters?: Record<string, unknown> | undefined
  /** Schema of its message. */
  request?: string | undefined
  /** Schema of its answer. */
  response?: string | undefined
}

/** A queue of tasks. */
export interface Queue {
  /** Full name: projects/p/locations/l/queues/q. */
  name?: string | undefined
}

/** A resource of a served API. */
export interface Resource {
  /** Name of its API, without version. */
  api?: string | undefined
  /** Full name, without version: projects/p/secrets/s. */
  name?: string | undefined
  /** As its API answers it. */
  resource?: Record<string, unknown> | undefined
}

/** What ran. */
export interface RunUntilIdleResponse {
  /** How many tasks were dispatched. */
  attempts?: number | undefined
}

/** Resources to begin with. */
export interface SeedRequest {
  /** Put there in place of those of the same names. */
  resources?: Resource[] | undefined
  /** Make all that is there then what the fork is reset to. True by default. */
  seal?: boolean | undefined
}

/** Sets time. */
export interface SetTimeRequest {
  /** What time it is from now on. */
  time?: string | undefined
}

/** Resources as they were at one moment. */
export interface Snapshot {
  /** Its name. */
  name?: string | undefined
}

/** All resources of a fork, with their bytes. */
export interface State {
  /** What this is. */
  kind?: string | undefined
  /** In the order in which they were made. */
  resources?: Record<string, unknown>[] | undefined
  /** Bytes of resources by id. */
  blobs?: Record<string, string> | undefined
}

/** The time of a fork. */
export interface Time {
  /** What time it is. */
  time?: string | undefined
  /** Whether it stands still. */
  frozen?: boolean | undefined
  /** By how much it is ahead of the machine's clock. */
  offset?: string | undefined
}

/** Which call is waited for. */
export interface WaitForCallRequest {
  /** Id of the method; * stands for any text. */
  method?: string | undefined
  /** OK, NOT_FOUND, 404, 4xx. */
  status?: string | undefined
  /** Somewhere in it. */
  text?: string | undefined
  /** The fork it was for; empty is the first. */
  fork?: string | undefined
  /** Only calls behind the one of this id. */
  after?: string | undefined
  /** What its parameters hold, among others. */
  params?: Record<string, unknown> | undefined
  /** What its message holds, among others. */
  message?: Record<string, unknown> | undefined
  /** How long to wait, 30s by default and 110s at most. */
  timeout?: string | undefined
}

/** By method id: parameters after decoding, request message, answer. */
export interface Methods {
  /** Back to the seed: resources, tasks, time, faults and calls. */
  'emulator.reset': {
    params: {}
    body: Empty
    response: Empty
  }
  /** Puts resources there, and makes all that is there what a reset goes back to. */
  'emulator.seed': {
    params: {}
    body: SeedRequest
    response: Empty
  }
  /** All resources, with their bytes. */
  'emulator.export': {
    params: {}
    body: undefined
    response: State
  }
  /** Resources of an export, in place of all that is there. */
  'emulator.import': {
    params: {}
    body: State
    response: Empty
  }
  /** Dispatches what is due, waits for the answers, and again, until nothing is due. */
  'emulator.runUntilIdle': {
    params: {}
    body: Empty
    response: RunUntilIdleResponse
  }
  /** What time it is. */
  'emulator.time.get': {
    params: {}
    body: undefined
    response: Time
  }
  /** Moves time. */
  'emulator.time.advance': {
    params: {}
    body: AdvanceTimeRequest
    response: Time
  }
  /** Sets time. */
  'emulator.time.set': {
    params: {}
    body: SetTimeRequest
    response: Time
  }
  /** Time stands still but for advance and set. */
  'emulator.time.freeze': {
    params: {}
    body: Empty
    response: Time
  }
  /** Time goes on from where it stands. */
  'emulator.time.resume': {
    params: {}
    body: Empty
    response: Time
  }
  /** All forks but the first. */
  'emulator.forks.list': {
    params: {}
    body: undefined
    response: ListForksResponse
  }
  /** A fork of what the request's own fork holds now. */
  'emulator.forks.create': {
    params: {
      /** Its name. */
      forkId?: string | undefined
    }
    body: Fork
    response: Fork
  }
  /** A fork. */
  'emulator.forks.get': {
    params: {
      /** Its name. */
      forkId: string
    }
    body: undefined
    response: Fork
  }
  /** Forgets a fork. */
  'emulator.forks.delete': {
    params: {
      /** Its name. */
      forkId: string
    }
    body: undefined
    response: Empty
  }
  /** All snapshots. */
  'emulator.snapshots.list': {
    params: {}
    body: undefined
    response: ListSnapshotsResponse
  }
  /** Keeps the resources as they are now. */
  'emulator.snapshots.create': {
    params: {
      /** Its name; one of that name is replaced. */
      snapshotId?: string | undefined
    }
    body: Snapshot
    response: Snapshot
  }
  /** Resources are as they were. */
  'emulator.snapshots.restore': {
    params: {
      /** Its name. */
      snapshotId: string
    }
    body: Empty
    response: Empty
  }
  /** Forgets a snapshot. */
  'emulator.snapshots.delete': {
    params: {
      /** Its name. */
      snapshotId: string
    }
    body: undefined
    response: Empty
  }
  /** Resources of all APIs, or of one. */
  'emulator.resources.list': {
    params: {
      /** Name of an API, without version. */
      api?: string | undefined
      /** Only those below this name. */
      below?: string | undefined
      /** Only those with this text in their name. */
      text?: string | undefined
      /** How many at once, 1000 by default. */
      pageSize?: number | undefined
      /** Of the page before. */
      pageToken?: string | undefined
    }
    body: undefined
    response: ListResourcesResponse
  }
  /** A resource. */
  'emulator.resources.get': {
    params: {
      /** Name of its API. */
      api: string
      /** Full name. */
      name: string
    }
    body: undefined
    response: Resource
  }
  /** Puts a resource there, whatever was there. */
  'emulator.resources.update': {
    params: {
      /** Name of its API. */
      api: string
      /** Full name. */
      name: string
    }
    body: Resource
    response: Resource
  }
  /** Takes a resource away; what is below it stays. */
  'emulator.resources.delete': {
    params: {
      /** Name of its API. */
      api: string
      /** Full name. */
      name: string
    }
    body: undefined
    response: Empty
  }
  /** The latest calls of served methods, oldest first. Those of this API are not among them. */
  'emulator.calls.list': {
    params: {
      /** Id of the method; * stands for any text. */
      method?: string | undefined
      /** OK, NOT_FOUND, 404, 4xx. */
      status?: string | undefined
      /** Somewhere in the call, in any case. */
      text?: string | undefined
      /** Only calls of this fork. */
      fork?: string | undefined
      /** Only calls behind the one of this id. */
      after?: string | undefined
      /** Only so many, the latest; 100 by default. */
      pageSize?: number | undefined
    }
    body: undefined
    response: ListCallsResponse
  }
  /** A call. */
  'emulator.calls.get': {
    params: {
      /** Its id. */
      callId: string
    }
    body: undefined
    response: Call
  }
  /**
   * The first call that fits, of those that are kept or of those to come; an error if none comes in
   * time.
   */
  'emulator.calls.wait': {
    params: {}
    body: WaitForCallRequest
    response: Call
  }
  /** Calls as an HTTP archive, without credentials. */
  'emulator.calls.har': {
    params: {
      /** Id of the method; * stands for any text. */
      method?: string | undefined
      /** OK, NOT_FOUND, 404, 4xx. */
      status?: string | undefined
      /** Somewhere in the call, in any case. */
      text?: string | undefined
      /** Only calls of this fork. */
      fork?: string | undefined
      /** Only calls behind the one of this id. */
      after?: string | undefined
    }
    body: undefined
    response: Har
  }
  /** Forgets the calls of the request's fork. */
  'emulator.calls.clear': {
    params: {}
    body: Empty
    response: Empty
  }
  /** The faults in force. */
  'emulator.faults.list': {
    params: {}
    body: undefined
    response: ListFaultsResponse
  }
  /** Sets a fault, of all forks unless it names one. */
  'emulator.faults.create': {
    params: {}
    body: Fault
    response: Fault
  }
  /** Ends a fault. */
  'emulator.faults.delete': {
    params: {
      /** Its name. */
      faultId: string
    }
    body: undefined
    response: Empty
  }
  /** Ends all faults; of a fork, where the request names one. */
  'emulator.faults.clear': {
    params: {}
    body: Empty
    response: Empty
  }
  /** Served APIs. */
  'emulator.apis.list': {
    params: {}
    body: undefined
    response: ListApisResponse
  }
  /** Methods of a served API. */
  'emulator.apis.methods.list': {
    params: {
      /** Its id: secretmanager:v1. */
      api: string
    }
    body: undefined
    response: ListMethodsResponse
  }
  /** A method. */
  'emulator.apis.methods.get': {
    params: {
      /** Its id: secretmanager:v1. */
      api: string
      /** Id of the method. */
      method: string
    }
    body: undefined
    response: Method
  }
  /** The latest attempts to dispatch tasks. */
  'emulator.attempts.list': {
    params: {
      /** Only those of this task. */
      task?: string | undefined
    }
    body: undefined
    response: ListAttemptsResponse
  }
  /** The queues of tasks that there are. */
  'emulator.queues.list': {
    params: {}
    body: undefined
    response: ListQueuesResponse
  }
}
