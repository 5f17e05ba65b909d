// Which method a path is for: the rules of the addressing contract, whatever the order of the documents.
import { describe, expect, test } from 'vitest'
import type { RestDescription, Schema } from '../../../src/discovery/document.ts'
import { outlineOf } from '../../../src/discovery/read/outline.ts'
import { bind } from '../../../src/api/bind.ts'
import { matcherOf, type Matcher } from '../../../src/http/routing/match.ts'
import { documentOf, methodsOf } from '../../helpers/server.ts'

const pathParameter = (pattern: string): Schema => ({
  type: 'string',
  pattern,
  location: 'path',
  required: true,
})

/** Methods by name: "VERB path", with the pattern of its {+x} variables after a space. */
function documentWith(
  methods: Readonly<Record<string, string>>,
  parts: Partial<RestDescription> = {},
): RestDescription {
  const table = Object.entries(methods).map(([name, line]) => {
    const [httpMethod = '', path = '', pattern] = line.split(' ')
    const variables = [...path.matchAll(/\{\+(\w+)\}/g)].map(([, variable]) => variable!)
    const parameters = Object.fromEntries(
      pattern === undefined ? [] : variables.map((variable) => [variable, pathParameter(pattern)]),
    )
    return [name, { httpMethod, path, parameters }]
  })
  return documentOf({ methods: methodsOf('m', Object.fromEntries(table)), ...parts })
}

function matcher(...documents: RestDescription[]): Matcher {
  const services = bind(
    documents.map((document, i) => ({
      source: {
        file: `${i}.api`,
        path: '',
        key: '',
        text: '',
        document,
        outline: outlineOf(document),
      },
      module: undefined,
    })),
  )
  return matcherOf(services.flatMap(({ methods }) => methods))
}

const namesIn = (all: Matcher, path: string, httpMethod = 'GET', host?: string) =>
  all.match(httpMethod, path, host).methods.map(({ bound }) => bound.method.id.replace(/^m\./, ''))

/** The names found with the methods in this order and in the other. */
function found(methods: Readonly<Record<string, string>>, path: string, httpMethod = 'GET') {
  const backwards = Object.fromEntries(Object.entries(methods).toReversed())
  const names = namesIn(matcher(documentWith(methods)), path, httpMethod).toSorted()
  expect(namesIn(matcher(documentWith(backwards)), path, httpMethod).toSorted()).toEqual(names)
  return names
}

describe('among the methods that fit a path', () => {
  test('one with a verb beats one without, even where that one is more literal', () => {
    const methods = {
      getIamPolicy: 'GET v1/{+resource}:getIamPolicy ^projects/[^/]+$',
      get: 'GET v1/{+name} ^projects/[^/]+$',
      literal: 'GET v1/projects/special:getIamPolicy2',
    }
    expect(found(methods, 'v1/projects/p:getIamPolicy')).toEqual(['getIamPolicy'])
    expect(found(methods, 'v1/projects/p:other')).toEqual(['get'])
    expect(found(methods, 'v1/projects/p%3AgetIamPolicy')).toEqual(['get'])
    expect(found(methods, 'v1/projects/p')).toEqual(['get'])
    const wide = { verb: 'GET v1/{+x}:go ^.*$', plain: 'GET v1/a/{x}' }
    expect(found(wide, 'v1/a/b:go')).toEqual(['verb'])
  })

  test('text beats a variable', () => {
    const methods = { generateIds: 'GET files/generateIds', get: 'GET files/{fileId}' }
    expect(found(methods, 'files/generateIds')).toEqual(['generateIds'])
    expect(found(methods, 'files/generateids')).toEqual(['get'])
  })

  test('text in a pattern beats a variable', () => {
    const methods = {
      project: 'GET v2/{+parent}/logs ^projects/[^/]+$',
      any: 'GET v2/{+parent}/logs ^[^/]+/[^/]+$',
    }
    expect(found(methods, 'v2/projects/p/logs')).toEqual(['project'])
    expect(found(methods, 'v2/folders/f/logs')).toEqual(['any'])
  })

  test('the segment furthest to the left decides', () => {
    const methods = { left: 'GET v1/a/{y}/{z}', right: 'GET v1/{x}/b/c' }
    expect(found(methods, 'v1/a/b/c')).toEqual(['left'])
  })

  test('one segment beats any number of segments', () => {
    const methods = { one: 'GET v1/{+x} ^ops/[^/]+$', any: 'GET v1/{+x} ^ops/.*$' }
    expect(found(methods, 'v1/ops/a')).toEqual(['one'])
    expect(found(methods, 'v1/ops/a/b')).toEqual(['any'])
  })

  test('a longer tail of text beats a shorter one', () => {
    const methods = {
      any: 'GET v1/{+x} ^ops/.*$',
      lro: 'GET v1/{+x}/lro ^ops/.*$',
      long: 'GET v1/{+x}/lro/all ^ops/.*$',
    }
    expect(found(methods, 'v1/ops/a/b')).toEqual(['any'])
    expect(found(methods, 'v1/ops/a/lro')).toEqual(['lro'])
    expect(found(methods, 'v1/ops/a/lro/all')).toEqual(['long'])
  })

  test('a variable that fits gives way to one that leads further', () => {
    const methods = { deep: 'GET v1/a/{x}/end', other: 'GET v1/{y}/b/c' }
    expect(found(methods, 'v1/a/b/c')).toEqual(['other'])
  })

  test('those of another HTTP method count for nothing', () => {
    const methods = { lease: 'POST tasks/lease', get: 'GET tasks/{task}', drop: 'DELETE tasks/{t}' }
    expect(found(methods, 'tasks/lease', 'POST')).toEqual(['lease'])
    expect(found(methods, 'tasks/lease')).toEqual(['get'])
    expect(matcher(documentWith(methods)).match('PUT', 'tasks/lease', undefined)).toEqual({
      methods: [],
      allowed: ['DELETE', 'GET', 'POST'],
    })
    expect(matcher(documentWith(methods)).match('PUT', 'tasks', undefined).allowed).toEqual([])
  })

  test('one of another HTTP method is told of where its verb or its tail is asked for', () => {
    const methods = {
      go: 'POST v1/{x}:go',
      drop: 'DELETE v1/{+x}/end ^a/.*$',
      near: 'PATCH v1/{+x}/end ^UA-\\d+$',
    }
    const allowedFor = (path: string) =>
      matcher(documentWith(methods)).match('GET', path, undefined).allowed
    expect(allowedFor('v1/q:go')).toEqual(['POST'])
    expect(allowedFor('v1/q:went')).toEqual([])
    expect(allowedFor('v1/a/b/c/end')).toEqual(['DELETE'])
    expect(allowedFor('v1/UA-12/end')).toEqual(['PATCH'])
    expect(allowedFor('v1/UA-x/end')).toEqual([])
  })

  test('all that nothing tells apart are given', () => {
    const methods = { a: 'GET v1/{x}', b: 'GET v1/{y}', c: 'GET v1/{+z} ^[^/]+$' }
    expect(found(methods, 'v1/q')).toEqual(['a', 'b', 'c'])
  })
})

describe('a path', () => {
  const shelf = {
    get: 'GET v1/shelves/{x}',
    list: 'GET v1/shelves',
    any: 'GET v1/z/{+rest} ^a/.*$',
  }

  test.each([
    ['v1/shelves/a%2Fb', ['get']],
    ['v1/shelves/a%3Ab', ['get']],
    ['v1/shelves/%2e%2e', ['get']],
    ['v1/shelves/..', ['get']],
    ['v1/shelves/', ['list']],
    ['v1/shelves//', ['list']],
    ['v1//shelves', []],
    ['/v1/shelves', []],
    ['v1/shelves/a/', ['get']],
    ['v1/shelves/a/b', []],
    ['v1', []],
    ['', []],
    ['v1/z/a/b//c', ['any']],
    ['v1/z/a', []],
    [':', []],
    ['v1/shelves:', []],
    ['__proto__/constructor', []],
  ])('%j leads to %j', (path, expected) => {
    expect(namesIn(matcher(documentWith(shelf)), path)).toEqual(expected)
  })

  test('of ten thousand segments or colons is answered at once', () => {
    const all = matcher(documentWith(shelf))
    const start = performance.now()
    expect(namesIn(all, 'v1/shelves/'.repeat(10_000))).toEqual([])
    expect(namesIn(all, `v1/z/a/${'b:'.repeat(10_000)}`)).toEqual(['any'])
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})

describe('what stands before the paths of a document', () => {
  test.each([
    ['https://x.googleapis.com/', 'drive/v3/', 'drive/v3/files'],
    ['https://x.googleapis.com/', '', 'files'],
    ['https://x.googleapis.com/prefix/', 'v1/', 'prefix/v1/files'],
    ['https://x.googleapis.com', 'v1/', 'v1/files'],
    ['http://localhost:8080/_ah/api/', '', '_ah/api/files'],
  ])('is the path of %s, then %j', (rootUrl, servicePath, path) => {
    const all = matcher(documentWith({ list: 'GET files' }, { rootUrl, servicePath }))
    expect(namesIn(all, path)).toEqual(['list'])
    expect(namesIn(all, `x${path}`)).toEqual([])
  })

  test('may run into the first segment', () => {
    const parts = { servicePath: 'v1' }
    const all = matcher(documentWith({ run: 'POST :run', get: 'GET {x}' }, parts))
    expect(namesIn(all, 'v1:run', 'POST')).toEqual(['run'])
    expect(namesIn(all, 'v1abc')).toEqual(['get'])
    expect(namesIn(all, 'v2abc')).toEqual([])
  })
})

test('a host has its own methods, whatever others have the same paths', () => {
  const a = documentWith({ a: 'GET v1/x' }, { name: 'a', rootUrl: 'https://a.googleapis.com/' })
  const b = documentWith({ b: 'GET v1/{y}' }, { name: 'b', rootUrl: 'https://b.googleapis.com/' })
  for (const both of [matcher(a, b), matcher(b, a)]) {
    expect(namesIn(both, 'v1/x', 'GET', 'a.googleapis.com')).toEqual(['a'])
    expect(namesIn(both, 'v1/x', 'GET', 'b.googleapis.com')).toEqual(['b'])
    expect(namesIn(both, 'v1/x')).toEqual(['a'])
    expect(namesIn(both, 'v1/q', 'GET', 'a.googleapis.com')).toEqual([])
  }
})
