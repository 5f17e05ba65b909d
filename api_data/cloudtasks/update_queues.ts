// api/queue/update of v2beta2: the queues of an App Engine project become those of a queue.yaml.
import { queuesOf } from 'discovery-emulator/queue'
import type { CloudHandler } from './call.ts'
import { invalid } from './errors.ts'
import { declaredQueue } from './queue.ts'

/** Queues that the file does not name are paused, as the real service does with those of older files. */
const update: CloudHandler<{ appId?: string }, { data?: string }> = async (
  { params, body },
  { queues, dispatcher, settings },
) => {
  const project = (params.appId ?? '').replace(/^.~/, '')
  if (project === '') throw invalid('appId is required.')
  const declared = read(Buffer.from(body.data ?? '', 'base64').toString())
  const location = settings.home
  for (const [name, declaration] of declared) {
    const id = { project, location, queue: name }
    const queue = declaredQueue(declaration)
    await queues.declare(id, queue)
    const { queue: stored } = await queues.change(id, (found) => {
      if (found.stored.kind !== queue.kind)
        throw invalid(`${name} cannot become another kind of queue.`)
      const { state, purged, policy } = found.stored
      return { ...queue, state: state === 'DISABLED' ? 'RUNNING' : state, purged, policy }
    })
    dispatcher.wake(stored)
  }
  for (const { id } of await queues.list(project, location))
    if (!declared.has(id.queue))
      await queues.change(id, ({ stored }) => ({ ...stored, state: 'DISABLED' }))
  return {}
}

function read(text: string) {
  try {
    return queuesOf(text, 'queue.yaml')
  } catch (error) {
    throw invalid((error as Error).message)
  }
}

export const updateMethods = { update }
