// Puts tasks into pull queues and takes results out of them, for tests of services.
import { randomUUID } from 'node:crypto'
import type { QueueClient } from '../../testing/client.ts'
import { openDeadLetters } from './dead_letters.ts'
import { openPullApi } from './open_api.ts'
import type { PullQueueSettings } from './source.ts'

/** Seconds in which what was leased for taking it away is taken away. */
const LEASE = 60

export function openPullQueueClient(
  settings: PullQueueSettings,
  queues: readonly string[],
): QueueClient {
  const api = openPullApi(settings)
  const letters = openDeadLetters(settings, queues)
  const first = queues[0] ?? ''
  const { taskTag, resultTag, deadTag } = settings
  const removeAll = async (queue: string, tag: string): Promise<void> => {
    for (;;) {
      const tasks = await api.lease(queue, { count: 1000, seconds: LEASE, tag })
      if (tasks.length === 0) return
      for (const { id } of tasks) await api.remove(queue, id)
    }
  }
  return {
    async put(payload, { id = randomUUID(), queue = first }) {
      const outcome = await api.insert(queue, { id, tag: taskTag, payload })
      if (outcome === 'taken') throw new Error(`there is a task ${id} already, or was until lately`)
      return id
    },
    async pull(queue = first) {
      const [task] = await api.lease(queue, { count: 1, seconds: LEASE, tag: resultTag })
      if (task === undefined) return undefined
      await api.remove(queue, task.id)
      return JSON.parse(Buffer.from(task.payload).toString()) as unknown
    },
    dead: () => letters.list(),
    async clean() {
      for (const queue of queues)
        for (const tag of [taskTag, resultTag, deadTag, `${deadTag}-original`])
          await removeAll(queue, tag)
    },
    async close() {
      api.close()
      await letters.close()
    },
  }
}
