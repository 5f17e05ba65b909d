// What the compiler makes of the types of a document, and of handlers that keep to them or do not.
import { describe, expect, test } from 'vitest'
import type { RestDescription, Schema } from '../../../src/discovery/document.ts'
import { typesOf } from '../../../src/discovery/types/typescript.ts'
import { compile } from '../../helpers/compile.ts'

const where = { rootUrl: 'https://example.com/', servicePath: '' }

describe('a table of handlers', () => {
  const document: RestDescription = {
    name: 'queue',
    version: 'v1',
    ...where,
    schemas: { Task: { properties: { id: { type: 'string' } } } },
    methods: {
      get: {
        id: 'queue.get',
        path: '{task}',
        httpMethod: 'GET',
        parameters: { task: { type: 'string', location: 'path', required: true } },
        response: { $ref: 'Task' },
      },
    },
  }
  const saidOf = (entry: string): Promise<string> =>
    compile({ 'queue_v1.ts': typesOf(document, 'queue_v1.api'), 'handlers.ts': tableOf(entry) })

  test('compiles with the ids, parameters and fields of the document', async () => {
    expect(await saidOf("'queue.get': ({ params }) => ({ id: params.task })")).toBe('')
  })

  test.for([
    ['id', "'queue.gte': ({ params }) => ({ id: params.task })", "'queue.gte'' does not exist"],
    ['parameter', "'queue.get': ({ params }) => ({ id: params.tsak })", "'tsak' does not exist"],
    [
      'field',
      "'queue.get': ({ params }) => ({ di: params.task })",
      "'{ di: string; }' is not assignable",
    ],
  ] as const)('does not compile with a misspelled %s', async ([, entry, complaint]) => {
    expect(await saidOf(entry)).toContain(complaint)
  })
})

test('schemas and properties may have any name', async () => {
  const names = (
    'Array Boolean Date Error Function Map Methods Number Object Omit Partial Promise Record Set ' +
    'String any await class constructor default get intrinsic undefined type __proto__ a.b a-b 2nd'
  ).split(' ')
  const properties = Object.fromEntries(names.map((name) => [name, { $ref: name }]))
  const schema: Schema = { description: '*/ "\\u', type: 'object', properties }
  const schemas = {
    ...Object.fromEntries(names.map((name) => [name, schema])),
    List: { type: 'array', items: { $ref: 'List' } },
    Tree: { type: 'object', additionalProperties: { $ref: 'Tree' } },
    Forest: { type: 'array', items: { type: 'object', additionalProperties: { $ref: 'Forest' } } },
  } satisfies Record<string, Schema>
  const document: RestDescription = { name: 'awkward', version: 'v1', ...where, schemas }
  expect(await compile({ 'awkward_v1.ts': typesOf(document, 'awkward_v1.api') })).toBe('')
})

function tableOf(entry: string): string {
  return `
import type { Handlers } from '${import.meta.dirname}/../../../src/api/handlers.ts'
import type { Methods } from './queue_v1.ts'
export const handlers: Handlers<Methods> = { ${entry} }
`
}
