// Fields that documents of the older style want for a method.
import { describe, expect, test } from 'vitest'
import type { RestMethod } from '../../src/discovery/document.ts'
import { missingFieldFinder } from '../../src/call/required_fields.ts'

const wantedFor = (...ids: readonly string[]) =>
  ({ type: 'string', annotations: { required: ids } }) as const

const schemas = {
  Domain: {
    type: 'object',
    properties: {
      note: { type: 'string' },
      owner: { $ref: 'Owner' },
      domainName: wantedFor('x.domains.insert'),
    },
  },
  Owner: { type: 'object', properties: { mail: wantedFor('x.domains.insert', 'x.domains.patch') } },
} as const

const method = (id: string, more = {}) =>
  ({ id, path: 'd', httpMethod: 'POST', request: { $ref: 'Domain' }, ...more }) as RestMethod

describe('fields that a document wants', () => {
  test.each([
    [{}, ['domainName']],
    [{ domainName: null }, ['domainName']],
    [{ domainName: 'a.example' }, undefined],
    [{ domainName: '' }, undefined],
    [{ domainName: 'a.example', owner: {} }, ['owner', 'mail']],
    [{ owner: {} }, ['domainName']],
    [undefined, undefined],
  ])('of %j, what is missing is %j', (message, missing) => {
    expect(missingFieldFinder(method('x.domains.insert'), schemas)?.(message)).toEqual(missing)
  })

  test('are wanted by the methods that are named, and by none that takes bytes', () => {
    expect(missingFieldFinder(method('x.domains.patch'), schemas)?.({})).toBeUndefined()
    expect(missingFieldFinder(method('x.domains.update'), schemas)).toBeUndefined()
    const upload = method('x.domains.insert', { mediaUpload: {} })
    expect(missingFieldFinder(upload, schemas)).toBeUndefined()
  })
})
