// Words in braces that stand in values of overlays: `{projectNumber}`, `{id}`.
import type { Context } from '../context.ts'
import { textOf, type Json, type JsonObject } from '../json.ts'
import { idOf } from '../model/resource_path.ts'
import { timeText } from '../../times.ts'

/** Fills the words of a value in for a resource. */
export function wordsFor(
  name: string,
  context: Context,
  resource: JsonObject = {},
): (value: Json) => Json {
  const project =
    /(?:^|\/)projects\/([^/]+)/.exec(name)?.[1] ?? textOf(context.params['project']) ?? ''
  const segments = name.split('/')
  const words: Readonly<Record<string, () => string>> = {
    name: () => name,
    id: () => idOf(name),
    parent: () => segments.slice(0, -2).join('/'),
    parentId: () => segments.at(-3) ?? '',
    project: () => project,
    projectNumber: () => context.projectNumber(project),
    shortHex: () => context.ids.uuid().slice(0, 8),
    region: () => textOf(resource['region']) ?? /(?:^|\/)regions\/([^/]+)/.exec(name)?.[1] ?? '',
    location: () => /(?:^|\/)(?:locations|regions)\/([^/]+)/.exec(name)?.[1] ?? '',
    now: () => timeText(context.now),
    nowMillis: () => String(Math.floor(context.now / 1000)),
    uuid: () => context.ids.uuid(),
    number: () => context.ids.number(),
    etag: () => context.ids.etag(),
  }
  const filled = (value: Json): Json => {
    if (typeof value === 'string')
      return value.replaceAll(
        /\{(\w+)\}/g,
        (whole, word: string) => words[word]?.() ?? textOf(resource[word]) ?? whole,
      )
    if (Array.isArray(value)) return value.map(filled)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, filled(field)]))
  }
  return filled
}
