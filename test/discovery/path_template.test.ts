import { describe, expect, test } from 'vitest'
import { parsePathTemplate, segmentOf, variablesOf } from '../../src/discovery/path_template.ts'

const values = (template: string, path: string, patterns: Record<string, string> = {}) =>
  parsePathTemplate(template, (name) => patterns[name]).match(path)

const QUEUE = '^projects/[^/]+/locations/[^/]+/queues/[^/]+$'
const queue = (path: string) => values('v2/{+name}', path, { name: QUEUE })
const operation = (path: string) => values('v1/{+name}/lro', path, { name: '^operations/.*$' })
const property = (path: string) => values('v1/{+id}/x', path, { id: '(?i)ua-\\d+' })

describe('a path template', () => {
  test.each([
    ['{x} takes one segment', 'v1/shelves/{x}', 'v1/shelves/a', ['a']],
    ['{x} takes no slash', 'v1/shelves/{x}', 'v1/shelves/a/b', undefined],
    ['{x} takes no empty segment', 'v1/shelves/{x}', 'v1/shelves/', undefined],
    ['{x} takes an encoded slash as it is', 'v1/{x}', 'v1/a%2Fb', ['a%2Fb']],
    ['{x} may hold a colon', 'v1/{x}', 'v1/a:b', ['a:b']],
    ['a path of no variables', 'v1/about', 'v1/about', []],
    ['text is matched by letter and case', 'v1/about', 'v1/About', undefined],
    ['a dot in text is a dot', 'apis/domains.run.com/v1', 'apis/domainsXrun.com/v1', undefined],
    ['a dollar in text is a dollar', 'fhir/$export', 'fhir/$export', []],
    ['variables may be glued', 'v1/{x}{y}', 'v1/ab', ['a', 'b']],
    ['text may be glued to a variable', 'v1/x{y}z', 'v1/x1z', ['1']],
    ['a verb', 'v1/{x}:cancel', 'v1/a:cancel', ['a']],
    ['a verb after a colon in the value', 'v1/{x}:cancel', 'v1/a:b:cancel', ['a:b']],
    ['a verb is not %3A and its name', 'v1/{x}:cancel', 'v1/a%3Acancel', undefined],
    ['a verb on text', 'v1/shelves:search', 'v1/shelves:search', []],
    ['a verb right after the version', 'v1:run', 'v1:run', []],
    ['another verb', 'v1/{x}:cancel', 'v1/a:delete', undefined],
    ['a verb without a value', 'v1/{x}:cancel', 'v1/:cancel', undefined],
  ])('%s', (_, template, path, expected) => {
    expect(values(template, path)).toEqual(expected)
  })

  test('with {+x} takes what its pattern allows, and no more', () => {
    expect(queue('v2/projects/p/locations/l/queues/q')).toEqual(['projects/p/locations/l/queues/q'])
    expect(queue('v2/projects/p/locations/l/queues/q/tasks')).toBeUndefined()
    expect(queue('v2/projects/p/locations/l/tasks/q')).toBeUndefined()
    expect(queue('v2/projects//locations/l/queues/q')).toBeUndefined()
    expect(queue('v2/projects/p%2Flocations/l/queues/q')).toBeUndefined()
    expect(queue('v2/projects/p%2Fp/locations/l/queues/q')).toEqual([
      'projects/p%2Fp/locations/l/queues/q',
    ])
  })

  test('with {+x} and no pattern takes any number of segments', () => {
    expect(values('v1/{+x}', 'v1/a/b/c')).toEqual(['a/b/c'])
  })

  test('splits neighbouring {+a}/{+b} where their patterns say', () => {
    const patterns = {
      name: '^organizations/[^/]+/billingAccounts/[^/]+$',
      to: '^organizations/[^/]+$',
    }
    expect(
      values(
        'v1/{+to}/{+name}:move',
        'v1/organizations/1/organizations/2/billingAccounts/3:move',
        patterns,
      ),
    ).toEqual(['organizations/1', 'organizations/2/billingAccounts/3'])
  })

  test('with a tail takes any number of segments before it', () => {
    expect(operation('v1/operations/a/lro')).toEqual(['operations/a'])
    expect(operation('v1/operations/a/b/c/lro')).toEqual(['operations/a/b/c'])
    expect(operation('v1/operations/a/b/c')).toBeUndefined()
  })

  test('asks RE2 about a pattern that is no list of segments', () => {
    expect(property('v1/UA-12/x')).toEqual(['UA-12'])
    expect(property('v1/UA-12a/x')).toBeUndefined()
  })

  test('lists its segments, its verb and its variables', () => {
    const template = parsePathTemplate('v1/{+name}/tags/{tag}:set', () => '^a/[^/]+/.*$')
    expect(template.shape.split('/').map(segmentOf)).toEqual([
      { literal: 'v1' },
      { literal: 'a' },
      'one',
      'rest',
      { literal: 'tags' },
      'one',
    ])
    expect(template.verb).toBe('set')
    expect(template.variables).toEqual([
      { name: 'name', reserved: true },
      { name: 'tag', reserved: false },
    ])
  })

  test.each(['v1/{x', 'v1/x}', 'v1/{}', 'v1/{+}', 'v1/{{x}}', 'v1/{x}}'])(
    'refuses braces that do not pair: %s',
    (template) => {
      expect(() => variablesOf(template)).toThrow(/is not a variable of the form/)
    },
  )

  test('is not slowed down by a path made to be tried in many ways', () => {
    const template = parsePathTemplate('v1/{+a}/x/{+b}/y', () => '^.*$')
    const start = performance.now()
    expect(template.match(`v1/${'x/'.repeat(8000)}`)).toBeUndefined()
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
