// Operations: read, waited for, cancelled and forgotten. All are done by the time a client sees them.
import type { Context } from '../context.ts'
import { findOrRefuse } from '../resource/find.ts'

export async function operation(context: Context): Promise<unknown> {
  const { method, view } = context
  const { resource, name } = await findOrRefuse(context, context.name)
  const word = method.verb || method.word
  if (method.method.httpMethod === 'DELETE') view.delete(name)
  else if (word !== 'cancel') return resource
  return method.answer.kind === 'none' ? undefined : {}
}
