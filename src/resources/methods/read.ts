// Reads one resource.
import type { Context } from '../context.ts'
import { answered } from '../resource/answer.ts'
import { findOrRefuse } from '../resource/find.ts'

export async function get(context: Context): Promise<unknown> {
  const { resource, name } = await findOrRefuse(context, context.name)
  return answered(context, 'get', name, resource)
}
