// What is said of a task: its document, a link to a large one, or why there is none.
import { printable } from '../printable.ts'
import type { ResultStore } from '../store/store.ts'
import type { RenderSettings } from './settings.ts'

/** The keys of the original's results, and `error`. The worker host adds `task_id`. */
export type Result =
  | {
      readonly kind: 'result#document'
      readonly success: true
      readonly filename: string
      /** Base64. */
      readonly document: string
    }
  | { readonly kind: 'result#link'; readonly success: true; readonly url: string }
  | {
      readonly kind: 'result#document'
      readonly success: false
      readonly filename: null
      readonly document: null
      readonly error: {
        readonly message: string
        /** The key of the task that is to blame; null where none is. */
        readonly field: string | null
      }
    }

/** Google's limit of a task is 1 MiB of base64. */
export const MOST_RESULT_BYTES = 768 * 1024

/** Bytes of a result around its document: keys, task id, file name. */
const AROUND = 2048

export interface TaskDocument {
  readonly taskId: string
  readonly filename: string
  readonly pdf: Uint8Array
}

/** Rejects when the store cannot keep a large document; another attempt may find it able again. */
export async function resultOf(
  { taskId, filename, pdf }: TaskDocument,
  { maxQueueTaskSize }: Pick<RenderSettings, 'maxQueueTaskSize'>,
  store: ResultStore,
): Promise<Result> {
  const document = Buffer.from(pdf).toString('base64')
  if (document.length > Math.min(maxQueueTaskSize, MOST_RESULT_BYTES - AROUND)) {
    const url = await store.keep({ taskId, filename, bytes: pdf, type: 'application/pdf' })
    return { kind: 'result#link', success: true, url }
  }
  return { kind: 'result#document', success: true, filename, document }
}

export const failureOf = (error: Error & { readonly field?: string }): Result => ({
  kind: 'result#document',
  success: false,
  filename: null,
  document: null,
  error: { message: printable(error.message), field: error.field || null },
})
