// Requests that a client sends again with the same `requestId`: they are answered as they were the first time.
import type { Context } from './context.ts'
import type { Json } from './json.ts'

/** What the first request of this id was answered. */
export async function repeated(context: Context): Promise<{ readonly answer: Json } | undefined> {
  const key = keyOf(context)
  const held = key === undefined ? undefined : await context.view.get(key)
  return held && { answer: held.resource['answer'] ?? null }
}

export function noteRequest(context: Context, answer: unknown): void {
  const key = keyOf(context)
  if (key === undefined || answer === undefined) return
  context.view.put(key, ':requests', { resource: { answer: structuredClone(answer) as Json } })
}

function keyOf({ params, method, name }: Context): string | undefined {
  const id = params['requestId']
  if (typeof id !== 'string' || id === '') return undefined
  return `:requests/${method.method.id}/${name}/${id}`
}
