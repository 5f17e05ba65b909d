// Messages within `{"data": …}`, for documents whose features name a dataWrapper (Cloud Translation v2 is one). Schemas
// do not have it; Python's client puts it around requests and takes it off answers (googleapiclient/model.py, JsonModel).
import type { Service } from '../api/service.ts'

const hasWrapper = ({ document }: Service): boolean =>
  document.features?.includes('dataWrapper') === true

/** An answer as it travels; nothing stays nothing. */
export const wrapped = (value: unknown, service: Service): unknown =>
  value === undefined || !hasWrapper(service) ? value : { data: value }

/** A request's message; one that came without the wrapper is taken too. */
export function unwrapped(message: unknown, service: Service): unknown {
  if (!hasWrapper(service) || typeof message !== 'object' || message === null) return message
  const [key, ...others] = Object.keys(message)
  return key === 'data' && others.length === 0 ? (message as { data: unknown }).data : message
}
