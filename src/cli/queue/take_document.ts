// Takes one result of the render service out of the queue and keeps its document as a file.
import { exitCodes } from './faults.ts'
import type { Options } from './options.ts'
import { documentIn, keep, reasonIn } from './render_result.ts'
import type { Outcome } from './outcome.ts'
import type { Queue, Task } from './queue.ts'

export async function takeDocument(
  queue: Queue,
  { seconds, tag = 'result', out }: Options,
): Promise<Outcome> {
  const [task] = await queue.lease(1, seconds, tag)
  if (task === undefined)
    return { text: `no result: no free task tagged "${tag}"`, json: null, code: exitCodes.nothing }
  const outcome = await keepDocument(task, out).catch(async (error: unknown) => {
    // What could not be kept is for the next who asks.
    await queue.renew(task, 0)
    throw error
  })
  await queue.remove(task.id)
  return outcome
}

async function keepDocument(task: Task, out: string | undefined): Promise<Outcome> {
  const rendered = await documentIn(task)
  if (rendered === undefined) {
    const reason = reasonIn(task)
    const failed =
      reason === undefined ? 'the render service failed' : `the render service failed: ${reason}`
    return {
      text: `${failed}; its result ${task.id} is deleted`,
      json: { task: task.id, success: false, ...(reason !== undefined && { reason }) },
      code: exitCodes.refused,
    }
  }
  const { filename, bytes } = rendered
  const { path, note } = await keep(rendered, out)
  return {
    text: `${path} (${bytes.length} bytes)${note}`,
    json: { task: task.id, success: true, filename, path, bytes: bytes.length },
  }
}
