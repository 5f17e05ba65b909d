// Requests that every method of every document must accept, and faults that each must refuse in the words of its style.
import { describe, expect, test, vi } from 'vitest'
import type { Schema } from '../../src/discovery/document.ts'
import { snakeCase } from '../../src/discovery/message.ts'
import { documents, ownDocuments } from '../helpers/corpus.ts'
import { serverOf, type TestAnswer, type TestServer } from '../helpers/server.ts'
import {
  casesOf,
  expanded,
  fullBody,
  fullQuery,
  requiredQuery,
  type MethodCase,
} from './requests.ts'

// Thousands of methods: ten seconds alone, a minute on a machine that does much else.
vi.setConfig({ testTimeout: 180_000 })

const held = [...documents(), ...ownDocuments()]
/** All but the discovery service, which this server is itself. */
const cases = held.flatMap(casesOf).filter(({ document }) => document.name !== 'discovery')
const label = ({ document, method }: MethodCase) =>
  `${document.name}:${document.version} ${method.id}`

const server: TestServer = serverOf(held)

function ask({ method, host, path }: MethodCase, query: string, body?: unknown) {
  return server.request(`/${host}/${path}${query}`, {
    method: method.httpMethod,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  })
}

const isOldStyle = ({ document }: MethodCase) => document.parameters?.['$.xgafv'] === undefined

/** What each method answered that was not expected of it, by label. */
async function surprises(
  among: readonly MethodCase[],
  surprise: (one: MethodCase) => Promise<string | undefined>,
): Promise<Record<string, string>> {
  const surprised: Record<string, string> = {}
  for (const one of among) {
    const found = await surprise(one)
    if (found !== undefined) surprised[label(one)] = found
  }
  return surprised
}

const brief = (text: string) => text.replaceAll(/\s+/g, ' ').slice(0, 300)

/** Has the same paths as documents.get, which may answer for it. */
const documentsList = 'firestore.projects.databases.documents.list'
const sameRoute = (id: string) => (id === documentsList ? id.replace(/list$/, 'get') : id)

function notUnimplemented({ method }: MethodCase, { status, headers, text }: TestAnswer) {
  const id = headers.get('x-emulator-method') ?? ''
  const names = text.includes(`"${id} has no handler: `)
  return status === 501 && names && sameRoute(id) === sameRoute(method.id)
    ? undefined
    : `${id} ${brief(text)}`
}

/** Every message that a refusal gives, in either style. */
const messagesOf = ({ json }: TestAnswer): string[] =>
  (json.error.errors ?? json.error.details[0].fieldViolations).map(
    (fault: { message?: string; description?: string }) => fault.message ?? fault.description,
  )

describe('every method', () => {
  test('takes the least request that its document allows', async () => {
    const unexpected = await surprises(cases, async (one) =>
      notUnimplemented(one, await ask(one, requiredQuery(one.method))),
    )
    expect(unexpected).toEqual({})
  })

  test('takes every parameter and every field that its document names', async () => {
    const told = cases.filter(({ method }) => method.id !== documentsList)
    const unexpected = await surprises(told, async (one) => {
      const { method, document } = one
      const body = method.request && fullBody(method.request, document.schemas ?? {})
      return notUnimplemented(one, await ask(one, fullQuery(method, document), body))
    })
    expect(unexpected).toEqual({})
  })

  test('refuses or ignores an unknown parameter, as its style does', async () => {
    const unexpected = await surprises(cases, async (one) => {
      const mark = requiredQuery(one.method) === '' ? '?' : '&'
      const answer = await ask(one, `${requiredQuery(one.method)}${mark}constructor=1`)
      if (isOldStyle(one)) return notUnimplemented(one, answer)
      return differing(answer, [
        `Invalid JSON payload received. Unknown name "constructor": Cannot bind query parameter. Field 'constructor' could not be found in request message.`,
      ])
    })
    expect(unexpected).toEqual({})
  })

  test('refuses a parameter that is no value of its type', async () => {
    const unexpected = await surprises(
      cases.filter((one) => one.method.id !== documentsList && wrongQuery(one) !== undefined),
      async (one) => {
        const { query, messages } = wrongQuery(one)!
        return differing(await ask(one, query), messages)
      },
    )
    expect(unexpected).toEqual({})
  })

  test('names each required parameter that is missing', async () => {
    const unexpected = await surprises(
      cases.filter(({ method }) => requiredQuery(method) !== ''),
      async (one) => {
        const missing = Object.entries(one.method.parameters!)
          .filter(([, { location, required }]) => location === 'query' && required)
          .map(([name]) => `Required parameter: ${name}`)
        return differing(await ask(one, ''), missing)
      },
    )
    expect(unexpected).toEqual({})
  })

  test('refuses a path that its pattern does not allow', async () => {
    const unexpected = await surprises(
      cases.filter(({ method }) => hasPlainPattern(method.path, method.parameters)),
      async (one) => {
        const path = one.path.replace(expanded(one.method), expanded(one.method, '~'))
        const answer = await ask({ ...one, path }, requiredQuery(one.method))
        const all = messagesOf(answer).every((message) =>
          /^Invalid value '~'. Values must match the following regular expression: '|^Invalid (integer|string) value: '~'/.test(
            message,
          ),
        )
        return answer.status === 400 && all ? undefined : brief(answer.text)
      },
    )
    expect(unexpected).toEqual({})
  })
})

describe('every method with a body', () => {
  const withBody = cases.filter(({ method }) => method.request !== undefined)

  test('refuses or ignores an unknown field, as its style does', async () => {
    const unexpected = await surprises(withBody.filter(takesFields), async (one) => {
      const answer = await ask(one, requiredQuery(one.method), { constructor: 1 })
      if (isOldStyle(one)) return notUnimplemented(one, answer)
      return differing(answer, [
        'Invalid JSON payload received. Unknown name "constructor": Cannot find field.',
      ])
    })
    expect(unexpected).toEqual({})
  })

  test('refuses a list where a message is expected', async () => {
    const unexpected = await surprises(withBody.filter(takesFields), async (one) => {
      const answer = await ask(one, requiredQuery(one.method), [])
      return differing(answer, [
        isOldStyle(one)
          ? 'Parse Error'
          : 'Invalid JSON payload received. Unknown name "": Root element must be a message.',
      ])
    })
    expect(unexpected).toEqual({})
  })

  test('refuses an object where a scalar is expected', async () => {
    const unexpected = await surprises(
      withBody.filter((one) => scalarField(one) !== undefined),
      async (one) => {
        const name = scalarField(one)!
        const field = snakeCase(name)
        const answer = await ask(one, requiredQuery(one.method), { [name]: {} })
        return differing(answer, [
          isOldStyle(one)
            ? `Invalid value for ${name}: an object is not allowed`
            : `Invalid value at '${field}' (${field}), Starting an object on a scalar field`,
        ])
      },
    )
    expect(unexpected).toEqual({})
  })
})

function differing(answer: TestAnswer, messages: readonly string[]): string | undefined {
  const fits =
    answer.status === 400 &&
    messagesOf(answer).toSorted().join('\n') === messages.toSorted().join('\n')
  return fits ? undefined : brief(answer.text)
}

/** A query in which every single parameter of a closed type is wrong, and what is said of it. */
function wrongQuery(one: MethodCase): { query: string; messages: string[] } | undefined {
  const old = isOldStyle(one)
  const faults = Object.entries(one.method.parameters ?? {}).flatMap(([name, schema]) => {
    const message = old ? oldMessage(schema) : newMessage(name, schema)
    const isSystem = one.document.parameters?.[name] !== undefined
    return schema.location === 'query' && message !== undefined && !isSystem
      ? [{ name, message }]
      : []
  })
  if (faults.length === 0) return undefined
  const wrong = faults.map(({ name }) => `${encodeURIComponent(name)}=*%23`)
  const required = requiredQuery(one.method)
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !wrong.some((w) => w.split('=')[0] === pair.split('=')[0]))
  return {
    query: `?${[...required, ...wrong].join('&')}`,
    messages: faults.map(({ message }) => message),
  }
}

const wordOf: Readonly<Record<string, [string, string]>> = {
  'integer:': ['integer', 'TYPE_INT32'],
  'integer:int32': ['integer', 'TYPE_INT32'],
  'integer:uint32': ['unsigned integer', 'TYPE_UINT32'],
  'string:int64': ['long', 'TYPE_INT64'],
  'string:uint64': ['unsigned long', 'TYPE_UINT64'],
  'boolean:': ['boolean', 'TYPE_BOOL'],
  'number:double': ['double', 'TYPE_DOUBLE'],
}

function oldMessage(schema: Schema): string | undefined {
  if (schema.enum) return `Invalid string value: '*#'. Allowed values: [${schema.enum.join(', ')}]`
  const words = wordOf[`${schema.type}:${schema.format ?? ''}`]?.[0]
  return words && `Invalid ${words} value: '*#'.`
}

function newMessage(name: string, schema: Schema): string | undefined {
  if (schema.enum) return undefined // the type URL of an enum is a guess
  const typeName = wordOf[`${schema.type}:${schema.format ?? ''}`]?.[1]
  return typeName && `Invalid value at '${snakeCase(name)}' (${typeName}), "*#"`
}

/** A `{x}` whose pattern takes no part in routing and does not allow "~". */
const hasPlainPattern = (
  path: string,
  parameters: Readonly<Record<string, Schema>> = {},
): boolean =>
  Object.entries(parameters).some(
    ([name, { pattern, location }]) =>
      location === 'path' &&
      path.includes(`{${name}}`) &&
      pattern !== undefined &&
      !new RegExp(`^(?:${pattern})$`).test('~'),
  )

function messageSchema({ method, document }: MethodCase): Schema {
  const { request } = method
  return request!.$ref === undefined ? request! : document.schemas![request!.$ref]!
}

const takesFields = (one: MethodCase): boolean => {
  const { type, additionalProperties } = messageSchema(one)
  return type === 'object' && additionalProperties === undefined
}

const scalarField = (one: MethodCase): string | undefined =>
  Object.entries(messageSchema(one).properties ?? {}).find(
    ([, { type }]) => type === 'string' || type === 'integer' || type === 'boolean',
  )?.[0]
