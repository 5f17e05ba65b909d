// Tasks that were processed: one that comes back, since its end did not reach the queue, is not processed again.
import type { Logger } from '../log/logger.ts'
import { failed, type Done, type Outcome } from '../executors/outcome.ts'
import type { Task } from '../sources/source.ts'
import type { SeenStore } from './store.ts'

type Named = Pick<Task, 'id' | 'queue'>

export interface Seen {
  /** What came of it, maybe in another worker. A failure, and so another attempt later, if that cannot be read. */
  recall(task: Named): Promise<Outcome | undefined>
  remember(task: Named, outcome: Outcome): Promise<void>
  /** The queue knows: the result need not be kept, only that there was one. */
  settled(task: Named): Promise<void>
  close(): Promise<void>
}

/** Remembers nothing. */
export const noSeen: Seen = {
  recall: async () => undefined,
  remember: async () => undefined,
  settled: async () => undefined,
  close: async () => undefined,
}

export function seenIn(store: SeenStore, logger: Logger): Seen {
  const write = async (task: Named, text: string): Promise<void> => {
    try {
      await store.set(keyOf(task), text)
    } catch (error) {
      logger.error({ task: task.id, err: error }, 'not remembered; if it comes back, it runs again')
    }
  }
  return {
    async recall(task) {
      try {
        const text = await store.get(keyOf(task))
        return text === undefined ? undefined : read(text)
      } catch (error) {
        return failed(new Error('whether the task was processed cannot be read', { cause: error }))
      }
    },
    remember: async (task, outcome) =>
      outcome.kind === 'done' ? write(task, written(outcome)) : undefined,
    settled: (task) =>
      write(task, written({ kind: 'done', result: undefined, traceparent: undefined })),
    close: () => store.close(),
  }
}

const keyOf = ({ queue, id }: Named): string => JSON.stringify([queue, id])

const written = ({ result, traceparent }: Done): string =>
  JSON.stringify({
    traceparent,
    result: result && { ...result, body: Buffer.from(result.body).toString('base64') },
  })

function read(text: string): Done {
  const { traceparent, result } = JSON.parse(text) as {
    readonly traceparent?: string
    readonly result?: Omit<NonNullable<Done['result']>, 'body'> & { readonly body: string }
  }
  return {
    kind: 'done',
    traceparent,
    result: result && { ...result, body: Buffer.from(result.body, 'base64') },
  }
}
