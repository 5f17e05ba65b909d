// What the types of a document say.
import { describe, expect, test } from 'vitest'
import type { RestDescription, RestMethod, Schema } from '../../../src/discovery/document.ts'
import { typesOf } from '../../../src/discovery/types/typescript.ts'

const text: Schema = { type: 'string' }

describe('a schema', () => {
  test('becomes an interface of optional properties', () => {
    const properties: Record<string, Schema> = {
      id: text,
      count: { type: 'integer', format: 'int32' },
      size: { type: 'string', format: 'int64' },
      ratio: { type: 'number', format: 'double' },
      done: { type: 'boolean' },
      state: { type: 'string', enum: ['OPEN', "isn't", 'OPEN'] },
      anything: { type: 'any' },
      'end-date': text,
      tags: { type: 'array', items: text },
      states: { type: 'array', items: { type: 'string', enum: ['A', 'B'] } },
      labels: { type: 'object', additionalProperties: text },
      empty: { type: 'object' },
      children: { type: 'array', items: { $ref: 'Task' } },
      nested: { type: 'object', properties: { id: text } },
    }
    expect(declared({ Task: { id: 'Task', type: 'object', properties } })).toBe(`\
export interface Task {
  id?: string | undefined
  count?: number | undefined
  size?: string | undefined
  ratio?: number | undefined
  done?: boolean | undefined
  state?: 'OPEN' | "isn't" | undefined
  anything?: unknown
  'end-date'?: string | undefined
  tags?: string[] | undefined
  states?: ('A' | 'B')[] | undefined
  labels?: Record<string, string> | undefined
  empty?: Record<string, unknown> | undefined
  children?: Task[] | undefined
  nested?:
    | {
        id?: string | undefined
      }
    | undefined
}
`)
  })

  test('that is no object with properties becomes a type', () => {
    const schemas: Record<string, Schema> = {
      Value: { type: 'any' },
      Values: { type: 'array', items: { $ref: 'Value' } },
      Empty: { type: 'object', properties: {} },
      Tree: { type: 'object', additionalProperties: { $ref: 'Tree' } },
      Open: { type: 'object', properties: { id: text }, additionalProperties: text },
      Lost: { type: 'array', items: { $ref: 'Missing' } },
    }
    expect(declared(schemas)).toBe(`\
export type Value = unknown

export type Values = Value[]

export type Empty = Record<string, unknown>

export interface Tree {
  [name: string]: Tree
}

export interface Open {
  id?: string | undefined
  [name: string]: unknown
}

export type Lost = unknown[]
`)
  })

  test('is explained by its description, which cannot end its comment', () => {
    const schemas: Record<string, Schema> = {
      Task: {
        description: 'A task of `*/tasks`.',
        deprecated: true,
        properties: {
          id: { ...text, readOnly: true, description: 'The name.' },
          etag: { ...text, readOnly: true, description: 'Output only. The state.' },
          note: {
            ...text,
            description: `${'Words that fill a line and more. '.repeat(3)}\n\nAnother  paragraph.`,
          },
        },
      },
    }
    expect(declared(schemas)).toBe(`\
/**
 * A task of \`*\\/tasks\`.
 * @deprecated
 */
export interface Task {
  /** Output only. The name. */
  id?: string | undefined
  /** Output only. The state. */
  etag?: string | undefined
  /**
   * Words that fill a line and more. Words that fill a line and more. Words that fill a line and
   * more.
   * Another paragraph.
   */
  note?: string | undefined
}
`)
  })

  test('is renamed where its name cannot be a type', () => {
    const names = ['a.b', 'a-b', 'a_b', '2nd', '', 'Methods', 'Record', 'string', 'class', 'Date']
    const schemas = Object.fromEntries(names.map((name) => [name, { type: 'any' } as const]))
    expect(declared(schemas).match(/(?<=export type )\S+/g)).toEqual([
      'a_b_',
      'a_b__',
      'a_b',
      '_2nd',
      '_',
      'Methods_',
      'Record_',
      'string_',
      'class_',
      'Date',
    ])
  })

  test('keeps each line within 100 columns', () => {
    const values = Array.from({ length: 4 }, (_, index) => `A_RATHER_LONG_VALUE_${index}`)
    const schemas: Record<string, Schema> = {
      Task: { properties: { states: { type: 'array', items: { ...text, enum: values } } } },
    }
    expect(declared(schemas)).toBe(`\
export interface Task {
  states?:
    | (
        | 'A_RATHER_LONG_VALUE_0'
        | 'A_RATHER_LONG_VALUE_1'
        | 'A_RATHER_LONG_VALUE_2'
        | 'A_RATHER_LONG_VALUE_3'
      )[]
    | undefined
}
`)
  })
})

describe('a method', () => {
  const lease: RestMethod = {
    id: 'queue.lease',
    path: '{project}/lease',
    httpMethod: 'POST',
    parameters: {
      project: { ...text, location: 'path' },
      numTasks: { type: 'integer', location: 'query', required: true },
      order: { ...text, enum: ['asc', 'desc'], default: 'asc', location: 'query' },
      'page.size': { type: 'integer', location: 'query' },
      ids: { type: 'string', format: 'int64', repeated: true, location: 'query' },
    },
    response: { $ref: 'Task' },
  }

  test('has parameters as they are decoded, a body and a response', () => {
    expect(methods({ lease })).toBe(`\
  'queue.lease': {
    params: {
      project: string
      numTasks: number
      order: 'asc' | 'desc'
      'page.size'?: number | undefined
      ids?: string[] | undefined
    }
    body: undefined
    response: Task
  }
`)
  })

  test('may take a message given on the spot, and answer nothing', () => {
    const path = { id: 'queue.put', path: 'put', httpMethod: 'PUT' }
    const request: Schema = { type: 'object', additionalProperties: { type: 'any' } }
    expect(methods({ put: { ...path, request } })).toBe(`\
  'queue.put': {
    params: {}
    body: Record<string, unknown>
    response: undefined
  }
`)
  })

  test.each([
    [{ mediaUpload: {} }, "media: 'upload'"],
    [{ supportsMediaDownload: true }, "media: 'download'"],
    [{ mediaUpload: {}, supportsMediaDownload: true }, "media: 'upload' | 'download'"],
  ])('says whether bytes go in or out: %j', (parts, line) => {
    const put = { id: 'queue.put', path: 'put', httpMethod: 'PUT', ...parts }
    expect(methods({ put })).toContain(`response: undefined\n    ${line}\n`)
  })

  test('does not list the parameters of all methods', () => {
    const document = { ...describing({}, { lease }), parameters: { fields: text } }
    expect(typesOf(document, 'queue_v1.api')).not.toContain('fields')
  })
})

function describing(
  schemas: Record<string, Schema>,
  itsMethods: Record<string, RestMethod>,
): RestDescription {
  const where = { rootUrl: 'https://example.com/', servicePath: '' }
  return { name: 'queue', version: 'v1', ...where, schemas, methods: itsMethods }
}

/** The source without the first two lines and `Methods`. */
function declared(schemas: Record<string, Schema>): string {
  const source = typesOf(describing(schemas, {}), 'queue_v1.api')
  return source.slice(source.indexOf('\n\n') + 2, source.indexOf('\n/** By method id'))
}

/** The source inside of `Methods`. */
function methods(its: Record<string, RestMethod>): string {
  const source = typesOf(describing({ Task: { properties: {} } }, its), 'queue_v1.api')
  const start = 'export interface Methods {\n'
  return source.slice(source.indexOf(start) + start.length, -'}\n'.length)
}
