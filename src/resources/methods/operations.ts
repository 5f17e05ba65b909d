// Operations: read, waited for, cancelled and forgotten.
import type { Context } from '../context.ts'
import { without, type JsonObject } from '../json.ts'
import { finished, polled } from '../operations/pending.ts'
import { findOrRefuse } from '../resource/find.ts'

export async function operation(context: Context): Promise<unknown> {
  const { method, view, name, now } = context
  const held = await findOrRefuse(context, name)
  const { pattern } = method.collection
  const word = method.verb || method.word
  if (method.method.httpMethod === 'DELETE') view.delete(name)
  else if (word === 'cancel') {
    if (held.pending !== undefined)
      view.put(name, pattern, { resource: cancelled(held.pending.done) })
  } else return word === 'wait' ? finished(held, pattern, view) : polled(held, pattern, view, now)
  return method.answer.kind === 'none' ? undefined : {}
}

/** What it would have changed stays as it was. */
function cancelled(whole: JsonObject): JsonObject {
  const done = without(whole, 'response')
  const error = { code: 1, message: 'The operation was cancelled.' }
  return 'status' in done ? { ...done, status: 'DONE' } : { ...done, done: true, error }
}
