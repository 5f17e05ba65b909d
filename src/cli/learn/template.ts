// A recorded value as an overlay writes it: what differs from run to run is a word in braces.
import { isJsonObject, type Json } from '../../resources/json.ts'

export function templateOf(value: Json): Json {
  if (Array.isArray(value)) return value.map(templateOf)
  if (isJsonObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, templateOf(field)]))
  if (typeof value !== 'string') return value
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return '{now}'
  if (/^"?abcdef0123A=?"?$/.test(value)) return '{etag}'
  if (/^(0{6,}|1{6,}|8{6,})$/.test(value)) return '{number}'
  return value
    .replaceAll('${projectNumber}', '{projectNumber}')
    .replaceAll('${projectId}', '{project}')
}
