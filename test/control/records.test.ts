// Records of calls as bytes: whatever their lengths, the latest are there, whole and in order.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { CallRecords } from '../../src/control/calls/records.ts'

const record = fc.record({
  head: fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
  text: fc.oneof(
    fc.constant(''),
    fc.string({ unit: 'binary' }),
    // About as long as a segment, and longer.
    fc.integer({ min: 30_000, max: 200_000 }).map((length) => 'ä'.repeat(length)),
  ),
})

test('the latest are kept as they were', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(record, { maxLength: 60 }),
      (most, records) => {
        const kept = new CallRecords(most)
        for (const one of records) kept.add(one)
        expect(kept.list()).toEqual(records.slice(-most))
      },
    ),
    { numRuns: 60 },
  )
})

test('many long ones are fewer than asked for, and they are the latest', () => {
  const kept = new CallRecords(1000)
  const records = Array.from({ length: 300 }, (_, i) => ({
    head: String(i),
    text: 'x'.repeat(200_000),
  }))
  for (const one of records) kept.add(one)
  const listed = kept.list()
  expect(listed.length).toBeGreaterThan(10)
  expect(listed.length).toBeLessThan(100)
  expect(listed).toEqual(records.slice(-listed.length))
})

test('short ones take the room of those that are dropped', () => {
  const kept = new CallRecords(10)
  for (let i = 0; i < 20_000; i += 1) kept.add({ head: `${i}`, text: 'answer'.repeat(10) })
  expect(kept.list().map(({ head }) => Number(head))).toEqual(
    Array.from({ length: 10 }, (_, i) => 19_990 + i),
  )
  kept.clear()
  expect(kept.list()).toEqual([])
})
