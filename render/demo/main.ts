// `npm run demo`: the emulator, the render service and somebody who wants documents, from start to PDF.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { documentIn } from '../../src/cli/queue/render_result.ts'
import type { Queue, Task } from '../../src/cli/queue/queue.ts'
import { openQueue } from '../../src/cli/queue/task_queue.ts'
import { programs, ProgramFailed } from './programs.ts'
import { languages, type Language } from '../src/texts/index.ts'
import { sampleTasks } from './sample_tasks.ts'

/** Seconds. */
const MOST = 120

const folder = resolve('demo-output')
const queueName = { project: 'demo', queue: 'render-queue' }

/** Throws a ProgramFailed for one that worksheets do not have. */
function languageWanted(): Language {
  const { language = 'en' } = argumentsGiven()
  const found = languages.find((known) => known === language)
  if (found === undefined)
    throw new ProgramFailed(`--language must be one of ${languages.join(', ')}, not "${language}"`)
  return found
}

function argumentsGiven(): { language?: string | undefined } {
  try {
    return parseArgs({ options: { language: { type: 'string' } } }).values
  } catch (error) {
    throw new ProgramFailed(`${(error as Error).message}; there is only --language`)
  }
}

async function demo(language: Language, signal: AbortSignal): Promise<void> {
  await using running = programs(signal)
  const emulator = await running.emulator()
  console.log(`emulator        ${emulator}`)
  const discovery = `${emulator}/api/{api}/{apiVersion}`
  const service = running.render({
    PROJECT_NAME: queueName.project,
    QUEUE_NAME: queueName.queue,
    API_DISCOVERY_URL: discovery,
    RESULT_STORE: `directory:${join(folder, 'results')}`,
  })
  const queue = await openQueue({ ...queueName, 'discovery-url': discovery, retries: 0 })
  const names = new Map<string, string>()
  for (const task of sampleTasks(language)) {
    const payloadBase64 = Buffer.from(JSON.stringify(task)).toString('base64')
    const { id } = await queue.insert({ payloadBase64, tag: 'task' })
    names.set(id, task.resource_name)
  }
  console.log(`tasks           ${names.size} added`)
  console.log(`render service  ${await service}`)
  await mkdir(folder, { recursive: true })
  await collect(queue, names, signal)
  await rm(join(folder, 'results'), { recursive: true, force: true })
}

/** Takes results until there is one for each task. */
async function collect(
  queue: Queue,
  names: Map<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const all = names.size
  let failures = 0
  while (names.size > 0) {
    signal.throwIfAborted()
    const [task] = await queue.lease(1, 30, 'result')
    if (task === undefined) {
      await pause(100, undefined, { signal })
      continue
    }
    const { task_id: id } = JSON.parse(
      Buffer.from(task.payloadBase64 ?? '', 'base64').toString(),
    ) as { task_id: string }
    const count = `${all - names.size + 1}/${all}`.padStart(7)
    const kept = await keep(task)
    if (kept === undefined) failures += 1
    console.log(`${count}         ${kept ?? `${names.get(id)} failed`}`)
    names.delete(id)
    await queue.remove(task.id)
  }
  if (failures > 0) throw new ProgramFailed(`${failures} of ${all} tasks failed`)
  console.log(`\n${all} documents are in ${relative('.', folder)}`)
}

async function keep(task: Task): Promise<string | undefined> {
  const document = await documentIn(task)
  if (document === undefined) return undefined
  await writeFile(join(folder, document.filename), document.bytes)
  return `${document.filename}, ${Math.ceil(document.bytes.length / 1024)} KiB`
}

const stopped = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.on(name, () => stopped.abort(new ProgramFailed(`stopped by ${name}`)))

try {
  await demo(languageWanted(), AbortSignal.any([stopped.signal, AbortSignal.timeout(MOST * 1000)]))
} catch (error) {
  const reason = stopped.signal.aborted ? stopped.signal.reason : error
  console.error(reason instanceof Error ? reason.message : String(reason))
  process.exitCode = stopped.signal.aborted ? 130 : 1
}
