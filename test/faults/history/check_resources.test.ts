// What the checker of resources lets pass and what it refuses.
import { describe, expect, test } from 'vitest'
import { checkResources } from './check_resources.ts'
import type { ResourceOperation } from './operations.ts'

type Span = readonly [sent: number, ended: number]

const times = ([sent, ended]: Span) => ({ client: 'c', resource: 'r', sent, ended, latest: ended })
const create = (
  span: Span,
  value: string,
  outcome: 'done' | 'exists' | 'unknown' = 'done',
): ResourceOperation => ({ ...times(span), kind: 'create', value, outcome })
const patch = (
  span: Span,
  value: string,
  outcome: 'done' | 'missing' | 'conflict' | 'unknown' = 'done',
  over?: string,
): ResourceOperation => ({ ...times(span), kind: 'patch', value, over, outcome })
const remove = (
  span: Span,
  outcome: 'done' | 'missing' | 'unknown' = 'done',
): ResourceOperation => ({
  ...times(span),
  kind: 'delete',
  over: undefined,
  outcome,
})
const put = (span: Span, value: string): ResourceOperation => ({
  ...times(span),
  kind: 'put',
  value,
  outcome: 'done',
})
const get = (span: Span, value?: string): ResourceOperation => ({
  ...times(span),
  kind: 'get',
  outcome: value === undefined ? 'missing' : { value },
})
/** What was asked over a connection that was lost. */
const lost = (operation: ResourceOperation): ResourceOperation => ({
  ...operation,
  latest: Infinity,
})

describe('passes', () => {
  test.each<[string, ResourceOperation[]]>([
    ['nothing', []],
    [
      'one thing after the other',
      [
        get([0, 1]),
        create([2, 3], 'a'),
        create([4, 5], 'b', 'exists'),
        patch([6, 7], 'c', 'done', 'a'),
        patch([8, 9], 'd', 'conflict', 'a'),
        get([10, 11], 'c'),
        remove([12, 13]),
        remove([14, 15], 'missing'),
        patch([16, 17], 'e', 'missing'),
        get([18, 19]),
      ],
    ],
    ['a put of what is there or not', [put([0, 1], 'a'), put([2, 3], 'b'), get([4, 5], 'b')]],
    [
      'a read during a write, before it',
      [create([0, 1], 'a'), patch([2, 9], 'b'), get([3, 4], 'a')],
    ],
    [
      'a read during a write, after it',
      [create([0, 1], 'a'), patch([2, 9], 'b'), get([3, 4], 'b')],
    ],
    [
      'writes at once in either order',
      [create([0, 1], 'a'), patch([2, 9], 'b'), patch([2, 9], 'c'), get([10, 11], 'b')],
    ],
    ['a refused write that was done', [create([0, 1], 'a', 'unknown'), get([2, 3], 'a')]],
    ['a refused write that was not done', [create([0, 1], 'a', 'unknown'), get([2, 3])]],
    [
      'a lost write that is done later',
      [
        create([0, 1], 'a'),
        lost(patch([2, 3], 'b', 'unknown')),
        get([4, 5], 'a'),
        get([6, 7], 'b'),
      ],
    ],
  ])('%s', (_, operations) => {
    expect(checkResources(operations)).toEqual([])
  })
})

describe('refuses', () => {
  test.each<[string, RegExp, ResourceOperation[]]>([
    [
      'a value that nobody wrote',
      /^r: get by c \(2–3 ms\) came to x, but there can only have been a$/,
      [create([0, 1], 'a'), get([2, 3], 'x')],
    ],
    [
      'a value that was overwritten before the read began',
      /came to a, but there can only have been b/,
      [create([0, 1], 'a'), patch([2, 3], 'b'), get([4, 5], 'a')],
    ],
    [
      'a resource that was acknowledged and is missing',
      /came to missing/,
      [create([0, 1], 'a'), get([2, 3])],
    ],
    [
      'a resource that is there after it was deleted',
      /came to a, but there can only have been nothing/,
      [create([0, 1], 'a'), remove([2, 3]), get([4, 5], 'a')],
    ],
    [
      'two changes made over the same value',
      /over a by c/,
      [create([0, 1], 'a'), patch([2, 9], 'b', 'done', 'a'), patch([2, 9], 'c', 'done', 'a')],
    ],
    [
      'a change refused though its etag was the last',
      /came to conflict/,
      [create([0, 1], 'a'), patch([2, 3], 'b', 'conflict', 'a')],
    ],
    ['two creations of one name', /create/, [create([0, 9], 'a'), create([0, 9], 'b')]],
    [
      'a name that is taken though nobody took it',
      /came to exists/,
      [create([0, 1], 'a', 'exists')],
    ],
    [
      'a refused write that is done later',
      /came to b/,
      [create([0, 1], 'a'), patch([2, 3], 'b', 'unknown'), get([4, 5], 'a'), get([6, 7], 'b')],
    ],
    [
      'a lost write that is done and then undone',
      /came to a/,
      [
        create([0, 1], 'a'),
        lost(patch([2, 3], 'b', 'unknown')),
        get([4, 5], 'b'),
        get([6, 7], 'a'),
      ],
    ],
    [
      'values read in two orders',
      /came to b/,
      [
        create([0, 1], 'a'),
        patch([2, 20], 'b'),
        patch([2, 20], 'c'),
        get([3, 4], 'b'),
        get([5, 6], 'c'),
        get([7, 8], 'b'),
      ],
    ],
  ])('%s', (_, fault, operations) => {
    expect(checkResources(operations)).toEqual([expect.stringMatching(fault)])
  })
})
