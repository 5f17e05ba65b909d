// LOG_FORMAT=seed: what the original hosts said of messages, failures and ends.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defineWorker, PermanentError } from '../src/index.ts'
import { openLogger, type LogOptions } from '../src/log/logger.ts'
import { openMemory } from '../src/sources/memory.ts'
import { hosting } from './helpers/hosting.ts'
import { until } from './helpers/until.ts'
import { runWorker } from './helpers/worker_process.ts'

/** A log that can be read. */
function logged(options: Partial<LogOptions>) {
  let text = ''
  const write = (line: string): void => void (text += line)
  return {
    text: () => text,
    logger: openLogger({ level: 'info', format: 'seed', ...options }, { write }),
  }
}

function double(n: number): never {
  throw n === 13 ? new PermanentError('no such floor') : new Error('not today')
}

const isle = defineWorker({ processors: [{ inKey: 'floors', process: double }] })
const ofRococo = defineWorker({ process: double })

/** Two messages, one that is tried twice and one that dies at once. */
async function fail(worker: typeof isle, options: Partial<LogOptions>): Promise<string> {
  const log = logged(options)
  const source = openMemory('floors')
  source.put('12')
  source.put('13')
  const changes = { taskRetryLimit: 2, retryBaseSeconds: 0, logFormat: 'seed' } as const
  await using _host = hosting(worker, source, changes, { logger: log.logger })
  await until('both are dead', () => source.dead.length === 2)
  return log.text()
}

test("rococo's lines show each message and each failure", async () => {
  const text = await fail(ofRococo, {})
  expect(text).toMatch(/ \[INFO\] worker:0 - Received message: 12\n/)
  expect(text).toMatch(/ - Task 1 raised exception with error: not today\n.*Error: not today/)
  expect(text).toMatch(/ \[ERROR\] worker:0 - dead: failed 2 times: not today\n/)
})

test("IsleConsumer's lines name the function, with the stack, and show no message", async () => {
  const text = await fail(isle, { seedOf: 'isle' })
  expect(text).toMatch(/^WARNING: ERROR AROUND 'double':\nError: not today\n +at /m)
  expect(text).toMatch(/^ERROR: ERROR AROUND 'double': dead: no such floor\nPermanentError: /m)
  expect(text).not.toMatch(/Received|raised exception/)
})

test('no other format shows a message, or what the originals said', async () => {
  for (const format of ['json', 'pretty'] as const) {
    const log = logged({ format })
    const source = openMemory()
    source.put('{"secret":"of the message"}')
    const worker = defineWorker({ process: () => undefined })
    await using _host = hosting(worker, source, { logFormat: format }, { logger: log.logger })
    await until('it is done', () => log.text().includes('done'))
    expect(log.text()).not.toMatch(/of the message|seed|received/)
  }
})

test('a startup that fails, and variables that are missing, are said in the log as well', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'originals-'))
  const module = `import { defineWorker } from ${JSON.stringify(join(import.meta.dirname, '../src/index.ts'))}
export default defineWorker({
  onStartup: () => { throw new Error('no coffee') },
  processors: [{ inKey: 'in', process: () => undefined }],
})`
  await writeFile(join(folder, 'processor.ts'), module)
  const env = { LOG_FORMAT: 'seed', MESSAGING_TYPE: 'MemoryConnection' }
  const failed = await runWorker(['run'], { env, folder })
  expect(failed.code).toBe(1)
  expect(failed.output).toMatch(/^ERROR: STARTUP FAILED: .*no coffee$/m)
  expect(failed.output.match(/no coffee/g)).toHaveLength(2)
  const missing = await runWorker(['run'], { env: { LOG_FORMAT: 'seed' }, folder })
  expect(missing.code).toBe(78)
  for (const name of ['PROJECT_NAME', 'API_DISCOVERY_URL'])
    expect(missing.output).toContain(` [WARNING] worker:0 - Variable ${name} not found.\n`)
  await rm(folder, { recursive: true })
})
