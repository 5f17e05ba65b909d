// Settings: where they are said, what a value in quotes means, and that every mistake is told at once.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../src/config/config.ts'
import { unquoted } from '../src/config/env_file.ts'
import { queueNames } from '../src/config/queue_names.ts'
import { settings as table } from '../src/config/settings.ts'
import { runWorker } from './helpers/worker_process.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'))
})
afterAll(() => rm(folder, { recursive: true }))

const needed = { PROJECT_NAME: 'p', QUEUE_NAME: 'q', API_DISCOVERY_URL: 'http://localhost/{api}' }
const read = (env: Readonly<Record<string, string>>) => readConfig({ env, folder: tmpdir() })

describe('a value in quotes', () => {
  test.each([
    ['"CST_SERVICE_"', 'CST_SERVICE_'],
    ["'a b'", 'a b'],
    ['"a" # why', 'a'],
    ['plain # not a comment for Docker', 'plain # not a comment for Docker'],
    ['"a" and "b"', '"a" and "b"'],
    ['"', '"'],
    ['""', ''],
    ['  a ', 'a'],
  ])('%s is %s', (text, value) => {
    expect(unquoted(text)).toBe(value)
  })

  test('means the same in .env and when Docker passes it on with its quotes', async () => {
    await writeFile(join(folder, '.env'), 'QUEUE_NAME_PREFIX="CST_SERVICE_"\n# a comment\n\n')
    const local = await readConfig({ env: needed, folder })
    const docker = await read({ ...needed, QUEUE_NAME_PREFIX: '"CST_SERVICE_"' })
    expect(local.settings.queueNamePrefix).toBe('CST_SERVICE_')
    expect(docker.settings).toEqual(local.settings)
    expect(local.origins['QUEUE_NAME_PREFIX']).toBe('.env')
  })
})

test('TASK_TAG may be empty: tasks without a tag; other settings that are empty have their default', async () => {
  const { settings } = await read({ ...needed, TASK_TAG: '', RESULT_TAG: '' })
  expect([settings.taskTag, settings.resultTag]).toEqual(['', 'result'])
  expect((await read(needed)).settings.taskTag).toBe('task')
  const service = { env: { ...needed, TASK_TAG: '' }, folder, defaults: { TASK_TAG: 'own' } }
  expect((await readConfig(service)).settings.taskTag).toBe('')
  const { output } = await runWorker(['config'], { env: { ...needed, TASK_TAG: '' } })
  expect(output).toContain('TASK_TAG=  # environment')
})

test('the environment goes before .env.secrets, and that before .env', async () => {
  await writeFile(join(folder, '.env'), 'TASK_COUNT=1\nTASK_SECONDS=1\nRABBITMQ_USER=a')
  await writeFile(join(folder, '.env.secrets'), 'TASK_SECONDS=2\nRABBITMQ_USER=b')
  const { settings } = await readConfig({ env: { ...needed, RABBITMQ_USER: 'c' }, folder })
  expect([settings.taskCount, settings.taskSeconds, settings.rabbitmqUser]).toEqual([1, 2, 'c'])
})

test('a name in a file that is nearly that of a setting is doubted, no other', async () => {
  const lines = 'WORKER_CONCURENCY=3\nTASK_SECONDS=1\nMail_QUEUE_NAME=q\nDATABASE_URL=x\nPOST=1\n'
  await writeFile(join(folder, '.env'), lines)
  await writeFile(join(folder, '.env.secrets'), 'RABBITMQ_PASWORD=x')
  const doubts = [
    'WORKER_CONCURENCY (in .env) is no setting; is it to be WORKER_CONCURRENCY?',
    'RABBITMQ_PASWORD (in .env.secrets) is no setting; is it to be RABBITMQ_PASSWORD?',
  ]
  expect((await readConfig({ env: { ...needed, TASK_SECOND: '1' }, folder })).doubts).toEqual(
    doubts,
  )
  const { code, output } = await runWorker(['config'], { folder, env: needed })
  expect(code).toBe(0)
  for (const doubt of doubts) expect(output).toContain(`worker: ${doubt}\n`)
  const env = { EXECUTION_TYPE: 'ONCE' }
  await writeFile(join(folder, 'processor.mjs'), 'export default class { process() {} }')
  expect((await runWorker(['run'], { folder, env })).output).toContain(`"msg":"${doubts[0]!}"`)
})

test('a line that Docker would not read is a problem', async () => {
  await writeFile(join(folder, '.env'), 'export A=b')
  const { problems } = await readConfig({ env: needed, folder })
  expect(problems).toEqual(['.env, line 1, is not NAME=VALUE, which is all that Docker reads'])
})

test.each([
  [{ CRON_TIME_AMOUNT: '0.5', CRON_TIME_UNIT: 'minutes' }, []],
  [{ CRON_TIME_AMOUNT: '1e2', CRON_TIME_UNIT: 'Seconds' }, []],
  [{ CRON_TIME_AMOUNT: '-1', CRON_TIME_UNIT: 'SECONDS' }, ['CRON_TIME_AMOUNT is "-1"']],
  [{ CRON_TIME_AMOUNT: '0', CRON_TIME_UNIT: 'SECONDS' }, ['CRON_TIME_AMOUNT is "0"']],
  [{ CRON_TIME_AMOUNT: 'Infinity', CRON_TIME_UNIT: 'SECONDS' }, ['CRON_TIME_AMOUNT is "Infinity"']],
  [{ CRON_RUN_AT: '09:30', CRON_TIME_UNIT: 'HOURS', CRON_TIME_AMOUNT: '1' }, ['CRON_RUN_AT needs']],
  [{ CRON_RUN_AT: '25:00', CRON_TIME_UNIT: 'DAYS' }, ['CRON_RUN_AT is "25:00"']],
])('of the clock, %o has the problems %o', async (env, expected) => {
  const { problems } = await read({ EXECUTION_TYPE: 'cron', ...env })
  for (const [index, start] of expected.entries()) expect(problems[index]).toContain(start)
  expect(problems.length > 0).toBe(expected.length > 0)
})

test('every name of the originals is a setting', () => {
  const known = new Set(Object.values(table).map(({ env }) => env))
  const names = `EXECUTION_TYPE MESSAGING_TYPE PROCESSOR_MODULE PROCESSOR_TYPE QUEUE_NAME QUEUE_NAME_PREFIX
    PROJECT_NAME API_DISCOVERY_URL TASK_COUNT TASK_SECONDS TASK_TIME_MULT TASK_RETRY_LIMIT RENDER_SLEEP_TIME
    MAX_QUEUE_TASK_SIZE RABBITMQ_HOST RABBITMQ_PORT RABBITMQ_USER RABBITMQ_PASSWORD RABBITMQ_VIRTUAL_HOST
    RABBITMQ_NUM_THREADS CRON_TIME_AMOUNT CRON_TIME_UNIT CRON_RUN_AT CRON_EXPRESSIONS RUN_AT_STARTUP
    CONSUME_CONFIG_FILE_PATH PORT PID_DIRECTORY DAEMON_LOG_DIRECTORY`
  expect(names.split(/\s+/).filter((name) => !known.has(name))).toEqual([])
})

test.each([
  [{ DEAD_TAG: 'result' }, 'must differ'],
  [{ RETRY_BASE_SECONDS: '9', RETRY_MAX_SECONDS: '8' }, 'more than RETRY_MAX_SECONDS'],
  [
    { EXECUTION_TYPE: 'ONCE', RETRY_BASE_SECONDS: '9', RETRY_MAX_SECONDS: '8' },
    'more than RETRY_MAX_SECONDS',
  ],
  [{ EXECUTION_TYPE: 'CRON', CRON_TIME_AMOUNT: '1' }, 'CRON_TIME_AMOUNT needs CRON_TIME_UNIT'],
  [{ EXECUTION_TYPE: 'CRON' }, 'EXECUTION_TYPE=CRON needs'],
])('%o cannot hold together', async (env, problem) => {
  const { problems } = await read({ ...needed, ...env })
  expect(problems).toEqual([expect.stringContaining(problem)])
})

test('RABBITMQ_NUM_THREADS is the concurrency of a RabbitMQ consumer', async () => {
  const env = { MESSAGING_TYPE: 'rabbitmqconnection', RABBITMQ_NUM_THREADS: '7' }
  expect((await read(env)).settings.concurrency).toBe(7)
  expect((await read({ ...env, WORKER_CONCURRENCY: '2' })).settings.concurrency).toBe(2)
})

test('SQS is refused with the name of the interface', async () => {
  const { problems } = await read({ MESSAGING_TYPE: 'SqsConnection' })
  expect(problems.join()).toContain('TaskSource')
})

test("a queue is the type's own, then the general one, each with the prefix, several with weights", async () => {
  const env = { QUEUE_NAME_PREFIX: 'x_', QUEUE_NAME: 'general', Mail_QUEUE_NAME: 'a=3, b' }
  expect((await names(env)).queues).toEqual([
    { name: 'x_a', weight: 3 },
    { name: 'x_b', weight: 1 },
  ])
  expect((await names({})).problems).toEqual([
    'Mail_QUEUE_NAME or QUEUE_NAME is missing: the queue to take tasks from',
  ])
})

describe('a queue of Cloud Tasks', () => {
  const cloud = {
    MESSAGING_TYPE: 'CloudTasksConnection',
    API_DISCOVERY_URL: 'http://localhost/{api}',
    QUEUE_NAME_PREFIX: 'x-',
  }
  const full = 'projects/example.com:p/locations/europe-west1/queues/'

  test('has its project and location in its name, with the prefix before its own part', async () => {
    expect(await names({ ...cloud, QUEUE_NAME: `${full}q=3` })).toEqual({
      queues: [{ name: `${full}x-q`, weight: 3 }],
      problems: [],
    })
  })

  test('or has them from PROJECT_NAME and LOCATION', async () => {
    const env = { ...cloud, QUEUE_NAME: 'q', PROJECT_NAME: 'p', LOCATION: 'europe-west1' }
    expect(await names(env)).toEqual({ queues: [{ name: 'x-q', weight: 1 }], problems: [] })
    expect((await names({ ...cloud, QUEUE_NAME: 'q' })).problems).toEqual([
      'PROJECT_NAME and LOCATION are missing: where queue x-q is, or name it in full, projects/P/locations/L/queues/x-q',
    ])
  })

  test.each(['under_score', 'projects/p/locations/l/queues/a/b', 'projects/p/queues/q'])(
    'is not called %s',
    async (name) => {
      const env = { ...cloud, QUEUE_NAME: name, PROJECT_NAME: 'p', LOCATION: 'l' }
      expect((await names(env)).problems.join()).toContain('is no name of Cloud Tasks')
    },
  )

  test('needs neither of them for a full name, and the other settings as ever', async () => {
    const { problems } = await read({ MESSAGING_TYPE: 'cloudtasksconnection', DEAD_TAG: 'task' })
    expect(problems).toHaveLength(2)
    expect(problems.join()).toMatch(/API_DISCOVERY_URL is missing.*must differ/)
  })
})

describe('on the command line', () => {
  test('every mistake is told at once, with exit code 78', async () => {
    const { code, output } = await runWorker(['run'], {
      env: { TASK_COUNT: 'many', LEASE_SECONDS: '0', MESSAGING_TYPE: 'Carrier pigeon' },
    })
    expect(code).toBe(78)
    for (const name of ['TASK_COUNT', 'LEASE_SECONDS', 'MESSAGING_TYPE', 'PROJECT_NAME'])
      expect(output).toContain(name)
    expect(output).toContain('there is no processor')
    expect(output).toContain('QUEUE_NAME is missing')
  })

  test('worker config prints values with their origin, secrets masked', async () => {
    const { code, output } = await runWorker(['config'], {
      env: { ...needed, RABBITMQ_PASSWORD: 'hunter2', TASK_COUNT: '7' },
    })
    expect(code).toBe(0)
    expect(output).toContain('TASK_COUNT=7  # environment')
    expect(output).toContain('TASK_SECONDS=50  # default')
    expect(output).toContain('RABBITMQ_PASSWORD=********  # environment')
    expect(output).not.toContain('hunter2')
  })

  test('a command that there is not is said in a sentence', async () => {
    const { code, output } = await runWorker(['nonsense'], {})
    expect(code).toBe(2)
    expect(output).toContain('there is no command "nonsense"')
  })
})

const names = async (env: Readonly<Record<string, string>>) => {
  const problems: string[] = []
  const queues = queueNames(await read(env), { type: 'Mail', inKeys: [] }, problems)
  return { problems, queues }
}
