// Settings of where tasks come from: what kind of source, its queues, its broker or its clock.
import { bool, cronUnit, numberBetween, oneOf, text, times, url, whole } from './read.ts'
import { optional, setting } from './setting.ts'

/** Types whose queues are leased from over REST. */
const pullQueues = ['TaskQueueConnection', 'CloudTasksConnection'] as const

export const isPullQueue = (type: string): type is (typeof pullQueues)[number] =>
  pullQueues.some((each) => each === type)

export const kinds = {
  executionType: setting(
    'EXECUTION_TYPE',
    'MESSAGING',
    oneOf('MESSAGING', 'CRON', 'ONCE'),
    'MESSAGING: tasks of a queue or broker; CRON: by the clock; ONCE: one run, then exit',
  ),
  messagingType: setting(
    'MESSAGING_TYPE',
    'TaskQueueConnection',
    oneOf(...pullQueues, 'RabbitMqConnection', 'SqsConnection', 'MemoryConnection'),
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

export const queue = {
  queueName: setting(
    'QUEUE_NAME',
    '',
    text,
    'Queue to take tasks from; several as a=3,b=1 with weights; <PROCESSOR_TYPE>_QUEUE_NAME goes before',
  ),
  queueNamePrefix: setting(
    'QUEUE_NAME_PREFIX',
    '',
    text,
    'Put before every queue name, of tasks and of results (inKey, outKey)',
  ),
  projectName: setting('PROJECT_NAME', '', text, 'Project of the queue'),
  location: setting(
    'LOCATION',
    '',
    text,
    'Cloud Tasks: location of the queue; not for a QUEUE_NAME that is projects/P/locations/L/queues/Q',
  ),
  apiDiscoveryUrl: setting(
    'API_DISCOVERY_URL',
    '',
    url,
    'Discovery document of the queue, with {api} and {apiVersion} in it',
  ),
  taskTag: {
    ...setting(
      'TASK_TAG',
      'task',
      text,
      'Tag of tasks to take; empty (TASK_TAG=) takes those without a tag',
    ),
    mayBeEmpty: true as const,
  },
  resultTag: setting('RESULT_TAG', 'result', text, 'Tag of result tasks'),
  deadTag: setting('DEAD_TAG', 'dead', text, 'Tag of dead letters'),
  taskCount: setting('TASK_COUNT', 20, whole(1, 1000), 'Tasks taken in one lease at most'),
  maxQueueTaskSize: setting(
    'MAX_QUEUE_TASK_SIZE',
    680 * 1024,
    whole(1, 2 ** 30),
    'Bytes a result in a Task Queue may have; a larger one fails the task',
  ),
}

export const rabbitmq = {
  rabbitmqUrl: setting('RABBITMQ_URL', '', text, 'amqp://…; instead of the parts below', 'secret'),
  rabbitmqHost: setting('RABBITMQ_HOST', 'localhost', text, 'Host of the broker'),
  rabbitmqPort: setting('RABBITMQ_PORT', 5672, whole(0, 65_535), 'Port of the broker'),
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

export const clock = {
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
  cronJitterSeconds: setting(
    'CRON_JITTER_SECONDS',
    0,
    numberBetween(0, 86_400),
    'Each run begins up to so many seconds late, by chance, so that many workers do not begin at once',
  ),
  cronOverlap: setting(
    'CRON_OVERLAP',
    'skip',
    oneOf('skip', 'queue'),
    'A run that comes due while one goes on: skip it, or queue it (one at most) until that one is over',
  ),
  runAtStartup: setting('RUN_AT_STARTUP', false, bool, 'Run once at the start as well'),
}
