// `worker run` by the clock: EXECUTION_TYPE=CRON and ONCE as a user starts them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runWorker, workerProcess } from './helpers/worker_process.ts'

/** A processor that counts its runs, and fails those that `fails` names. */
async function folderWith(fails: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'timer-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const module = `let runs = 0
export default class CronServiceProcessor {
  process() {
    runs += 1
    console.log('run ' + runs)
    if (${fails}) throw new Error('as told')
  }
}`
  await writeFile(join(folder, 'processor.ts'), module)
  return folder
}

test('a run by the clock that fails ends nothing, and SIGTERM ends the worker', async () => {
  const env = {
    EXECUTION_TYPE: 'CRON',
    CRON_TIME_AMOUNT: '0.2',
    CRON_TIME_UNIT: 'seconds',
    RUN_AT_STARTUP: 'true',
    TASK_RETRY_LIMIT: '1',
    LOG_FORMAT: 'seed',
  }
  await using worker = workerProcess(['run'], { env, folder: await folderWith('runs < 3') })
  await worker.says('Running processor at startup as RUN_AT_STARTUP is set to true')
  await worker.says('run 5')
  worker.signal('SIGTERM')
  expect(await worker.ended).toBe(0)
})

test('ONCE ends with 0 when its run succeeds, maybe at its second attempt, and with 1 when it does not', async () => {
  const env = { EXECUTION_TYPE: 'ONCE', RETRY_BASE_SECONDS: '0.01', TASK_RETRY_LIMIT: '2' }
  const [good, second, bad] = await Promise.all([
    runWorker(['run'], { env, folder: await folderWith('false') }),
    runWorker(['run'], { env, folder: await folderWith('runs < 2') }),
    runWorker(['run'], { env, folder: await folderWith('true') }),
  ])
  expect([good.code, second.code, bad.code]).toEqual([0, 0, 1])
  expect(bad.output).toContain('dead: failed 2 times: as told')
})

test('wrong timers are all named at once, with 78', async () => {
  const env = {
    EXECUTION_TYPE: 'CRON',
    CRON_TIME_AMOUNT: '-1',
    CRON_TIME_UNIT: 'fortnights',
    CRON_RUN_AT: '25:00',
    CRON_TZ: 'Mars/Base',
  }
  const { code, output } = await runWorker(['run'], { env, folder: await folderWith('false') })
  expect(code).toBe(78)
  for (const name of ['CRON_TIME_AMOUNT', 'CRON_TIME_UNIT', 'CRON_RUN_AT', 'CRON_TZ'])
    expect(output).toMatch(new RegExp(`^worker: ${name} is `, 'm'))
})
