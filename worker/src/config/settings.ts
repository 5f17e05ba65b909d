// Every setting: its environment variable (the originals' names kept), its default, and how its text is read.
import { availableParallelism } from 'node:os'
import { bool, cronUnit, numberBetween, oneOf, text, times, url, whole } from './read.ts'

export interface Setting<T> {
  readonly env: string
  readonly default: T
  /** One line for `worker config` and the README. */
  readonly about: string
  /** Throws an Error that says what is expected. */
  readonly read: (text: string) => T
  /** Masked wherever it is shown. */
  readonly secret?: true
}

const setting = <T>(
  env: string,
  value: NoInfer<T>,
  read: (text: string) => T,
  about: string,
  secret?: 'secret',
): Setting<T> => ({ env, default: value, read, about, ...(secret && { secret: true as const }) })

const YEAR = 366 * 86_400
const PORT = whole(0, 65_535)
const optional = <T>(read: (text: string) => T): ((text: string) => T | undefined) => read

const kinds = {
  executionType: setting(
    'EXECUTION_TYPE',
    'MESSAGING',
    oneOf('MESSAGING', 'CRON', 'ONCE'),
    'MESSAGING: tasks of a queue or broker; CRON: by the clock; ONCE: one run, then exit',
  ),
  messagingType: setting(
    'MESSAGING_TYPE',
    'TaskQueueConnection',
    oneOf(
      'TaskQueueConnection',
      'RabbitMqConnection',
      'CloudTasksConnection',
      'SqsConnection',
      'MemoryConnection',
    ),
    'Which source tasks come from',
  ),
  processorModule: setting(
    'PROCESSOR_MODULE',
    '',
    text,
    'File or package of the processor; by default package.json "worker", then processor.ts',
  ),
  processorType: setting(
    'PROCESSOR_TYPE',
    '',
    text,
    'Export of that module to run, and prefix of its …_QUEUE_NAME',
  ),
}

const queue = {
  queueName: setting(
    'QUEUE_NAME',
    '',
    text,
    'Queue to take tasks from; several as a=3,b=1 with weights; <PROCESSOR_TYPE>_QUEUE_NAME goes before',
  ),
  queueNamePrefix: setting('QUEUE_NAME_PREFIX', '', text, 'Put before every queue name'),
  projectName: setting('PROJECT_NAME', '', text, 'Project of the Task Queue'),
  apiDiscoveryUrl: setting(
    'API_DISCOVERY_URL',
    '',
    url,
    'Discovery document of the Task Queue, with {api} and {apiVersion} in it',
  ),
  taskTag: setting('TASK_TAG', 'task', text, 'Tag of tasks to take; empty takes every tag'),
  resultTag: setting('RESULT_TAG', 'result', text, 'Tag of result tasks'),
  deadTag: setting('DEAD_TAG', 'dead', text, 'Tag of dead letters'),
  taskCount: setting('TASK_COUNT', 20, whole(1, 1000), 'Tasks taken in one lease at most'),
  maxQueueTaskSize: setting(
    'MAX_QUEUE_TASK_SIZE',
    680 * 1024,
    whole(1024, 2 ** 30),
    'Bytes a result may have; a larger one fails the task',
  ),
}

const work = {
  concurrency: setting(
    'WORKER_CONCURRENCY',
    1,
    whole(1, 1000),
    'Tasks at a time in one process; RABBITMQ_NUM_THREADS means the same',
  ),
  processes: setting(
    'WORKER_PROCESSES',
    availableParallelism(),
    whole(1, 256),
    'Processes of this worker',
  ),
  isolation: setting(
    'ISOLATION',
    'thread',
    oneOf('thread', 'process', 'none'),
    'Where processors run: where they can be stopped by force, or (none) on the main thread',
  ),
  leaseAhead: setting('LEASE_AHEAD', 0, whole(0, 1000), 'Tasks held besides those being processed'),
  batchSize: setting('BATCH_SIZE', 20, whole(1, 1000), 'Messages given to processBatch at most'),
  leaseSeconds: setting(
    'LEASE_SECONDS',
    60,
    numberBetween(1, 604_800),
    'Length of a lease; renewed at half of it',
  ),
  sleepTime: setting(
    'RENDER_SLEEP_TIME',
    10,
    numberBetween(0.01, YEAR),
    'Seconds between looks at an empty queue at most',
  ),
  rateMax: setting(
    'RATE_MAX',
    0,
    whole(0, 1_000_000),
    'Tasks started per RATE_PER at most; 0 is no limit',
  ),
  ratePer: setting('RATE_PER', 1, numberBetween(0.001, YEAR), 'Seconds that RATE_MAX counts'),
  maxTasksPerChild: setting(
    'MAX_TASKS_PER_CHILD',
    0,
    whole(0, 1_000_000_000),
    'Tasks after which a thread or child is replaced; 0 is never',
  ),
  maxRssMb: setting(
    'MAX_RSS_MB',
    0,
    whole(0, 1_000_000),
    'Megabytes at which a thread or child is replaced (and a thread stopped); 0 is never',
  ),
}

const limits = {
  taskSeconds: setting(
    'TASK_SECONDS',
    50,
    numberBetween(0.01, YEAR),
    'Seconds a task may take at its first attempt',
  ),
  taskTimeMult: setting(
    'TASK_TIME_MULT',
    1.33,
    numberBetween(0, 1000),
    'How much of TASK_SECONDS each further attempt gets more',
  ),
  taskGraceSeconds: setting(
    'TASK_GRACE_SECONDS',
    5,
    numberBetween(0, YEAR),
    'Seconds after its time limit until a task is stopped by force',
  ),
  taskRetryLimit: setting('TASK_RETRY_LIMIT', 5, whole(1, 1_000_000), 'Attempts a task gets'),
  retryBaseSeconds: setting(
    'RETRY_BASE_SECONDS',
    1,
    numberBetween(0, YEAR),
    'Longest wait after the first failure; doubled with each',
  ),
  retryMaxSeconds: setting(
    'RETRY_MAX_SECONDS',
    300,
    numberBetween(0, YEAR),
    'Longest wait after any failure',
  ),
  startupSeconds: setting(
    'STARTUP_SECONDS',
    60,
    numberBetween(0.01, YEAR),
    'Seconds startup hooks may take',
  ),
  shutdownGraceSeconds: setting(
    'SHUTDOWN_GRACE_SECONDS',
    8,
    numberBetween(0, YEAR),
    'Seconds running tasks get after SIGTERM or SIGINT',
  ),
  consumeConfigFilePath: setting(
    'CONSUME_CONFIG_FILE_PATH',
    '',
    text,
    'File of KEY=VALUE lines read again while idle; EXIT_WHEN_FINISHED=1 ends the worker',
  ),
}

const rabbitmq = {
  rabbitmqUrl: setting('RABBITMQ_URL', '', text, 'amqp://…; instead of the parts below', 'secret'),
  rabbitmqHost: setting('RABBITMQ_HOST', 'localhost', text, 'Host of the broker'),
  rabbitmqPort: setting('RABBITMQ_PORT', 5672, PORT, 'Port of the broker'),
  rabbitmqUser: setting('RABBITMQ_USER', 'guest', text, 'User of the broker'),
  rabbitmqPassword: setting('RABBITMQ_PASSWORD', 'guest', text, 'Password of that user', 'secret'),
  rabbitmqVirtualHost: setting('RABBITMQ_VIRTUAL_HOST', '/', text, 'Virtual host of the broker'),
  rabbitmqNumThreads: setting(
    'RABBITMQ_NUM_THREADS',
    undefined,
    optional(whole(1, 1000)),
    'The original name of WORKER_CONCURRENCY',
  ),
}

const clock = {
  cronTimeAmount: setting(
    'CRON_TIME_AMOUNT',
    undefined,
    optional(numberBetween(Number.MIN_VALUE, 1e9)),
    'How many CRON_TIME_UNIT between runs; fractions count',
  ),
  cronTimeUnit: setting(
    'CRON_TIME_UNIT',
    undefined,
    optional(cronUnit),
    'SECONDS, MINUTES, HOURS, DAYS or WEEKS',
  ),
  cronRunAt: setting(
    'CRON_RUN_AT',
    [] as readonly string[],
    times,
    'Times of day HH:MM[:SS], separated by commas; needs CRON_TIME_UNIT=DAYS',
  ),
  cronExpressions: setting(
    'CRON_EXPRESSIONS',
    '',
    text,
    'Cron expressions, separated by commas; go before the rest',
  ),
  cronTz: setting(
    'CRON_TZ',
    '',
    text,
    'Time zone of CRON_RUN_AT and CRON_EXPRESSIONS, e.g. Europe/Berlin',
  ),
  runAtStartup: setting('RUN_AT_STARTUP', false, bool, 'Run once at the start as well'),
}

const service = {
  port: setting('PORT', 0, PORT, 'Port of /livez, /readyz, /version, /metrics; 0 is none'),
  pidDirectory: setting(
    'PID_DIRECTORY',
    './pidstore',
    text,
    'Folder of pid files of `worker daemon`',
  ),
  daemonLogDirectory: setting(
    'DAEMON_LOG_DIRECTORY',
    './logs',
    text,
    'Folder of logs of `worker daemon`',
  ),
  logLevel: setting(
    'LOG_LEVEL',
    'info',
    oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    'Least level that is logged',
  ),
  logFormat: setting(
    'LOG_FORMAT',
    'auto',
    oneOf('auto', 'json', 'pretty', 'seed'),
    "auto is pretty on a terminal, else JSON; seed prints the originals' lines",
  ),
}

export const settings = {
  ...kinds,
  ...queue,
  ...work,
  ...limits,
  ...rabbitmq,
  ...clock,
  ...service,
}

/** The values in force, by name. */
export type Settings = {
  readonly [Name in keyof typeof settings]: (typeof settings)[Name] extends Setting<infer T>
    ? T
    : never
}
