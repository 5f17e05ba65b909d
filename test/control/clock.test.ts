// Time that tests move.
import { expect, test } from 'vitest'
import { Clock } from '../../src/clock.ts'

test('a clock that stands still moves by advance and set alone, and goes on from where it stands', async () => {
  const clock = new Clock()
  clock.freeze()
  const at = clock.now()
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(clock.now()).toBe(at)
  clock.advance(60)
  expect(clock.now()).toBe(at + 60_000_000)
  clock.set(1_000_000)
  expect(clock.now()).toBe(1_000_000)
  clock.resume()
  expect(clock.isFrozen).toBe(false)
  expect(clock.now()).toBeGreaterThanOrEqual(1_000_000)
  expect(clock.now()).toBeLessThan(60_000_000)
})

test('a store that keeps its own time is told how far ahead the clock is, also while it stands', () => {
  const clock = new Clock()
  clock.advance(10)
  expect(clock.offset).toBe(10_000_000)
  clock.freeze()
  expect(Math.abs(clock.offset - 10_000_000)).toBeLessThan(1_000_000)
  clock.reset()
  expect(clock.offset).toBe(0)
})
