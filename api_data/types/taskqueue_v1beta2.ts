// Generated from taskqueue_v1beta2.api by `npm run types`. Do not edit.

/** A piece of work in a pull queue. */
export interface Task {
  /** What this is: a task. */
  kind?: string | undefined
  /** Name of the task, unique in its queue; made by the service if none is given. */
  id?: string | undefined
  /** The queue of the task. A lease answers the long form, projects/PROJECT/taskqueues/QUEUE. */
  queueName?: string | undefined
  /** The work itself, any bytes as url-safe base64; 1 MiB at most once decoded. */
  payloadBase64?: string | undefined
  /** Groups tasks so that those of one tag can be leased together; up to 500 characters. */
  tag?: string | undefined
  /** When the task was inserted, in microseconds since the epoch. */
  enqueueTimestamp?: string | undefined
  /**
   * When the current lease ends, in microseconds since the epoch; 0 if the task was never leased.
   * In an insert: when the task may first be leased.
   */
  leaseTimestamp?: string | undefined
  /** How many times the task has been leased. */
  retry_count?: number | undefined
}

/** A pull queue. */
export interface TaskQueue {
  /** What this is: a task queue. */
  kind?: string | undefined
  /** Name of the queue. */
  id?: string | undefined
  /** How many times a task may be leased before it is dropped; 0 is without limit. */
  maxLeases?: number | undefined
  /** Who may use the queue. */
  acl?:
    | {
        /** Who may read and change the queue itself. */
        adminEmails?: string[] | undefined
        /** Who may lease and delete its tasks. */
        consumerEmails?: string[] | undefined
        /** Who may insert tasks. */
        producerEmails?: string[] | undefined
      }
    | undefined
  /** Counts, answered if getStats is true. */
  stats?:
    | {
        /** Tasks leased in the last hour. */
        leasedLastHour?: string | undefined
        /** Tasks leased in the last minute. */
        leasedLastMinute?: string | undefined
        /**
         * When the first task in line can be leased, in seconds since the epoch; 0 if the queue is
         * empty.
         */
        oldestTask?: string | undefined
        /** Tasks in the queue, leased or not. */
        totalTasks?: number | undefined
      }
    | undefined
}

/** Tasks that were leased. */
export interface Tasks {
  /** What this is: a list of leased tasks. */
  kind?: string | undefined
  /** The tasks, oldest first. */
  items?: Task[] | undefined
}

/** Tasks of a queue. */
export interface Tasks2 {
  /** What this is: a list of tasks. */
  kind?: string | undefined
  /** The tasks that are there, leased or not, oldest first; 100 at most. */
  items?: Task[] | undefined
}

/** By method id: parameters after decoding, request message, answer. */
export interface Methods {
  /** Describes a queue. */
  'taskqueue.taskqueues.get': {
    params: {
      /** The project of the queue: its id, with or without the prefix of its region ("s~"). */
      project: string
      /** The name of the pull queue. */
      taskqueue: string
      /** Whether to answer counts as well. */
      getStats?: boolean | undefined
    }
    body: undefined
    response: TaskQueue
  }
  /** Deletes a task, leased or not. */
  'taskqueue.tasks.delete': {
    params: {
      /** The project of the queue: its id, with or without the prefix of its region ("s~"). */
      project: string
      /** The name of the pull queue. */
      taskqueue: string
      /** The id of the task. */
      task: string
    }
    body: undefined
    response: undefined
  }
  /** Reads a task without leasing it. */
  'taskqueue.tasks.get': {
    params: {
      /** The project of the queue: its id, with or without the prefix of its region ("s~"). */
      project: string
      /** The name of the pull queue. */
      taskqueue: string
      /** The id of the task. */
      task: string
    }
    body: undefined
    response: Task
  }
  /** Inserts a task. */
  'taskqueue.tasks.insert': {
    params: {
      /** The project of the queue: its id, with or without the prefix of its region ("s~"). */
      project: string
      /** The name of the pull queue. */
      taskqueue: string
    }
    body: Task
    response: Task
  }
  /** Leases the oldest tasks that nobody holds. */
  'taskqueue.tasks.lease': {
    params: {
      /** The project of the queue: its id, with or without the prefix of its region ("s~"). */
      project: string
      /** The name of the pull queue. */
      taskqueue: string
      /** How many tasks to lease at most, 1 to 1000. */
      numTasks: number
      /** How many seconds to hold them, a week at most. */
      leaseSecs: number
      /** Whether all tasks leased must share a tag: the one given, else that of the oldest task. */
      groupByTag?: boolean | undefined
      /** The tag to lease tasks of; only with groupByTag. */
      tag?: string | undefined
    }
    body: undefined
    response: Tasks
  }
  /** Lists the tasks of a queue without leasing them. */
  'taskqueue.tasks.list': {
    params: {
      /** The project of the queue: its id, with or without the prefix of its region ("s~"). */
      project: string
      /** The name of the pull queue. */
      taskqueue: string
    }
    body: undefined
    response: Tasks2
  }
  /** Sets a new end for the lease of a task. */
  'taskqueue.tasks.patch': {
    params: {
      /** The project of the queue: its id, with or without the prefix of its region ("s~"). */
      project: string
      /** The name of the pull queue. */
      taskqueue: string
      /** The id of the task. */
      task: string
      /** Seconds from now after which the lease ends; 0 gives the task back at once. */
      newLeaseSeconds: number
    }
    body: Task
    response: Task
  }
  /** Sets a new end for the lease of a task. */
  'taskqueue.tasks.update': {
    params: {
      /** The project of the queue: its id, with or without the prefix of its region ("s~"). */
      project: string
      /** The name of the pull queue. */
      taskqueue: string
      /** The id of the task. */
      task: string
      /** Seconds from now after which the lease ends; 0 gives the task back at once. */
      newLeaseSeconds: number
    }
    body: Task
    response: Task
  }
}
