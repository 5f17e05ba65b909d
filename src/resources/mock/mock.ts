// Answers from the schema alone: made up, but of the right form, and the same for the same request.
import type { Handler } from '../../api/handlers.ts'
import type { AnyMethod } from '../../api/method_types.ts'
import { media } from '../../api/media.ts'
import type { Fallback } from '../../api/fallback.ts'
import type { Schema } from '../../discovery/document.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { Chance } from './chance.ts'
import { sampleOf } from './sample.ts'

/** `seed`: another one changes every answer. */
export const mockFallback = (seed: string): Fallback => ({
  origin: 'mock',
  answer({ service, method }) {
    const { schemas = {} } = service.document
    const handler: Handler<AnyMethod, unknown> = ({ params, body, alt }) => {
      const chance = new Chance(JSON.stringify([seed, method.id, params, body ?? null]))
      if (alt === 'media') return media(Buffer.from(chance.hex(32)), { contentType: 'text/plain' })
      if (method.response === undefined) return undefined
      const made = sampleOf(method.response, schemas, chance)
      const schema = schemas[method.response.$ref ?? ''] ?? method.response
      return isJsonObject(made) ? echoing(made, schema, body, params as JsonObject) : made
    }
    return { origin: 'mock', handler }
  },
})

/** What the client said of a field of the same name is answered, so that clients find their own names again. */
function echoing(
  made: JsonObject,
  { properties = {} }: Schema,
  body: unknown,
  params: Readonly<Record<string, Json>>,
): JsonObject {
  const said = isJsonObject(body) ? body : {}
  for (const [name, { type }] of Object.entries(properties)) {
    const own = said[name] ?? (type === 'string' ? params[name] : undefined)
    if (own !== undefined) made[name] = own
  }
  return made
}
