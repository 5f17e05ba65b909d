// Generated from cloudtasks_v2beta2.api by `npm run types`. Do not edit.

/** Proof that the caller holds the lease. */
export interface AcknowledgeTaskRequest {
  /** As the lease answered it. */
  scheduleTime?: string | undefined
}

/** A request that a task makes to an App Engine service. */
export interface AppEngineHttpRequest {
  /** Where in the app the request goes. */
  appEngineRouting?: AppEngineRouting | undefined
  /** Headers of the request, by name. */
  headers?: Record<string, string> | undefined
  /** Method of the request; POST unless said. */
  httpMethod?:
    | 'HTTP_METHOD_UNSPECIFIED'
    | 'POST'
    | 'GET'
    | 'HEAD'
    | 'PUT'
    | 'DELETE'
    | 'PATCH'
    | 'OPTIONS'
    | undefined
  /** Bytes of the message. */
  payload?: string | undefined
  /** Path and query, beginning with a slash. */
  relativeUrl?: string | undefined
}

/** Marks a queue of App Engine tasks, and what applies to all of them. */
export interface AppEngineHttpTarget {
  /** Where all requests of the queue go, whatever their tasks say. */
  appEngineRoutingOverride?: AppEngineRouting | undefined
}

/** Which service, version and instance of an app a request goes to. */
export interface AppEngineRouting {
  /** Name of the host. */
  host?: string | undefined
  /** Instance; absent: any. */
  instance?: string | undefined
  /** Service; absent: the default one. */
  service?: string | undefined
  /** Version; absent: the default one. */
  version?: string | undefined
}

/** One dispatch of a task and what came of it. */
export interface AttemptStatus {
  /** When the attempt was sent. */
  dispatchTime?: string | undefined
  /** What was answered; absent while no answer has come. */
  responseStatus?: Status | undefined
  /** When the answer came. */
  responseTime?: string | undefined
  /** When the task is due. */
  scheduleTime?: string | undefined
}

/** Tasks to be created: 100 at most. */
export interface BatchCreateTasksRequest {
  /** A UUID: the same one again is the same call. */
  requestId?: string | undefined
  /** One for each task. */
  requests?: CreateTaskRequest[] | undefined
}

/** Tasks to be deleted: 1000 at most. */
export interface BatchDeleteTasksRequest {
  /** Full names of the tasks. */
  names?: string[] | undefined
  /** A UUID: the same one again is the same call. */
  requestId?: string | undefined
}

/** Members that have a role. */
export interface Binding {
  /** When the binding applies. */
  condition?: Expr | undefined
  /** Users, groups and service accounts. */
  members?: string[] | undefined
  /** Name of the role. */
  role?: string | undefined
}

/** The body of the task to be created. */
export interface BufferTaskRequest {
  /** What becomes the body of the request. */
  body?: HttpBody | undefined
}

/** The task that was created. */
export interface BufferTaskResponse {
  /** The task. */
  task?: Task | undefined
}

/** Proof that the caller holds the lease. */
export interface CancelLeaseRequest {
  /** How much of a task is answered; BASIC unless said. */
  responseView?: 'VIEW_UNSPECIFIED' | 'BASIC' | 'FULL' | undefined
  /** As the lease answered it. */
  scheduleTime?: string | undefined
}

/** The key that encrypts the tasks of a location. */
export interface CmekConfig {
  /** Full name of the key. */
  kmsKey?: string | undefined
  /** Output only. Full resource name. */
  name?: string | undefined
}

/** A task to be created. */
export interface CreateTaskRequest {
  /** Full name of what holds it. */
  parent?: string | undefined
  /** How much of a task is answered; BASIC unless said. */
  responseView?: 'VIEW_UNSPECIFIED' | 'BASIC' | 'FULL' | undefined
  /** The task. */
  task?: Task | undefined
}

/** An answer without content. */
export type Empty = Record<string, unknown>

/** An expression in the Common Expression Language. */
export interface Expr {
  /** Longer words for a person. */
  description?: string | undefined
  /** Text of the expression. */
  expression?: string | undefined
  /** Where the expression stands. */
  location?: string | undefined
  /** Short words for a person. */
  title?: string | undefined
}

/** Options of reading a policy. */
export interface GetIamPolicyRequest {
  /** Options of the call. */
  options?: GetPolicyOptions | undefined
}

/** Options of reading a policy. */
export interface GetPolicyOptions {
  /** 0, 1 or 3. */
  requestedPolicyVersion?: number | undefined
}

/** One header of a request. */
export interface Header {
  /** Name of the header. */
  key?: string | undefined
  /** Value of the header. */
  value?: string | undefined
}

/** A header that replaces the one of the task. */
export interface HeaderOverride {
  /** The header. */
  header?: Header | undefined
}

/** Bytes of any type. */
export interface HttpBody {
  /** Media type of the bytes. */
  contentType?: string | undefined
  /** The bytes. */
  data?: string | undefined
  /** More metadata. */
  extensions?: Record<string, unknown>[] | undefined
}

/** A request that a task makes to any web server. */
export interface HttpRequest {
  /** Body of the request. */
  body?: string | undefined
  /** Headers of the request, by name. */
  headers?: Record<string, string> | undefined
  /** Method of the request; POST unless said. */
  httpMethod?:
    | 'HTTP_METHOD_UNSPECIFIED'
    | 'POST'
    | 'GET'
    | 'HEAD'
    | 'PUT'
    | 'DELETE'
    | 'PATCH'
    | 'OPTIONS'
    | undefined
  /** Access token to send as Authorization. */
  oauthToken?: OAuthToken | undefined
  /** Identity token to send as Authorization. */
  oidcToken?: OidcToken | undefined
  /** Full URL, http or https. */
  url?: string | undefined
}

/** What replaces parts of the requests of all HTTP tasks of a queue. */
export interface HttpTarget {
  /** Headers that replace those of the tasks. */
  headerOverrides?: HeaderOverride[] | undefined
  /** Method of the request; POST unless said. */
  httpMethod?:
    | 'HTTP_METHOD_UNSPECIFIED'
    | 'POST'
    | 'GET'
    | 'HEAD'
    | 'PUT'
    | 'DELETE'
    | 'PATCH'
    | 'OPTIONS'
    | undefined
  /** Access token to send as Authorization. */
  oauthToken?: OAuthToken | undefined
  /** Identity token to send as Authorization. */
  oidcToken?: OidcToken | undefined
  /** Parts of the URL that replace those of the tasks. */
  uriOverride?: UriOverride | undefined
}

/** How many tasks to lease, which, and for how long. */
export interface LeaseTasksRequest {
  /** tag=X, tag="X" or tag_function=oldest_tag(). */
  filter?: string | undefined
  /** Length of the lease, a week at most. */
  leaseDuration?: string | undefined
  /** Tasks to lease, 1 to 1000. */
  maxTasks?: number | undefined
  /** How much of a task is answered; BASIC unless said. */
  responseView?: 'VIEW_UNSPECIFIED' | 'BASIC' | 'FULL' | undefined
}

/** The leased tasks. */
export interface LeaseTasksResponse {
  /** The tasks. */
  tasks?: Task[] | undefined
}

/** One page of locations. */
export interface ListLocationsResponse {
  /** The locations. */
  locations?: Location[] | undefined
  /** Token of the next page; absent on the last one. */
  nextPageToken?: string | undefined
}

/** One page of queues. */
export interface ListQueuesResponse {
  /** Token of the next page; absent on the last one. */
  nextPageToken?: string | undefined
  /** The queues. */
  queues?: Queue[] | undefined
}

/** One page of tasks. */
export interface ListTasksResponse {
  /** Token of the next page; absent on the last one. */
  nextPageToken?: string | undefined
  /** The tasks. */
  tasks?: Task[] | undefined
}

/** A place where queues are kept. */
export interface Location {
  /** Name for people. */
  displayName?: string | undefined
  /** Labels by key. */
  labels?: Record<string, string> | undefined
  /** Short name, such as us-central1. */
  locationId?: string | undefined
  /** More about it, by type. */
  metadata?: Record<string, unknown> | undefined
  /** projects/P/locations/L. */
  name?: string | undefined
}

/** Has each request carry an OAuth access token. */
export interface OAuthToken {
  /** Scope of the token. */
  scope?: string | undefined
  /** Account that the token speaks for. */
  serviceAccountEmail?: string | undefined
}

/** Has each request carry an OpenID Connect token. */
export interface OidcToken {
  /** Who the token is for; absent: the URL. */
  audience?: string | undefined
  /** Account that the token speaks for. */
  serviceAccountEmail?: string | undefined
}

/** Work that may outlast the call that began it. */
export interface Operation {
  /** Whether it has ended. */
  done?: boolean | undefined
  /** Why it failed. */
  error?: Status | undefined
  /** More about it, by type. */
  metadata?: Record<string, unknown> | undefined
  /** Full resource name. */
  name?: string | undefined
  /** What it answers. */
  response?: Record<string, unknown> | undefined
}

/** A path that replaces the one of the task. */
export interface PathOverride {
  /** The path. */
  path?: string | undefined
}

/** Nothing needs to be said. */
export type PauseQueueRequest = Record<string, unknown>

/** Who has which role on a resource. */
export interface Policy {
  /** Roles and their members. */
  bindings?: Binding[] | undefined
  /** Changes with each change of the policy. */
  etag?: string | undefined
  /** 0, 1 or 3. */
  version?: number | undefined
}

/** What a worker gets when it leases a task. */
export interface PullMessage {
  /** Bytes of the message. */
  payload?: string | undefined
  /** Label by which tasks are leased together. */
  tag?: string | undefined
}

/** Marks a pull queue. */
export type PullTarget = Record<string, unknown>

/** Nothing needs to be said. */
export type PurgeQueueRequest = Record<string, unknown>

/** A query that replaces the one of the task. */
export interface QueryOverride {
  /** The query. */
  queryParams?: string | undefined
}

/** Tasks that wait, and the limits and rules of their dispatch. */
export interface Queue {
  /** Present: tasks are requests to App Engine. */
  appEngineHttpTarget?: AppEngineHttpTarget | undefined
  /** What replaces parts of all HTTP requests of the queue. */
  httpTarget?: HttpTarget | undefined
  /** projects/P/locations/L/queues/Q. */
  name?: string | undefined
  /** Present: workers lease the tasks. */
  pullTarget?: PullTarget | undefined
  /** When the queue was last purged. */
  purgeTime?: string | undefined
  /** Limits of dispatching. */
  rateLimits?: RateLimits | undefined
  /** Rules of trying again. */
  retryConfig?: RetryConfig | undefined
  /** Whether tasks are dispatched. */
  state?: 'STATE_UNSPECIFIED' | 'RUNNING' | 'PAUSED' | 'DISABLED' | undefined
  /** Output only. Estimates; answered only if asked for. */
  stats?: QueueStats | undefined
  /** How long a task lives at most. */
  taskTtl?: string | undefined
  /** How long the name of a finished task stays taken. */
  tombstoneTtl?: string | undefined
}

/** Estimates of what goes on in a queue. */
export interface QueueStats {
  /** Output only. Attempts under way. */
  concurrentDispatchesCount?: string | undefined
  /** Output only. Most attempts a second, as things are. */
  effectiveExecutionRate?: number | undefined
  /** Output only. Attempts in the last minute. */
  executedLastMinuteCount?: string | undefined
  /** Output only. When the first task in line was due. */
  oldestEstimatedArrivalTime?: string | undefined
  /** Output only. Tasks in the queue, leased ones too. */
  tasksCount?: string | undefined
}

/** How fast, and how many at a time, tasks are dispatched. */
export interface RateLimits {
  /** Attempts that may come at once after a pause. */
  maxBurstSize?: number | undefined
  /** Attempts under way at a time, at most. */
  maxConcurrentTasks?: number | undefined
  /** Attempts a second, at most. */
  maxTasksDispatchedPerSecond?: number | undefined
}

/** Proof that the caller holds the lease, and its new length. */
export interface RenewLeaseRequest {
  /** Length of the lease, a week at most. */
  leaseDuration?: string | undefined
  /** How much of a task is answered; BASIC unless said. */
  responseView?: 'VIEW_UNSPECIFIED' | 'BASIC' | 'FULL' | undefined
  /** As the lease answered it. */
  scheduleTime?: string | undefined
}

/** Nothing needs to be said. */
export type ResumeQueueRequest = Record<string, unknown>

/** How often and when a failed task is tried again. */
export interface RetryConfig {
  /** Attempts a task has; -1: as many as it needs. */
  maxAttempts?: number | undefined
  /** Longest wait before an attempt. */
  maxBackoff?: string | undefined
  /** How often the wait doubles before it grows evenly. */
  maxDoublings?: number | undefined
  /** For how long after the first attempt a task is tried again. */
  maxRetryDuration?: string | undefined
  /** Shortest wait before an attempt. */
  minBackoff?: string | undefined
  /** A task has as many attempts as it needs. */
  unlimitedAttempts?: boolean | undefined
}

/** How much of the task is answered. */
export interface RunTaskRequest {
  /** How much of a task is answered; BASIC unless said. */
  responseView?: 'VIEW_UNSPECIFIED' | 'BASIC' | 'FULL' | undefined
}

/** The policy to be set. */
export interface SetIamPolicyRequest {
  /** The policy. */
  policy?: Policy | undefined
}

/** How something ended: a code of google.rpc.Code, and words. */
export interface Status {
  /** Number of a google.rpc.Code. */
  code?: number | undefined
  /** More about it, by type. */
  details?: Record<string, unknown>[] | undefined
  /** Words for a developer. */
  message?: string | undefined
}

/** A piece of work. */
export interface Task {
  /** Request to an App Engine service. */
  appEngineHttpRequest?: AppEngineHttpRequest | undefined
  /** When the task was created. */
  createTime?: string | undefined
  /** Request to a web server. */
  httpRequest?: HttpRequest | undefined
  /** projects/P/locations/L/queues/Q/tasks/T. */
  name?: string | undefined
  /** Message for a worker. */
  pullMessage?: PullMessage | undefined
  /** Rules of trying again. */
  retryConfig?: RetryConfig | undefined
  /** When the task is due. */
  scheduleTime?: string | undefined
  /** Attempts so far. */
  status?: TaskStatus | undefined
  /** How much of the task this message holds. */
  view?: 'VIEW_UNSPECIFIED' | 'BASIC' | 'FULL' | undefined
}

/** How often a task was dispatched, and what came of it. */
export interface TaskStatus {
  /** Attempts, or leases, so far. */
  attemptDispatchCount?: number | undefined
  /** Attempts that were answered. */
  attemptResponseCount?: number | undefined
  /** The first attempt. */
  firstAttemptStatus?: AttemptStatus | undefined
  /** The latest attempt. */
  lastAttemptStatus?: AttemptStatus | undefined
}

/** Permissions to be tested. */
export interface TestIamPermissionsRequest {
  /** Names of permissions. */
  permissions?: string[] | undefined
}

/** Those of the permissions that the caller has. */
export interface TestIamPermissionsResponse {
  /** Those the caller has. */
  permissions?: string[] | undefined
}

/** What replaces parts of the URL of a task. */
export interface UriOverride {
  /** Host; must not be empty. */
  host?: string | undefined
  /** The path. */
  pathOverride?: PathOverride | undefined
  /** Port; 0: that of the scheme. */
  port?: string | undefined
  /** The query. */
  queryOverride?: QueryOverride | undefined
  /** HTTP or HTTPS. */
  scheme?: 'SCHEME_UNSPECIFIED' | 'HTTP' | 'HTTPS' | undefined
  /** Whether the override always applies. */
  uriOverrideEnforceMode?:
    | 'URI_OVERRIDE_ENFORCE_MODE_UNSPECIFIED'
    | 'IF_NOT_EXISTS'
    | 'ALWAYS'
    | undefined
}

/** By method id: parameters after decoding, request message, answer. */
export interface Methods {
  /**
   * Replaces the push and pull queues of an App Engine project by those of a queue.yaml, sent as
   * the body.
   */
  'cloudtasks.api.queue.update': {
    params: {
      /** Project whose queues are replaced. */
      appId?: string | undefined
    }
    body: HttpBody
    response: Empty
  }
  /** Describes one location. */
  'cloudtasks.projects.locations.get': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: undefined
    response: Location
  }
  /** Reads which key encrypts the tasks of a location. */
  'cloudtasks.projects.locations.getCmekConfig': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: undefined
    response: CmekConfig
  }
  /** Lists the locations in which queues may be made. */
  'cloudtasks.projects.locations.list': {
    params: {
      /** Not for use. */
      extraLocationTypes?: string[] | undefined
      /** An expression that chooses what is listed. */
      filter?: string | undefined
      /** Full resource name. */
      name: string
      /** At most so many; the server may answer fewer. */
      pageSize?: number | undefined
      /** nextPageToken of the page before. */
      pageToken?: string | undefined
    }
    body: undefined
    response: ListLocationsResponse
  }
  /** Sets the key that encrypts the tasks of a location. */
  'cloudtasks.projects.locations.updateCmekConfig': {
    params: {
      /** Full resource name. */
      name: string
      /** Fields to change, separated by commas; absent: all. */
      updateMask?: string | undefined
    }
    body: CmekConfig
    response: CmekConfig
  }
  /** Reads a long-running operation: poll it until it is done. */
  'cloudtasks.projects.locations.operations.get': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: undefined
    response: Operation
  }
  /** Makes a queue. Its tasks may be created at once. */
  'cloudtasks.projects.locations.queues.create': {
    params: {
      /** Full name of what holds it. */
      parent: string
    }
    body: Queue
    response: Queue
  }
  /** Deletes a queue with all its tasks. Its name cannot be taken again at once. */
  'cloudtasks.projects.locations.queues.delete': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: undefined
    response: Empty
  }
  /** Reads a queue. */
  'cloudtasks.projects.locations.queues.get': {
    params: {
      /** Full resource name. */
      name: string
      /** Fields to answer; stats are answered only if named. */
      readMask?: string | undefined
    }
    body: undefined
    response: Queue
  }
  /** Reads who may do what with a queue; an empty policy where none was set. */
  'cloudtasks.projects.locations.queues.getIamPolicy': {
    params: {
      /** Full name of the resource. */
      resource: string
    }
    body: GetIamPolicyRequest
    response: Policy
  }
  /** Lists queues in the order of their names. */
  'cloudtasks.projects.locations.queues.list': {
    params: {
      /** An expression that chooses what is listed. */
      filter?: string | undefined
      /** At most so many; the server may answer fewer. */
      pageSize?: number | undefined
      /** nextPageToken of the page before. */
      pageToken?: string | undefined
      /** Full name of what holds it. */
      parent: string
      /** Fields to answer; stats are answered only if named. */
      readMask?: string | undefined
    }
    body: undefined
    response: ListQueuesResponse
  }
  /** Changes a queue, or makes it where there is none. */
  'cloudtasks.projects.locations.queues.patch': {
    params: {
      /** Full resource name. */
      name: string
      /** Fields to change, separated by commas; absent: all. */
      updateMask?: string | undefined
    }
    body: Queue
    response: Queue
  }
  /** Stops dispatching. Tasks may still be created; attempts under way finish. */
  'cloudtasks.projects.locations.queues.pause': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: PauseQueueRequest
    response: Queue
  }
  /** Deletes every task that was created before this call. */
  'cloudtasks.projects.locations.queues.purge': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: PurgeQueueRequest
    response: Queue
  }
  /** Lets a paused or disabled queue dispatch again. */
  'cloudtasks.projects.locations.queues.resume': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: ResumeQueueRequest
    response: Queue
  }
  /** Replaces the policy of a queue. */
  'cloudtasks.projects.locations.queues.setIamPolicy': {
    params: {
      /** Full name of the resource. */
      resource: string
    }
    body: SetIamPolicyRequest
    response: Policy
  }
  /** Tells which of the given permissions the caller has on a queue. */
  'cloudtasks.projects.locations.queues.testIamPermissions': {
    params: {
      /** Full name of the resource. */
      resource: string
    }
    body: TestIamPermissionsRequest
    response: TestIamPermissionsResponse
  }
  /** Deletes a leased task, whose work is done. */
  'cloudtasks.projects.locations.queues.tasks.acknowledge': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: AcknowledgeTaskRequest
    response: Empty
  }
  /** Creates several tasks, each for itself, as a long-running operation. */
  'cloudtasks.projects.locations.queues.tasks.batchCreate': {
    params: {
      /** Full name of what holds it. */
      parent: string
    }
    body: BatchCreateTasksRequest
    response: Operation
  }
  /** Deletes several tasks, each for itself, as a long-running operation. */
  'cloudtasks.projects.locations.queues.tasks.batchDelete': {
    params: {
      /** Full name of what holds it. */
      parent: string
    }
    body: BatchDeleteTasksRequest
    response: Operation
  }
  /** Creates a task from the body alone; the rest comes from the httpTarget of the queue. */
  'cloudtasks.projects.locations.queues.tasks.buffer': {
    params: {
      /** Full name of the queue. */
      queue: string
      /** Id of the task; absent: the server makes one. */
      taskId: string
    }
    body: BufferTaskRequest
    response: BufferTaskResponse
  }
  /** Gives a leased task back: it can be leased at once. */
  'cloudtasks.projects.locations.queues.tasks.cancelLease': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: CancelLeaseRequest
    response: Task
  }
  /** Adds a task to a queue. */
  'cloudtasks.projects.locations.queues.tasks.create': {
    params: {
      /** Full name of what holds it. */
      parent: string
    }
    body: CreateTaskRequest
    response: Task
  }
  /** Deletes a task, whether it waits or is leased. A task that has finished cannot be deleted. */
  'cloudtasks.projects.locations.queues.tasks.delete': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: undefined
    response: Empty
  }
  /** Reads a task. */
  'cloudtasks.projects.locations.queues.tasks.get': {
    params: {
      /** Full resource name. */
      name: string
      /** How much of a task is answered; BASIC unless said. */
      responseView?: 'VIEW_UNSPECIFIED' | 'BASIC' | 'FULL' | undefined
    }
    body: undefined
    response: Task
  }
  /** Takes tasks out of a pull queue for a while. */
  'cloudtasks.projects.locations.queues.tasks.lease': {
    params: {
      /** Full name of what holds it. */
      parent: string
    }
    body: LeaseTasksRequest
    response: LeaseTasksResponse
  }
  /** Lists the tasks of a queue, in any order. */
  'cloudtasks.projects.locations.queues.tasks.list': {
    params: {
      /** At most so many; the server may answer fewer. */
      pageSize?: number | undefined
      /** nextPageToken of the page before. */
      pageToken?: string | undefined
      /** Full name of what holds it. */
      parent: string
      /** How much of a task is answered; BASIC unless said. */
      responseView?: 'VIEW_UNSPECIFIED' | 'BASIC' | 'FULL' | undefined
    }
    body: undefined
    response: ListTasksResponse
  }
  /** Gives a lease a new end, counted from now. */
  'cloudtasks.projects.locations.queues.tasks.renewLease': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: RenewLeaseRequest
    response: Task
  }
  /** Dispatches a task at once, whatever its schedule, the state of its queue and its limits. */
  'cloudtasks.projects.locations.queues.tasks.run': {
    params: {
      /** Full resource name. */
      name: string
    }
    body: RunTaskRequest
    response: Task
  }
}
