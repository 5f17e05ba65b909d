// What REST knows where protos lie beside a document: numbers of enums, oneofs, full names of types.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Schema } from '../../src/discovery/document.ts'
import { documentOf, methodsOf } from '../helpers/server.ts'
import { openedEmulator, type OpenedEmulator } from '../helpers/opened_emulator.ts'

const tier: Schema = { type: 'string', enum: ['TIER_UNSPECIFIED', 'BASIC', 'STANDARD_HA'] }
const schemas: Record<string, Schema> = {
  Thing: {
    id: 'Thing',
    type: 'object',
    properties: {
      tier,
      tiers: { type: 'array', items: tier },
      ttl: { type: 'string', format: 'google-duration' },
      expireTime: { type: 'string', format: 'google-datetime' },
      parts: { type: 'array', items: { $ref: 'Thing' } },
      other: { $ref: 'Other' },
    },
  },
  Note: { id: 'Note', type: 'object', properties: { text: { type: 'string' } } },
  Other: { id: 'Other', type: 'object', properties: { tier } },
}
const methods = methodsOf('things', {
  echo: {
    path: 'v1/echo',
    httpMethod: 'POST',
    request: { $ref: 'Thing' },
    response: { $ref: 'Thing' },
  },
  make: {
    path: 'v1/notes',
    httpMethod: 'POST',
    request: { $ref: 'Note' },
    response: { $ref: 'Note' },
  },
  handled: {
    path: 'v1/handled',
    httpMethod: 'POST',
    request: { $ref: 'Note' },
    response: { $ref: 'Note' },
  },
})
const parameters = { '$.xgafv': { type: 'string', location: 'query' } } as const

/** Numbers with a gap, as Redis has them; `Other` is another message than the document's. */
const protos = {
  nested: {
    acme: {
      nested: {
        things: {
          nested: {
            v1: {
              nested: {
                Thing: {
                  oneofs: { expirationRule: { oneof: ['ttl', 'expireTime'] } },
                  fields: {
                    tier: { type: 'Tier', id: 1 },
                    tiers: { rule: 'repeated', type: 'Tier', id: 2 },
                    ttl: { type: 'google.protobuf.Duration', id: 3 },
                    expireTime: { type: 'google.protobuf.Timestamp', id: 4 },
                    parts: { rule: 'repeated', type: 'Thing', id: 5 },
                    other: { type: 'Other', id: 6 },
                  },
                  nested: { Tier: { values: { TIER_UNSPECIFIED: 0, BASIC: 1, STANDARD_HA: 3 } } },
                },
                Note: {
                  fields: {
                    text: {
                      type: 'string',
                      id: 1,
                      options: { '(google.api.field_behavior)': 'REQUIRED' },
                    },
                  },
                },
                Other: { fields: { name: { type: 'string', id: 1 } } },
              },
            },
          },
        },
      },
    },
  },
}

let folder: string
let opened: OpenedEmulator

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'protos-'))
  const document = documentOf({ name: 'things', methods, schemas, parameters })
  await writeFile(join(folder, 'things_v1.api'), JSON.stringify(document))
  await writeFile(join(folder, 'things_v1.protos.json'), JSON.stringify(protos))
  const module = `export const handlers = {
    'things.echo': ({ body }) => body,
    'things.handled': ({ body }) => body,
  }`
  await writeFile(join(folder, 'things_v1.ts'), module)
  opened = await openedEmulator({ api_data: folder })
})

afterAll(async () => {
  await opened[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const echo = (body: object, query = '') => post(`echo${query}`, body)

async function post(path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${opened.emulator.url}/v1/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
  const json = (await answer.json()) as { readonly error?: { readonly message: string } }
  return json.error?.message ?? json
}

test('enums have the numbers of the protos, in requests and in answers', async () => {
  expect(await echo({ tier: 3, tiers: [1, 3, 2] })).toEqual({
    tier: 'STANDARD_HA',
    tiers: ['BASIC', 'STANDARD_HA', 2],
  })
  const asNumbers = '?$alt=json%3Benum-encoding%3Dint'
  expect(await echo({ tier: 'STANDARD_HA' }, asNumbers)).toEqual({ tier: 3 })
})

test('a schema that is not the message of its name has the numbers of its places', async () => {
  expect(await echo({ other: { tier: 2 } })).toEqual({ other: { tier: 'STANDARD_HA' } })
})

test('a oneof that is set twice is refused in the words of protobuf', async () => {
  const both = { ttl: '1s', expireTime: '2050-01-01T00:00:00Z' }
  expect(await echo(both)).toBe(
    "Invalid value (oneof), oneof field 'expiration_rule' is already set. Cannot set 'expireTime'",
  )
  expect(await echo({ parts: [{ ttl: '1s' }, both] })).toBe(
    "Invalid value at 'parts[1]' (oneof), oneof field 'expiration_rule' is already set. Cannot set 'expireTime'",
  )
  expect(await echo({ ttl: '1s', parts: [{ ttl: '2s' }] })).toMatchObject({ ttl: '1s' })
})

test('a refusal names the type as the protos do', async () => {
  expect(await echo({ tier: 'NONE' })).toBe(
    `Invalid value at 'tier' (type.googleapis.com/acme.things.v1.Thing.Tier), "NONE"`,
  )
  expect(await echo({ other: 1 })).toBe(
    `Invalid value at 'other' (type.googleapis.com/google.cloud.things.v1.Other), 1`,
  )
})

test('a required field is wanted where a method without a handler makes something', async () => {
  expect(await post('notes', {})).toBe('Missing required field: text')
  expect(await post('notes', { text: '' })).toBe('Missing required field: text')
  expect(await post('handled', {})).toEqual({})
})
