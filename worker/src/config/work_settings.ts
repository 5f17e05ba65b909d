// Settings of how tasks are worked on, and of the service around it.
import { availableParallelism } from 'node:os'
import { numberBetween, oneOf, text, whole } from './read.ts'
import { setting, YEAR } from './setting.ts'

export const work = {
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
  seenFile: setting(
    'SEEN_FILE',
    '',
    text,
    'File (SQLite) that remembers processed tasks, so that one that comes back is not processed again; none by default',
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

export const limits = {
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

export const service = {
  port: setting(
    'PORT',
    0,
    whole(0, 65_535),
    'Port of /livez, /readyz, /version, /metrics; 0 is none',
  ),
  host: setting('HOST', '127.0.0.1', text, 'Address of that port; 0.0.0.0 in a container'),
  allowedHosts: setting(
    'ALLOWED_HOSTS',
    '',
    text,
    'Names, separated by commas, under which that port is reached, besides those of this machine',
  ),
  hungSeconds: setting(
    'HUNG_SECONDS',
    15,
    numberBetween(1, YEAR),
    'Seconds after which a process whose event loop stands still is killed and replaced',
  ),
  crashLimit: setting(
    'CRASH_LIMIT',
    5,
    whole(0, 1_000_000),
    'Deaths of one process without any work done, in CRASH_SECONDS, that end the worker; 0 is never',
  ),
  crashSeconds: setting(
    'CRASH_SECONDS',
    60,
    numberBetween(1, YEAR),
    'Seconds that CRASH_LIMIT counts',
  ),
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
