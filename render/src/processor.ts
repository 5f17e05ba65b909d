// The processor that the worker host runs: takes a task, draws or prints, and gives the result of §Results in README.md.
import { defineWorker, type Context } from '@discovery-emulator/worker'
import { drawWorksheet } from './draw.ts'
import { failureOf, resultOf, MOST_RESULT_BYTES, type Result } from './service/result.ts'
import { parseTask } from './service/parse_task.ts'
import { permanentIfOfTask } from './service/permanent.ts'
import { readRenderSettings, type RenderSettings } from './service/settings.ts'
import { fieldsOf, shown, type Fields } from './service/task_fields.ts'
import { openResultStore } from './store/open_store.ts'
import type { ResultStore } from './store/store.ts'
import { TaskError } from './task_error.ts'

interface Setup {
  readonly settings: RenderSettings
  readonly store: ResultStore
}

let setup: Setup | undefined

export default defineWorker<unknown, Result>({
  name: 'render',
  mostBytes: MOST_RESULT_BYTES,
  async onStartup({ env }) {
    const settings = readRenderSettings(env)
    setup = { settings, store: await openResultStore(settings) }
  },
  async process(message, context) {
    if (setup === undefined) throw new Error('the render service has not started')
    const { settings, store } = setup
    try {
      const fields = fieldsOf(message)
      const document = await documentFor(fields, settings, context)
      return await resultOf({ ...document, taskId: context.taskId }, settings, store)
    } catch (error) {
      throw permanentIfOfTask(error)
    }
  },
  resultOfDead: (_context, error) => failureOf(error),
})

async function documentFor(fields: Fields, settings: RenderSettings, context: Context) {
  switch (fields['kind']) {
    case 'task#render': {
      // A task that is done twice gives the same bytes twice.
      const order = { ...parseTask(fields), seed: context.idempotencyKey }
      return drawWorksheet(order)
    }
    case 'task#print': {
      const { printPage } = await import('./print/print_page.ts')
      return printPage(fields, settings, context)
    }
    default:
      throw new TaskError('kind', `Unrecognized task: ${shown(fields['kind'])}.`)
  }
}
