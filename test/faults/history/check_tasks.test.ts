// What the checker of tasks lets pass and what it refuses.
import { describe, expect, test } from 'vitest'
import { checkTasks } from './check_tasks.ts'
import type { TaskOperation } from './operations.ts'

type Parts<Kind extends TaskOperation['kind']> = Partial<
  Omit<Extract<TaskOperation, { kind: Kind }>, 'kind'>
>

/** From `sent` on it takes a millisecond, and is done. */
const times = (sent: number) => ({ client: 'c', sent, ended: sent + 1, latest: sent + 1 })

const insert = (sent: number, parts: Parts<'insert'> = {}): TaskOperation => ({
  ...times(sent),
  kind: 'insert',
  task: 't',
  payload: 'p',
  outcome: 'done',
  ...parts,
})
/** For a second, as so-manieth. */
const lease = (sent: number, retries: number, parts: Parts<'lease'> = {}): TaskOperation => ({
  ...times(sent),
  kind: 'lease',
  seconds: 1,
  outcome: 'done',
  leased: [{ task: 't', payload: 'p', retries }],
  ...parts,
})
const lostLease = (sent: number): TaskOperation => ({
  ...times(sent),
  latest: Infinity,
  kind: 'lease',
  seconds: 1,
  outcome: 'unknown',
  leased: [],
})
const renew = (sent: number, retries: number, parts: Parts<'renew'> = {}): TaskOperation => ({
  ...times(sent),
  kind: 'renew',
  task: 't',
  retries,
  seconds: 1,
  outcome: 'done',
  ...parts,
})
const remove = (sent: number, parts: Parts<'delete'> = {}): TaskOperation => ({
  ...times(sent),
  kind: 'delete',
  task: 't',
  outcome: 'done',
  ...parts,
})
const get = (sent: number, parts: Parts<'get'> = {}): TaskOperation => ({
  ...times(sent),
  kind: 'get',
  task: 't',
  outcome: 'found',
  payload: 'p',
  ...parts,
})

const unknown = { outcome: 'unknown', latest: Infinity } as const

describe('passes', () => {
  test.each<[string, TaskOperation[]]>([
    ['nothing', []],
    ['a life', [insert(0), get(1), lease(2, 1), remove(3), get(5, { outcome: 'missing' })]],
    ['a lease after one that has ended', [insert(0), lease(1, 1), lease(1002, 2), remove(1003)]],
    [
      'a lease that may be after the end of the other',
      [insert(0), lease(1, 1), lease(900, 2, { ended: 1100 }), remove(1103)],
    ],
    [
      'a lease after one that was given back',
      [insert(0), lease(1, 1), renew(3, 1, { seconds: 0 }), lease(5, 2), remove(7)],
    ],
    [
      'a lease after one that may have been given back',
      [insert(0), lease(1, 1), renew(3, 1, { seconds: 0, ...unknown }), lease(5, 2), remove(7)],
    ],
    ['a lease whose answer was lost', [insert(0), lostLease(1), lease(1002, 2), remove(1003)]],
    ['a delete whose answer was lost', [insert(0), lease(1, 1), remove(3, unknown)]],
    [
      'a delete by whose lost answer it was missing for the next',
      [insert(0), lease(1, 1), remove(3, unknown), remove(5, { outcome: 'missing' })],
    ],
    ['an insert that may not have been done', [insert(0, unknown)]],
    [
      'an insert made again after a lost answer',
      [insert(0, unknown), insert(2, { outcome: 'exists' }), lease(4, 1), remove(6)],
    ],
    [
      'a renewal refused after the end of the lease',
      [insert(0), lease(1, 1), renew(1002, 1, { outcome: 'lost' }), remove(1004)],
    ],
  ])('%s', (_, operations) => {
    expect(checkTasks(operations)).toEqual([])
  })
})

describe('refuses', () => {
  test.each<[string, RegExp, TaskOperation[]]>([
    [
      'a task leased twice within a lease',
      /^t: leased by lease of c \(900–901 ms\), but the lease of lease of c \(1–2 ms\) holds until 1001 ms$/,
      [insert(0), lease(1, 1), lease(900, 2), remove(902)],
    ],
    [
      'a task leased twice within a renewed lease',
      /holds until 1900 ms/,
      [insert(0), lease(1, 1), renew(900, 1), lease(1100, 2), remove(1102)],
    ],
    [
      'a lease that was forgotten',
      /leased twice as lease 1/,
      [insert(0), lease(1, 1), lease(2000, 1), remove(2002)],
    ],
    [
      'a lease that nobody got, though no answer was lost',
      /lease 3 follows on 1, and no answer was lost/,
      [insert(0), lease(1, 1), lease(2000, 3), remove(2002)],
    ],
    [
      'a task that was acknowledged but is missing in the end',
      /^t: acknowledged, but missing in the end$/,
      [insert(0), lease(1, 1)],
    ],
    ['a task that nobody ever saw again', /missing in the end/, [insert(0)]],
    [
      'a task that is missing when it is to be deleted',
      /missing for delete of c/,
      [insert(0), lease(1, 1), remove(3, { outcome: 'missing' })],
    ],
    [
      'a task that comes back after it was deleted',
      /leased by lease of c \(2000–2001 ms\) after it was deleted/,
      [insert(0), lease(1, 1), remove(3), lease(2000, 2), remove(2002, { outcome: 'missing' })],
    ],
    [
      'a deleted task that can still be read',
      /there for get of c \(5–6 ms\) after it was deleted/,
      [insert(0), lease(1, 1), remove(3), get(5)],
    ],
    ['a task deleted twice', /deleted twice/, [insert(0), lease(1, 1), remove(3), remove(5)]],
    ['a task inserted twice', /inserted twice/, [insert(0), insert(2), lease(4, 1), remove(6)]],
    ['a task that nobody inserted', /nobody had inserted it/, [lease(1, 1), remove(3)]],
    [
      'a task leased before it was inserted',
      /nobody had inserted it/,
      [lease(1, 1), insert(5), remove(7)],
    ],
    [
      'a name that is taken though nobody took it',
      /refused as taken/,
      [insert(0, { outcome: 'exists' })],
    ],
    [
      'a payload that nobody wrote',
      /a payload that nobody wrote/,
      [insert(0, { payload: 'other' }), lease(1, 1), remove(3)],
    ],
    [
      'a renewal of a lease that somebody else has got since',
      /lease 1 was renewed by renew of c \(1100–1101 ms\) after lease of c \(1050–1051 ms\)/,
      [insert(0), lease(1, 1), lease(1050, 2), renew(1100, 1), remove(1103)],
    ],
    [
      'a renewal refused while the lease holds',
      /lost for renew of c \(500–501 ms\), but the lease holds until 1001 ms/,
      [insert(0), lease(1, 1), renew(500, 1, { outcome: 'lost' }), remove(600)],
    ],
  ])('%s', (_, fault, operations) => {
    expect(checkTasks(operations)).toContainEqual(expect.stringMatching(fault))
  })
})
