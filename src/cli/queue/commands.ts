// What each command does with a queue, and what is printed of it.
import { readFile } from 'node:fs/promises'
import { text as textOf } from 'node:stream/consumers'
import { exitCodes, misused } from './faults.ts'
import { flush, removed } from './flush.ts'
import type { Command, Options } from './options.ts'
import { counted, detailsOf, tableOf } from './show.ts'
import { takeDocument } from './take_document.ts'
import type { Outcome } from './outcome.ts'
import type { Queue, Task } from './queue.ts'

interface Request {
  readonly queue: Queue
  readonly options: Options
  /** Ids of tasks. */
  readonly positionals: readonly string[]
}

/** A document that the render service knows how to make. */
const sampleTask = {
  kind: 'task#render',
  resource_slug: 'binary-cards',
  resource_name: 'Binary Cards',
  resource_view: 'binary_cards',
  url: 'https://example.com/resources/binary-cards',
  header_text: '',
  paper_size: 'a4',
  copies: 1,
  display_numbers: false,
  black_back: true,
}

export const commands: Readonly<Record<Command, (request: Request) => Promise<Outcome>>> = {
  add: async ({ queue, options }) => {
    const payload = await payloadOf(options)
    const task = {
      payloadBase64: Buffer.from(payload).toString('base64'),
      tag: options.tag ?? 'task',
      ...(options.id === undefined ? {} : { id: options.id }),
    }
    const added: Task[] = []
    for (let copy = 0; copy < options.count; copy += 1) added.push(await queue.insert(task))
    return { text: added.map(({ id }) => `added ${id}`).join('\n'), json: added }
  },

  list: async ({ queue, options: { tag } }) => {
    const tasks = await queue.list()
    const shown = tag === undefined ? tasks : tasks.filter((task) => (task.tag ?? '') === tag)
    return { text: shown.length === 0 ? 'no tasks' : tableOf(shown), json: shown }
  },

  lease: async ({ queue, options: { count, seconds, tag } }) => {
    const tasks = await queue.lease(count, seconds, tag)
    const [only] = tasks
    if (only === undefined)
      return { text: 'no task is free to lease', json: [], code: exitCodes.nothing }
    return { text: tasks.length === 1 ? detailsOf(only) : tableOf(tasks), json: tasks }
  },

  document: ({ queue, options }) => takeDocument(queue, options),

  flush: async ({ queue }) => {
    const deleted = await flush(queue)
    return { text: `${counted(deleted, 'task')} deleted`, json: { deleted } }
  },

  get: async ({ queue, positionals: [id = ''] }) => {
    const task = await queue.get(id)
    return { text: detailsOf(task), json: task }
  },

  delete: async ({ queue, positionals }) => {
    const missing: string[] = []
    for (const id of positionals) if (!(await removed(queue, id))) missing.push(id)
    const deleted = positionals.filter((id) => !missing.includes(id))
    return {
      text: [
        ...deleted.map((id) => `deleted ${id}`),
        ...missing.map((id) => `there is no task ${id}`),
      ].join('\n'),
      json: { deleted, missing },
      code: missing.length === 0 ? exitCodes.ok : exitCodes.nothing,
    }
  },

  update: async ({ queue, options, positionals: [id = ''] }) => {
    const task = await queue.renew(await queue.get(id), options.seconds)
    return { text: detailsOf(task), json: task }
  },

  stats: async ({ queue }) => {
    const stats = await queue.stats()
    return { text: JSON.stringify(stats, null, 2), json: stats }
  },
}

async function payloadOf(options: Options): Promise<string> {
  const { payload, language, 'payload-file': file } = options
  if (payload !== undefined) return payload
  if (file === undefined) return JSON.stringify({ ...sampleTask, ...(language && { language }) })
  if (file === '-') return await textOf(process.stdin)
  return await readFile(file, 'utf8').catch(() => {
    throw misused(`Cannot read the file "${file}".`)
  })
}
